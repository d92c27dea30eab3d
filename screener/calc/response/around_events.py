"""Many names around the same event days: abnormal returns in two passes, one matrix operation an event day."""

from dataclasses import dataclass, fields

import numpy as np

from screener.calc.response.abnormal import check_apart, standardised
from screener.calc.response.linear_fit import fit, right_hand_side
from screener.calc.response.window_sums import padded_rows
from screener.records.event_model import DEFAULT_MODEL, EventModel
from screener.records.prices import Bools, Floats, Integers
from screener.records.thesis import Window

# Names fitted at once: 512 x 250 doubles take a megabyte, half a core's cache.
_NAMES = 512


@dataclass(frozen=True, slots=True)
class NamesAroundEvents:
    """N names around E event days and W windows.

    Parameters
    ----------
    car, var_car, scar : array of shape (E, N, W)
        Cumulative abnormal return (decimal), its variance with prediction error, and their standardised ratio.
    alpha, s : array of shape (E, N)
        Intercept and residual standard deviation, decimal per session.
    betas : array of shape (E, N, q)
        One coefficient a regressor that the model uses.
    n_estimation : array of shape (E, N), int
        M, the estimation sessions at which the name and every regressor exist.
    dof : array of shape (E, N), int
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


def around_events(
    returns: Floats,
    estimation_returns: Floats,
    regressors: Floats,
    day0: Integers,
    windows: tuple[Window, ...],
    model: EventModel = DEFAULT_MODEL,
) -> NamesAroundEvents:
    """Fit the return model to every name before each event day and sum what it leaves over each event window.

    Parameters
    ----------
    returns : array of shape (T, N), decimal per session
        Used inside event windows.
    estimation_returns : array of shape (T, N), decimal per session
        Used to fit; NaN rows are left out of that name's fit.
    regressors : array of shape (T, q), decimal per session
        Benchmarks, then their lags; the return model takes those it uses.
    day0 : array of shape (E,), int
        Rows around which the windows lie.
    windows : tuple of W Window
    model : EventModel
        Return model, estimation window and the returns it needs; a fit on fewer is NaN.

    Returns
    -------
    NamesAroundEvents
        CAR of window ``a..b`` at day 0 ``d`` is known after the close of session ``d + b``; everything else
        after session ``d + estimation.end``.

    Raises
    ------
    CodeError
        The estimation window reaches into an event window.

    Notes
    -----
    Formulas and NaN rule of :func:`~screener.calc.response.abnormal.abnormal_returns`, whose numbers these are column
    by column. Names share an event day's regressors, so one product of matrices fits them all; the means and the
    residuals are taken explicitly, so that nothing cancels.
    """
    check_apart(model.estimation, windows)
    x = right_hand_side(regressors, model)
    shape = (len(day0), returns.shape[1])
    result = NamesAroundEvents(
        car=np.full((*shape, len(windows)), np.nan),
        var_car=np.full((*shape, len(windows)), np.nan),
        scar=np.full((*shape, len(windows)), np.nan),
        alpha=np.full(shape, np.nan),
        betas=np.full((*shape, x.shape[1]), np.nan if model.is_fitted else 1.0),
        s=np.full(shape, np.nan),
        n_estimation=np.zeros(shape, dtype=np.int64),
        dof=np.zeros(shape, dtype=np.int64),
    )
    x_exists: Bools = np.asarray(np.isfinite(x).all(axis=1))
    usable = np.isfinite(estimation_returns) & x_exists[:, None]
    for e, row in enumerate(day0.tolist()):
        for left in range(0, shape[1], _NAMES):
            names = slice(left, left + _NAMES)
            part = NamesAroundEvents(*(getattr(result, each.name)[e, names] for each in fields(NamesAroundEvents)))
            _one_event(part, returns[:, names], estimation_returns[:, names], usable[:, names], x, row, windows, model)
    result.scar[:] = standardised(result.car, result.var_car)
    return result


def _one_event(
    result: NamesAroundEvents,
    returns: Floats,
    estimation_returns: Floats,
    usable: Bools,
    x: Floats,
    row: int,
    windows: tuple[Window, ...],
    model: EventModel,
) -> None:
    """Fill the part of the result that belongs to one event day and some names."""
    span = slice(max(row + model.estimation.start, 0), max(row + model.estimation.end + 1, 0))
    y, x_fitted, used = estimation_returns[span], x[None, span], usable[span]
    n = np.full(used.shape[1], len(used)) if used.all() else used.sum(axis=0)
    result.n_estimation[:] = n
    result.dof[:] = n - (x.shape[1] + 1 if model.is_fitted else 0)
    start = min((window.start for window in windows), default=0)
    around = row + start, row + max((window.end for window in windows), default=0) + 1
    y_event, x_event = padded_rows(returns, *around), padded_rows(x, *around)[None]
    for names, rows in _alike(used, n, model.min_returns):
        fitted = fit(y[rows][:, names].T, x_fitted[:, rows], model)
        result.alpha[names], result.betas[names], result.s[names] = fitted.alpha, fitted.betas, fitted.s
        abnormal = fitted.abnormal(y_event[:, names].T, x_event)
        for w, window in enumerate(windows):
            inside = slice(window.start - start, window.end - start + 1)
            scale = fitted.prediction_scale(window.n_sessions, x_event[:, inside].sum(axis=1))
            result.car[names, w] = abnormal[:, inside].sum(axis=1)
            result.var_car[names, w] = fitted.s**2 * scale


def _alike(used: Bools, n: Integers, least: int) -> list[tuple[slice | Integers, slice | Bools]]:
    """Group names by the rows they use: those that lack the same rows, then those that lack rows of their own.

    Names with fewer than ``least`` rows are in no group.
    """
    common: Bools = np.asarray(used.any(axis=1))
    rows = slice(None) if common.all() else common
    enough = n >= max(least, 1)
    complete = enough & (n == common.sum())
    if complete.all():
        return [(slice(None), rows)]
    groups = np.flatnonzero(complete), np.flatnonzero(enough & ~complete)
    return [(names.astype(np.int64), rows) for names in groups if len(names)]
