"""What was asked, what is held and what was revised, without reading prices."""

import math
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator

from screener.prices.store.days import date_of, instant_of
from screener.prices.store.read import basis_of, series_id
from screener.prices.store.schema import CURRENT
from screener.records.price_store import Asked, Revision, RevisionKind, StoredSeries
from screener.records.prices import FetchOutcome

_LAST = "SELECT outcome, reason, fetched_at FROM answers WHERE series_id = ? ORDER BY answer_id DESC LIMIT 1"
_SETTLED = """
  SELECT fetched_at, from_on, outcome, reason FROM answers WHERE series_id = ? AND outcome IN ('ok', 'gone', 'empty')
  ORDER BY answer_id DESC LIMIT 1
"""
_KEPT = """
  SELECT fetched_at, basis, currency, exchange FROM answers WHERE series_id = ? AND outcome = 'ok'
  ORDER BY answer_id DESC LIMIT 1
"""
_COVERED = "SELECT min(from_on) FROM answers WHERE series_id = ? AND outcome = 'ok'"
_ROWS = "SELECT count(*), min(session_on), max(session_on) FROM bars WHERE series_id = ? AND superseded_by = ?"
_HELD_TO = "SELECT max(session_on) FROM bars WHERE series_id = ? AND superseded_by = ? AND close > 0"
_REVISIONS = """
  SELECT ticker, source, fetched_at, kind, first_on, last_on, n_sessions, ratio, message
  FROM revisions JOIN answers USING (answer_id) JOIN series ON series.series_id = revisions.series_id
  WHERE revisions.series_id = ? AND fetched_at <= ? ORDER BY revision_id
"""
_ALWAYS = 2**63 - 1


def asked(connection: sqlite3.Connection, series: int) -> Asked | None:
    """Return how asking for a series last went; None when it never was."""
    last = connection.execute(_LAST, (series,)).fetchone()
    if last is None:
        return None
    outcome, reason, last_at = last
    settled = connection.execute(_SETTLED, (series,)).fetchone()
    (covered,) = connection.execute(_COVERED, (series,)).fetchone()
    (held_to,) = connection.execute(_HELD_TO, (series, CURRENT)).fetchone()
    starts = [day for day in (settled[1] if settled else None, covered) if day is not None]
    return Asked(
        instant_of(settled[0]) if settled else None,
        FetchOutcome(settled[2]) if settled else None,
        settled[3] if settled else "",
        date_of(min(starts)) if starts else None,
        None if held_to is None else date_of(held_to),
        FetchOutcome(outcome),
        reason,
        instant_of(last_at),
    )


def stored(connection: sqlite3.Connection, source: str | None) -> Iterator[StoredSeries]:
    """Yield what is held of each series, by ticker and source."""
    revised: dict[int, dict[RevisionKind, int]] = defaultdict(dict)
    for series, kind, n in connection.execute("SELECT series_id, kind, count(*) FROM revisions GROUP BY 1, 2"):
        revised[series][RevisionKind(kind)] = n
    known = connection.execute("SELECT series_id, ticker, source FROM series ORDER BY ticker, source").fetchall()
    for series, ticker, its_source in known:
        how = asked(connection, series)
        if how is None or source not in (None, its_source):
            continue
        kept = connection.execute(_KEPT, (series,)).fetchone()
        (covered,) = connection.execute(_COVERED, (series,)).fetchone()
        n_rows, first, last = connection.execute(_ROWS, (series, CURRENT)).fetchone()
        yield StoredSeries(
            ticker,
            its_source,
            None if first is None else date_of(first),
            None if last is None else date_of(last),
            n_rows,
            instant_of(kept[0]) if kept else None,
            None if covered is None else date_of(covered),
            basis_of(kept[1]) if kept else None,
            kept[2] if kept else "",
            kept[3] if kept else "",
            how,
            revised[series],
        )


def first_fetched(connection: sqlite3.Connection, series: int) -> int | None:
    """Return when the first answer that was kept was fetched, in microseconds."""
    found = connection.execute("SELECT min(fetched_at) FROM answers WHERE series_id = ? AND outcome = 'ok'", (series,))
    first: int | None = found.fetchone()[0]
    return first


def revisions(
    connection: sqlite3.Connection, tickers: Iterable[str], source: str, known_at: int | None
) -> Iterator[Revision]:
    """Yield the changes of the past noted by an instant, ticker by ticker, oldest first."""
    until = _ALWAYS if known_at is None else known_at
    for ticker in tickers:
        series = series_id(connection, ticker, source)
        if series is None:
            continue
        for of, from_source, at, kind, first, last, n, ratio, message in connection.execute(
            _REVISIONS, (series, until)
        ):
            yield Revision(
                of,
                from_source,
                instant_of(at),
                RevisionKind(kind),
                date_of(first),
                date_of(last),
                n,
                math.nan if ratio is None else ratio,
                message,
            )
