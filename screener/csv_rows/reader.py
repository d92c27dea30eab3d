"""A CSV file to typed rows: every cell checked, every mistake placed, the good rows kept."""

import datetime as dt
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from screener.csv_rows.row import Column, Row, RowsReading, Value
from screener.csv_rows.text import Cell, Record, records
from screener.dictionary.near_misses import did_you_mean
from screener.dictionary.table_codes import RowCodes
from screener.records.problem import Problem, Severity

_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def read_rows(path: Path, columns: Sequence[Column], *, codes: RowCodes) -> RowsReading:
    """Read one CSV file.

    Parameters
    ----------
    path : Path
        Comma-separated UTF-8 text with a header line; a byte-order mark, any line ends, blank lines and a
        quoted line break are fine.
    columns : sequence of Column
        What the table holds; other columns are ignored with a warning.
    codes : RowCodes
        The codes the problems get.

    Returns
    -------
    RowsReading
        A row with a mistake is left out and reported, and never stops the rest. A file that cannot be read,
        or whose header is wrong, has no rows.
    """
    name = str(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        return _refused(Problem(name, 0, 0, codes.unreadable, "error", f"cannot read the file: {reason}"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _refused(_not_utf8(name, data, error.start, codes))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _File(name, text.split("\n"), tuple(columns), codes).read(text)


def _refused(problem: Problem) -> RowsReading:
    return RowsReading((), (problem,))


def _not_utf8(name: str, data: bytes, start: int, codes: RowCodes) -> Problem:
    head = data[:start]
    line = head.count(b"\n") + 1
    column = len(head[head.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    hint = "save the file as CSV UTF-8"
    return Problem(name, line, column, codes.unreadable, "error", "the file is not UTF-8 text", "", 1, hint)


@dataclass(frozen=True, slots=True)
class _File:
    """One file being read: what every check needs."""

    path: str
    lines: Sequence[str]
    columns: tuple[Column, ...]
    codes: RowCodes

    def read(self, text: str) -> RowsReading:
        found = (record for record in records(text) if not record.is_blank)
        header = next(found, None)
        if header is None:
            return _refused(Problem(self.path, 1, 0, self.codes.header, "error", "the file is empty"))
        problems = self.header_problems(header)
        if any(problem.severity == "error" for problem in problems):
            return RowsReading((), tuple(problems))
        rows: list[Row] = []
        for record in found:
            shape = self.shape_problem(record, len(header.cells))
            if shape is not None:
                problems.append(shape)
                continue
            row, mistakes = self.row(header, record)
            problems.extend(mistakes)
            if not mistakes:
                rows.append(row)
        return RowsReading(tuple(rows), tuple(problems))

    def at(self, cell: Cell, code: str, message: str, hint: str = "", severity: Severity = "error") -> Problem:
        excerpt = self.lines[cell.line - 1]
        return Problem(self.path, cell.line, cell.column, code, severity, message, excerpt, cell.width, hint)

    def header_problems(self, header: Record) -> list[Problem]:
        if header.broken is not None:
            return [self.at(header.broken, self.codes.header, "the header has a quote that is never closed")]
        problems: list[Problem] = []
        present = [cell.text for cell in header.cells]
        known = [column.name for column in self.columns]
        for place, cell in enumerate(header.cells):
            if cell.text in present[:place] and cell.text:
                message = f"column {cell.text} stands twice in the header"
                problems.append(self.at(cell, self.codes.header, message, "remove or rename one of the two"))
            elif cell.text not in known:
                hint = did_you_mean(cell.text, [each for each in known if each not in present])
                message = f"column {cell.text} is ignored" if cell.text else "a column without a name is ignored"
                problems.append(self.at(cell, self.codes.extra_column, message, hint, "warning"))
        missing = [each.name for each in self.columns if each.required and each.name not in present]
        if missing:
            noun = "column" if len(missing) == 1 else "columns"
            first = header.cells[0]
            message = f"the header lacks the required {noun} {', '.join(missing)}"
            problems.append(self.at(first, self.codes.header, message, _separator_hint(header, known)))
        return problems

    def shape_problem(self, record: Record, n_columns: int) -> Problem | None:
        if record.broken is not None:
            message = "a quoted cell begins here and is not closed before a comma or the line's end"
            hint = 'close the quote, and write a quote inside a quoted cell as ""'
            return self.at(record.broken, self.codes.shape, message, hint)
        for cell in record.cells:
            if "\0" in cell.text:
                return self.at(cell, self.codes.shape, "the cell holds a NUL byte", "write the row anew")
        if len(record.cells) != n_columns:
            message = f"the row has {len(record.cells)} cells and the header {n_columns}"
            hint = "put a cell that holds a comma in double quotes"
            place = record.cells[min(n_columns, len(record.cells) - 1)]
            return self.at(place, self.codes.shape, message, hint)
        return None

    def row(self, header: Record, record: Record) -> tuple[Row, list[Problem]]:
        names = (cell.text for cell in header.cells)
        cells = dict(zip(names, record.cells, strict=True))
        values: dict[str, Value] = {}
        problems: list[Problem] = []
        for column in self.columns:
            cell = cells.get(column.name)
            if cell is None or not cell.text:
                values[column.name] = "" if column.kind in ("text", "choice") else None
                if cell is not None and column.required:
                    message = f"{column.name} is blank"
                    problems.append(self.at(cell, self.codes.blank, message, "fill it in or remove the row"))
                continue
            value = self.value(column, cell)
            if isinstance(value, Problem):
                problems.append(value)
            else:
                values[column.name] = value
        return Row(self.path, record.line, values, cells, self.lines), problems

    def value(self, column: Column, cell: Cell) -> Value | Problem:
        match column.kind:
            case "text":
                return cell.text
            case "choice":
                return self.choice(column, cell)
            case "number":
                return self.number(column, cell)
            case "date" | "instant_or_date":
                return self.date(column, cell)

    def choice(self, column: Column, cell: Cell) -> str | Problem:
        if cell.text in column.choices:
            return cell.text
        message = f"{column.name} is {cell.text!r}, not one of {', '.join(column.choices)}"
        return self.at(cell, self.codes.choice, message, did_you_mean(cell.text, column.choices))

    def number(self, column: Column, cell: Cell) -> float | Problem:
        value = float(cell.text) if _NUMBER.fullmatch(cell.text) else math.nan
        if not math.isfinite(value):
            message = f"{column.name} is {cell.text!r}, which is not a finite number"
            hint = "write digits with a decimal point, such as 0.27, without unit or thousands separator"
            return self.at(cell, self.codes.number, message, hint)
        if column.at_least is not None and value < column.at_least:
            message = f"{column.name} is {cell.text}, below {column.at_least:g}"
            return self.at(cell, self.codes.number, message, f"write {column.at_least:g} or more")
        return value

    def date(self, column: Column, cell: Cell) -> dt.date | dt.datetime | Problem:
        value = _read_date(cell.text)
        if value is None and column.kind == "instant_or_date":
            value = _read_instant(cell.text)
        if value is not None:
            return value
        hint = "write a date such as 2025-01-20"
        if column.kind == "instant_or_date":
            hint += ", or an instant with its zone such as 2025-01-20T16:00:00Z"
        message = f"{column.name} is {cell.text!r}, which is not a date"
        return self.at(cell, self.codes.date, message, hint)


def _read_date(text: str) -> dt.date | None:
    if not _DATE.fullmatch(text):
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _read_instant(text: str) -> dt.datetime | None:
    if not _INSTANT.fullmatch(text):
        return None
    try:
        return dt.datetime.fromisoformat(text).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None


def _separator_hint(header: Record, known: Sequence[str]) -> str:
    """Say why columns may be missing: another separator, or a misspelt name."""
    only = header.cells[0].text
    if len(header.cells) == 1:
        for mark, word in ((";", "semicolons"), ("\t", "tabs")):
            if mark in only:
                return f"the file is separated by {word}; save it with commas"
    return f"the table's columns are {', '.join(known)}"
