"""A parsed claim, kill criterion or filter: comparisons over measures, with their places in the text."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

from screener.records.problem import Place

Operator = Literal[">", ">=", "<", "<=", "=", "!=", "in"]
Role = Literal["breaker", "watch", "question", "claim"]
SpanUnit = Literal["sessions", "days", "weeks"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """``measure(args) op number`` or ``measure(args) in low..high``.

    Parameters
    ----------
    measure : str
        Name of the measure.
    args : tuple of str
        Raw text of the arguments.
    op : Operator
        How the measure is compared.
    low, high : float
        The threshold; equal unless ``op`` is ``in``, and 0 where ``words`` hold it.
    unit : str
        The unit as written behind the number, or empty.
    start, end : int
        0-based half-open span of the comparison in the text.
    place : Place or None
        Where it stands in its file; None if it came from an option.
    words : tuple of str
        What a filter compares a column with that holds no numbers: a word or an ISO date, two dates for a range.
    """

    measure: str
    args: tuple[str, ...]
    op: Operator
    low: float
    high: float
    unit: str
    start: int
    end: int
    place: Place | None = field(default=None, compare=False, repr=False)
    words: tuple[str, ...] = ()

    @property
    def called(self) -> str:
        """The measure with its arguments, as written."""
        return f"{self.measure}({', '.join(self.args)})" if self.args else self.measure


@dataclass(frozen=True, slots=True)
class Statement:
    """One claim or criterion: ``[breaker|watch|?] [name]: comparison [and comparison] [for N unit] [on DATE]``.

    Parameters
    ----------
    text : str
        The whole text as written.
    role : Role
        ``question`` (written ``?``) waits for a person's judgement and may have no comparison.
    name : str
        The part before the colon, or empty.
    comparisons : tuple of Comparison
        All must hold.
    for_n, for_unit : int, SpanUnit or None
        How long it must hold; ``for_n`` is 0 without a ``for`` clause.
    on : date or None
        The one day it is judged on.
    line : int
        1-based line in its file, 0 if it came from an option.
    """

    text: str
    role: Role
    name: str
    comparisons: tuple[Comparison, ...]
    for_n: int = 0
    for_unit: SpanUnit | None = None
    on: dt.date | None = None
    line: int = 0
