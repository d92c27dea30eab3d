"""Least squares with errors that allow for changing variance and autocorrelation."""

from dataclasses import dataclass

import numpy as np

from screener.records.prices import Floats

# Columns are collinear when the part of one that the others leave is below this share of it.
_COLLINEAR = 1e-10


@dataclass(frozen=True, slots=True)
class HacFit:
    """Coefficients of a regression and their covariance.

    Parameters
    ----------
    coefficients : array of shape (k,)
        NaN where the regression is not defined.
    covariance : array of shape (k, k)
    residuals : array of shape (T,)
    """

    coefficients: Floats
    covariance: Floats
    residuals: Floats

    @property
    def standard_errors(self) -> Floats:
        """Square roots of the covariance's diagonal, shape (k,)."""
        return np.asarray(np.sqrt(np.maximum(np.diagonal(self.covariance), 0.0)))


def newey_west_lag(n: int) -> int:
    """Return floor(4 (n / 100)^(2/9)), the usual lag for n observations."""
    return int(4.0 * (n / 100.0) ** (2.0 / 9.0))


def long_run_variance(values: Floats) -> float:
    """Return the Newey-West long-run variance of a series, with the usual lag.

    Parameters
    ----------
    values : array of shape (T,), finite

    Returns
    -------
    float
        g(0) + 2 sum over lags j of (1 - j / (lag + 1)) g(j), g(j) = sum v(t) v(t-j) / T, about the mean.

    References
    ----------
    Newey and West (1987), Econometrica 55.
    """
    centred = (values - values.mean())[:, None]
    return float(_score_covariance(centred, newey_west_lag(len(values)))[0, 0]) / len(values)


def newey_west(y: Floats, x: Floats, lag: int) -> HacFit:
    """Regress y on the columns of x, with Newey-West errors.

    Parameters
    ----------
    y : array of shape (T,), finite
    x : array of shape (T, k), finite
        The constant is a column of its own. A row of zeros stands for a session without an observation: it moves no
        coefficient and keeps the lags those of the calendar.
    lag : int
        Autocovariances used, from 0; such as floor(4 (T / 100)^(2/9)). Lags from T on add nothing.

    Returns
    -------
    HacFit
        NaN for T <= k or collinear columns.

    Notes
    -----
    (X'X)^-1 [G(0) + sum over j = 1..lag of (1 - j / (lag + 1)) (G(j) + G(j)')] (X'X)^-1, G(j) = sum of
    u(t) u(t-j) x(t) x(t-j)', u the residuals. No correction for small samples, as in statsmodels'
    ``cov_type="HAC"``.

    References
    ----------
    Newey and West (1987), Econometrica 55. For rows of zeros the amplitude modulated estimator of Datta and Du (2012),
    International Finance Discussion Papers 1060.
    """
    n, k = x.shape
    norm = np.sqrt((x**2).sum(axis=0))
    q, r = np.linalg.qr(x / np.where(norm > 0.0, norm, 1.0))
    if n <= k or not (np.abs(np.diagonal(r)) > _COLLINEAR).all():
        return HacFit(np.full(k, np.nan), np.full((k, k), np.nan), np.full(n, np.nan))
    inverse = np.linalg.inv(r) / norm[:, None]
    coefficients = inverse @ (q.T @ y)
    residuals = y - x @ coefficients
    half = inverse @ inverse.T
    return HacFit(coefficients, half @ _score_covariance(x * residuals[:, None], lag) @ half, residuals)


def _score_covariance(scores: Floats, lag: int) -> Floats:
    """Add up the autocovariances of the scores with Bartlett weights, which keep the sum non-negative."""
    total = scores.T @ scores
    for j in range(1, min(lag, len(scores) - 1) + 1):
        one = scores[j:].T @ scores[:-j]
        total = total + (1.0 - j / (lag + 1.0)) * (one + one.T)
    return np.asarray(total)
