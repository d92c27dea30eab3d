"""Which variants can be compared: those that are known in every session, and that move."""

import numpy as np

from screener.calc.numbers import ROUNDING
from screener.records.prices import Floats, Integers

# A quarter: below that neither a Sharpe ratio nor its variance says anything.
MIN_SESSIONS = 60


def usable_variants(returns: Floats, benchmark: Floats | None = None) -> Integers:
    """Return the columns that can be compared with others.

    Parameters
    ----------
    returns : array of shape (T, V), decimal per session
    benchmark : array of shape (T,), decimal per session, optional
        What is taken off; nothing by default.

    Returns
    -------
    array of int
        Columns in order. One that is missing or infinite in any session is left out as a whole, since a best one can
        only be picked among variants over the same sessions; so is one whose return less the benchmark's is the same in
        every session, which has no Sharpe ratio.
    """
    if len(returns) == 0:
        return np.empty(0, dtype=np.int64)
    with np.errstate(invalid="ignore"):
        apart = returns if benchmark is None else returns - benchmark[:, None]
        movement = apart.max(axis=0) - apart.min(axis=0)
        # What moves by less than that share of its largest return only rounds.
        moves = movement > ROUNDING * np.abs(returns).max(axis=0)
    return np.flatnonzero(np.isfinite(movement) & moves).astype(np.int64)
