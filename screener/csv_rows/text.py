"""CSV text to cells that know where they stand.

The standard library's reader gives no position of a cell and, after an unclosed quote, swallows the rest of
the file; this one gives both line and column, and goes on with the next line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CELL = re.compile(r'(?:"(?P<quoted>[^"]*+(?:""[^"]*+)*+)"|(?P<bare>(?:[^",\n][^,\n]*+)?+))(?=,|\n|\Z)')


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text without quotes and outer blanks, and where it begins.

    Parameters
    ----------
    text : str
        Doubled quotes undone, blanks around it removed.
    line, column : int
        1-based physical line, and character in that line, of the cell's first character.
    width : int
        Characters of the cell on that line, at least 1.
    """

    text: str
    line: int
    column: int
    width: int


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its cells, or the place of the quote that spoils it.

    Parameters
    ----------
    line : int
        1-based physical line on which the record begins.
    cells : tuple of Cell
        The cells read; with ``broken`` set, those before the bad one.
    broken : Cell or None
        Where a quoted cell begins that never ends properly.
    """

    line: int
    cells: tuple[Cell, ...]
    broken: Cell | None = None

    @property
    def is_blank(self) -> bool:
        """An empty line, or only separators, as spreadsheets leave them."""
        return self.broken is None and not any(cell.text for cell in self.cells)


def records(text: str) -> Iterator[Record]:
    """Yield the records of comma-separated ``text``, whose lines end in a line feed.

    Quoting follows RFC 4180: a cell that begins with a quote ends at the quote before a comma or a line's
    end; a quote inside a bare cell is a plain character. A record with a bad quote ends with its first line.

    Examples
    --------
    >>> [[cell.text for cell in record.cells] for record in records('a,"b, c"')]
    [['a', 'b, c']]
    """
    start, line = 0, 1
    while start < len(text):
        record, end = _record(text, start, line)
        line += text.count("\n", start, end + 1)
        start = end + 1
        yield record


def _record(text: str, start: int, first_line: int) -> tuple[Record, int]:
    """Read one record at ``start``; also return the offset of the line's end that closes it."""
    cells: list[Cell] = []
    line, line_start, at = first_line, start, start
    while True:
        match = _CELL.match(text, at)
        if match is None:
            end = _line_end(text, start)
            return Record(first_line, tuple(cells), _place(text, at, line, line_start)), end
        cells.append(_cell(match, line, line_start))
        raw = match.group()
        if "\n" in raw:
            line += raw.count("\n")
            line_start = at + raw.rindex("\n") + 1
        at = match.end()
        if at == len(text) or text[at] == "\n":
            return Record(first_line, tuple(cells)), at
        at += 1


def _cell(match: re.Match[str], line: int, line_start: int) -> Cell:
    quoted = match["quoted"]
    text = match["bare"] if quoted is None else quoted.replace('""', '"')
    width = len(match.group().partition("\n")[0])
    return Cell(text.strip(), line, match.start() - line_start + 1, max(width, 1))


def _place(text: str, at: int, line: int, line_start: int) -> Cell:
    return Cell("", line, at - line_start + 1, max(_line_end(text, at) - at, 1))


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
