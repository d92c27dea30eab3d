"""Writing an answer, and what it changes, inside a transaction of the caller."""

import sqlite3
from collections.abc import Iterable

from screener.prices.store import read
from screener.prices.store.changes import Change
from screener.prices.store.columns import OPTIONAL, table
from screener.prices.store.days import day_counts, days, micros
from screener.prices.store.schema import CURRENT
from screener.records.price_store import Revision
from screener.records.prices import Bars, FetchOutcome, Received

_ANSWER = "INSERT INTO answers VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_BAR = "INSERT INTO bars VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_SUPERSEDE_BAR = "UPDATE bars SET superseded_by = ? WHERE series_id = ? AND superseded_by = ? AND session_on = ?"
_ACTION = "INSERT INTO actions VALUES (?, ?, ?, ?, ?, ?)"
_SUPERSEDE_ACTION = (
    "UPDATE actions SET superseded_by = ? WHERE series_id = ? AND superseded_by = ? AND kind = ? AND session_on = ?"
)
_REVISION = "INSERT INTO revisions VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)"


def series_id(connection: sqlite3.Connection, ticker: str, source: str) -> int:
    """Return the number of a series, made if it is new."""
    insert = "INSERT INTO series (ticker, source) VALUES (?, ?) ON CONFLICT DO NOTHING"
    connection.execute(insert, (ticker, source))
    series = read.series_id(connection, ticker, source)
    assert series is not None  # noqa: S101 - it was there or has just been made
    return series


def ask(
    connection: sqlite3.Connection, series: int, fetched_at: int, outcome: FetchOutcome, reason: str, from_on: int
) -> None:
    """Write that a source was asked and that no rows were kept of what it said."""
    nothing = ("", "", "", *(0 for _ in OPTIONAL), 0)
    connection.execute(_ANSWER, (series, fetched_at, outcome.value, reason, from_on, *nothing))


def answer(connection: sqlite3.Connection, series: int, received: Received) -> int:
    """Write an answer that is kept, without its rows, and return its number."""
    bars = received.bars
    has = [int(getattr(bars, name) is not None) for name in (*OPTIONAL, "actions")]
    said = (micros(received.fetched_at), FetchOutcome.OK.value, "", days(received.from_on))
    written = connection.execute(
        _ANSWER, (series, *said, bars.basis, received.currency, received.exchange, *has)
    ).lastrowid
    assert written is not None  # noqa: S101 - an INSERT always has one
    return written


def change(connection: sqlite3.Connection, series: int, answer_id: int, bars: Bars, changed: Change) -> None:
    """Supersede what no longer stands and write what now does."""
    gone = [(answer_id, series, CURRENT, day) for day in day_counts(changed.superseded)]
    connection.executemany(_SUPERSEDE_BAR, gone)
    values = [column.tolist() for column in table(bars)[:, changed.written]]
    sessions = day_counts(bars.session_on[changed.written])
    n = len(sessions)
    # NaN is bound as NULL.
    connection.executemany(_BAR, zip([series] * n, [CURRENT] * n, sessions, [answer_id] * n, *values, strict=True))
    connection.executemany(
        _SUPERSEDE_ACTION, ((answer_id, series, CURRENT, row.kind, row.day) for row in changed.actions_superseded)
    )
    connection.executemany(
        _ACTION, ((series, CURRENT, row.kind, row.day, answer_id, row.value) for row in changed.actions_written)
    )
    _revisions(connection, series, answer_id, changed.revisions)


def _revisions(connection: sqlite3.Connection, series: int, answer_id: int, told: Iterable[Revision]) -> None:
    connection.executemany(
        _REVISION,
        (
            (
                series,
                answer_id,
                each.kind.value,
                days(each.first_on),
                days(each.last_on),
                each.n_sessions,
                each.ratio,
                each.message,
            )
            for each in told
        ),
    )
