"""Tables as the page shows them: a caption, heads with their meaning, and cells of clean text."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from screener.dictionary.column import Column
from screener.dictionary.columns import column_of
from screener.records.table import Table, Value
from screener.report.cell_text import rounded_text
from screener.report.charts.figures import short
from screener.report.page.links import Part, linked

_UNITS = {"_pct": ", %", "_pp": ", pp", "_on": "", "_days": ", days"}
_OWN_HEADS = {"n_days": "days", "n_breach": "in breach", "for_unit": "counted in", "op": "is", "leg": "leg"}
_LINKED, _WORDS = ("source",), ("figure",)
_LONGEST, _KEPT, _PROSE, _SHORT = 140, 60, 30, 12
_ANY_UNIT = "as unit says"


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: its words, what they mean, and the look of its cells.

    Parameters
    ----------
    text, meaning : str
    look : {"", "n", "d", "w", "s", "p"}
        ``n`` numbers, which stand on the right; ``d`` dates and states, like them on one line; ``w`` a first column of
        long words; ``s`` words whose lines are broken already; ``p`` prose.
    """

    text: str
    meaning: str = ""
    look: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Parameters
    ----------
    parts : tuple of Part
    state : str
        A claim's state, which has a mark; else empty.
    beginning : str
        First words of a text that is too long to stand open in a row; else empty.
    meaning : str
        Of the cell's word.
    """

    parts: tuple[Part, ...]
    state: str = ""
    beginning: str = ""
    meaning: str = ""

    @property
    def length(self) -> int:
        """Letters of its text."""
        return sum(len(part.text) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table for the page; the first column says what a row is about.

    Parameters
    ----------
    caption : str
        Differs from all others on the page.
    heads : tuple of Head
    rows : tuple of tuple of Cell
    note : str
        Said below it.
    """

    caption: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


def grid(
    table: Table, caption: str, columns: Sequence[str], meanings: Mapping[str, Mapping[str, str]] | None = None
) -> Grid:
    """Return some columns of a table.

    Parameters
    ----------
    table : Table
    caption : str
    columns : sequence of str
        Those to show, in order; one but the first that has no value in any row is left out.
    meanings : mapping of str to mapping, optional
        By column: what its words mean, written below the first of each.
    """
    shown = [columns[0], *(name for name in columns[1:] if not table.rows or _has_value(table, name))]
    known = [(table.columns.index(name), column_of(table.name, name)) for name in shown]
    # A meaning is taken out when it is told: once, where its word stands first.
    told = {name: dict(words) for name, words in (meanings or {}).items()}
    rows = tuple(
        tuple(_cell(row[place], column, told.get(column.name, {})) for place, column in known) for row in table.rows
    )
    longest = [max((cell.length for cell in cells), default=0) for cells in zip(*rows, strict=True)] or [0] * len(known)
    heads = [
        _head(column, length, place) for place, ((_, column), length) in enumerate(zip(known, longest, strict=True))
    ]
    return Grid(caption, tuple(heads), rows)


def only(table: Table, name: str, values: Collection[Value]) -> Table:
    """Return the rows whose column ``name`` has one of the values."""
    place = table.columns.index(name)
    return Table(table.name, table.columns, tuple(row for row in table.rows if row[place] in values))


def plain_grid(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]], note: str = "") -> Grid:
    """Return a table of texts; every column but the first holds numbers."""
    shown = tuple(Head(text, look="n" if place else "") for place, text in enumerate(heads))
    return Grid(caption, shown, tuple(tuple(Cell((Part(text),)) for text in row) for row in rows), note)


def head_text(name: str) -> str:
    """Return a column's name as words.

    Examples
    --------
    >>> head_text("contribution_pct"), head_text("since_on"), head_text("n_days"), head_text("drift_pp")
    ('contribution, %', 'since', 'days', 'drift, pp')
    """
    if name in _OWN_HEADS:
        return _OWN_HEADS[name]
    for ending, unit in _UNITS.items():
        if name.endswith(ending):
            return f"{name.removesuffix(ending)}{unit}".replace("_", " ")
    return name.replace("_", " ")


def cell_of_words(text: str) -> Cell:
    """Return a text; a long one is folded behind its first words."""
    return Cell((Part(text),), beginning=f"{text[:_KEPT].rstrip()}…" if len(text) > _LONGEST else "")


def _has_value(table: Table, name: str) -> bool:
    place = table.columns.index(name)
    return any(row[place] not in (None, "") for row in table.rows)


def _head(column: Column, longest: int, place: int) -> Head:
    return Head(head_text(column.name), f"{column.meaning} ({column.unit})", _look(column, longest, place))


def _look(column: Column, longest: int, place: int) -> str:
    if column.kind in ("number", "integer"):
        return "n"
    if column.kind == "date":
        return "d"
    if place == 0:
        return "w" if longest > _SHORT else ""
    return "p" if longest > _PROSE else ""


def _cell(value: Value, column: Column, untold: dict[str, str]) -> Cell:
    text = _text(value, column)
    if column.name in _LINKED:
        return Cell(linked(text))
    if column.name in _WORDS:
        return Cell((Part(text.replace("_", " ")),), meaning=untold.pop(text, ""))
    return cell_of_words(text)


def _text(value: Value, column: Column) -> str:
    """Return a value as people read it; where rows have units of their own, with three digits that matter."""
    if column.unit == _ANY_UNIT and isinstance(value, float):
        return short(value)
    return rounded_text(value, column)
