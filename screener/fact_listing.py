"""The fact tables as a person looks at them: every row that was known on a day, with what to know of it."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from screener.config import Workspace
from screener.dictionary.fact_columns import FACT_TABLES
from screener.records.fact import TokenPrice
from screener.records.fact_listing import FactRow, FactTable
from screener.records.table import Value
from screener.reference import Reference

Record = Any


@dataclass(frozen=True, slots=True)
class _Dates:
    """Which columns of a table are dates of the fact, and when it was known.

    Parameters
    ----------
    dated : str
        When it took effect, was measured or begins; empty for none.
    known : str
        What ``as_of`` cuts on; empty where the table has no such day, and its rows count at any time.
    """

    dated: str = ""
    known: str = ""


_DATES: dict[str, _Dates] = {
    "token_prices": _Dates("effective_on", "known_on"),
    "model_groups": _Dates("from_on", "from_on"),
    "benchmark_gaps": _Dates("measured_on", "known_on"),
    "usage": _Dates("measured_on", "known_on"),
    "candidates": _Dates("listed_on", "listed_on"),
    "exposures": _Dates("measured_on", "measured_on"),
    "labs": _Dates(),
    "exchanges": _Dates(),
    "earnings": _Dates("reported_on", "known_on"),
    "income": _Dates("period_end_on", "known_on"),
}
# Days in a row that lie after its own beginning: a row of the past must not tell them.
_TOLD_LATER = ("to_on", "checked_on")


def list_facts(workspace: Workspace, reference: Reference, name: str, as_of: dt.date) -> FactTable:
    """Return the rows of one table that were known on a day.

    Parameters
    ----------
    workspace : Workspace
        Where the table's files lie.
    reference : Reference
    name : str
        A key of :data:`~screener.dictionary.fact_columns.FACT_TABLES`.
    as_of : date
        Rows known later are left out and counted, and later days inside a row are blank. A row without a day counts
        at any time; a text may still speak of what came later.
    """
    dates = _DATES[name]
    rows: list[FactRow] = []
    n_later = 0
    for record in _records(reference, name):
        known_on = getattr(record, dates.known) if dates.known else None
        if known_on is not None and known_on > as_of:
            n_later += 1
            continue
        dated_on = getattr(record, dates.dated) if dates.dated else None
        values = {column.name: _value(record, column.name, as_of) for column in FACT_TABLES[name]}
        rows.append(FactRow(values, dated_on, tuple(_flags(record, dates, dated_on, as_of))))
    return FactTable(
        name=name,
        as_of=as_of,
        rows=tuple(rows),
        n_later=n_later,
        paths=tuple(str(path) for path in workspace.tables(name) if path.exists()),
        n_replaced=sum(each.table == name for each in reference.replacements),
    )


def _records(reference: Reference, name: str) -> Iterable[Record]:
    if name == "labs":
        return reference.labs.by_id.values()
    if name == "exchanges":
        return reference.exchanges
    records: Iterable[Record] = getattr(reference.facts, name)
    return records


def _value(record: Record, column: str, as_of: dt.date) -> Value:
    if isinstance(record, TokenPrice) and column in _OTHER:
        return None if record.other is None else _OTHER[column](record)
    value = getattr(record, column, None)
    if column in _TOLD_LATER and value is not None and value >= as_of and (column == "to_on" or value > as_of):
        return None
    if isinstance(value, tuple):
        return ";".join(value)
    return value if value is None or isinstance(value, (int, float, dt.date)) else str(value)


_OTHER: dict[str, Callable[[TokenPrice], Value]] = {
    "other_input_usd_per_mtok": lambda row: row.other.input_usd_per_mtok if row.other else None,
    "other_output_usd_per_mtok": lambda row: row.other.output_usd_per_mtok if row.other else None,
    "other_hours_utc": lambda row: row.other.hours_utc if row.other else None,
}


def _flags(record: Record, dates: _Dates, dated_on: dt.date | None, as_of: dt.date) -> Iterable[str]:
    if getattr(record, "known_on_assumed", False):
        yield "known_on_assumed"
    if getattr(record, "provenance", "") == "memory":
        yield "memory"
    if dates.dated and dated_on is None:
        yield "undated"
    if dated_on is not None and dated_on > as_of:
        yield "dated_ahead"
