"""When two numbers of a source are the same."""

import numpy as np

from screener.records.prices import Bools, Floats

# Yahoo sends 32-bit floats: the same price comes with another seventh digit from one answer to the next.
NOISE = 1e-6


def within(one: Floats, other: Floats, tolerance: Floats | float = NOISE) -> Bools:
    """Tell where two arrays of one shape agree to a relative tolerance; NaN equals NaN, infinity itself."""
    near = np.abs(one - other) <= tolerance * np.maximum(np.abs(one), np.abs(other))
    both = np.isfinite(one) & np.isfinite(other)
    return (near & both) | identical(one, other)


def unit(prices: Floats) -> float:
    """Return the last decimal place that all prices show; 0 when they are not rounded to four decimals or fewer."""
    shown = prices[np.isfinite(prices)]
    for decimals in range(2, 5):
        if within(shown, np.round(shown, decimals), NOISE / 10).all():
            return float(10.0**-decimals)
    return 0.0


def identical(one: Floats, other: Floats) -> Bools:
    """Tell where two arrays hold the same number; NaN equals NaN."""
    same: Bools = (one == other) | (np.isnan(one) & np.isnan(other))
    return same


def ratio(new: Floats, old: Floats) -> Floats:
    """Return new over old, NaN where that is no finite number above 0."""
    found = new / old
    return np.where(np.isfinite(found) & (found > 0), found, np.nan)
