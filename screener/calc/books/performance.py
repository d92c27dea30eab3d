"""Figures of one NAV path over one period; each a pure function."""

import math

import numpy as np

from screener.records.prices import Floats

SESSIONS_PER_YEAR = 252

# Shorter periods are not annualised: a quarter's luck would be raised to the fourth power.
MIN_SESSIONS_TO_ANNUALISE = 60


def total_return(nav: Floats, base: float) -> float:
    """Return last NAV over base, less 1.

    Examples
    --------
    >>> import numpy as np
    >>> round(total_return(np.array([1.1, 1.21]), 1.0), 12)
    0.21
    """
    return float(nav[-1]) / base - 1.0


def annual_growth(total: float, n_sessions: int) -> float:
    """Return the compound yearly growth that gives ``total`` over ``n_sessions``; NaN for a total of -1 or less."""
    return (1.0 + total) ** (SESSIONS_PER_YEAR / n_sessions) - 1.0 if total > -1.0 and n_sessions else math.nan


def annual_volatility(returns: Floats) -> float:
    """Return the standard deviation (ddof 1) of session returns times sqrt(252)."""
    return float(returns.std(ddof=1)) * math.sqrt(SESSIONS_PER_YEAR) if len(returns) > 1 else math.nan


def drawdowns(nav: Floats, base: float) -> Floats:
    """Return how far each NAV lies below the highest so far.

    Parameters
    ----------
    nav : array of shape (T,)
    base : float
        NAV before the first session; it counts as a high.

    Returns
    -------
    array of shape (T,), positive decimal
        Row t uses sessions up to t.

    Examples
    --------
    >>> import numpy as np
    >>> drawdowns(np.array([1.1, 0.88]), 1.0).round(12).tolist()
    [0.0, 0.2]
    """
    highest = np.maximum.accumulate(np.maximum(nav, base))
    return np.asarray(1.0 - nav / highest)


def market_line(returns: Floats, benchmark: Floats) -> tuple[float, float]:
    """Return alpha per session and beta of the returns against the benchmark's.

    Parameters
    ----------
    returns, benchmark : array of shape (T,), decimal per session
        Sessions where either is NaN are skipped.

    Returns
    -------
    alpha, beta : float
        NaN with fewer than 3 joint sessions or a benchmark that never moves.
    """
    joint = np.isfinite(returns) & np.isfinite(benchmark)
    if joint.sum() < 3:
        return math.nan, math.nan
    y, x = returns[joint], benchmark[joint]
    centred = x - x.mean()
    s_xx = float(centred @ centred)
    # The squares of a benchmark that never moves need not round to 0.
    if not (np.ptp(x) > 0.0 and s_xx > 0.0):
        return math.nan, math.nan
    beta = float(centred @ (y - y.mean())) / s_xx
    return float(y.mean()) - beta * float(x.mean()), beta


def turnover_per_year(traded: Floats, nav: Floats, n_sessions: int) -> float:
    """Return traded value / 2 / mean NAV, a year.

    Parameters
    ----------
    traded : array of shape (T,)
        Sum of absolute traded value of each session.
    nav : array of shape (T,)
    n_sessions : int
        Length of the period.
    """
    mean_nav = float(nav.mean()) if len(nav) else math.nan
    if not n_sessions or not mean_nav > 0.0:
        return math.nan
    return float(traded.sum()) / 2.0 / mean_nav * SESSIONS_PER_YEAR / n_sessions
