"""Abnormal returns of one series around many sessions under a return model."""

from dataclasses import dataclass, fields

import numpy as np

from screener.calc.response.linear_fit import fit, right_hand_side
from screener.calc.response.window_rows import window_rows
from screener.errors import CodeError
from screener.records.event_model import DEFAULT_MODEL, EventModel
from screener.records.prices import Bools, Floats, Integers
from screener.records.thesis import Window

# Rows fitted at once: 512 x 250 x 3 doubles stay under 4 MB, inside a core's cache.
_BLOCK = 512


@dataclass(frozen=True, slots=True)
class AbnormalReturns:
    """One series around E sessions and W windows.

    Parameters
    ----------
    car, var_car, scar : array of shape (E, W)
        Cumulative abnormal return (decimal), its variance with prediction error, and their standardised ratio.
    alpha, s : array of shape (E,)
        Intercept and residual standard deviation, decimal per session.
    betas : array of shape (E, q)
        One coefficient a regressor that the model uses.
    n_estimation : array of shape (E,), int
        M, the estimation sessions at which the series and every regressor exist.
    dof : array of shape (E,), int
        M - k: under normality a SCAR follows Student's t with these degrees of freedom.
    """

    car: Floats
    var_car: Floats
    scar: Floats
    alpha: Floats
    betas: Floats
    s: Floats
    n_estimation: Integers
    dof: Integers


def abnormal_returns(
    returns: Floats,
    estimation_returns: Floats,
    regressors: Floats,
    day0: Integers,
    windows: tuple[Window, ...],
    model: EventModel = DEFAULT_MODEL,
) -> AbnormalReturns:
    """Fit the return model before each session and sum what it leaves over each event window.

    Parameters
    ----------
    returns : array of shape (T,), decimal per session
        Used inside event windows.
    estimation_returns : array of shape (T,), decimal per session
        Used to fit; NaN rows are left out of the fit.
    regressors : array of shape (T, q), decimal per session
        Benchmarks, then their lags; the return model takes those it uses.
    day0 : array of shape (E,), int
        Rows around which the windows lie.
    windows : tuple of W Window
    model : EventModel
        Return model, estimation window and the returns it needs; a fit on fewer is NaN.

    Returns
    -------
    AbnormalReturns
        CAR of window ``a..b`` at day 0 ``d`` is known after the close of session ``d + b``; everything else
        after session ``d + estimation.end``.

    Raises
    ------
    CodeError
        The estimation window reaches into an event window.

    Notes
    -----
    CAR = sum over the window of r - alpha - b'x. SCAR = CAR / sqrt(Var(CAR)), Var(CAR) from
    :meth:`~screener.calc.response.linear_fit.LinearFit.prediction_scale`: the covariance of prediction errors is in it,
    which several packages leave out.

    NaN rule: a missing value inside an event window, or a window that leaves the rows given, makes that CAR NaN;
    it is never filled with zero.
    """
    check_apart(model.estimation, windows)
    regressors = right_hand_side(regressors, model)
    parts = [
        _block(returns, estimation_returns, regressors, day0[i : i + _BLOCK], windows, model)
        for i in range(0, max(len(day0), 1), _BLOCK)
    ]
    return AbnormalReturns(
        *(np.concatenate([getattr(part, each.name) for part in parts]) for each in fields(AbnormalReturns))
    )


def check_apart(estimation: Window, windows: tuple[Window, ...]) -> None:
    """Raise CodeError when the estimation window reaches into an event window; without one nothing is touched."""
    if any(estimation.end >= window.start for window in windows):
        raise CodeError(f"the estimation window {estimation} touches an event window")


def _block(
    returns: Floats,
    estimation_returns: Floats,
    regressors: Floats,
    day0: Integers,
    windows: tuple[Window, ...],
    model: EventModel,
) -> AbnormalReturns:
    y, inside = _gather(estimation_returns, day0, model.estimation)
    x, _ = _gather(regressors, day0, model.estimation)
    fitted = fit(np.where(inside, y, np.nan), x, model)
    car = np.empty((len(day0), len(windows)))
    scale = np.empty_like(car)
    for w, window in enumerate(windows):
        y_window, in_rows = _gather(returns, day0, window)
        x_window, _ = _gather(regressors, day0, window)
        car[:, w] = np.where(in_rows, fitted.abnormal(y_window, x_window), np.nan).sum(axis=1)
        scale[:, w] = fitted.prediction_scale(window.n_sessions, x_window.sum(axis=1))
    var_car = fitted.s[:, None] ** 2 * scale
    return AbnormalReturns(
        car, var_car, standardised(car, var_car), fitted.alpha, fitted.betas, fitted.s, fitted.n, fitted.dof
    )


def standardised(car: Floats, var_car: Floats) -> Floats:
    """Return CAR / sqrt(Var(CAR)); NaN where a fit left nothing over."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(var_car > 0.0, car / np.sqrt(var_car), np.nan)


def _gather(values: Floats, day0: Integers, window: Window) -> tuple[Floats, Bools]:
    """Take the window's rows around each day 0, and tell which lie inside the rows given."""
    rows, inside = window_rows(day0, window, len(values))
    return values[rows], inside
