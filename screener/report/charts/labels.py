"""Labels beside lines: as near to them as they can be without lying over each other; and text that fits."""

import unicodedata
from collections.abc import Sequence

SIZE = 14.0
"""Font size in the drawing's units: 10 pixels on a phone that is 343 wide."""

_WIDE, _CAPITAL, _SMALL, _NARROW, _THIN = 1.0, 0.78, 0.64, 0.42, 0.34
_NARROW_LETTERS, _THIN_LETTERS = frozenset("tfr()[]*-"), frozenset("ijlI.,:;'|! ")
_FIRST_SYMBOL = 0x2000


def text_width(text: str) -> float:
    """Return a bound on the width of text: no font is known here, so letters count as in DejaVu Sans, a broad one."""
    return SIZE * sum(_width(character) for character in text)


def shortened(text: str, width: float) -> str:
    """Return text that fits a width, ended by ``…`` where it was cut."""
    if text_width(text) <= width:
        return text
    while text and text_width(f"{text}…") > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def wrapped(text: str, width: float) -> tuple[str, ...]:
    """Return lines that fit a width, broken between words; a longer word is shortened."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(shortened(word, width))
    return tuple(lines)


def spread_out(wanted: Sequence[float], gap: float, low: float, high: float) -> tuple[float, ...]:
    """Move places apart.

    Parameters
    ----------
    wanted : sequence of float
    gap : float
        Least distance between two; less where they would not fit between ``low`` and ``high``.
    low, high : float

    Returns
    -------
    tuple of float
        In the order given, with the least sum of squared moves: isotonic regression of the places less their rank times
        the gap, by pooling neighbours that are in each other's way.

    Examples
    --------
    >>> spread_out([50.0, 10.0, 52.0], 10.0, 0.0, 100.0), spread_out([99.0, 98.0], 10.0, 0.0, 100.0)
    ((46.0, 10.0, 56.0), (100.0, 90.0))
    """
    if not wanted:
        return ()
    gap = min(gap, (high - low) / max(1, len(wanted) - 1))
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    blocks: list[tuple[float, int]] = []
    for rank, place in enumerate(order):
        block = (wanted[place] - rank * gap, 1)
        while blocks and blocks[-1][0] > block[0]:
            mean, count = blocks.pop()
            total = count + block[1]
            block = ((mean * count + block[0] * block[1]) / total, total)
        blocks.append(block)
    last = high - gap * (len(wanted) - 1)
    level = [min(max(mean, low), last) for mean, count in blocks for _ in range(count)]
    found = dict(zip(order, level, strict=True))
    return tuple(found[place] + order.index(place) * gap for place in range(len(wanted)))


def _width(character: str) -> float:
    if unicodedata.east_asian_width(character) in ("W", "F"):
        return _WIDE
    if character in _THIN_LETTERS:
        return _THIN
    if character in _NARROW_LETTERS:
        return _NARROW
    if character in "mwMW%@" or ord(character) > _FIRST_SYMBOL:
        return _WIDE
    return _CAPITAL if character.isupper() else _SMALL
