"""What the worst sessions lost on average."""

import math

import numpy as np

from screener.records.prices import Floats

TAIL_SHARE = 0.05


def expected_shortfall(returns: Floats, share: float = TAIL_SHARE) -> float:
    """Return the mean loss over the worst ``share`` of the sessions.

    Parameters
    ----------
    returns : array of shape (T,), decimal per session, finite
    share : float
        Above 0, at most 1.

    Returns
    -------
    float, decimal
        Positive for a loss, 1 or more only where sessions lost everything; negative where even the worst sessions
        gained; NaN for T = 0. With T share <= 1 (20 sessions for 5 %) it is the worst session's loss.

    Notes
    -----
    With r(1) <= r(2) <= ... and T share = k + f, k whole and 0 <= f < 1: -(r(1) + ... + r(k) + f r(k+1)) / (T share).
    The fraction f is included, so the figure is the expected shortfall of the sessions' own distribution, and moves
    continuously with T and ``share``. Packages that average what lies at or below a quantile take whole sessions, and
    their figure depends on how that quantile is interpolated. It is no forecast: 60 sessions have a tail of three.

    References
    ----------
    Acerbi and Tasche (2002), On the coherence of expected shortfall, J. Banking & Finance 26, definition 2.6;
    Rockafellar and Uryasev (2002), Conditional value-at-risk for general loss distributions, the same volume,
    proposition 8.

    Examples
    --------
    Thirty sessions have a tail of one and a half: (0.06 + 0.03 / 2) / 1.5.

    >>> import numpy as np
    >>> round(expected_shortfall(np.array([-0.06, -0.03, *[0.01] * 28])), 12)
    0.05
    """
    size = len(returns) * share
    if not size > 0.0:
        return math.nan
    weights = np.clip(size - np.arange(len(returns)), 0.0, 1.0)
    # Negated before the sum: a flat book has lost 0, not -0.
    return float((-np.sort(returns) * weights).sum()) / size
