"""Alpha and beta of a book against the benchmark, and how far they are known."""

import math
from dataclasses import dataclass

import numpy as np

from screener.calc.inference.hac import newey_west, newey_west_lag
from screener.calc.inference.student import NORMAL_95
from screener.records.prices import Floats

MIN_JOINT_SESSIONS = 3


@dataclass(frozen=True, slots=True)
class MarketRegression:
    """A book's returns regressed on the benchmark's; NaN where the line is not defined.

    Parameters
    ----------
    alpha : float, decimal per session
        Never annualised here; times 252 it is a year's, and so are its error and interval.
    beta : float
    alpha_standard_error, beta_standard_error : float
        Allowing for changing variance and autocorrelation.
    n_sessions : int
        Sessions on which both have a return.
    """

    alpha: float
    beta: float
    alpha_standard_error: float
    beta_standard_error: float
    n_sessions: int

    @property
    def alpha_interval(self) -> tuple[float, float]:
        """95 % interval of alpha, decimal per session."""
        return _interval(self.alpha, self.alpha_standard_error)

    @property
    def beta_interval(self) -> tuple[float, float]:
        """95 % interval of beta."""
        return _interval(self.beta, self.beta_standard_error)


def market_regression(returns: Floats, benchmark: Floats) -> MarketRegression:
    """Regress returns on the benchmark's, with Newey-West errors.

    Parameters
    ----------
    returns, benchmark : array of shape (T,), decimal per session
        Consecutive sessions. Where either is NaN the session is skipped, but keeps its place among the lags.

    Returns
    -------
    MarketRegression
        NaN with fewer than 3 joint sessions or a benchmark that never moves. From all sessions given, known after the
        last.

    Notes
    -----
    r(t) = alpha + beta m(t) + u(t) by least squares on returns as they are: no cash rate is subtracted, so alpha is
    Jensen's plus (1 - beta) times the cash rate. Errors from :func:`~screener.calc.inference.hac.newey_west`, lag
    floor(4 (n / 100)^(2/9)), no correction for small samples; intervals are 1.96 standard errors wide on each side.

    Short samples make them too narrow: with fat tails and a variance that follows the benchmark's moves, they held the
    true alpha and beta in 93 and 88 of 100 histories of 60 sessions, 94 and 93 of 252, 89 and 80 of 20.

    References
    ----------
    Jensen (1968), J. Finance 23; Newey and West (1987), Econometrica 55.

    Examples
    --------
    >>> import numpy as np
    >>> line = market_regression(np.array([0.021, -0.019, 0.001, np.nan]), np.array([0.01, -0.01, 0.0, 0.02]))
    >>> round(line.alpha, 12), round(line.beta, 12), line.n_sessions
    (0.001, 2.0, 3)
    """
    joint = np.isfinite(returns) & np.isfinite(benchmark)
    n = int(joint.sum())
    if n < MIN_JOINT_SESSIONS:
        return MarketRegression(math.nan, math.nan, math.nan, math.nan, n)
    x = np.column_stack([joint.astype(np.float64), np.where(joint, benchmark, 0.0)])
    fit = newey_west(np.where(joint, returns, 0.0), x, newey_west_lag(n))
    (alpha, beta), (alpha_error, beta_error) = fit.coefficients.tolist(), fit.standard_errors.tolist()
    return MarketRegression(alpha, beta, alpha_error, beta_error, n)


def _interval(value: float, standard_error: float) -> tuple[float, float]:
    return value - NORMAL_95 * standard_error, value + NORMAL_95 * standard_error
