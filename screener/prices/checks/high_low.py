"""A day's range that leaves out its own open or close."""

import numpy as np

from screener.prices.checks.prints import Prints, price_of
from screener.records.prices import Finding

# Sources mix prices rounded to cents with unrounded ones: half a cent of 5 USD. Among 84 listings since 2015 five days
# are beyond it, four of them known as wrong.
TOLERANCE = 0.001


def high_low(prints: Prints) -> list[Finding]:
    """Find days whose low is above, or high below, the open or the close; one finding a ticker."""
    bars = prints.bars
    if bars.high is None or bars.low is None:
        return []
    price = price_of(bars)
    opened = price if bars.open is None else bars.open
    # Blank cells are ignored by fmin and fmax, a comparison with NaN is False, and so is what infinite cells leave.
    with np.errstate(invalid="ignore"):
        beyond = np.fmax(np.fmax(bars.low, opened), price) - bars.high
        beyond = np.fmax(beyond, bars.low - np.fmin(opened, price))
    bad = np.flatnonzero((beyond > TOLERANCE * np.abs(price)) & np.isfinite(beyond))
    if not len(bad):
        return []
    first = bad[0]
    return [
        prints.finding(
            "high_low",
            bars.session_on[first],
            bars.session_on[bad[-1]],
            len(bad),
            f"on {len(bad)} day{'s' * (len(bad) > 1)}, first {bars.session_on[first]}, the range {bars.low[first]:.6g} "
            f"to {bars.high[first]:.6g} leaves out the open {opened[first]:.6g} or the close {price[first]:.6g}; "
            "returns use closes only, compare the close elsewhere",
        )
    ]
