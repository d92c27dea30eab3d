"""The sessions that masked events take out of every fit."""

import numpy as np

from screener.records.prices import Bools, Integers
from screener.records.thesis import Window

# Of every event: the day it lands on and the one after, which answers what came after the close.
MASKED = Window(0, 1)


def masked_sessions(day_rows: Integers, n_sessions: int) -> Bools:
    """Return the sessions that masked events take out of every fit.

    Parameters
    ----------
    day_rows : array of shape (K,), int
        Rows of the event days.
    n_sessions : int
        T.

    Returns
    -------
    array of shape (T,)
    """
    rows = day_rows[:, None] + np.arange(MASKED.start, MASKED.end + 1)
    masked: Bools = np.zeros(n_sessions, dtype=bool)
    masked[rows[rows < n_sessions]] = True
    return masked
