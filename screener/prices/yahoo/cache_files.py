"""A folder of our own for yfinance's time zones and cookies, whole and used by one process at a time.

Its default folder is shared with every other program; one broken file in it makes every download fail for ever, and a
lock that somebody holds makes each one fail after five seconds.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from screener.file_lock import LockTimeoutError, locked

_FILES = "*.db"
# Long enough for a reader to finish, short beside a request.
_BUSY_S = 0.2


@contextmanager
def cache_files(folder: Path, spare: Path) -> Iterator[Path]:
    """Give a usable folder for the time of the block.

    Parameters
    ----------
    folder : Path
        The wanted one; made if missing. Files in it that are no databases are set aside beside it as ``NAME.broken``.

    spare : Path
        An empty folder that the caller removes.

    Yields
    ------
    Path
        ``folder``; or ``spare``, when another process uses it or it cannot be written. That costs
        a request more for each ticker, nothing else.
    """
    with ExitStack() as stack:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            stack.enter_context(locked(folder / "client", wait_s=0))
            usable = all(_is_usable(path) for path in folder.glob(_FILES))
        except (LockTimeoutError, OSError):
            usable = False
        yield folder if usable else spare


def _is_usable(path: Path) -> bool:
    """Tell whether a file can be written to as a database; one that is none is set aside first."""
    try:
        with closing(sqlite3.connect(path, timeout=_BUSY_S)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.OperationalError:
        return False
    except sqlite3.DatabaseError:
        path.replace(path.with_name(f"{path.name}.broken"))
        for leftover in (f"{path.name}-wal", f"{path.name}-shm"):
            path.with_name(leftover).unlink(missing_ok=True)
    return True
