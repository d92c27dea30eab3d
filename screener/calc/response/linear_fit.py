"""Return models fitted by least squares: many series at once, in two passes, so that nothing cancels."""

from dataclasses import dataclass

import numpy as np

from screener.records.event_model import EventModel
from screener.records.prices import Bools, Floats, Integers

# A regressor that departs less from its mean than this share of it never moves: what is left is rounding.
_ROUNDING = 1e-12
# Regressors are collinear when the determinant of their correlation matrix is below this.
_COLLINEAR = 1e-12


@dataclass(frozen=True, slots=True)
class LinearFit:
    """P fits of a return model with q regressors on up to M sessions each.

    Parameters
    ----------
    alpha : array of shape (P,), decimal per session
        0 for a model without parameters; NaN where the fit is not used.
    betas : array of shape (P, q)
    s : array of shape (P,), decimal per session
        Residual standard deviation, square root of SSE / (M - k).
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
        return returns - _expected(self.alpha, self.betas, regressors)

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
    used = _usable(y, x)
    n = _counts(used, y.shape)
    if not model.is_fitted:
        return _without_parameters(y, x, used, n, model)
    k = x.shape[2] + 1
    enough = (n >= max(model.min_returns, k + 1)) & (n > k)
    x_near, off, x_mean, inverse = _regressor_moments(x, used)
    inverse = np.where(enough[:, None, None], inverse, np.nan)
    y_used = _zero_unless(used, y)
    y_sum = y_used.sum(axis=1)
    y_mean = y_sum / np.maximum(n, 1)
    betas = np.einsum("pij,pj->pi", inverse, _products(y_used, x_near) - y_sum[:, None] * off)

    residuals = _expected(y_mean - (betas * off).sum(axis=1), betas, x_near)
    np.subtract(y, residuals, out=residuals)
    s = np.where(enough, _deviation(_zero_unless(used, residuals), np.where(enough, n - k, 1)), np.nan)
    alpha = np.where(enough, y_mean - (betas * x_mean).sum(axis=1), np.nan)
    residuals = _nan_unless(used & enough[:, None], residuals)
    return LinearFit(alpha, betas, s, n, k, residuals, np.broadcast_to(x_mean, betas.shape), inverse)


def _without_parameters(y: Floats, x: Floats, used: Bools, n: Integers, model: EventModel) -> LinearFit:
    """Subtract the benchmark, or nothing: no parameter is estimated and the mean is not removed."""
    q = x.shape[2]
    enough = n >= max(model.min_returns, 1)
    betas = np.ones((len(y), q))
    residuals = _expected(np.zeros(len(y)), betas, x)
    np.subtract(y, residuals, out=residuals)
    s = np.where(enough, _deviation(_zero_unless(used, residuals), np.maximum(n, 1)), np.nan)
    alpha = np.where(enough, 0.0, np.nan)
    residuals = _nan_unless(used & enough[:, None], residuals)
    return LinearFit(alpha, betas, s, n, 0, residuals, np.zeros((len(y), q)), np.zeros((len(y), q, q)))


def _usable(y: Floats, x: Floats) -> Bools:
    """Tell which values the fits use, shape (P, M); one single True where they use all."""
    used = np.isfinite(y)
    exists: Bools = np.asarray(np.isfinite(x).all(axis=2))
    if not exists.all():
        used &= exists
    return np.ones((1, 1), dtype=bool) if used.all() else used


def _counts(used: Bools, shape: tuple[int, ...]) -> Integers:
    n = used.sum(axis=1) if used.shape == shape else np.full(shape[0], shape[1])
    return n.astype(np.int64)


def _zero_unless(used: Bools, values: Floats) -> Floats:
    return values if used.all() else np.where(used, values, 0.0)


def _nan_unless(used: Bools, values: Floats) -> Floats:
    return values if used.all() else np.where(used, values, np.nan)


def _deviation(residuals: Floats, dof: Integers) -> Floats:
    return np.asarray(np.sqrt(np.einsum("pm,pm->p", residuals, residuals) / dof))


def _regressor_moments(x: Floats, used: Bools) -> tuple[Floats, Floats, Floats, Floats]:
    """Return the regressors about a near centre, what their means are off it, the means, and Sxx inverted.

    The centre is the mean over the sessions that have all regressors. Complete series that share the regressors share
    one row of each result.
    """
    q = x.shape[2]
    exists: Bools = np.asarray(np.isfinite(x).all(axis=2))[..., None]
    near = np.where(exists, x, 0.0).sum(axis=1) / np.maximum(exists.sum(axis=1), 1)
    x_near = np.where(exists, x - near[:, None, :], 0.0)
    squares = (x_near[..., :, None] * x_near[..., None, :]).reshape(*x.shape[:2], q * q)
    weight = np.broadcast_to(used, (len(used), x.shape[1])).astype(np.float64)
    size = np.maximum(weight.sum(axis=1), 1.0)
    off = _products(weight, x_near) / size[:, None]
    crossed = _products(weight, squares)
    s_xx = crossed.reshape(len(crossed), q, q) - size[:, None, None] * off[:, :, None] * off[:, None, :]
    return x_near, off, near + off, _inverses(s_xx, _moves(s_xx, near + off, size))


def _products(values: Floats, x: Floats) -> Floats:
    """Sum values times regressors over sessions: (P, M) and (P or 1, M, r) to (P, r)."""
    return np.asarray(values @ x[0] if len(x) == 1 else np.matmul(values[:, None, :], x)[:, 0, :])


def _expected(alpha: Floats, betas: Floats, x: Floats) -> Floats:
    """Return alpha + b'x on every session: (P,), (P, q) and (P or 1, M, q) to (P, M)."""
    if len(x) == 1:
        design = np.column_stack([np.ones(x.shape[1]), x[0]])
        return np.asarray((design @ np.column_stack([alpha, betas]).T).T)
    values = np.matmul(x, betas[..., None])[..., 0]
    values += alpha[:, None]
    return np.asarray(values)


def _moves(s_xx: Floats, x_mean: Floats, n: Floats) -> Bools:
    """Tell which fits have regressors that all move by more than rounding."""
    variance = np.diagonal(s_xx, axis1=1, axis2=2) / n[:, None]
    return np.asarray((variance > (_ROUNDING * x_mean) ** 2).all(axis=1))


def _inverses(matrices: Floats, wanted: Bools) -> Floats:
    """Invert each matrix of centred cross products; one that is not wanted, or is collinear, becomes NaN."""
    size = matrices.shape[-1]
    result = np.full_like(matrices, np.nan)
    scale = np.sqrt(np.maximum(np.diagonal(matrices, axis1=1, axis2=2), 0.0))
    regular = wanted & (scale > 0.0).all(axis=1)
    unit = matrices[regular] / (scale[regular][:, :, None] * scale[regular][:, None, :])
    if size > 1:
        apart = np.linalg.det(unit) > _COLLINEAR
        regular[np.flatnonzero(regular)[~apart]] = False
        unit = unit[apart]
    scale = scale[regular]
    result[regular] = np.linalg.inv(unit) / (scale[:, :, None] * scale[:, None, :])
    return result
