"""Income statements in the price store: every version of a quarter, and when each was first seen."""

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager

from screener.errors import CodeError
from screener.prices.store import read, write
from screener.prices.store.days import date_of, days, instant_of, micros
from screener.prices.store.refusals import OVERTAKEN, outdated
from screener.prices.store.schema import has_statements
from screener.records.income_fetch import (
    IncomeAsked,
    IncomeFetched,
    IncomeKept,
    IncomeReceived,
    ReportedQuarter,
    StoredQuarter,
)
from screener.records.prices import FetchOutcome

_ANSWER = "INSERT INTO statement_answers VALUES (NULL, ?, ?, ?, ?)"
_QUARTER = "INSERT INTO income_quarters VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_NEWEST = "SELECT max(fetched_at) FROM statement_answers WHERE series_id = ? AND outcome = 'ok'"
_LAST = """
  SELECT outcome, reason, fetched_at FROM statement_answers WHERE series_id = ? ORDER BY answer_id DESC LIMIT 1
"""
_SETTLED = """
  SELECT fetched_at, outcome, reason FROM statement_answers
  WHERE series_id = ? AND outcome IN ('ok', 'gone', 'empty') ORDER BY answer_id DESC LIMIT 1
"""
_VERSIONS = """
  SELECT fetched_at, period_end_on, revenue, cost_of_revenue, gross_profit, operating_income, currency
  FROM income_quarters JOIN statement_answers USING (answer_id)
  WHERE income_quarters.series_id = ? AND fetched_at <= ? ORDER BY period_end_on, answer_id
"""
_COUNT = """
  SELECT count(*), coalesce(sum(n), 0)
  FROM (SELECT count(DISTINCT period_end_on) AS n FROM income_quarters GROUP BY series_id)
"""
_ALWAYS = 2**63 - 1

Transaction = Callable[[str], AbstractContextManager[sqlite3.Connection]]


class StatementStore:
    """The statements of a :class:`~screener.prices.store.price_store.PriceStore`, which hands this out.

    Every method may raise :class:`~screener.errors.PriceError`, as the price store's do; then nothing has changed.

    Parameters
    ----------
    transaction : callable
        Given the kind of transaction, runs a block on one moment of the file.
    """

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def keep(self, received: IncomeReceived) -> IncomeKept:
        """Store the quarters of an answer that are not held as they are, in one transaction; nothing is overwritten.

        Returns
        -------
        IncomeKept
            A quarter that an answer no longer gives stands as it is. An answer fetched more than a day before the one
            held is refused and noted as ``failed``; one overtaken by less says nothing new.

        Raises
        ------
        CodeError
            Two quarters end on one day, or ``fetched_at`` has no zone.
        """
        if len({each.period_end_on for each in received.quarters}) < len(received.quarters):
            raise CodeError("two quarters of one answer end on the same day")
        at = micros(received.fetched_at)
        with self._transaction("IMMEDIATE") as connection:
            series = write.series_id(connection, received.ticker, received.source)
            (newest,) = connection.execute(_NEWEST, (series,)).fetchone()
            age = dt.timedelta(0) if newest is None else instant_of(newest) - received.fetched_at
            if age > OVERTAKEN:
                refused = outdated(instant_of(newest), received.fetched_at).message
                connection.execute(_ANSWER, (series, at, FetchOutcome.FAILED.value, refused))
                return IncomeKept(refused=refused)
            if age > dt.timedelta(0):
                return IncomeKept()
            held = {each.quarter.period_end_on: each.quarter for each in _versions(connection, series)}
            answer = connection.execute(_ANSWER, (series, at, FetchOutcome.OK.value, "")).lastrowid
            fresh = [each for each in received.quarters if held.get(each.period_end_on) != each]
            connection.executemany(_QUARTER, (_row(series, answer, each) for each in fresh))
        ends = [each.period_end_on for each in fresh]
        return IncomeKept(tuple(day for day in ends if day not in held), tuple(day for day in ends if day in held))

    def note(self, fetched: IncomeFetched, source: str, fetched_at: dt.datetime) -> None:
        """Record an ask that brought no quarters: gone, empty, rate limited or failed.

        Raises
        ------
        CodeError
            It was ``ok``, which is for :meth:`keep`, or ``fetched_at`` has no zone.
        """
        if fetched.outcome is FetchOutcome.OK:
            raise CodeError("an answer that is ok is kept, not noted")
        with self._transaction("IMMEDIATE") as connection:
            series = write.series_id(connection, fetched.ticker, source)
            connection.execute(_ANSWER, (series, micros(fetched_at), fetched.outcome.value, fetched.reason))

    def asked(self, source: str, tickers: Iterable[str]) -> dict[str, IncomeAsked]:
        """Return how asking last went, for those of the tickers whose statements were ever asked for."""
        found: dict[str, IncomeAsked] = {}
        with self._transaction("DEFERRED") as connection:
            for ticker, series in _known(connection, tickers, source):
                last = connection.execute(_LAST, (series,)).fetchone()
                if last is None:
                    continue
                settled = connection.execute(_SETTLED, (series,)).fetchone()
                found[ticker] = IncomeAsked(
                    instant_of(settled[0]) if settled else None,
                    FetchOutcome(settled[1]) if settled else None,
                    settled[2] if settled else "",
                    FetchOutcome(last[0]),
                    last[1],
                    instant_of(last[2]),
                )
        return found

    def read(
        self, tickers: Iterable[str], source: str, known_at: dt.datetime | None = None
    ) -> dict[str, tuple[StoredQuarter, ...]]:
        """Return every version of every quarter of the tickers, by period end, each quarter's oldest version first.

        Parameters
        ----------
        tickers : iterable of str
        source : str
        known_at : datetime or None
            Only answers fetched at or before it count; None for all.

        Raises
        ------
        CodeError
            ``known_at`` has no zone.
        """
        until = _ALWAYS if known_at is None else micros(known_at)
        with self._transaction("DEFERRED") as connection:
            found = {ticker: _versions(connection, each, until) for ticker, each in _known(connection, tickers, source)}
        return {ticker: versions for ticker, versions in found.items() if versions}

    def count(self) -> tuple[int, int]:
        """Return how many tickers have quarters, and how many quarters those are."""
        with self._transaction("DEFERRED") as connection:
            if not has_statements(connection):
                return 0, 0
            n_tickers, n_quarters = connection.execute(_COUNT).fetchone()
            return n_tickers, n_quarters


def _known(connection: sqlite3.Connection, tickers: Iterable[str], source: str) -> Iterator[tuple[str, int]]:
    if not has_statements(connection):
        return
    for ticker in tickers:
        series = read.series_id(connection, ticker, source)
        if series is not None:
            yield ticker, series


def _versions(connection: sqlite3.Connection, series: int, until: int = _ALWAYS) -> tuple[StoredQuarter, ...]:
    return tuple(
        StoredQuarter(ReportedQuarter(date_of(end), *figures), instant_of(at))
        for at, end, *figures in connection.execute(_VERSIONS, (series, until))
    )


def _row(series: int, answer: int | None, quarter: ReportedQuarter) -> tuple[object, ...]:
    return (
        series,
        days(quarter.period_end_on),
        answer,
        quarter.revenue,
        quarter.cost_of_revenue,
        quarter.gross_profit,
        quarter.operating_income,
        quarter.currency,
    )
