"""A note's text with its lines, and values that know their place in it."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from screener.records.problem import Problem, Severity

_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Value:
    """A piece of text as YAML means it, with the place of each character.

    Parameters
    ----------
    text : str
        Quotes and escapes resolved.
    begin, end : int
        0-based half-open span in the source; without quotes where the text is on one line.
    offsets : tuple of int or None
        Index in the source of each character of ``text``; None where lines were folded together.
    is_plain : bool
        Written without quotes.
    """

    text: str
    begin: int
    end: int
    offsets: tuple[int, ...] | None
    is_plain: bool = True

    def part(self, start: int, end: int) -> "Value":
        """Return the characters ``start:end`` as a value of their own."""
        text = self.text[start:end]
        if self.offsets is None:
            return Value(text, self.begin, self.end, None, self.is_plain)
        inside = self.offsets[start:end]
        if inside:
            return Value(text, inside[0], inside[-1] + 1, inside, self.is_plain)
        place = self.offsets[start] if start < len(self.offsets) else self.end
        return Value(text, place, place, inside, self.is_plain)

    def trimmed(self) -> "Value":
        """Return the value without space at its ends."""
        start = len(self.text) - len(self.text.lstrip())
        return self.part(start, max(start, len(self.text.rstrip())))


@dataclass(frozen=True, slots=True)
class Source:
    """A note's text.

    Parameters
    ----------
    path : str
        As the user named it.
    text : str
        Without a byte order mark; line ends as they are.
    starts : tuple of int
        Index of each line's first character.
    lines : tuple of str
        Each line without its end.
    """

    path: str
    text: str
    starts: tuple[int, ...] = field(init=False, repr=False)
    lines: tuple[str, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        starts = (0, *(found.end() for found in _LINE_END.finditer(self.text)))
        # Kept, so that thousands of problems on one long line share its text.
        object.__setattr__(self, "starts", starts)
        object.__setattr__(self, "lines", tuple(_LINE_END.split(self.text)))

    def line_of(self, index: int) -> int:
        """1-based line of a character."""
        return bisect_right(self.starts, index)

    def line_text(self, line: int) -> str:
        """Return a line without its end."""
        return self.lines[line - 1]

    def problem(self, code: str, severity: Severity, span: tuple[int, int], message: str, hint: str = "") -> Problem:
        """Make a problem at a span of the text; the caret stays on the span's first line."""
        begin = min(span[0], len(self.text))
        line = self.line_of(begin)
        excerpt = self.line_text(line)
        column = begin - self.starts[line - 1] + 1
        width = max(1, min(span[1] - begin, len(excerpt) - column + 1))
        return Problem(self.path, line, column, code, severity, message, excerpt, width, hint)
