"""The sessions around which a calendar is shifted for all names at once."""

import numpy as np

from screener.calc.response.composition import usability
from screener.calc.response.linear_fit import right_hand_side
from screener.records.event_model import EventModel
from screener.records.prices import Bools, Floats, Integers
from screener.records.thesis import Window


def ring_rows(
    regressors: Floats, windows: tuple[Window, ...], model: EventModel, masked: Bools, first: int = 0
) -> tuple[Integers, ...]:
    """Return the rows at which a name with a price on every session can be scored, for each window.

    Parameters
    ----------
    regressors : array of shape (T, q), decimal per session
        Benchmarks, then their lags.
    windows : tuple of W Window
    model : EventModel
    masked : array of shape (T,)
        Sessions left out of every fit.
    first : int
        Rows before it are not scored.

    Returns
    -------
    tuple of W arrays of int
        Increasing. Sessions at which the benchmarks have a gap are left out of the ring, as in
        :func:`screener.calc.inference.placebo.ring_rows` for a name without one.
    """
    present: Bools = np.asarray(np.isfinite(right_hand_side(regressors, model)).all(axis=1))
    # The first level has no level before it.
    present[:1] = False
    stand_in = np.where(present, 0.0, np.nan)[:, None]
    known = usability(stand_in, np.where(masked[:, None], np.nan, stand_in), windows, model)
    fits = known.usable & known.is_over & (np.arange(len(regressors)) >= first)[:, None]
    return tuple(np.flatnonzero(column).astype(np.int64) for column in fits.T)
