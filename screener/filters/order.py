"""The rows of a table in the order of some of its columns.

::

    order = key {"," key}
    key   = column ["asc" | "desc"]
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from screener.dictionary.near_misses import did_you_mean
from screener.expressions import ExpressionError
from screener.filters.option_error import OptionTextError
from screener.records.table import Table, Value

_DIRECTIONS = ("asc", "desc")
_WORD = re.compile(r"\S+")
_SHAPE = "write COLUMN, or COLUMN desc, with commas between them"

Row = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class _Key:
    """One column to sort by."""

    column: str
    is_descending: bool


def sort_table(table: Table, text: str, *, origin: str = "--sort") -> Table:
    """Return a table with its rows in another order.

    Parameters
    ----------
    table : Table
        Without rows, this only checks the text.
    text : str
        Columns from the most to the least important, such as ``score desc, ticker``; each is ascending unless it says
        ``desc``.
    origin : str
        What errors call the option.

    Returns
    -------
    Table
        Rows alike in all these columns keep their order. Empty cells come last in either direction. Words go by their
        characters' codes, capitals first; false comes before true.

    Raises
    ------
    OptionTextError
        A column or direction that does not exist, or a column twice, with its place in the text.
    """
    rows: Sequence[Row] = table.rows
    for key in reversed(_keys(text, table.columns, origin)):
        rows = _sorted(rows, table.columns.index(key.column), key)
    return Table(table.name, table.columns, tuple(rows))


def _sorted(rows: Sequence[Row], place: int, key: _Key) -> Sequence[Row]:
    full = [row for row in rows if not _is_empty(row[place])]
    empty = [row for row in rows if _is_empty(row[place])]
    # Sorting in reverse keeps equal rows in their order, as sorting does.
    return [*sorted(full, key=lambda row: _rank(row[place]), reverse=key.is_descending), *empty]


def _is_empty(value: Value) -> bool:
    return value is None or value == ""


def _rank(value: Value) -> tuple[int, float, str]:
    """Return what a cell is sorted by: numbers among numbers, days among days, words among words."""
    if isinstance(value, int | float):
        return 0, value, ""
    if isinstance(value, dt.datetime):
        return 1, 0.0, value.astimezone(dt.UTC).isoformat()
    return (1, 0.0, value.isoformat()) if isinstance(value, dt.date) else (2, 0.0, str(value))


def _keys(text: str, columns: Sequence[str], origin: str) -> tuple[_Key, ...]:
    found: dict[str, _Key] = {}
    for start, words in _parts(text):
        key = _key(words, columns, start)
        if isinstance(key, _Key) and key.column in found:
            key = _error(words[0], "T302", f"{key.column} stands twice", "remove one")
        if isinstance(key, ExpressionError):
            raise OptionTextError(origin, text, key)
        found[key.column] = key
    return tuple(found.values())


def _parts(text: str) -> Iterator[tuple[int, list[re.Match[str]]]]:
    """Yield the words between commas, with where the part begins."""
    start = 0
    for part in text.split(","):
        yield start, list(_WORD.finditer(text, start, start + len(part)))
        start += len(part) + 1


def _key(words: list[re.Match[str]], columns: Sequence[str], start: int) -> _Key | ExpressionError:
    if not words:
        return ExpressionError(start, start, "a column is expected here", _SHAPE, "T302")
    name, direction = words[0].group(), words[1].group().casefold() if len(words) > 1 else "asc"
    if name not in columns:
        return _error(words[0], "T414", f"there is no column {name!r}", _column_hint(name, columns))
    if direction not in _DIRECTIONS:
        hint = _SHAPE if direction in columns else did_you_mean(direction, _DIRECTIONS)
        return _error(words[1], "T302", f"{words[1].group()!r} is no direction", hint)
    if len(words) > 2:
        return _error(words[2], "T302", f"{words[2].group()!r} is not expected here", _SHAPE)
    return _Key(name, direction == "desc")


def _column_hint(name: str, columns: Sequence[str]) -> str:
    if name[:1] in ("-", "+") and name[1:] in columns:
        return f"write {name[1:]} {'desc' if name[0] == '-' else 'asc'}"
    return did_you_mean(name, columns) or f"the columns are: {', '.join(columns)}"


def _error(word: re.Match[str], code: str, message: str, hint: str) -> ExpressionError:
    return ExpressionError(word.start(), word.end(), message, hint, code)
