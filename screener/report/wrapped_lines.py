"""Sentences broken at a terminal's width."""

import textwrap
from collections.abc import Iterable

from screener.report.cell_text import one_line


def wrapped(lines: Iterable[str], width: int) -> str:
    """Wrap each line at the width, what follows indented below its start; each ends with a line end.

    What a note or a table says can hold anything, so lines are cleaned by :func:`clean_line`.

    Examples
    --------
    >>> print(wrapped(["one two three", "  four"], 10), end="")
    one two
      three
      four
    """
    broken = []
    for line in map(clean_line, lines):
        indent = " " * (len(line) - len(line.lstrip()) + 2)
        broken += textwrap.wrap(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return "".join(f"{line}\n" for line in broken)


def clean_line(line: str) -> str:
    r"""Return a line's indent and its text, without line ends, tabs and control characters.

    Examples
    --------
    >>> clean_line("  one\n\ttwo")
    '  one two'
    """
    return line[: len(line) - len(line.lstrip(" "))] + one_line(line)
