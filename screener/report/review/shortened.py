"""Text cut to the room there is, counted as a terminal counts it."""

import unicodedata

from screener.report.cell_text import one_line


def cells(text: str) -> int:
    """Return how many columns of a terminal a text takes: two for a wide character, none for a mark upon another.

    Examples
    --------
    >>> cells("NVDA"), cells("\u8a18\u61b6"), cells("e\u0301")
    (4, 4, 1)
    """
    return sum(map(_width, text))


def shortened(text: str, most: int) -> str:
    """Return one line of at most ``most`` columns; what is cut ends in an ellipsis.

    Examples
    --------
    >>> print(shortened("tripped since Friday", 10))
    tripped s\u2026
    """
    line = one_line(text)
    if cells(line) <= most:
        return line
    room, kept = most - 1, ""
    for character in line:
        room -= _width(character)
        if room < 0:
            break
        kept += character
    return f"{kept.rstrip()}\u2026"


def _width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
