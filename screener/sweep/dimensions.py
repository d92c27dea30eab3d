"""What a sweep may vary, and the values that each may take: those of the note's key of the same name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from screener.records.book_rules import BookRules, Hedge, Rebalance, Weighting
from screener.records.thesis import Thesis
from screener.thesis.book_rules import MAX_BORROW_BPS_PER_YEAR, MAX_COST_BPS

Setting = str | int | float | None

NO_CAP = "none"
"""What ``max_weight_pct`` says where names have no cap."""


@dataclass(frozen=True, slots=True)
class Words:
    """A choice among words."""

    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Numbers:
    """A number within limits.

    Parameters
    ----------
    low, high : float
        Both allowed, unless ``is_above``: then ``low`` itself is not.
    is_above : bool
    is_whole : bool
    has_none : bool
        Whether ``none`` is a value too.
    """

    low: float
    high: float
    is_above: bool = False
    is_whole: bool = False
    has_none: bool = False

    @property
    def limits(self) -> str:
        """What a number must be, in words."""
        kind = "a whole number " if self.is_whole else ""
        return f"{kind}{'above' if self.is_above else 'of at least'} {self.low:g} and at most {self.high:g}"

    def holds(self, value: float) -> bool:
        """Tell whether a value lies within the limits."""
        if self.is_whole and value != int(value):
            return False
        return self.low <= value <= self.high and not (self.is_above and value == self.low)


@dataclass(frozen=True, slots=True)
class Dimension:
    """One rule that can vary.

    Parameters
    ----------
    name : str
        A field of BookRules.
    values : Words or Numbers
    defaults : tuple of str
        Written behind the name when nothing is; empty where that must be said.
    needs : {"", "short", "both"}
        The side, or sides, without which it changes nothing.
    """

    name: str
    values: Words | Numbers
    defaults: tuple[str, ...] = ()
    needs: Literal["", "short", "both"] = ""

    def changes(self, thesis: Thesis) -> bool:
        """Tell whether it changes what a thesis with these sides holds."""
        return not self.needs or (len(thesis.sides) == 2 if self.needs == "both" else self.needs in thesis.sides)


_ALL = (
    Dimension("weighting", Words(get_args(Weighting)), get_args(Weighting)),
    Dimension("hedge", Words(get_args(Hedge)), get_args(Hedge), needs="both"),
    Dimension("rebalance", Words(get_args(Rebalance)), get_args(Rebalance)),
    # Nobody can trade at the close that a decision is made from: lag 0 has to be asked for.
    Dimension("lag_sessions", Numbers(0, 10, is_whole=True), ("1", "2", "3")),
    Dimension("cost_bps", Numbers(0, MAX_COST_BPS)),
    Dimension("borrow_bps_per_year", Numbers(0, MAX_BORROW_BPS_PER_YEAR), needs="short"),
    Dimension("gross", Numbers(0, 10, is_above=True), needs="both"),
    Dimension("max_weight_pct", Numbers(0, 100, is_above=True, has_none=True)),
)

DIMENSIONS: Mapping[str, Dimension] = {each.name: each for each in _ALL}
"""By the note's key."""

ALIASES: Mapping[str, str] = {"lag": "lag_sessions"}


def text_of(value: Setting) -> str:
    """Return a value as it is written: shortest, without an exponent.

    Examples
    --------
    >>> text_of(10.0), text_of(0.1), text_of(2), text_of("weekly"), text_of(None)
    ('10', '0.1', '2', 'weekly', 'none')
    """
    if isinstance(value, str):
        return value
    return NO_CAP if value is None else np.format_float_positional(value, trim="-")


def label_of(rules: BookRules, names: tuple[str, ...]) -> str:
    """Return what these rules say about some dimensions.

    Examples
    --------
    >>> label_of(BookRules(), ("rebalance", "gross"))
    'rebalance=monthly gross=2'
    """
    return " ".join(f"{name}={text_of(getattr(rules, name))}" for name in names)
