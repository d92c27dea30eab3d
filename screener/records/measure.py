"""What a measure says for one day, and where it comes from."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Why = Literal[
    "",
    "no_data",
    "not_known_yet",
    "before_launch",
    "no_common_tier",
    "zero_price",
    "unit_mismatch",
    "no_quarterly_data",
    "no_prices",
    "lies_ahead",
    "not_reviewed",
]
"""Why there is no value."""

MISTAKES: tuple[Why, ...] = ("no_common_tier", "zero_price", "unit_mismatch")
"""What makes a question wrong whatever the day: an error at its place in the note."""

NOT_DATA: tuple[Why, ...] = ("lies_ahead", "not_reviewed")
"""What leaves a value unknown although no data is missing: time has to pass, or a person has to look."""

_BETWEEN_SOURCES = re.compile(r";(?=\S)")
_WEAKEST_FIRST = ("memory", "mixed", "computed", "seen")


@dataclass(frozen=True, slots=True)
class Part:
    """One of the numbers that a value is made of, such as one pair of a price gap.

    Parameters
    ----------
    name : str
    value : float
        In the measure's unit.
    """

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Reading:
    """A measure's value on one day, by what was known on another.

    Parameters
    ----------
    value : float or None
        In ``unit``; None for the reason in ``why``.
    unit : str
        ``usd``, ``x``, ``pp``, ``pct``, ... as in :mod:`screener.dictionary.measures`, or a table row's own.
    measured_on : date or None
        Day that the figure is of: of the oldest one where several decide. Staleness counts from it.
    known_on : date or None
        Day on which the last of what decides became known.
    is_known_on_assumed : bool
        Whether any such day is assumed: the fact's own day, or a stated lag behind it.
    provenance : str
        Of the weakest figure that decides: ``seen``, ``computed``, ``mixed`` or ``memory``; empty for prices.
    source : str
        Of the figures that decide, joined by ``;``.
    note : str
        What it is made of, in words; why there is no value.
    why : Why
    parts : tuple of Part
    """

    value: float | None
    unit: str
    measured_on: dt.date | None = None
    known_on: dt.date | None = None
    is_known_on_assumed: bool = False
    provenance: str = ""
    source: str = ""
    note: str = ""
    why: Why = ""
    parts: tuple[Part, ...] = ()


def weakest(provenances: Sequence[str]) -> str:
    """Return the provenance that says least; empty for none.

    Examples
    --------
    >>> weakest(["seen", "mixed", "seen"])
    'mixed'
    """
    return min(provenances, key=_WEAKEST_FIRST.index, default="")


def joined_sources(sources: Sequence[str]) -> str:
    """Return each source once, in the order given."""
    return ";".join(dict.fromkeys(source for source in sources if source))


def parted_sources(stated: Iterable[str]) -> tuple[str, ...]:
    """Return each source of some cells once, in the order met.

    Sources are joined by a bare semicolon; one followed by a space belongs to a source's own words.

    Examples
    --------
    >>> parted_sources(["a page; 2nd edition;a list", "a list", ""])
    ('a page; 2nd edition', 'a list')
    """
    parts = (part.strip() for source in stated for part in _BETWEEN_SOURCES.split(source))
    return tuple(dict.fromkeys(part for part in parts if part))
