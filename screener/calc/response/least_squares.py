"""Least squares of many series at once, in two passes, so that nothing cancels."""

from dataclasses import dataclass

import numpy as np

from screener.records.prices import Bools, Floats, Integers

# A regressor that departs less from its mean than this share of it never moves: what is left is rounding.
_ROUNDING = 1e-12
# Regressors are collinear when the determinant of their correlation matrix is below this.
_COLLINEAR = 1e-12

# Stands for fits that use every session.
ALL: Bools = np.ones((1, 1), dtype=bool)
ALL.flags.writeable = False


@dataclass(frozen=True, slots=True)
class Regressors:
    """What fits need of their regressors: a row a fit, or one row that all share.

    Parameters
    ----------
    near : array of shape (P or 1, M, q), decimal
        About their means over the sessions that have all of them; zero on the others.
    off : array of shape (P or 1, q)
        Mean of ``near`` over the sessions that a fit uses.
    mean : array of shape (P or 1, q)
        Mean of the regressors over the sessions that a fit uses.
    s_xx_inverse : array of shape (P or 1, q, q)
        Inverse of their centred cross products; NaN where one never moves or is collinear with others.
    """

    near: Floats
    off: Floats
    mean: Floats
    s_xx_inverse: Floats

    @classmethod
    def of(cls, x: Floats, used: Bools = ALL) -> "Regressors":
        """Prepare regressors.

        Parameters
        ----------
        x : array of shape (P or 1, M, q)
        used : array of shape (P, M), or (1, 1) for all
            Sessions that each fit uses; all regressors exist on them.

        Returns
        -------
        Regressors
        """
        q = x.shape[2]
        exists: Bools = np.asarray(np.isfinite(x).all(axis=2))[..., None]
        mean = kept(exists, x, 0.0).sum(axis=1) / np.maximum(exists.sum(axis=1), 1)
        near = kept(exists, x - mean[:, None, :], 0.0)
        squares = (near[..., :, None] * near[..., None, :]).reshape(*x.shape[:2], q * q)
        weight = np.broadcast_to(used, (len(used), x.shape[1])).astype(np.float64)
        size, sums = _sums(weight, np.concatenate([near, squares], axis=2))
        size = np.maximum(size, 1.0)
        off = sums[:, :q] / size[:, None]
        s_xx = sums[:, q:].reshape(len(sums), q, q) - size[:, None, None] * off[:, :, None] * off[:, None, :]
        return cls(near, off, mean + off, _inverses(s_xx, _moves(s_xx, mean + off, size)))

    def row(self, i: int) -> "Regressors":
        """Take one row, for series that share it."""
        at = slice(i, i + 1)
        return Regressors(self.near[at], self.off[at], self.mean[at], self.s_xx_inverse[at])


def least_squares(y: Floats, regressors: Regressors, used: Bools = ALL) -> tuple[Floats, Floats, Floats]:
    """Fit a constant and the regressors to P series.

    Parameters
    ----------
    y : array of shape (P, M)
    regressors : Regressors
        Prepared with the same ``used``.
    used : array of shape (P, M), or (1, 1) for all

    Returns
    -------
    y_mean : array of shape (P,)
    betas : array of shape (P, q)
        NaN where the regressors cannot be told apart.
    residuals : array of shape (P, M)
        Without meaning on sessions that are not used.
    """
    y_sum, products = _sums(kept(used, y, 0.0), regressors.near)
    y_mean = y_sum / np.maximum(counts(used, y.shape), 1)
    products = products - y_sum[:, None] * regressors.off
    inverse = regressors.s_xx_inverse
    betas = products @ inverse[0] if len(inverse) == 1 else np.einsum("pij,pj->pi", inverse, products)
    residuals = expected(y_mean - (betas * regressors.off).sum(axis=1), betas, regressors.near)
    np.subtract(y, residuals, out=residuals)
    return y_mean, betas, residuals


def usable(y: Floats, x: Floats) -> Bools:
    """Tell which values a fit can use: those that exist beside every regressor; (1, 1) where that is all of them."""
    used = np.isfinite(y)
    exists: Bools = np.asarray(np.isfinite(x).all(axis=2))
    if not exists.all():
        used &= exists
    return ALL if used.all() else used


def counts(used: Bools, shape: tuple[int, ...]) -> Integers:
    """Count the values that each of P fits uses, for y of a shape (P, M)."""
    n = used.sum(axis=1) if used.shape == shape else np.full(shape[0], shape[1])
    return n.astype(np.int64)


def kept(used: Bools, values: Floats, other: float) -> Floats:
    """Return the values that are used, and ``other`` in place of the rest."""
    return values if used.all() else np.where(used, values, other)


def _sums(values: Floats, x: Floats) -> tuple[Floats, Floats]:
    """Sum values, and values times regressors, over sessions: (P, M) and (P or 1, M, r) to (P,) and (P, r)."""
    if len(x) == 1:
        sums = values @ _with_constant(x[0])
        return sums[:, 0], sums[:, 1:]
    return values.sum(axis=1), np.matmul(values[:, None, :], x)[:, 0, :]


def expected(alpha: Floats, betas: Floats, x: Floats) -> Floats:
    """Return alpha + b'x on every session: (P,), (P, q) and (P or 1, M, q) to (P, M)."""
    if len(x) == 1:
        return np.asarray(np.dot(_with_constant(x[0]), np.concatenate([alpha[None], betas.T])).T)
    values = np.matmul(x, betas[..., None])[..., 0]
    values += alpha[:, None]
    return np.asarray(values)


def _with_constant(x: Floats) -> Floats:
    return np.concatenate([np.ones((len(x), 1)), x], axis=1)


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
