"""Where a record of a table stands in its file, for what is found wrong with it after reading."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from screener.csv_rows.text import Cell, records
from screener.records.problem import Problem, Severity


@dataclass(frozen=True, slots=True)
class _File:
    """One file's lines, and the cells of each of its records by the line it begins on."""

    lines: Sequence[str]
    cells: Mapping[int, Mapping[str, Cell]]


@dataclass(slots=True)
class Places:
    """Finds cells again; each file is read once, when it is first asked for."""

    _files: dict[str, _File] = field(default_factory=dict)

    def problem(
        self, path: str, line: int, column: str, code: str, message: str, hint: str = "", severity: Severity = "error"
    ) -> Problem:
        """Return a finding at one cell.

        Parameters
        ----------
        path, line
            Of the record; its file is the one that it was read from.
        column : str
            Name in the header; the whole line is meant where the file lacks it.
        code, message, hint, severity
            As in :class:`~screener.records.problem.Problem`.
        """
        if path not in self._files:
            self._files[path] = _read(Path(path))
        file = self._files[path]
        cell = file.cells.get(line, {}).get(column)
        if cell is None:
            excerpt = file.lines[line - 1] if 0 < line <= len(file.lines) else ""
            return Problem(path, line, 0, code, severity, message, excerpt, 1, hint)
        return Problem(
            path, cell.line, cell.column, code, severity, message, file.lines[cell.line - 1], cell.width, hint
        )


def _read(path: Path) -> _File:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        # It was read a moment ago; without it the finding still names file and line.
        return _File((), {})
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = [record for record in records(text) if not record.is_blank]
    names = [cell.text for cell in found[0].cells] if found else []
    return _File(text.split("\n"), {each.line: dict(zip(names, each.cells, strict=False)) for each in found[1:]})
