"""What goes wrong with the store's file, in words that name the file, the cause and the remedy."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from screener.errors import PriceError

# The low byte of an SQLite error code; the rest says where inside it happened.
_PRIMARY = 0xFF
_FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}
_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_REFUSED = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}

# The second and third file hold what the first does not yet; alone they would be played into whatever comes next.
_ANEW = "move {name}, {name}-wal and {name}-shm away together, then pull again or restore a copy"


@contextmanager
def failures_told(path: Path, busy_s: float) -> Iterator[None]:
    """Turn every failure of the file into a PriceError.

    Raises
    ------
    PriceError
        Instead of any ``sqlite3.Error`` or ``OSError``.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise PriceError(_told(path, busy_s, error)) from error
    except UnicodeEncodeError as error:
        raise PriceError(f"{error.object[:40]!r} is no text that {path} can hold: correct the name") from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise PriceError(
            f"cannot use {path} as the price store: {reason}; make it usable, or name another file"
        ) from error


def _told(path: Path, busy_s: float, error: sqlite3.Error) -> str:
    primary = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY
    if primary in _LOCKED:
        return f"{path} has been locked by another process for {busy_s:g} s; wait for it or end it, then run again"
    if primary in _FULL:
        return (
            f"cannot write to {path}: the disk is full or fails ({error}); what it held is whole; free space, run again"
        )
    if primary in _REFUSED:
        return f"cannot open or write {path} ({error}); make it and its folder writable, or name another file"
    if primary in _DAMAGED:
        return f"{path} is damaged ({error}); {_ANEW.format(name=path.name)}"
    return f"cannot use {path} as the price store: {error}; {_ANEW.format(name=path.name)}"
