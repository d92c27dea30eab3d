"""How far a NAV path lies below its highs, and the deepest of its falls."""

from dataclasses import dataclass

import numpy as np

from screener.calc.numbers import ROUNDING
from screener.records.prices import Floats


@dataclass(frozen=True, slots=True)
class Drawdown:
    """A fall of NAV below a high.

    Parameters
    ----------
    depth : float, positive decimal
        1 - NAV at the low / NAV at the high; 1 or more where NAV fell to 0 or below.
    peak_row : int or None
        Row of the high, the last one if NAV stood there on several; None for the NAV before the first session.
    low_row : int
        Row of the low, the first one if NAV stood there on several.
    recovery_row : int or None
        First row after the low that is back at the high or above it; None if there is none yet.
    """

    depth: float
    peak_row: int | None
    low_row: int
    recovery_row: int | None


def drawdowns(nav: Floats, base: float) -> Floats:
    """Return how far each NAV lies below the highest so far.

    Parameters
    ----------
    nav : array of shape (T,), finite
    base : float, above 0
        NAV before the first session; it counts as a high.

    Returns
    -------
    array of shape (T,), positive decimal
        1 - NAV(t) / max(base, NAV(1), ..., NAV(t)); 1 or more where NAV is 0 or below. Row t uses sessions up to t.

    Notes
    -----
    The same as the cumulative drawdowns of packages that let wealth start at 1 (skfolio), and, with ``base`` put before
    the path, of those that start at the first price (ffn); both give them a negative sign.

    Examples
    --------
    >>> import numpy as np
    >>> drawdowns(np.array([1.1, 0.88]), 1.0).round(12).tolist()
    [0.0, 0.2]
    """
    highest = np.maximum.accumulate(np.maximum(nav, base))
    return np.asarray(1.0 - nav / highest)


def max_drawdown(nav: Floats, base: float) -> Drawdown | None:
    """Return the deepest fall below a high.

    Parameters
    ----------
    nav : array of shape (T,), finite
    base : float, above 0
        NAV before the first session; it counts as a high.

    Returns
    -------
    Drawdown or None
        The first of equally deep ones; None for a path that never lies below a high, an empty one included. Peak and
        low are known at the low, the recovery on its own session; a later session may bring a deeper fall. What
        differs by rounding alone is equal: the same price, met again, need not give the same NAV to the last digit.

    Notes
    -----
    Largest over t of 1 - NAV(t) / max(base, NAV(1), ..., NAV(t)); for a NAV above 0 the same as the largest over all
    pairs of a high and a later low. A ruined book ends at its low.

    References
    ----------
    Magdon-Ismail and Atiya (2004), Maximum drawdown, Risk 17(10).

    Examples
    --------
    >>> import numpy as np
    >>> max_drawdown(np.array([0.9, 1.5, 0.75, 1.1, 1.6]), 1.0)
    Drawdown(depth=0.5, peak_row=1, low_row=2, recovery_row=4)
    >>> max_drawdown(np.array([0.75]), 1.0)
    Drawdown(depth=0.25, peak_row=None, low_row=0, recovery_row=None)
    """
    below = drawdowns(nav, base)
    deepest = below.max(initial=0.0)
    if not deepest > ROUNDING:
        return None
    low = int((below >= deepest - ROUNDING).argmax())
    high = nav[:low].max(initial=base)
    least = high * (1.0 - ROUNDING)
    at_high = np.flatnonzero(nav[:low] >= least)
    is_back = np.flatnonzero(nav[low:] >= least)
    return Drawdown(
        depth=float(below[low]),
        peak_row=int(at_high[-1]) if len(at_high) else None,
        low_row=low,
        recovery_row=low + int(is_back[0]) if len(is_back) else None,
    )
