"""Reading what an answer left standing."""

import datetime as dt
import sqlite3
from typing import get_args

import numpy as np

from screener.errors import PriceError
from screener.prices.store.action_rows import ActionRow, actions_of
from screener.prices.store.columns import COLUMNS, OPTIONAL
from screener.prices.store.days import date_of, days, instant_of
from screener.prices.store.schema import CURRENT
from screener.records.prices import Bars, Basis, Floats, Received

_ANSWER = f"""
  SELECT answer_id, fetched_at, basis, currency, exchange, {", ".join(f"has_{name}" for name in OPTIONAL)}, has_actions,
    (SELECT min(from_on) FROM answers AS earlier
     WHERE earlier.series_id = answers.series_id AND earlier.outcome = 'ok' AND earlier.answer_id <= answers.answer_id)
  FROM answers WHERE answer_id = (
    SELECT max(answer_id) FROM answers WHERE series_id = ? AND outcome = 'ok' AND fetched_at <= ?)
"""  # noqa: S608 - only names of this program's own columns
# Two ranges of the primary key: what still stands, and what a later answer superseded.
_STOOD = """
  SELECT {columns} FROM {table} WHERE series_id = :series AND superseded_by = :current AND answer_id <= :answer{late}
  UNION ALL
  SELECT {columns} FROM {table} WHERE series_id = :series AND superseded_by > :answer AND answer_id <= :answer{late}
"""
_STANDS = "SELECT {columns} FROM {table} WHERE series_id = :series AND superseded_by = :current{late}"
_LATE = " AND session_on >= :first"
_EARLIEST = days(dt.date.min)
_ALWAYS = 2**63 - 1


def series_id(connection: sqlite3.Connection, ticker: str, source: str) -> int | None:
    """Return the number of a series, None when it was never asked for."""
    found = connection.execute("SELECT series_id FROM series WHERE ticker = ? AND source = ?", (ticker, source))
    row = found.fetchone()
    return None if row is None else int(row[0])


def received(
    connection: sqlite3.Connection,
    series: int,
    ticker: str,
    source: str,
    known_at: int | None = None,
    start_on: dt.date | None = None,
) -> Received | None:
    """Return what stood after the last answer kept that was fetched by ``known_at``.

    Parameters
    ----------
    connection : sqlite3.Connection
        Inside a transaction, so that all of it is of one moment.
    series : int
    ticker, source : str
        Of ``series``.
    known_at : int or None
        In microseconds; None for now.
    start_on : date or None
        Bars of this date and later; None for all.

    Returns
    -------
    Received or None
        None when nothing had been kept. ``from_on`` is the earliest that any answer by then was asked from.
    """
    answer = connection.execute(_ANSWER, (series, _ALWAYS if known_at is None else known_at)).fetchone()
    if answer is None:
        return None
    answer_id, fetched_at, basis, currency, exchange, *has, has_actions, from_on = answer
    first = _EARLIEST if start_on is None else days(start_on)
    which = {"series": series, "answer": answer_id, "current": CURRENT, "first": first}
    query = _STANDS if known_at is None else _STOOD
    sessions, values = _bars(connection, query, which)
    columns = dict(zip(COLUMNS, values, strict=True))
    given = {name: columns[name] if is_given else None for name, is_given in zip(OPTIONAL, has, strict=True)}
    actions = None
    if has_actions:
        rows = connection.execute(query.format(columns="kind, session_on, value", table="actions", late=""), which)
        actions = actions_of(
            ActionRow(kind, day, float("nan") if value is None else value) for kind, day, value in rows
        )
    bars = Bars(
        ticker,
        sessions.astype(np.int64).astype("datetime64[D]"),
        columns["close"],
        columns["adj_close"],
        basis_of(basis),
        actions=actions,
        **given,
    )
    return Received(bars, source, instant_of(fetched_at), date_of(from_on), currency, exchange)


def _bars(connection: sqlite3.Connection, query: str, which: dict[str, int]) -> tuple[Floats, Floats]:
    names = ", ".join(("session_on", *COLUMNS))
    ordered = f"{query.format(columns=names, table='bars', late=_LATE)} ORDER BY session_on"
    rows = connection.execute(ordered, which).fetchall()
    if not rows:
        return np.empty(0), np.empty((len(COLUMNS), 0))
    # NULL becomes NaN on the way to float64; one contiguous copy makes each column contiguous.
    table = np.ascontiguousarray(np.array(rows, dtype=np.float64).T)
    return table[0], table[1:]


def basis_of(text: str) -> Basis:
    """Return the basis that a row names.

    Raises
    ------
    PriceError
        It is none of this program's.
    """
    for known in get_args(Basis):
        if text == known:
            found: Basis = known
            return found
    raise PriceError(f"the price store holds a basis {text!r} that this screener does not know; upgrade screener")
