"""The Sharpe ratio per session, its uncertainty, and how much of it many tries explain."""

import math

import numpy as np
from scipy.special import ndtr, ndtri

from screener.calc.inference.hac import long_run_variance
from screener.records.prices import Floats

EULER_GAMMA = 0.5772156649015329


def sharpe_per_session(returns: Floats) -> float:
    """Return mean over standard deviation (ddof 1) of the returns.

    Parameters
    ----------
    returns : array of shape (T,), decimal per session, finite

    Returns
    -------
    float
        Per session, never annualised here; NaN for T < 2 or a series that never moves.

    Examples
    --------
    >>> import numpy as np
    >>> round(sharpe_per_session(np.array([0.0, 0.02])), 12)
    0.707106781187
    """
    # The standard deviation of equal values need not round to 0.
    if len(returns) < 2 or not np.ptp(returns) > 0.0:
        return math.nan
    sd = float(returns.std(ddof=1))
    return float(returns.mean()) / sd if sd > 0.0 else math.nan


def sharpe_standard_error(returns: Floats) -> float:
    """Return the standard error of the per-session Sharpe ratio, allowing for autocorrelation and fat tails.

    Parameters
    ----------
    returns : array of shape (T,), decimal per session, finite

    Returns
    -------
    float
        NaN where the Sharpe ratio is, and for T < 3.

    Notes
    -----
    Delta method on mean and variance: psi(t) = z(t) - SR/2 (z(t)^2 - 1), z the standardised return;
    se = sqrt(long-run variance of psi / T).

    References
    ----------
    Lo (2002), The statistics of Sharpe ratios, Financial Analysts Journal 58(4), section on non-IID returns.
    """
    if len(returns) < 3 or not np.ptp(returns) > 0.0:
        return math.nan
    sd = float(returns.std())
    if not sd > 0.0:
        return math.nan
    z = (returns - returns.mean()) / sd
    ratio = float(returns.mean()) / sd
    psi = z - 0.5 * ratio * (z**2 - 1.0)
    return math.sqrt(max(long_run_variance(psi), 0.0) / len(returns))


def probabilistic_sharpe(returns: Floats, benchmark: float = 0.0) -> float:
    """Return the probability that the true per-session Sharpe ratio exceeds ``benchmark``.

    Parameters
    ----------
    returns : array of shape (T,), decimal per session, finite
    benchmark : float
        Per session.

    Returns
    -------
    float
        Between 0 and 1; NaN for fewer than 4 sessions or a series that never moves.

    References
    ----------
    Bailey and Lopez de Prado (2012), The Sharpe ratio efficient frontier, Journal of Risk 15(2), equation 9.
    """
    n = len(returns)
    ratio = sharpe_per_session(returns)
    if n < 4 or math.isnan(ratio):
        return math.nan
    z = (returns - returns.mean()) / returns.std()
    skewness, kurtosis = float((z**3).mean()), float((z**4).mean())
    spread = 1.0 - skewness * ratio + (kurtosis - 1.0) / 4.0 * ratio**2
    if not spread > 0.0:
        return math.nan
    return float(ndtr((ratio - benchmark) * math.sqrt(n - 1.0) / math.sqrt(spread)))


def expected_best_sharpe(n_trials: int, variance: float) -> float:
    """Return the best per-session Sharpe ratio that ``n_trials`` worthless variants would show.

    Parameters
    ----------
    n_trials : int
        Distinct variants tried, at least 1; 0 is returned for 1.
    variance : float
        Variance of the variants' per-session Sharpe ratios.

    References
    ----------
    Bailey and Lopez de Prado (2014), The deflated Sharpe ratio, Journal of Portfolio Management 40(5), equation 6.
    """
    if n_trials < 2:
        return 0.0
    best = (1.0 - EULER_GAMMA) * ndtri(1.0 - 1.0 / n_trials) + EULER_GAMMA * ndtri(1.0 - 1.0 / (n_trials * math.e))
    return float(math.sqrt(variance) * best)


def deflated_sharpe(returns: Floats, trial_sharpes: Floats, n_trials: int) -> float:
    """Return the probability that the Sharpe ratio beats the best of as many worthless variants.

    Parameters
    ----------
    returns : array of shape (T,), decimal per session, finite
        The chosen variant.
    trial_sharpes : array of shape (M,), M <= N
        Per-session Sharpe ratios of the variants for which one is known, the chosen one included.
    n_trials : int
        N, all distinct variants tried.

    Returns
    -------
    float
        PSR(SR0); PSR(0) for N < 2.

    Notes
    -----
    SR0 from :func:`expected_best_sharpe` with the variance over the known Sharpe ratios; below 10 of them that variance
    is at least 1 / (T - 1), what sampling alone gives, since a handful of near-identical tries would otherwise count
    as none.
    """
    known = trial_sharpes[np.isfinite(trial_sharpes)]
    if n_trials < 2 or len(returns) < 4:
        return probabilistic_sharpe(returns)
    variance = float(known.var(ddof=1)) if len(known) > 1 else 0.0
    if len(known) < 10:
        variance = max(variance, 1.0 / (len(returns) - 1.0))
    return probabilistic_sharpe(returns, expected_best_sharpe(n_trials, variance))
