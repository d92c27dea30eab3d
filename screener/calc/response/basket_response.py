"""A basket's response at every session: what an event there would have shown."""

from dataclasses import dataclass

import numpy as np

from screener.calc.response.abnormal import abnormal_returns
from screener.calc.response.composition import BasketShape, Usability
from screener.calc.response.every_session import every_session
from screener.records.event_model import EventModel
from screener.records.prices import Bools, Floats, Integers
from screener.records.thesis import Window

# A smaller response is rounding, as of a basket that is its benchmark.
_NOTHING = 1e-12


@dataclass(frozen=True, slots=True)
class BasketResponse:
    """One basket around every session.

    Parameters
    ----------
    car, scar : array of shape (T, W)
        NaN where the basket cannot be scored on that session.
    holds : array of shape (J,)
        Members that the basket may hold.
    used : array of shape (T, J)
        Members in the basket's composition on that session.
    n_valid : array of shape (T,), int
        Members the note names on that session.
    enough_names : array of shape (T,)
        At least half the weight is usable, on each side.
    has_history : array of shape (T,)
        The fit had enough sessions.
    n_estimation, dof : array of shape (T,), int
        M and M - k of the fit; 0 where the basket is not scored.
    """

    car: Floats
    scar: Floats
    holds: Bools
    used: Bools
    n_valid: Integers
    enough_names: Bools
    has_history: Bools
    n_estimation: Integers
    dof: Integers


def basket_response(
    shape: BasketShape,
    returns: Floats,
    estimation_returns: Floats,
    regressors: Floats,
    valid: Bools,
    usability: Usability,
    windows: tuple[Window, ...],
    model: EventModel,
    first: int = 0,
    event_rows: Integers | None = None,
) -> BasketResponse:
    """Score a basket as one asset around every session from ``first`` on.

    Parameters
    ----------
    shape : BasketShape
    returns, estimation_returns : array of shape (T, J), decimal per session
        See :func:`screener.calc.response.abnormal.abnormal_returns`.
    regressors : array of shape (T, k - 1), decimal per session
    valid : array of shape (T, J)
        The note names the member on that session.
    usability : Usability
    windows : tuple of W Window
    model : EventModel
    first : int
        Sessions before it are not scored.
    event_rows : array of int, optional
        Sessions whose numbers are reported: each is fitted in two passes. The others, which only the placebo draws
        from, come from sums over windows.

    Returns
    -------
    BasketResponse
        CAR of window ``a..b`` at session ``d`` is known after the close of session ``d + b``. A longer window that
        completes later takes out the names that have a gap in it, and the CAR of the shorter ones with them.

    Notes
    -----
    Sessions with one composition share one series. Without missing estimation days, and with the same regressors, the
    basket's CAR is exactly the weighted sum of its members' (the model is linear).
    """
    n_sessions = len(returns)
    model = shape.own_model(model)
    event_rows = np.empty(0, dtype=np.int64) if event_rows is None else event_rows
    used = usability.usable & valid & shape.holds
    enough_names = shape.has_enough(used, valid & shape.holds)
    scored = enough_names & (np.arange(n_sessions) >= first)
    groups = _compositions(used, np.flatnonzero(scored))
    compositions = np.array([composition for composition, _ in groups], dtype=bool).reshape(-1, len(shape.leg_of))
    series, estimation = shape.series(returns, compositions), shape.series(estimation_returns, compositions)
    around = every_session(series, estimation, regressors, windows, model)
    car = np.full((n_sessions, len(windows)), np.nan)
    scar = np.full_like(car, np.nan)
    n_estimation = np.zeros(n_sessions, dtype=np.int64)
    has_history = np.zeros(n_sessions, dtype=bool)
    for g, (_, at) in enumerate(groups):
        car[at], scar[at], n_estimation[at] = around.car[at, g], around.scar[at, g], around.n_estimation[at, g]
        has_history[at] = n_estimation[at] >= model.min_returns
        reported = at[np.isin(at, event_rows)]
        exact = abnormal_returns(series[:, g], estimation[:, g], regressors, reported, windows, model)
        car[reported], scar[reported], has_history[reported] = exact.car, exact.scar, np.isfinite(exact.s)
    car = np.where(np.abs(car) < _NOTHING, 0.0, car)
    over = usability.is_over
    return BasketResponse(
        car=np.where(over, car, np.nan),
        scar=np.where(over, scar, np.nan),
        holds=shape.holds,
        used=used,
        n_valid=(valid & shape.holds).sum(axis=1),
        enough_names=enough_names,
        has_history=has_history,
        n_estimation=n_estimation,
        dof=np.maximum(n_estimation - model.n_parameters(regressors.shape[1]), 0),
    )


def _compositions(used: Bools, rows: Integers) -> list[tuple[Bools, Integers]]:
    """Group sessions by the members they hold."""
    packed = np.packbits(used[rows], axis=1)
    keys = np.ascontiguousarray(packed).view([("", packed.dtype)] * packed.shape[1]).ravel()
    _, firsts, group = np.unique(keys, return_index=True, return_inverse=True)
    return [(used[rows[first]], rows[group == g]) for g, first in enumerate(firsts)]
