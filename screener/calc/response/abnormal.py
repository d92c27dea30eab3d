"""Abnormal returns of one series around many sessions under a linear return model."""

from dataclasses import dataclass

import numpy as np

from screener.errors import CodeError
from screener.records.prices import Bools, Floats, Integers
from screener.records.thesis import Window

ESTIMATION = Window(-270, -21)
MIN_ESTIMATION_RETURNS = 200

# Rows fitted at once: 512 x 250 x 3 doubles stay under 4 MB, inside a core's cache.
_BLOCK = 512

# A regressor that departs less from its mean than this share of it never moves: what is left is rounding.
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class AbnormalReturns:
    """One series around E sessions and W windows.

    Parameters
    ----------
    car, var_car, scar : array of shape (E, W)
        Cumulative abnormal return (decimal), its variance with prediction error, and their standardised ratio.
    alpha, s : array of shape (E,)
        Intercept and residual standard deviation, decimal per session.
    betas : array of shape (E, k - 1)
        One coefficient a regressor.
    n_estimation : array of shape (E,), int
        M, the estimation sessions at which the series and every regressor exist.
    """

    car: Floats
    var_car: Floats
    scar: Floats
    alpha: Floats
    betas: Floats
    s: Floats
    n_estimation: Integers


def abnormal_returns(
    returns: Floats,
    estimation_returns: Floats,
    regressors: Floats,
    day0: Integers,
    windows: tuple[Window, ...],
    *,
    estimation: Window = ESTIMATION,
    min_returns: int = MIN_ESTIMATION_RETURNS,
) -> AbnormalReturns:
    """Fit the return model before each session and sum what it leaves over each event window.

    Parameters
    ----------
    returns : array of shape (T,), decimal per session
        Used inside event windows.
    estimation_returns : array of shape (T,), decimal per session
        Used to fit; NaN rows are left out of the fit.
    regressors : array of shape (T, k - 1), decimal per session
        The market model's right-hand side without the constant; k - 1 may be 0 (constant mean).
    day0 : array of shape (E,), int
        Rows around which the windows lie.
    windows : tuple of W Window
    estimation : Window
        Sessions used to fit, relative to day 0; must end before the first window starts.
    min_returns : int
        A fit on fewer sessions is NaN.

    Returns
    -------
    AbnormalReturns
        CAR of window ``a..b`` at day 0 ``d`` is known after the close of session ``d + b``; everything else
        after session ``d + estimation.end``.

    Notes
    -----
    Least squares with a constant on the M joint estimation sessions; s^2 = SSE / (M - k).
    CAR = sum over the window of r - alpha - b'x.
    Var(CAR) = s^2 [L + L^2/M + (sum x - L xbar)' Sxx^-1 (sum x - L xbar)], the general form of
    s^2 [L + x'(X'X)^-1 x] with the constant taken out. SCAR = CAR / sqrt(Var(CAR)).
    Two passes: means first, then centred sums and explicit residuals, so nothing cancels.

    NaN rule: a missing value inside an event window, or a window that leaves the rows given, makes that CAR NaN;
    it is never filled with zero.

    References
    ----------
    Patell (1976), J. Accounting Research 14; Mikkelson and Partch (1988), J. Financial and Quantitative
    Analysis 23; Campbell, Lo and MacKinlay (1997), section 4.4. Differs from packages that divide the residual
    sum of squares by M or M - 1, or leave the covariance of prediction errors out.
    """
    if estimation.end >= min((window.start for window in windows), default=0):
        raise CodeError(f"the estimation window {estimation} touches an event window")
    parts = [
        _block(returns, estimation_returns, regressors, day0[i : i + _BLOCK], windows, estimation, min_returns)
        for i in range(0, len(day0), _BLOCK)
    ] or [_block(returns, estimation_returns, regressors, day0, windows, estimation, min_returns)]
    return AbnormalReturns(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in AbnormalReturns.__slots__)
    )


def _block(
    returns: Floats,
    estimation_returns: Floats,
    regressors: Floats,
    day0: Integers,
    windows: tuple[Window, ...],
    estimation: Window,
    min_returns: int,
) -> AbnormalReturns:
    y, inside = _gather(estimation_returns, day0, estimation)
    x, _ = _gather(regressors, day0, estimation)
    used = inside & np.isfinite(y) & np.isfinite(x).all(axis=2)
    n = used.sum(axis=1)
    k = regressors.shape[1] + 1
    enough = (n >= max(min_returns, k + 1)) & (n > k)
    safe_n = np.where(enough, n, 1)

    x_mean = np.where(used[..., None], x, 0.0).sum(axis=1) / safe_n[:, None]
    y_mean = np.where(used, y, 0.0).sum(axis=1) / safe_n
    x_centred = np.where(used[..., None], x - x_mean[:, None, :], 0.0)
    y_centred = np.where(used, y - y_mean[:, None], 0.0)
    moves = (np.abs(x_centred).max(axis=1, initial=0.0) > _ROUNDING * np.abs(x_mean)).all(axis=1)
    s_xx_inverse = _inverses(np.einsum("emi,emj->eij", x_centred, x_centred), enough & moves)
    betas = np.einsum("eij,ej->ei", s_xx_inverse, np.einsum("emi,em->ei", x_centred, y_centred))
    residuals = y_centred - np.einsum("emi,ei->em", x_centred, betas)
    dof = np.where(enough, n - k, 1)
    s = np.where(enough, np.sqrt((residuals**2).sum(axis=1) / dof), np.nan)
    alpha = np.where(enough, y_mean - (betas * x_mean).sum(axis=1), np.nan)
    betas = np.where(enough[:, None], betas, np.nan)

    car = np.empty((len(day0), len(windows)))
    scale = np.empty_like(car)
    for w, window in enumerate(windows):
        length = window.n_sessions
        y_window, in_rows = _gather(returns, day0, window)
        x_window, _ = _gather(regressors, day0, window)
        expected = alpha[:, None] + np.einsum("eli,ei->el", x_window, betas)
        car[:, w] = np.where(in_rows, y_window - expected, np.nan).sum(axis=1)
        shift = x_window.sum(axis=1) - length * x_mean
        scale[:, w] = length + length**2 / safe_n + np.einsum("ei,eij,ej->e", shift, s_xx_inverse, shift)
    var_car = s[:, None] ** 2 * scale
    with np.errstate(divide="ignore", invalid="ignore"):
        scar = np.where(var_car > 0.0, car / np.sqrt(var_car), np.nan)
    return AbnormalReturns(car, var_car, scar, alpha, betas, s, n.astype(np.int64))


def _gather(values: Floats, day0: Integers, window: Window) -> tuple[Floats, Bools]:
    """Take the window's rows around each day 0, and tell which lie inside the rows given."""
    rows = day0[:, None] + np.arange(window.start, window.end + 1)
    inside = (rows >= 0) & (rows < len(values))
    return values[np.clip(rows, 0, max(len(values) - 1, 0))], inside


def _inverses(matrices: Floats, wanted: Bools) -> Floats:
    """Invert each matrix; a singular one (a regressor that never moves) becomes NaN."""
    size = matrices.shape[-1]
    result = np.full_like(matrices, np.nan)
    if size == 0:
        return result
    regular = (
        wanted & (np.linalg.matrix_rank(matrices, hermitian=True) == size)
        if size > 1
        else (wanted & (matrices[:, 0, 0] > 0.0))
    )
    result[regular] = np.linalg.inv(matrices[regular])
    return result
