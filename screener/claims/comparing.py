"""One comparison against one value: whether it is true, how far from its threshold, and whether that is close."""

import math

from screener.records.expression import Comparison

CLOSE_SHARE = 0.2
"""Within this share of the threshold a criterion is near, and a claim weak."""


def is_true(comparison: Comparison, value: float) -> bool:
    """Tell whether a value meets a comparison.

    An equality is met to nine digits: a figure quoted wrong is wrong, however near.
    """
    low, high = comparison.low, comparison.high
    equal = math.isclose(value, low, rel_tol=1e-9, abs_tol=1e-12)
    return {
        ">": value > low,
        ">=": value >= low,
        "<": value < low,
        "<=": value <= low,
        "=": equal,
        "!=": not equal,
        "in": low <= value <= high,
    }[comparison.op]


def distance(comparison: Comparison, value: float) -> float:
    """Return how far a value lies from the threshold: positive where the comparison is true, 0 at the threshold.

    Of a range the nearer end counts. An equality has no true side: its distance is 0 or negative.
    """
    low, high = comparison.low, comparison.high
    return {
        ">": value - low,
        ">=": value - low,
        "<": low - value,
        "<=": low - value,
        "=": 0.0 - abs(value - low),
        "!=": abs(value - low),
        "in": min(value - low, high - value),
    }[comparison.op]


def is_close(comparison: Comparison, value: float) -> bool:
    """Tell whether a value lies within a fifth of the threshold, on either side.

    Nothing is close to a threshold of 0, nor to a figure that is quoted as a fact.
    """
    if comparison.op in ("=", "!="):
        return False
    threshold = comparison.low
    if comparison.op == "in" and value - comparison.low > comparison.high - value:
        threshold = comparison.high
    # A share of 20 % is exact in the figures people write; 36 against 30 is close.
    return abs(distance(comparison, value)) <= CLOSE_SHARE * abs(threshold) * (1.0 + 1e-9)


def threshold_text(comparison: Comparison) -> str:
    """Return the threshold as it is written in a table."""
    if comparison.op == "in":
        return f"{comparison.low:.15g}..{comparison.high:.15g}"
    return f"{comparison.low:.15g}"
