"""Growth, volatility, downside and turnover of one NAV path over one period; each a pure function."""

import math

import numpy as np

from screener.records.prices import Floats

SESSIONS_PER_YEAR = 252

# Shorter periods are not annualised: a quarter's luck would be raised to the fourth power.
MIN_SESSIONS_TO_ANNUALISE = 60


def total_return(nav: Floats, base: float) -> float:
    """Return last NAV over base, less 1.

    Parameters
    ----------
    nav : array of shape (T,), finite
        T >= 1.
    base : float, above 0
        NAV before the first session.

    Returns
    -------
    float, decimal
        -1 or less for a ruined book.

    Examples
    --------
    >>> import numpy as np
    >>> round(total_return(np.array([1.1, 1.21]), 1.0), 12)
    0.21
    """
    return float(nav[-1]) / base - 1.0


def annual_growth(total: float, n_sessions: int) -> float:
    """Return the compound yearly growth (CAGR) that gives ``total`` over ``n_sessions``.

    Parameters
    ----------
    total : float, decimal
    n_sessions : int
        Returns that ``total`` is made from.

    Returns
    -------
    float, decimal a year
        (1 + total)^(252 / n) - 1. NaN for a total of -1 or less, which no growth rate gives, and without a session;
        infinite where it exceeds what a float holds.

    Notes
    -----
    Years are counted in sessions, as for volatility and the Sharpe ratio. Packages that count the calendar days between
    the first and the last date (ffn) differ by the year's holidays.

    Examples
    --------
    >>> round(annual_growth(0.21, 504), 12)
    0.1
    """
    if not (total > -1.0 and n_sessions):
        return math.nan
    with np.errstate(over="ignore"):
        return float(np.float64(1.0 + total) ** (SESSIONS_PER_YEAR / n_sessions)) - 1.0


def annual_volatility(returns: Floats) -> float:
    """Return the standard deviation of session returns times sqrt(252).

    Parameters
    ----------
    returns : array of shape (T,), decimal per session, finite

    Returns
    -------
    float, decimal a year
        sqrt(252 sum (r(t) - mean)^2 / (T - 1)); NaN for T < 2.

    Notes
    -----
    The square root of time holds for returns without autocorrelation (Lo 2002, Financial Analysts Journal 58(4)).

    Examples
    --------
    >>> import numpy as np
    >>> round(annual_volatility(np.array([0.0, 0.01, 0.02])) / 252**0.5, 12)
    0.01
    """
    return float(returns.std(ddof=1)) * math.sqrt(SESSIONS_PER_YEAR) if len(returns) > 1 else math.nan


def downside_deviation(returns: Floats) -> float:
    """Return the root mean square of the losses, gains counting as 0.

    Parameters
    ----------
    returns : array of shape (T,), decimal per session, finite

    Returns
    -------
    float, decimal per session
        sqrt(sum min(r(t), 0)^2 / T), T all sessions and not the losing ones only; 0 without a loss, NaN for T = 0.

    References
    ----------
    Sortino and van der Meer (1991), Downside risk, J. Portfolio Management 17(4); the target is 0.

    Examples
    --------
    >>> import numpy as np
    >>> round(downside_deviation(np.array([0.05, -0.02, 0.01, 0.0])), 12)
    0.01
    """
    return math.sqrt(float((np.minimum(returns, 0.0) ** 2).mean())) if len(returns) else math.nan


def sortino_per_session(returns: Floats) -> float:
    """Return mean return over downside deviation.

    Parameters
    ----------
    returns : array of shape (T,), decimal per session, finite

    Returns
    -------
    float
        mean r(t) / sqrt(sum min(r(t), 0)^2 / T). Per session, never annualised here (times sqrt(252)); NaN without a
        loss. A session alone that loses gives -1 whatever its size.

    Notes
    -----
    The same as ffn 1.4. Others differ below the line: the sum over T - 1 (skfolio), or the standard deviation of the
    losing sessions alone, which shrinks when they lose alike.

    References
    ----------
    Sortino and Price (1994), Performance measurement in a downside risk framework, J. Investing 3(3).

    Examples
    --------
    >>> import numpy as np
    >>> round(sortino_per_session(np.array([0.05, -0.02, 0.01, 0.0])), 12)
    1.0
    """
    deviation = downside_deviation(returns)
    return float(returns.mean()) / deviation if deviation > 0.0 else math.nan


def turnover_per_year(traded: Floats, nav: Floats, n_sessions: int) -> float:
    """Return traded value / 2 / mean NAV, a year.

    Parameters
    ----------
    traded : array of shape (T,)
        Sum of absolute traded value of each session, buys and sells, the first purchase included.
    nav : array of shape (T,)
        NAV at each close.
    n_sessions : int
        Length of the period, the returns it is made from.

    Returns
    -------
    float, multiples of NAV a year
        sum traded / 2 / mean NAV x 252 / n. 1 sells and replaces a book of 100 % of NAV once. NaN without a session,
        and where mean NAV is not above 0.

    Notes
    -----
    Over NAV, not gross exposure: a book long and short at 100 % each that is replaced once has turned over 2. US funds
    (SEC Form N-1A) take the lesser of purchases and sales instead of half their sum.

    Examples
    --------
    >>> import numpy as np
    >>> turnover_per_year(np.array([1.0, 0.5]), np.array([1.0, 2.0]), 252)
    0.5
    """
    mean_nav = float(nav.mean()) if len(nav) else math.nan
    if not n_sessions or not mean_nav > 0.0:
        return math.nan
    return float(traded.sum()) / 2.0 / mean_nav * SESSIONS_PER_YEAR / n_sessions
