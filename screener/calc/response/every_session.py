"""CAR and SCAR of every name at every session, as if an event fell on it: the table a placebo draws from."""

from dataclasses import dataclass

import numpy as np

from screener.calc.response.abnormal import abnormal_returns, check_apart
from screener.calc.response.linear_fit import right_hand_side
from screener.calc.response.running_fit import Tile, score_tile
from screener.calc.response.window_sums import padded_rows, window_sums
from screener.records.event_model import DEFAULT_MODEL, EventModel
from screener.records.prices import Bools, Floats, Integers
from screener.records.thesis import Window

# Sessions and names of a tile: its arrays take a third of a megabyte each, so that those in use stay in a core's cache.
_SESSIONS = 1024
_NAMES = 32

_Columns = slice | Integers


@dataclass(frozen=True, slots=True)
class EverySession:
    """N names around each of T sessions and W windows.

    Parameters
    ----------
    car, scar : array of shape (T, N, W)
        Cumulative abnormal return (decimal) and its ratio to the standard deviation that the model predicts; NaN as
        in :func:`~screener.calc.response.abnormal.abnormal_returns`. Stored window by window.
    n_estimation : array of shape (T, N), int
        M, the estimation sessions at which the name and every regressor exist.
    recomputed : array of shape (T, N)
        Sums could not be trusted there, and the name was fitted in two passes.
    """

    car: Floats
    scar: Floats
    n_estimation: Integers
    recomputed: Bools


def every_session(
    returns: Floats,
    estimation_returns: Floats,
    regressors: Floats,
    windows: tuple[Window, ...],
    model: EventModel = DEFAULT_MODEL,
) -> EverySession:
    """Score every name at every session from sums over windows.

    This serves placebo tables only. Numbers of events that are reported come from
    :func:`~screener.calc.response.around_events.around_events`, which fits each in two passes.

    Parameters
    ----------
    returns : array of shape (T, N), decimal per session
        Used inside event windows.
    estimation_returns : array of shape (T, N), decimal per session
        Used to fit; NaN rows are left out of that name's fit.
    regressors : array of shape (T, q), decimal per session
        Benchmarks, then their lags; the return model takes those it uses.
    windows : tuple of W Window
    model : EventModel

    Returns
    -------
    EverySession
        Row d of window ``a..b`` is known after the close of session ``d + b``.

    Raises
    ------
    CodeError
        The estimation window reaches into an event window.

    Notes
    -----
    The numbers of :func:`~screener.calc.response.abnormal.abnormal_returns` to 1e-10 predicted standard deviations.
    Sums over windows replace the passes over each window, see
    :func:`~screener.calc.response.window_sums.window_sums`: none holds a number from outside its window, so neither a
    bad print nor a loud past spoils what follows. What sums cannot do is subtract: where less than 1e-4 of a sum of
    squares is left after a mean or the regressors are taken out (a fit with R^2 above 0.9999, a level far from zero
    that shifts, nearly collinear regressors, a series or regressor that stands still), the pair is fitted in two
    passes and marked ``recomputed``. Ordinary returns have none.
    """
    check_apart(model.estimation, windows)
    n_sessions, n_names = returns.shape
    shape = (len(windows), n_sessions, n_names)
    result = EverySession(
        np.moveaxis(np.empty(shape), 0, 2),
        np.moveaxis(np.empty(shape), 0, 2),
        np.empty(shape[1:], dtype=np.int64),
        np.zeros(shape[1:], dtype=bool),
    )
    x = right_hand_side(regressors, model)
    for top in range(0, n_sessions, _SESSIONS):
        sessions = slice(top, min(top + _SESSIONS, n_sessions))
        band = _band(returns, estimation_returns, x, sessions, windows, model)
        for left in range(0, n_names, _NAMES):
            _score(result, band, sessions, slice(left, min(left + _NAMES, n_names)), windows, model)
    for j in np.flatnonzero(result.recomputed.any(axis=0)):
        rows = np.flatnonzero(result.recomputed[:, j])
        exact = abnormal_returns(returns[:, j], estimation_returns[:, j], regressors, rows, windows, model)
        result.car[rows, j], result.scar[rows, j] = exact.car, exact.scar
    return result


def _band(
    returns: Floats,
    estimation_returns: Floats,
    x: Floats,
    sessions: slice,
    windows: tuple[Window, ...],
    model: EventModel,
) -> Tile:
    """Take the rows that some sessions' windows reach, of all names."""
    fitted = sessions.start + model.estimation.start, sessions.stop + model.estimation.end
    start = min((window.start for window in windows), default=0)
    end = max((window.end for window in windows), default=0)
    around = sessions.start + start, sessions.stop + end
    y, x_fitted = padded_rows(estimation_returns, *fitted), padded_rows(x, *fitted)
    x_exists: Bools = np.asarray(np.isfinite(x_fitted).all(axis=1))
    return Tile(
        y=y,
        used=np.isfinite(y) & x_exists[:, None],
        x=x_fitted,
        y_event=padded_rows(returns, *around),
        x_event=padded_rows(x, *around),
    )


def _score(
    result: EverySession,
    band: Tile,
    sessions: slice,
    names: slice,
    windows: tuple[Window, ...],
    model: EventModel,
) -> None:
    """Fill one tile of the result: names that lack the same rows together, names that lack rows of their own apart."""
    used = band.used[:, names]
    n: Integers = used.sum(axis=0)
    common: Bools = np.asarray(used.any(axis=1))[:, None]
    enough = n >= max(model.min_returns, 1)
    alike = enough & (n == common.sum())
    if alike.all():
        _put(result, sessions, names, band.part(names, common), windows, model)
        return
    columns = np.arange(names.start, names.stop)
    apart = enough & ~alike
    for some, rows in ((alike, common), (apart, used[:, apart])):
        if some.any():
            _put(result, sessions, columns[some], band.part(columns[some], rows), windows, model)
    few, length = ~enough, model.estimation.n_sessions
    result.car[sessions, columns[few]] = np.nan
    result.scar[sessions, columns[few]] = np.nan
    result.n_estimation[sessions, columns[few]] = window_sums(used[:, few].astype(np.float64), (length,))[0]


def _put(
    result: EverySession,
    sessions: slice,
    names: slice | Integers,
    tile: Tile,
    windows: tuple[Window, ...],
    model: EventModel,
) -> None:
    scores = score_tile(tile, windows, model)
    for w in range(len(windows)):
        result.car[sessions, names, w] = scores.car[w]
        result.scar[sessions, names, w] = scores.scar[w]
    result.n_estimation[sessions, names] = scores.n
    result.recomputed[sessions, names] = scores.doubtful
