"""Which columns of a table fit a terminal, and how wide each one is."""

from dataclasses import dataclass

from rich.cells import cell_len

from screener.dictionary.column import Column
from screener.dictionary.columns import column_of
from screener.records.table import Table, Value
from screener.report.cell_text import rounded_text

GAP = 2
# Terminal columns per table column: 8 of them on 80.
_ROOM = 10
# Prose may be shortened to this, so that one long title doesn't push out the numbers.
_SHORTEST_PROSE = 16
# A column's name is broken behind an underscore where it is longer than this and than all its cells.
_SHORTEST_HEADER = 8
SIGN_WIDTH = 2
# What a row is about, the nearest first: this column carries the sign of the row's side.
_SUBJECTS = ("ticker", "basket", "leg")
# Columns that say one thing on every row can say it below the table; those without a value make room for all others.
_TOLD_PRIORITY = 9
_EMPTY_PRIORITY = 10


@dataclass(frozen=True, slots=True)
class Shown:
    """One column as a terminal shows it: its place in the row, its width, its name on one or more lines."""

    column: Column
    place: int
    width: int
    header: tuple[str, ...]

    @property
    def is_number(self) -> bool:
        """Numbers stand right-aligned."""
        return self.column.kind in ("number", "integer")

    def text(self, value: Value) -> str:
        """Return a cell's text."""
        return rounded_text(value, self.column)


def fitted(table: Table, width: int) -> tuple[Shown, ...]:
    """Return the columns that fit, in the table's order.

    Parameters
    ----------
    table : Table
    width : int
        Terminal columns.

    Returns
    -------
    tuple of Shown
        The most important ones are taken first, one for every 10 of ``width``, and only those that fit beside the
        ones taken before. The most important is there even where it alone is too wide.
    """
    candidates = [_measured(table, place) for place in range(len(table.columns))]
    chosen: list[Shown] = []
    for each in sorted(candidates, key=lambda shown: (_priority(table, shown), shown.place)):
        needed = sum(_least(one) + GAP for one in chosen) + _least(each)
        if not chosen or (len(chosen) < max(1, width // _ROOM) and needed <= width):
            chosen.append(each)
    spare = width - sum(_least(each) + GAP for each in chosen) + GAP
    return tuple(_widened(sorted(chosen, key=lambda shown: shown.place), spare))


def sign_carrier(table: Table) -> str | None:
    """Return the column whose cells say long or short with a sign, or None where rows have no side."""
    if "side" not in table.columns:
        return None
    return next((name for name in _SUBJECTS if name in table.columns), None)


def only_text(table: Table, place: int) -> str:
    """Return what a column of words or dates says on every row, or nothing where rows differ."""
    column = column_of(table.name, table.columns[place])
    values = {row[place] for row in table.rows}
    is_told = column.kind in ("text", "list", "date") and len(values) == 1
    return rounded_text(values.pop(), column) if is_told else ""


def _priority(table: Table, shown: Shown) -> int:
    if table.rows and all(row[shown.place] in (None, "") for row in table.rows):
        return _EMPTY_PRIORITY
    is_told_below = len(table.rows) > 1 and only_text(table, shown.place) != ""
    return _TOLD_PRIORITY if is_told_below and shown.column.name not in _SUBJECTS else shown.column.priority


def _measured(table: Table, place: int) -> Shown:
    column = column_of(table.name, table.columns[place])
    values = {row[place] for row in table.rows}
    cells = max((cell_len(rounded_text(value, column)) for value in values), default=0)
    cells += SIGN_WIDTH if column.name == sign_carrier(table) else 0
    header = _header(column.name, cells)
    return Shown(column, place, max(cells, *(len(line) for line in header)), header)


def _header(name: str, room: int) -> tuple[str, ...]:
    """Break a name behind its underscores where its cells are narrower than the name."""
    parts = name.split("_")
    parts = [f"{part}_" for part in parts[:-1]] + parts[-1:]
    room = max(room, _SHORTEST_HEADER, *(len(part) for part in parts))
    lines = [parts[0]]
    for part in parts[1:]:
        if len(lines[-1]) + len(part) <= room:
            lines[-1] += part
        else:
            lines.append(part)
    return tuple(lines)


def _least(shown: Shown) -> int:
    return min(shown.width, _SHORTEST_PROSE) if shown.column.is_prose else shown.width


def _widened(chosen: list[Shown], spare: int) -> list[Shown]:
    """Give prose columns what room is left, the first one first."""
    widened = []
    for each in chosen:
        least = _least(each)
        extra = max(0, min(each.width - least, spare))
        spare -= extra
        widened.append(Shown(each.column, each.place, least + extra, each.header))
    return widened
