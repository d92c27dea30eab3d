"""Return models fitted by least squares: many series at once, in two passes, so that nothing cancels."""

from dataclasses import dataclass

import numpy as np

from screener.calc.response.least_squares import Regressors, counts, expected, kept, least_squares, usable
from screener.records.event_model import EventModel
from screener.records.prices import Bools, Floats, Integers

# Residuals below this share of the returns they are left from are rounding.
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class LinearFit:
    """P fits of a return model with q regressors on up to M sessions each.

    Parameters
    ----------
    alpha : array of shape (P,), decimal per session
        0 for a model without parameters; NaN where the fit is not used.
    betas : array of shape (P, q)
    s : array of shape (P,), decimal per session
        Residual standard deviation, square root of SSE / (M - k); 0 where nothing but rounding is left, as of a
        benchmark against itself.
    n : array of shape (P,), int
        M, the sessions used.
    k : int
        Parameters estimated.
    residuals : array of shape (P, M), decimal
        NaN on sessions that were not used, and all along where the fit is not.
    x_mean : array of shape (P, q)
        Mean of the regressors over the sessions used.
    s_xx_inverse : array of shape (P, q, q)
        Inverse of their centred cross products; zero for a model without parameters.
    """

    alpha: Floats
    betas: Floats
    s: Floats
    n: Integers
    k: int
    residuals: Floats
    x_mean: Floats
    s_xx_inverse: Floats

    @property
    def dof(self) -> Integers:
        """Degrees of freedom of the residuals, M - k, shape (P,)."""
        return self.n - self.k

    def abnormal(self, returns: Floats, regressors: Floats) -> Floats:
        """Return what the model leaves over on other sessions.

        Parameters
        ----------
        returns : array of shape (P, L), decimal
        regressors : array of shape (P, L, q), or (1, L, q) where all share them

        Returns
        -------
        array of shape (P, L)
            r - alpha - b'x; NaN where any of them is.
        """
        return returns - expected(self.alpha, self.betas, regressors)

    def prediction_scale(self, n_sessions: Integers | int, x_sum: Floats) -> Floats:
        """Return Var(CAR) / s^2 of a sum over sessions outside the fit.

        Parameters
        ----------
        n_sessions : int or array of shape (P,)
            L, the sessions summed over.
        x_sum : array of shape (P, q) or (1, q)
            Sum of the regressors over them.

        Returns
        -------
        array of shape (P,)
            L + L^2 / M + (sum x - L xbar)' Sxx^-1 (sum x - L xbar), which is L + x'(X'X)^-1 x with the constant taken
            out; L for a model without parameters.

        References
        ----------
        Patell (1976), J. Accounting Research 14; Mikkelson and Partch (1988), J. Financial and Quantitative
        Analysis 23; Campbell, Lo and MacKinlay (1997), section 4.4.
        """
        length = np.asarray(n_sessions, dtype=np.float64)
        if self.k == 0:
            return np.broadcast_to(length, self.alpha.shape).copy()
        shift = x_sum - length[..., None] * self.x_mean
        own = length + length**2 / np.maximum(self.n, 1)
        return np.asarray(own + np.einsum("pi,pij,pj->p", shift, self.s_xx_inverse, shift))


def right_hand_side(regressors: Floats, model: EventModel) -> Floats:
    """Return the regressors that a return model uses.

    Parameters
    ----------
    regressors : array of shape (T, q)
        Benchmarks, then their lags.
    model : EventModel

    Returns
    -------
    array of shape (T, q), (T, 1) or (T, 0)
        All for the market model, the first benchmark for the market-adjusted one, none for the others.
    """
    if model.return_model == "market":
        return regressors
    return regressors[:, : int(model.return_model == "market_adjusted")]


def fit(y: Floats, x: Floats, model: EventModel) -> LinearFit:
    """Fit a return model to P series.

    Parameters
    ----------
    y : array of shape (P, M), decimal per session
        NaN sessions are left out of that series' fit.
    x : array of shape (P, M, q), or (1, M, q) where all series share the regressors
        From :func:`right_hand_side`; sessions on which any regressor is NaN are left out.
    model : EventModel

    Returns
    -------
    LinearFit
        NaN for a series with fewer than ``model.min_returns`` sessions, no degree of freedom, or a regressor that never
        moves or is collinear with others. Known when its last session is.

    Notes
    -----
    s^2 = SSE / (M - k). First pass: means; second pass: sums about them; then every residual by itself, so that SSE is
    no difference of large numbers. Differs from packages that divide by M or M - 1.
    """
    used = usable(y, x)
    return fit_on(Regressors.of(x, used), y, used, model) if model.is_fitted else _without_parameters(y, x, used, model)


def fit_on(regressors: Regressors, y: Floats, used: Bools, model: EventModel) -> LinearFit:
    """Fit as :func:`fit` does a model with parameters, on regressors that are prepared.

    Parameters
    ----------
    regressors : Regressors
        Of the same sessions; one row that all series share, or one each.
    y : array of shape (P, M), decimal per session
    used : array of shape (P, M), or (1, 1) for all
        Values that the fits use.
    model : EventModel

    Returns
    -------
    LinearFit
    """
    n = counts(used, y.shape)
    k = regressors.mean.shape[1] + 1
    enough = (n >= max(model.min_returns, k + 1)) & (n > k)
    y_mean, betas, residuals = least_squares(y, regressors, used)
    s = _deviation(kept(used, residuals, 0.0), np.where(enough, n - k, 1))
    size = _deviation(kept(used, y, 0.0), np.maximum(n, 1))
    s = np.where(s <= _ROUNDING * size, 0.0, s)
    return LinearFit(
        alpha=np.where(enough, y_mean - (betas * regressors.mean).sum(axis=1), np.nan),
        betas=np.where(enough[:, None], betas, np.nan),
        s=np.where(enough, s, np.nan),
        n=n,
        k=k,
        residuals=kept(used & enough[:, None], residuals, np.nan),
        x_mean=np.broadcast_to(regressors.mean, betas.shape),
        s_xx_inverse=np.where(enough[:, None, None], regressors.s_xx_inverse, np.nan),
    )


def _without_parameters(y: Floats, x: Floats, used: Bools, model: EventModel) -> LinearFit:
    """Subtract the benchmark, or nothing: no parameter is estimated and the mean is not removed."""
    q = x.shape[2]
    n = counts(used, y.shape)
    enough = n >= max(model.min_returns, 1)
    zeros, betas = np.zeros(len(y)), np.ones((len(y), q))
    residuals = y - expected(zeros, betas, x)
    return LinearFit(
        alpha=np.where(enough, zeros, np.nan),
        betas=betas,
        s=np.where(enough, _deviation(kept(used, residuals, 0.0), np.maximum(n, 1)), np.nan),
        n=n,
        k=0,
        residuals=kept(used & enough[:, None], residuals, np.nan),
        x_mean=np.zeros((len(y), q)),
        s_xx_inverse=np.zeros((len(y), q, q)),
    )


def _deviation(residuals: Floats, dof: Integers) -> Floats:
    return np.asarray(np.sqrt(np.einsum("pm,pm->p", residuals, residuals) / dof))
