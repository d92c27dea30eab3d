"""The price store: keeps every answer of a source, reads what stands now or what was known at an instant."""

import datetime as dt
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from screener.errors import CodeError, PriceError
from screener.prices.store import read, schema, status, write
from screener.prices.store.changes import compare
from screener.prices.store.contract import require_storable
from screener.prices.store.days import days, instant_of, micros
from screener.prices.store.failures import failures_told
from screener.prices.store.refusals import OVERTAKEN, outdated
from screener.prices.store.statement_store import StatementStore
from screener.records.price_store import Asked, Kept, Revision, StoredSeries
from screener.records.prices import Fetched, FetchOutcome, Received

BUSY_S = 10.0


class PriceStore:
    """One file of prices; use it as a context manager, from the thread that opened it.

    Made by :meth:`open` or :meth:`open_existing`. Every method may raise :class:`~screener.errors.PriceError` with the
    file, the cause and the remedy: damaged, locked by another process, disk full. Then nothing has changed.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, busy_s: float) -> None:
        self._path = path
        self._connection = connection
        self._busy_s = busy_s

    @classmethod
    def open(cls, path: Path, busy_s: float = BUSY_S) -> Self:
        """Open the store to read and write; an absent one is made, with its folder.

        Parameters
        ----------
        path : Path
        busy_s : float
            How long to wait for other processes that write.

        Raises
        ------
        PriceError
            Something else is at ``path``, which is left as it is; or the store cannot be opened or made.
        """
        with failures_told(path, busy_s):
            if schema.is_absent(path):
                schema.create(path, busy_s)
            store = cls._connected(path, busy_s)
            try:
                schema.upgrade(store._connection)  # noqa: SLF001 - its own class
            except sqlite3.Error:
                store.close()
                raise
            return store

    @classmethod
    def open_existing(cls, path: Path, busy_s: float = BUSY_S) -> Self:
        """Open the store to read only.

        Raises
        ------
        PriceError
            There is none, which is not the same as an empty one; something else is at ``path``; or it cannot be opened.
        """
        with failures_told(path, busy_s):
            if schema.is_absent(path):
                raise PriceError(f"there is no price store at {path}; pull or import prices first")
            try:
                store = cls._connected(path, busy_s)
            except sqlite3.OperationalError:
                if os.access(path.parent, os.W_OK) or schema.has_unwritten_commits(path):
                    raise
                # Where nothing can be written nobody else writes either, and no file beside it is needed.
                store = cls._connected(path, busy_s, "mode=ro&immutable=1")
            store._connection.execute("PRAGMA query_only = ON")  # noqa: SLF001 - its own class
            return store

    @classmethod
    def _connected(cls, path: Path, busy_s: float, how: str = "mode=rw") -> Self:
        schema.check(path)
        # Without "create": a file that vanishes now must not come back as an empty database without tables.
        address = f"{path.resolve().as_uri()}?{how}"
        connection = sqlite3.connect(address, timeout=busy_s, isolation_level=None, uri=True)
        try:
            # In WAL mode a crash loses at most the last commits and leaves the file whole.
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("SELECT count(*) FROM series").fetchone()
        except sqlite3.Error:
            connection.close()
            raise
        return cls(path, connection, busy_s)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        with failures_told(self._path, self._busy_s):
            self._connection.close()

    @property
    def statements(self) -> StatementStore:
        """The income statements in the same file."""
        return StatementStore(self._transaction)

    def keep(self, received: Received, *, accept: bool = False) -> Kept:
        """Store an answer whole: rows that are new, rows that changed, and what changed, in one transaction.

        Parameters
        ----------
        received : Received
            Asked for from the first date held or before; see :meth:`asked`.
        accept : bool
            Store it even if it contradicts what is held. An answer asked from too late, whose prices are on another
            scale than the sessions before it, is refused all the same.

        Returns
        -------
        Kept
            A refused answer is noted as ``failed``, with the reason. One that another process has overtaken by less
            than a day, from as early a date, is left out without a word.

        Raises
        ------
        CodeError
            The answer breaks the promises of its records.
        """
        require_storable(received)
        ticker, source, at = received.bars.ticker, received.source, micros(received.fetched_at)
        with self._transaction("IMMEDIATE") as connection:
            series = write.series_id(connection, ticker, source)
            held = read.received(connection, series, ticker, source)
            age = held.fetched_at - received.fetched_at if held else dt.timedelta(0)
            is_covered = held is not None and received.from_on >= held.from_on
            if is_covered and dt.timedelta(0) < age <= OVERTAKEN:
                return Kept(ticker, 0)
            change = compare(held, received)
            refusal = outdated(held.fetched_at, received.fetched_at) if held and age > OVERTAKEN else change.refusal
            # One that may be overruled must not hide one that may not.
            refusal = change.refusal if change.refusal and not change.refusal.can_accept else refusal
            if refusal and not (accept and refusal.can_accept):
                from_day = days(received.from_on)
                write.ask(connection, series, at, FetchOutcome.FAILED, refusal.message, from_day)
                return Kept(ticker, 0, change.revisions, refusal.message)
            answer_id = write.answer(connection, series, received)
            write.change(connection, series, answer_id, received.bars, change)
        return Kept(ticker, change.n_new, change.revisions)

    def note(self, fetched: Fetched, source: str, fetched_at: dt.datetime, from_on: dt.date) -> None:
        """Record an ask that brought no rows: gone, empty, rate limited or failed.

        Raises
        ------
        CodeError
            It was ``ok``, which is for :meth:`keep`, or ``fetched_at`` has no zone.
        """
        if fetched.outcome is FetchOutcome.OK:
            raise CodeError("an answer that is ok is kept, not noted")
        with self._transaction("IMMEDIATE") as connection:
            series = write.series_id(connection, fetched.ticker, source)
            write.ask(connection, series, micros(fetched_at), fetched.outcome, fetched.reason, days(from_on))

    def asked(self, source: str, tickers: Iterable[str]) -> dict[str, Asked]:
        """Return how asking last went, for those of the tickers that were ever asked for."""
        found: dict[str, Asked] = {}
        with self._transaction("DEFERRED") as connection:
            for ticker, series in _known(connection, tickers, source):
                how = status.asked(connection, series)
                if how is not None:
                    found[ticker] = how
        return found

    def read(
        self,
        tickers: Iterable[str],
        source: str,
        known_at: dt.datetime | None = None,
        start_on: dt.date | None = None,
    ) -> dict[str, Received]:
        """Return the bars of those of the tickers that have any answer, as received.

        Parameters
        ----------
        tickers : iterable of str
        source : str
        known_at : datetime or None
            Only answers fetched at or before it count, and what they said stands as it did then; None for now.
        start_on : date or None
            Bars of this date and later; None for all. Dividends and splits are all there.

        Raises
        ------
        CodeError
            ``known_at`` has no zone.
        """
        until = None if known_at is None else micros(known_at)
        found: dict[str, Received] = {}
        with self._transaction("DEFERRED") as connection:
            for ticker, series in _known(connection, tickers, source):
                answer = read.received(connection, series, ticker, source, until, start_on)
                if answer is not None:
                    found[ticker] = answer
        return found

    def first_fetched(self, tickers: Iterable[str], source: str) -> dict[str, dt.datetime]:
        """Return when each of the tickers was first answered: before it, nothing was known of its prices."""
        with self._transaction("DEFERRED") as connection:
            known = (
                (ticker, status.first_fetched(connection, each)) for ticker, each in _known(connection, tickers, source)
            )
            return {ticker: instant_of(at) for ticker, at in known if at is not None}

    def series(self, source: str | None = None) -> tuple[StoredSeries, ...]:
        """Return what is held of every ticker ever asked for, in order of ticker and source; None for all sources."""
        with self._transaction("DEFERRED") as connection:
            return tuple(status.stored(connection, source))

    def revisions(
        self, tickers: Iterable[str], source: str, known_at: dt.datetime | None = None
    ) -> tuple[Revision, ...]:
        """Return the changes of the past noted by ``known_at``, ticker by ticker, oldest first; None for now.

        Raises
        ------
        CodeError
            ``known_at`` has no zone.
        """
        until = None if known_at is None else micros(known_at)
        with self._transaction("DEFERRED") as connection:
            return tuple(status.revisions(connection, tickers, source, until))

    @contextmanager
    def _transaction(self, kind: str) -> Iterator[sqlite3.Connection]:
        """Run the block on one moment of the file; whatever fails in it leaves the file as it was."""
        connection = self._connection
        with failures_told(self._path, self._busy_s):
            connection.execute(f"BEGIN {kind}")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise


def _known(connection: sqlite3.Connection, tickers: Iterable[str], source: str) -> Iterator[tuple[str, int]]:
    for ticker in tickers:
        series = read.series_id(connection, ticker, source)
        if series is not None:
            yield ticker, series
