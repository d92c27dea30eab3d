"""Sentences broken at a terminal's width."""

import textwrap
from collections.abc import Iterable


def wrapped(lines: Iterable[str], width: int) -> str:
    """Wrap each line at the width, what follows indented below its start; each ends with a line end.

    Examples
    --------
    >>> print(wrapped(["one two three", "  four"], 10), end="")
    one two
      three
      four
    """
    broken = []
    for line in lines:
        indent = " " * (len(line) - len(line.lstrip()) + 2)
        broken += textwrap.wrap(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return "".join(f"{line}\n" for line in broken)
