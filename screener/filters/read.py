"""From a filter's text, in an option or a note, to comparisons over the columns of one table."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from screener.dictionary.column import Column
from screener.dictionary.columns import column_of
from screener.dictionary.flags import FLAGS
from screener.dictionary.screen_columns import SIGNAL_MEANINGS
from screener.dictionary.tables import TABLES
from screener.expressions import ExpressionError, parse_column_filter
from screener.filters.option_error import OptionTextError
from screener.records.expression import Comparison, Statement

# Of these every value is known, whatever rows there are.
_CLOSED: dict[tuple[str, str], tuple[str, ...]] = {
    ("signals", "signal"): tuple(SIGNAL_MEANINGS),
    ("signals", "signal_before"): tuple(SIGNAL_MEANINGS),
    ("signals", "universe"): ("member", "candidate", "listed"),
    ("signals", "side"): ("long", "short"),
}


@dataclass(frozen=True, slots=True)
class Filter:
    """Which rows of a table to keep.

    Parameters
    ----------
    table : str
        A key of ``dictionary.TABLES``.
    comparisons : tuple of Comparison
        All must hold; ``measure`` is a column of the table. Without any, every row is kept.
    """

    table: str
    comparisons: tuple[Comparison, ...]


def parse_filter(text: str, table: str, *, origin: str = "--where") -> Filter:
    """Return the filter that an option asks for.

    Parameters
    ----------
    text : str
        Such as ``gross_margin_change_pp < 0 and revenue_growth_pct > 20`` or ``signal = enter``.
    table : str
        Name of the table whose columns it is about; no rows are needed, so a mistake can be told before a run.
    origin : str
        What errors call the option.

    Raises
    ------
    OptionTextError
        A :class:`~screener.errors.UsageError` that names the place in the text.
    """
    found = read_filter(text, table)
    if isinstance(found, ExpressionError):
        raise OptionTextError(origin, text, found)
    return Filter(table, found.comparisons)


def read_filter(text: str, table: str, *, line: int = 0) -> Statement | ExpressionError:
    """Return a filter as a note keeps it, or what is wrong with it; never raises, whatever the text."""
    return parse_column_filter(text, _columns(table), words=_words(table), line=line)


def note_filter(statements: Iterable[Statement], table: str = "signals") -> Filter:
    """Return the filters of a note (``Thesis.screen``) as one: all must pass."""
    return Filter(table, tuple(comparison for statement in statements for comparison in statement.comparisons))


def joined(filters: Iterable[Filter], table: str) -> Filter:
    """Return several filters of one table as one: all must pass."""
    return Filter(table, tuple(comparison for each in filters for comparison in each.comparisons))


@cache
def _columns(table: str) -> Mapping[str, Column]:
    return MappingProxyType({name: column_of(table, name) for name in TABLES[table]})


@cache
def _words(table: str) -> Mapping[str, Collection[str]]:
    closed = {column: words for (owner, column), words in _CLOSED.items() if owner == table}
    return MappingProxyType({"flags": tuple(FLAGS), **closed})
