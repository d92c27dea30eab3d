"""From the text of a sweep to its variants.

::

    sweep     = dimension {"," dimension}
    dimension = name ["=" value {"/" value}]
    value     = word | number | number ":" number ":" number

A range is FROM:TO:STEP with both ends; a name alone takes its default values. Spaces mean nothing.
"""

import itertools
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from screener.dictionary.near_misses import did_you_mean
from screener.errors import UsageError
from screener.records.sweep import Variant
from screener.records.thesis import Thesis
from screener.sweep.dimensions import ALIASES, DIMENSIONS, NO_CAP, Dimension, Numbers, Setting, Words, label_of, text_of

MAX_VARIANTS = 1_000

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,30}(?:\.[0-9]{1,30})?|\.[0-9]{1,30})")
_NO_SIDE = {"both": "a long and a short side", "short": "a short side"}


def variants(thesis: Thesis, text: str) -> tuple[Variant, ...]:
    """Return every variant that a sweep asks for.

    Parameters
    ----------
    thesis : Thesis
        Its own rules are in every grid, and stand for whatever the sweep does not name.
    text : str
        Such as ``weighting,rebalance=weekly/monthly,cost_bps=5:50:5``.

    Returns
    -------
    tuple of Variant
        The note's own rules, then every other combination: dimensions and values in the order written, the last
        dimension changing fastest.

    Raises
    ------
    UsageError
        A name, value or range that cannot be used, with its place in the text, or more than 1,000 variants.

    Notes
    -----
    Limits are those of the note's keys. What would change nothing for want of a side is refused, since it would be
    entered in the trial ledger all the same. ``cost_bps`` and ``borrow_bps_per_year`` set the general rates; names with
    rates of their own in the note keep them.
    """
    asked = _Reader(thesis).dimensions(_Piece.of(text, 0, len(text)))
    names = tuple(asked)
    own = tuple(getattr(thesis.rules, name) for name in names)
    n_all = math.prod(len(values) for values in asked.values())
    has_own = all(value in values for value, values in zip(own, asked.values(), strict=True))
    if n_all + (not has_own) > MAX_VARIANTS:
        raise UsageError(
            f"sweep: {n_all + (not has_own):,} variants with the note's own; at most {MAX_VARIANTS:,} are run, so name "
            "fewer values"
        )
    others = (settings for settings in itertools.product(*asked.values()) if settings != own)
    return (
        Variant(label_of(thesis.rules, names), thesis.rules, is_as_written=True),
        *(_variant(thesis, names, settings) for settings in others),
    )


def _variant(thesis: Thesis, names: tuple[str, ...], settings: tuple[Setting, ...]) -> Variant:
    changes: dict[str, Any] = dict(zip(names, settings, strict=True))
    rules = replace(thesis.rules, **changes)
    return Variant(label_of(rules, names), rules, is_as_written=False)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of the text without the spaces around it, and where in the text it begins."""

    text: str
    start: int

    @classmethod
    def of(cls, text: str, start: int, end: int) -> "_Piece":
        piece = text[start:end]
        n_spaces = len(piece) - len(piece.lstrip())
        return cls(piece.strip(), start + (n_spaces if piece.strip() else 0))

    def parts(self, separator: str) -> Iterator["_Piece"]:
        """Split at a separator."""
        at = 0
        for part in self.text.split(separator):
            inner = _Piece.of(self.text, at, at + len(part))
            yield _Piece(inner.text, self.start + inner.start)
            at += len(part) + len(separator)

    def fault(self, message: str, hint: str = "") -> UsageError:
        """Return an error about this part; places count from 1."""
        return UsageError(f"sweep, character {self.start + 1}: {message}" + (f"; {hint}" if hint else ""))


class _Reader:
    """Reads the text of a sweep for one thesis; the first mistake ends the reading."""

    def __init__(self, thesis: Thesis) -> None:
        self._thesis = thesis

    def dimensions(self, whole: _Piece) -> dict[str, tuple[Setting, ...]]:
        asked: dict[str, tuple[Setting, ...]] = {}
        for part in whole.parts(","):
            name, *given = part.parts("=")
            dimension = self._dimension(name)
            if dimension.name in asked:
                raise name.fault(f"{dimension.name} stands twice", "name all its values once, with / between them")
            if len(given) > 1:
                raise given[1].fault("a second =", "write values as NAME=VALUE/VALUE, and dimensions with , between")
            asked[dimension.name] = self._values(dimension, name, given[0] if given else None)
        return asked

    def _dimension(self, name: _Piece) -> Dimension:
        known = (*DIMENSIONS, *ALIASES)
        if not name.text:
            raise name.fault("a dimension is missing", f"known: {', '.join(DIMENSIONS)}")
        if name.text not in known:
            hint = "values have / between them, and decimals a point" if _NUMBER.fullmatch(name.text) else ""
            raise name.fault(f"there is no dimension {name.text!r}", hint or did_you_mean(name.text, known))
        dimension = DIMENSIONS[ALIASES.get(name.text, name.text)]
        if not dimension.changes(self._thesis):
            why = f"{self._thesis.thesis_id} does not have {_NO_SIDE[dimension.needs]}"
            raise name.fault(f"{dimension.name} would change nothing: {why}", "leave it out")
        return dimension

    def _values(self, dimension: Dimension, name: _Piece, given: _Piece | None) -> tuple[Setting, ...]:
        if given is None and not dimension.defaults:
            raise name.fault(f"{dimension.name} has no values of its own", f"write {name.text}=A/B/C or A:B:STEP")
        texts = [given] if given is not None else [_Piece(text, name.start) for text in dimension.defaults]
        found: dict[Setting, None] = {}
        for item in itertools.chain.from_iterable(text.parts("/") for text in texts):
            for value in self._item(dimension, item):
                if value in found:
                    raise item.fault(f"{dimension.name} {text_of(value)} stands twice", "remove one")
                found[value] = None
        return tuple(found)

    def _item(self, dimension: Dimension, item: _Piece) -> Iterator[Setting]:
        if not item.text:
            raise item.fault(f"{dimension.name} has an empty value", f"write {dimension.name}=A/B/C")
        if isinstance(dimension.values, Words):
            yield _word(dimension.name, dimension.values, item)
        elif ":" in item.text:
            yield from _range(dimension.name, dimension.values, item)
        elif dimension.values.has_none and item.text == NO_CAP:
            yield None
        else:
            yield _setting(dimension.name, dimension.values, _number(item), item)


def _word(name: str, words: Words, item: _Piece) -> str:
    if item.text not in words.known:
        raise item.fault(f"{name} {item.text!r} is not known", did_you_mean(item.text, words.known))
    return item.text


def _range(name: str, numbers: Numbers, item: _Piece) -> Iterator[Setting]:
    """Return the values of FROM:TO:STEP: exact sums, so that no end is lost to rounding."""
    parts = list(item.parts(":"))
    if len(parts) != 3 or not all(part.text for part in parts):
        raise item.fault(f"{item.text!r} is not a range", "write FROM:TO:STEP, such as 5:50:5")
    first, last, step = (_number(part) for part in parts)
    for end, part in ((first, parts[0]), (last, parts[1])):
        _setting(name, numbers, end, part)
    if step <= 0:
        raise parts[2].fault(f"the step {parts[2].text} is not above 0", "write FROM:TO:STEP, such as 5:50:5")
    if first > last:
        turned = f"{parts[1].text}:{parts[0].text}:{parts[2].text}"
        raise item.fault(f"the range {item.text} ends before it begins", f"write {turned}")
    n_steps = (last - first) / step
    if n_steps >= MAX_VARIANTS:
        raise item.fault(f"{math.floor(n_steps) + 1:,} values of {name}; at most {MAX_VARIANTS:,} variants are run")
    if n_steps.denominator != 1:
        reached = first + math.floor(n_steps) * step
        hint = f"end it at {text_of(float(reached))} or {text_of(float(reached + step))}"
        raise item.fault(f"steps of {parts[2].text} from {parts[0].text} do not meet {parts[1].text}", hint)
    for i in range(n_steps.numerator + 1):
        yield _setting(name, numbers, first + i * step, item)


def _number(piece: _Piece) -> Fraction:
    if _NUMBER.fullmatch(piece.text) is None:
        plain = piece.text.removesuffix("%").strip()
        hint = f"write {plain}" if _NUMBER.fullmatch(plain) else "write digits, such as 5 or 0.5"
        raise piece.fault(f"{piece.text!r} is not a number", hint)
    return Fraction(piece.text)


def _setting(name: str, numbers: Numbers, exact: Fraction, piece: _Piece) -> Setting:
    value = float(exact)
    if not numbers.holds(value):
        raise piece.fault(f"{name} {text_of(value)} is out of range", f"it must be {numbers.limits}")
    return int(value) if numbers.is_whole else value
