"""What is stored, pulled and verified, as tables."""

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Sequence

from screener.dictionary.tables import TABLES
from screener.records.price_status import SeriesStatus, Verification
from screener.records.pulling import Pull, Pulled
from screener.records.table import Table, Value

Row = dict[str, Value]


def status_table(found: Sequence[SeriesStatus], as_of: dt.date) -> Table:
    """Return one row a series of the store."""
    return _table("status", [_status_row(each) for each in found], as_of)


def pull_table(pull: Pull) -> Table:
    """Return one row a ticker of a pull."""
    return _table(
        "pull", [_pull_row(each) | {"price_source": pull.source} for each in pull.pulled], pull.asked_at.date()
    )


def verify_table(found: Verification, as_of: dt.date) -> Table:
    """Return one row a difference."""
    rows: list[Row] = [
        {
            "ticker": each.ticker,
            "kind_of_change": each.kind.value,
            "first_on": each.first_on,
            "last_on": each.last_on,
            "n_sessions": each.n_sessions,
            "ratio": None if math.isnan(each.ratio) else each.ratio,
            "message": each.message,
            "price_source": found.source,
        }
        for each in found.differences
    ]
    rows += [
        {
            "ticker": each.ticker,
            "kind_of_change": "contradicts",
            "first_on": None,
            "last_on": None,
            "n_sessions": None,
            "ratio": None,
            "message": each.reason,
            "price_source": found.source,
        }
        for each in found.contradictions
    ]
    return _table("verify", rows, as_of)


def _status_row(status: SeriesStatus) -> Row:
    series = status.series
    asked = series.asked
    return {
        "ticker": series.ticker,
        "exchange": series.exchange,
        "currency": series.currency,
        "basis": series.basis,
        "first_on": series.first_on,
        "last_on": series.last_on,
        "n_sessions": series.n_rows,
        "age_sessions": status.age_sessions,
        "fetched_at": series.fetched_at,
        "outcome": asked.last_outcome.value,
        "reason": asked.last_reason,
        "n_revisions": sum(series.n_revisions.values()),
        "revisions": _counted({kind.value: n for kind, n in series.n_revisions.items()}),
        "n_findings": len(status.findings),
        "checks": _counted(Counter(each.check for each in status.findings)),
        "price_source": series.source,
        "data_as_of": series.last_on,
    }


def _pull_row(pulled: Pulled) -> Row:
    return {
        "ticker": pulled.ticker,
        "outcome": pulled.outcome.value,
        "is_asked": pulled.is_asked,
        "n_new": pulled.n_new,
        "reason": pulled.reason,
        "revisions": ";".join(each.kind.value for each in pulled.revisions),
    }


def _counted(counts: dict[str, int]) -> str:
    return ";".join(f"{name}:{count}" for name, count in sorted(counts.items()))


def _table(name: str, rows: Iterable[Row], as_of: dt.date) -> Table:
    columns = TABLES[name]
    blank: Row = {"thesis_id": "", "as_of": as_of, "data_as_of": None, "flags": ""}
    return Table(name, columns, tuple(tuple((blank | row)[column] for column in columns) for row in rows))
