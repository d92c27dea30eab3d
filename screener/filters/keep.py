"""The rows of a table that pass a filter, and why the others do not."""

import datetime as dt
import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from screener.dictionary.column import Kind
from screener.dictionary.columns import column_of
from screener.dictionary.near_misses import did_you_mean
from screener.errors import CodeError
from screener.filters.read import Filter
from screener.records.expression import Comparison, Operator
from screener.records.table import Table, Value

_SIGNIFICANT_DIGITS = 15

_HOLDS: dict[Operator, Callable[[Any, Any, Any], bool]] = {
    ">": lambda value, low, _high: value > low,
    ">=": lambda value, low, _high: value >= low,
    "<": lambda value, low, _high: value < low,
    "<=": lambda value, low, _high: value <= low,
    "=": lambda value, low, _high: value == low,
    "!=": lambda value, low, _high: value != low,
    "in": lambda value, low, high: low <= value <= high,
}


@dataclass(frozen=True, slots=True)
class AbsentWord:
    """A word that a filter compares with and no row has: a slip, or simply not there today.

    Parameters
    ----------
    column, word : str
    hint : str
        The words of the column that are like it, or all if they are few; may be empty.
    """

    column: str
    word: str
    hint: str


@dataclass(frozen=True, slots=True)
class Filtered:
    """What a filter leaves of a table.

    Parameters
    ----------
    table : Table
        The rows kept, in their order.
    n_false : int
        Rows for which a comparison is false.
    n_unknown : int
        Rows for which none is false, but a compared cell is empty.
    lacking : tuple of (str, int)
        Columns that were empty in those ``n_unknown`` rows, with how many rows each, in the filter's order. A row that
        lacks two counts for both.
    absent : tuple of AbsentWord
        Words that no row has.

    Notes
    -----
    Rows kept, ``n_false`` and ``n_unknown`` add up to the rows there were.
    """

    table: Table
    n_false: int
    n_unknown: int
    lacking: tuple[tuple[str, int], ...]
    absent: tuple[AbsentWord, ...]

    @property
    def n_dropped(self) -> int:
        """Rows not kept, for whatever reason."""
        return self.n_false + self.n_unknown


def apply(chosen: Filter, table: Table) -> Filtered:
    """Return the rows for which every comparison of a filter holds.

    An empty cell makes a comparison neither true nor false: the row is not kept, and counted apart unless another
    comparison is false. A list without words is known to hold none. Numbers are compared as CSV prints them, with 15
    significant digits; instants by their day in UTC.

    Raises
    ------
    CodeError
        The filter is for another table, or the rows lack a column of it.
    """
    tests = [_Test.of(comparison, chosen.table, table) for comparison in chosen.comparisons]
    kept: list[tuple[Value, ...]] = []
    lacking: Counter[str] = Counter()
    n_unknown = 0
    for row in table.rows:
        truths = [each.holds(row) for each in tests]
        if all(truths):
            kept.append(row)
        elif False not in truths:
            n_unknown += 1
            lacking.update({each.column for each, truth in zip(tests, truths, strict=True) if truth is None})
    names = dict.fromkeys(each.column for each in tests)
    return Filtered(
        table=Table(table.name, table.columns, tuple(kept)),
        n_false=len(table.rows) - len(kept) - n_unknown,
        n_unknown=n_unknown,
        lacking=tuple((name, lacking[name]) for name in names if lacking[name]),
        absent=tuple(each for test in tests for each in test.absent_words(table)),
    )


@dataclass(frozen=True, slots=True)
class _Test:
    """One comparison, and where its cell stands in a row."""

    comparison: Comparison
    kind: Kind
    place: int

    @classmethod
    def of(cls, comparison: Comparison, name: str, table: Table) -> "_Test":
        if table.name != name or comparison.measure not in table.columns:
            raise CodeError(f"a filter over {comparison.measure} of {name} meets the table {table.name}")
        kind = column_of(name, comparison.measure).kind
        return cls(comparison, kind, table.columns.index(comparison.measure))

    @property
    def column(self) -> str:
        return self.comparison.measure

    def holds(self, row: tuple[Value, ...]) -> bool | None:
        """Tell whether the comparison is true for a row; None if its cell is empty."""
        value = row[self.place]
        if self.kind == "list":
            return (self.comparison.words[0] in _items(value)) == (self.comparison.op == "=")
        if value is None or value == "":
            return None
        if self.kind in ("number", "integer"):
            return _compared(self.comparison, _printed(value), self.comparison.low, self.comparison.high)
        words = self.comparison.words
        return _compared(self.comparison, _text(value), words[0], words[-1])

    def absent_words(self, table: Table) -> tuple[AbsentWord, ...]:
        """Return the word compared with, if the table has rows and none of them has it."""
        if self.kind not in ("text", "list") or not table.rows:
            return ()
        (word,) = self.comparison.words
        cells = (row[self.place] for row in table.rows)
        known = {item for cell in cells for item in (_items(cell) if self.kind == "list" else (_text(cell),)) if item}
        return () if word in known else (AbsentWord(self.column, word, did_you_mean(word, known)),)


def _compared(comparison: Comparison, value: float | str, low: float | str, high: float | str) -> bool:
    holds: Callable[[Any, Any, Any], bool] = _HOLDS[comparison.op]
    return holds(value, low, high)


def _items(cell: Value) -> tuple[str, ...]:
    return tuple(item for item in str(cell or "").split(";") if item)


def _printed(value: Value) -> float:
    """Return a number as CSV prints it, so that what is seen is what is compared."""
    if not isinstance(value, int | float) or not math.isfinite(value):
        raise CodeError(f"a column of numbers holds {str(value)[:40]!r}")
    return float(f"{value:.{_SIGNIFICANT_DIGITS}g}") if isinstance(value, float) else value


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).date().isoformat()
    return value.isoformat() if isinstance(value, dt.date) else str(value)
