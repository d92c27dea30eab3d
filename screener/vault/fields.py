"""Inline fields that a person wrote into a note (``key:: value``), as Dataview reads them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from screener.vault.code_lines import code_lines, note_lines
from screener.vault.hidden_text import COMMENT, masked
from screener.vault.marked_block import marks_of

_MARKUP = r"[*_~`]*"
_KEY = r"[^\W_](?:[\w /-]*[^\W_])?"
_OWN_LINE = re.compile(
    rf"[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+(?:\[.\][ \t]+)?)?{_MARKUP}(?P<key>{_KEY}){_MARKUP}[ \t]*::(?P<value>.*)"
)
_IN_TEXT = re.compile(rf"[\[(](?P<key>{_KEY})[ \t]*::")
_BRACKET = re.compile(r"\\.|[\[\]()]")
_OPENING = {"]": "[", ")": "("}


@dataclass(frozen=True, slots=True)
class Field:
    """One field: ``key`` in lower case with spaces, dashes and underscores as one, its value, and its 1-based line."""

    key: str
    value: str
    line: int


def read_fields(text: str) -> tuple[Field, ...]:
    """Return the fields of a note outside its properties, code, comments and the machine's own parts.

    Parameters
    ----------
    text : str

    Returns
    -------
    tuple of Field
        In the note's order. ``Next review on``, ``next-review-on`` and ``next_review_on`` are one key. A field without
        a value has an empty one. ``decision:: hold [confidence_pct:: 60]`` is two fields.
    """
    lines = note_lines(text.removeprefix("\ufeff"))
    hidden = code_lines(lines) | _machine_lines(text)
    plain = "\n".join("" if number in hidden else line.rstrip("\r\n") for number, line in enumerate(lines))
    pairs = zip(plain.split("\n"), masked(plain).split("\n"), strict=True)
    return tuple(
        Field(_key(mask[slice(*key)]), _value(line, mask, value), number)
        for number, (line, mask) in enumerate(pairs, 1)
        if "::" in mask
        for key, value in _spans(mask)
    )


def _machine_lines(text: str) -> frozenset[int]:
    """Return the 0-based lines of marked blocks, of whatever name; a mark without its other one hides nothing."""
    found: set[int] = set()
    for begin, end in pairwise(marks_of(text)):
        if begin.is_begin and not end.is_begin and begin.name == end.name:
            found.update(range(begin.line - 1, end.line))
    return frozenset(found)


def _spans(mask: str) -> Iterator[tuple[tuple[int, int], list[int]]]:
    """Return where the keys and values of a line are: of a value its places, without those of fields inside it."""
    closings = _closings(mask)
    inline: list[tuple[tuple[int, int], range]] = []
    taken: set[int] = set()
    for found in _IN_TEXT.finditer(mask):
        end = closings.get(found.start())
        if end is not None and found.start() not in taken:
            inline.append((found.span("key"), range(found.end(), end)))
            taken.update(range(found.start(), end + 1))
    own = _OWN_LINE.fullmatch(mask)
    if own is not None:
        yield own.span("key"), [place for place in range(*own.span("value")) if place not in taken]
    for key, value in inline:
        yield key, list(value)


def _closings(mask: str) -> dict[int, int]:
    """Return for each opening bracket of a line where the one is that closes it; each kind is counted alone."""
    waiting: dict[str, list[int]] = {"[": [], "(": []}
    closed: dict[int, int] = {}
    for match in _BRACKET.finditer(mask):
        if match[0] in waiting:
            waiting[match[0]].append(match.start())
        elif match[0] in _OPENING and waiting[_OPENING[match[0]]]:
            closed[waiting[_OPENING[match[0]]].pop()] = match.start()
    return closed


def _value(line: str, mask: str, places: list[int]) -> str:
    """Return a value as written, code included, without comments."""
    return "".join(line[place] for place in places if mask[place] != COMMENT).strip()


def _key(text: str) -> str:
    return re.sub(r"[\s_-]+", "_", text.strip().lower())
