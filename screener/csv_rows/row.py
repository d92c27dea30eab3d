"""The columns of a table, and one good row of it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from screener.csv_rows.text import Cell
from screener.errors import CodeError
from screener.records.problem import Problem, Severity

Kind = Literal["text", "date", "instant_or_date", "number", "choice"]
Value = str | float | dt.date | dt.datetime | None
V = TypeVar("V", str, float, dt.date, dt.datetime)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    name : str
        As in the header.
    kind : {"text", "date", "instant_or_date", "number", "choice"}
        ``date`` is ``2025-01-20``; an instant also has a time and a zone (``Z`` or an offset) and is read as
        UTC; a number is finite, with a decimal point.
    required : bool
        The column must be there and no cell of it blank. Otherwise a blank cell, or a column that is not
        there, reads as ``""`` (text, choice) or None.
    choices : tuple of str
        The allowed words of a ``choice``.
    at_least : float or None
        Smallest allowed number.
    """

    name: str
    kind: Kind = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    at_least: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One good row.

    Parameters
    ----------
    path : str
        The file as the caller named it.
    line : int
        1-based physical line on which the row begins.
    values : mapping of str to value
        One entry a column asked for.
    cells : mapping of str to Cell
        Where each value stands; columns that the file lacks have no entry.
    lines : sequence of str
        The file's physical lines, for excerpts.
    """

    path: str
    line: int
    values: Mapping[str, Value]
    cells: Mapping[str, Cell]
    lines: Sequence[str]

    def text(self, name: str) -> str:
        """Return a text or choice cell, ``""`` when blank."""
        return self.need(name, str)

    def get(self, name: str, kind: type[V]) -> V | None:
        """Return a cell of type ``kind``, or None when blank."""
        return None if self.values[name] is None else self.need(name, kind)

    def need(self, name: str, kind: type[V]) -> V:
        """Return a cell of a required column.

        Raises
        ------
        CodeError
            The column's kind gives another type, or the cell is blank.
        """
        value = self.values[name]
        if isinstance(value, kind):
            return value
        raise CodeError(f"column {name} holds {value!r}, not {kind.__name__}")

    def problem(self, code: str, column: str, message: str, hint: str = "", severity: Severity = "error") -> Problem:
        """Return a finding placed at one cell of this row, or at the row when the file lacks the column."""
        cell = self.cells.get(column)
        if cell is None:
            return Problem(self.path, self.line, 0, code, severity, message, self.lines[self.line - 1], 1, hint)
        excerpt = self.lines[cell.line - 1]
        return Problem(self.path, cell.line, cell.column, code, severity, message, excerpt, cell.width, hint)


@dataclass(frozen=True, slots=True)
class RowsReading:
    """The good rows of one file, in its order, and everything found wrong."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
