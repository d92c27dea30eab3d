"""The rule that turns the primary hypothesis into one word."""

import math
from typing import Literal

from screener.calc.inference.event_tests import SIGNIFICANCE
from screener.records.study import MIN_EVENT_DAYS

Verdict = Literal["with_thesis", "against_thesis", "no_measurable_response", "too_few_events"]


def verdict(
    excess: float,
    n_event_days: int,
    p_event: float,
    p_placebo: float,
    *,
    expected_sign: int,
    is_overlapping: bool,
) -> Verdict:
    """Judge one hypothesis.

    Parameters
    ----------
    excess : float
        Mean CAR over event days minus the ring mean.
    n_event_days : int
        K.
    p_event, p_placebo : float
        Two-sided; NaN never passes.
    expected_sign : {-1, +1}
        The thesis's sign: -1 for a short leg or the short side, whose rows show the stocks' own return.
    is_overlapping : bool
        More than half the event days overlap: the placebo alone decides.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> verdict(0.02, 12, 0.01, 0.02, expected_sign=1, is_overlapping=False)
    'with_thesis'
    >>> verdict(0.02, 12, 0.20, 0.02, expected_sign=1, is_overlapping=False)
    'no_measurable_response'
    >>> verdict(0.02, 4, math.nan, 0.001, expected_sign=1, is_overlapping=False)
    'too_few_events'
    """
    if n_event_days < MIN_EVENT_DAYS:
        return "too_few_events"
    passes_event = is_overlapping or p_event < SIGNIFICANCE
    if not (passes_event and p_placebo < SIGNIFICANCE) or math.isnan(excess) or excess == 0.0:
        return "no_measurable_response"
    return "with_thesis" if (excess > 0) == (expected_sign > 0) else "against_thesis"
