"""What an item of a list is about: the words before its reason, and lists of names that stand side by side."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Protocol, TypeVar

_REASON = re.compile(
    r":(?=\s)|\s[\u2013\u2014-]{1,2}\s|\u2014|\u2192|->|;|\("
    r"|\b(?:because|since|as they|weil|da sie|denn|car|parce que)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"(?:\s*\([^()]{0,60}\))?[\s,;/&+|()\[\]]*"
    r"(?:\b(?:and|or|plus|then|also|und|oder|sowie|dann|et|ou|puis|y|e|o)\b)?[\s(]*(?:\bthe\b\s*)?",
    re.IGNORECASE,
)
# "Microsoft's catalogue" is about the catalogue.
_POSSESSIVE = re.compile(r"['\u2019]s\b")
AT_ONCE = 3
_BEFORE_LIST = re.compile(
    r"[\s:\u2013\u2014(-]*(?:e\.g\.,?|i\.e\.,?|such as|like|including|namely|z\. ?B\.|wie|comme|par ex\.)?[\s:,]*",
    re.IGNORECASE,
)


class Placed(Protocol):
    """Something with a place in a text."""

    @property
    def start(self) -> int:
        """0-based first character."""

    @property
    def end(self) -> int:
        """One behind the last."""


P = TypeVar("P", bound=Placed)


def subject_of(text: str) -> str:
    """Return what stands before the reason.

    Examples
    --------
    >>> subject_of("Micron and SK hynix: every token needs memory")
    'Micron and SK hynix'
    """
    return text[: _subject_end(text, 0, len(text))]


def named_first(found: Sequence[P], text: str, start: int, end: int, reach: int | None = None) -> tuple[P, ...]:
    """Return what a stretch of text is about: the first of the things found, and those listed with it.

    Parameters
    ----------
    found : sequence
        Companies or themes, in order.
    text : str
    start, end : int
        The stretch. What comes behind its reason's beginning counts only where a list begins right there.
    reach : int or None
        How many characters behind ``start`` the first may stand; None for anywhere in the subject, 0 for a subject
        that is nothing else.
    """
    inside = _between(found, start, end)
    stop = _subject_end(text, start, end)
    in_subject = [each for each in inside if each.start < stop]
    if not in_subject and reach == 0:
        return ()
    if not in_subject:
        behind = _BEFORE_LIST.match(text, stop)
        at = behind.end() if behind else stop
        inside = [each for each in inside if each.start >= stop]
        return _run(inside, text) if inside and inside[0].start <= at else ()
    found = _run(inside, text)
    return found if _is_near(found, text, start, stop, reach) else ()


def listed_behind(found: Sequence[P], text: str, start: int, end: int) -> tuple[P, ...]:
    """Return the list that follows a subject directly: the names in ``Chips (NVDA, AVGO)``."""
    stop = _subject_end(text, start, end)
    behind = _BEFORE_LIST.match(text, stop)
    at = behind.end() if behind else stop
    inside = _between(found, stop, end)
    return _run(inside, text) if inside and inside[0].start <= at else ()


def _is_near(found: Sequence[P], text: str, start: int, stop: int, reach: int | None) -> bool:
    """Tell whether the first of a list stands near enough to the beginning, and is what the subject is about."""
    if reach is None:
        return True
    if reach == 0:
        around = text[start : found[0].start] + text[found[-1].end : max(stop, found[-1].end)]
        return not around.strip(" .,:;()")
    is_possessive = reach <= AT_ONCE and _POSSESSIVE.match(text, found[0].end) is not None
    return found[0].start - start <= reach and not is_possessive


def _between(found: Sequence[P], start: int, end: int) -> Sequence[P]:
    first = bisect_left(found, start, key=lambda each: each.start)
    return found[first : bisect_left(found, end, lo=first, key=lambda each: each.start)]


def _run(found: Sequence[P], text: str) -> tuple[P, ...]:
    """Return the first, and what follows it with nothing but commas and the like between."""
    kept = list(found[:1])
    for each in found[1:]:
        if _BETWEEN.fullmatch(text, kept[-1].end, each.start) is None:
            break
        kept.append(each)
    return tuple(kept)


def _subject_end(text: str, start: int, end: int) -> int:
    for reason in _REASON.finditer(text, start, end):
        if text[start : reason.start()].strip(" :.,"):
            return reason.start()
    return end
