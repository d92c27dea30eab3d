"""A basket's response at every session: what an event there would have shown."""

from dataclasses import dataclass

import numpy as np

from screener.calc.response.abnormal import AbnormalReturns, abnormal_returns
from screener.calc.response.composition import BasketShape, Usability
from screener.records.prices import Bools, Floats, Integers
from screener.records.thesis import Window


@dataclass(frozen=True, slots=True)
class BasketResponse:
    """One basket around every session.

    Parameters
    ----------
    car, scar : array of shape (T, W)
        NaN where the basket cannot be scored on that session.
    used : array of shape (T, J)
        Members in the basket's composition on that session.
    n_valid : array of shape (T,), int
        Members the note names on that session.
    enough_names : array of shape (T,)
        At least half the weight is usable, on each side.
    has_history : array of shape (T,)
        The fit had enough sessions.
    """

    car: Floats
    scar: Floats
    used: Bools
    n_valid: Integers
    enough_names: Bools
    has_history: Bools


def basket_response(
    shape: BasketShape,
    returns: Floats,
    estimation_returns: Floats,
    regressors: Floats,
    valid: Bools,
    usability: Usability,
    windows: tuple[Window, ...],
    first: int = 0,
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
    first : int
        Sessions before it are not scored.

    Returns
    -------
    BasketResponse
        CAR of window ``a..b`` at session ``d`` is known after the close of session ``d + b``. A longer window that
        completes later takes out the names that have a gap in it, and the CAR of the shorter ones with them.

    Notes
    -----
    Sessions with one composition share one series, so the work grows with the number of compositions, not of
    sessions. Without missing estimation days, and with the same regressors, the basket's CAR is exactly the
    weighted sum of its members' (the model is linear).
    """
    n_sessions = len(returns)
    used = usability.usable & valid & shape.holds
    enough_names = shape.has_enough(used, valid & shape.holds)
    scored = enough_names & (np.arange(n_sessions) >= first)
    car = np.full((n_sessions, len(windows)), np.nan)
    scar = np.full_like(car, np.nan)
    has_history = np.zeros(n_sessions, dtype=bool)
    rows = np.flatnonzero(scored)
    for composition, at in _compositions(used, rows):
        result = _response_of(composition, at, shape, returns, estimation_returns, regressors, windows)
        car[at], scar[at] = result.car, result.scar
        has_history[at] = np.isfinite(result.s)
    over = usability.is_over
    return BasketResponse(
        car=np.where(over, car, np.nan),
        scar=np.where(over, scar, np.nan),
        used=used,
        n_valid=(valid & shape.holds).sum(axis=1),
        enough_names=enough_names,
        has_history=has_history,
    )


def _compositions(used: Bools, rows: Integers) -> list[tuple[Bools, Integers]]:
    """Group sessions by the members they hold."""
    packed = np.packbits(used[rows], axis=1)
    keys = np.ascontiguousarray(packed).view([("", packed.dtype)] * packed.shape[1]).ravel()
    _, firsts, group = np.unique(keys, return_index=True, return_inverse=True)
    return [(used[rows[first]], rows[group == g]) for g, first in enumerate(firsts)]


def _response_of(
    composition: Bools,
    at: Integers,
    shape: BasketShape,
    returns: Floats,
    estimation_returns: Floats,
    regressors: Floats,
    windows: tuple[Window, ...],
) -> AbnormalReturns:
    return abnormal_returns(
        shape.series(returns, composition),
        shape.series(estimation_returns, composition),
        regressors,
        at,
        windows,
    )
