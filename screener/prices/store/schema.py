"""The store's tables, how a store's file is told from any other, and how a new one is made."""

import sqlite3
import tempfile
from contextlib import closing, suppress
from pathlib import Path

from screener.errors import PriceError
from screener.file_lock import LockTimeoutError, locked
from screener.files import write_atomically

# "SCRP", in the file's header, so that another program's SQLite file is never taken for ours.
APPLICATION_ID = 0x53435250
VERSION = 2
# Current rows; answers are numbered from 1, so these come first in each series and stay together.
CURRENT = 0

_MAGIC = b"SQLite format 3\0"
_HEADER_SIZE = 100
_VERSION_AT, _APPLICATION_AT = slice(60, 64), slice(68, 72)

# Instants are microseconds since 1970 in UTC, dates are days since 1970; NULL is NaN.
_TABLES = """
CREATE TABLE series (
  series_id INTEGER PRIMARY KEY,
  ticker TEXT NOT NULL,
  source TEXT NOT NULL,
  UNIQUE (ticker, source)
);
CREATE TABLE answers (
  answer_id INTEGER PRIMARY KEY,
  series_id INTEGER NOT NULL REFERENCES series,
  fetched_at INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  reason TEXT NOT NULL,
  from_on INTEGER NOT NULL,
  basis TEXT NOT NULL,
  currency TEXT NOT NULL,
  exchange TEXT NOT NULL,
  has_open INTEGER NOT NULL,
  has_high INTEGER NOT NULL,
  has_low INTEGER NOT NULL,
  has_volume INTEGER NOT NULL,
  has_actions INTEGER NOT NULL
);
CREATE INDEX answers_of_series ON answers (series_id, outcome, fetched_at);
CREATE INDEX answers_in_order ON answers (series_id);
CREATE INDEX answers_by_start ON answers (series_id, outcome, from_on);
CREATE TABLE bars (
  series_id INTEGER NOT NULL REFERENCES series,
  superseded_by INTEGER NOT NULL,
  session_on INTEGER NOT NULL,
  answer_id INTEGER NOT NULL REFERENCES answers,
  open REAL,
  high REAL,
  low REAL,
  close REAL,
  adj_close REAL,
  volume REAL,
  PRIMARY KEY (series_id, superseded_by, session_on)
) WITHOUT ROWID;
CREATE TABLE actions (
  series_id INTEGER NOT NULL REFERENCES series,
  superseded_by INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('dividend', 'split')),
  session_on INTEGER NOT NULL,
  answer_id INTEGER NOT NULL REFERENCES answers,
  value REAL,
  PRIMARY KEY (series_id, superseded_by, kind, session_on)
) WITHOUT ROWID;
CREATE TABLE revisions (
  revision_id INTEGER PRIMARY KEY,
  series_id INTEGER NOT NULL REFERENCES series,
  answer_id INTEGER NOT NULL REFERENCES answers,
  kind TEXT NOT NULL,
  first_on INTEGER NOT NULL,
  last_on INTEGER NOT NULL,
  n_sessions INTEGER NOT NULL,
  ratio REAL,
  message TEXT NOT NULL
);
CREATE INDEX revisions_of_series ON revisions (series_id, answer_id);
"""
# Since version 2. A quarter has a row for each answer that gave other figures than the one before it.
_STATEMENT_TABLES = """
CREATE TABLE statement_answers (
  answer_id INTEGER PRIMARY KEY,
  series_id INTEGER NOT NULL REFERENCES series,
  fetched_at INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  reason TEXT NOT NULL
);
CREATE INDEX statement_answers_of_series ON statement_answers (series_id, outcome, fetched_at);
CREATE TABLE income_quarters (
  series_id INTEGER NOT NULL REFERENCES series,
  period_end_on INTEGER NOT NULL,
  answer_id INTEGER NOT NULL REFERENCES statement_answers,
  revenue REAL,
  cost_of_revenue REAL,
  gross_profit REAL,
  operating_income REAL,
  currency TEXT NOT NULL,
  PRIMARY KEY (series_id, period_end_on, answer_id)
) WITHOUT ROWID;
"""


def is_absent(path: Path) -> bool:
    """Tell whether nothing is at ``path``; an empty file is nothing."""
    return not path.exists() or (path.is_file() and path.stat().st_size == 0)


def has_unwritten_commits(path: Path) -> bool:
    """Tell whether commits lie beside the file that it does not hold yet."""
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and log.stat().st_size > 0


def check(path: Path) -> None:
    """Refuse a file that is no store of ours, without letting SQLite touch it.

    Raises
    ------
    PriceError
        It is a folder, no SQLite file, another program's, or of a later version of this one.
    OSError
        It cannot be read.
    """
    if path.is_dir():
        raise PriceError(f"{path} is a folder, the price store is a file; name the file itself")
    if not path.is_file():
        raise PriceError(f"{path} is no ordinary file; name another one for the store")
    header = _header(path)
    elsewhere = "move it away, or name another file for the store"
    if len(header) < _HEADER_SIZE or not header.startswith(_MAGIC):
        raise PriceError(f"{path} is no price store, it is not even an SQLite file; {elsewhere}")
    if int.from_bytes(header[_APPLICATION_AT], "big") != APPLICATION_ID:
        raise PriceError(f"{path} is an SQLite file of another program, no price store; {elsewhere}")
    version = _version_in(header)
    if version > VERSION:
        raise PriceError(
            f"{path} is a price store of version {version}, made by a later screener, and this one knows {VERSION}; "
            "upgrade screener, or name another file"
        )


def version_of(path: Path) -> int:
    """Return the version of a store's file.

    Raises
    ------
    PriceError
        It is no store of ours, or of a later version.
    OSError
        It cannot be read.
    """
    check(path)
    return _version_in(_header(path))


def _header(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(_HEADER_SIZE)


def _version_in(header: bytes) -> int:
    return int.from_bytes(header[_VERSION_AT], "big")


def create(path: Path, busy_s: float) -> None:
    """Make an empty store, whole or not at all; of several processes that want one, one makes it.

    Raises
    ------
    PriceError
        Another process holds the lock of ``path`` and makes none.
    OSError
        The disk refused.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with locked(path, busy_s):
            if is_absent(path):
                _set_aside_leftovers(path)
                write_atomically(path, _empty_store())
    except LockTimeoutError:
        if is_absent(path):
            raise PriceError(f"another process has held {path} for {busy_s:g} s; wait for it, then run again") from None


def upgrade(connection: sqlite3.Connection) -> None:
    """Add what the file of an earlier version lacks, whole or not at all; what it holds stays as it is.

    Parameters
    ----------
    connection : sqlite3.Connection
        Outside any transaction; one that can write.
    """
    if _version(connection) >= VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have done it meanwhile.
        if _version(connection) < VERSION:
            for statement in _STATEMENT_TABLES.split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def has_statements(connection: sqlite3.Connection) -> bool:
    """Tell whether the file has tables for statements: one of version 1 that was never written to since has not."""
    return _version(connection) >= VERSION


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _set_aside_leftovers(path: Path) -> None:
    """Rename what a store that was moved away left behind: SQLite would play it into the new one."""
    for name in (f"{path.name}-wal", f"{path.name}-shm"):
        leftover = path.with_name(name)
        if leftover.exists():
            leftover.replace(path.with_name(f"{name}.leftover"))


def _empty_store() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.sqlite"
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(
                f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION};"
                f"BEGIN; {_TABLES} {_STATEMENT_TABLES} COMMIT;"
            )
            connection.execute("PRAGMA journal_mode = WAL")
        return path.read_bytes()
