"""What has happened to each name since the last event."""

import numpy as np

from screener.calc.response.around_events import NamesAroundEvents
from screener.records.prices import Bools, Floats, Integers


def since_last_event(
    returns: Floats,
    regressors: Floats,
    around: NamesAroundEvents,
    day0: Integers,
    known_from: Integers,
    rows: Integers,
    most_sessions: int,
) -> tuple[Floats, Integers]:
    """Return each name's abnormal return from the last event's day 0 on.

    Parameters
    ----------
    returns : array of shape (T, J), decimal per session
        A missing return counts as 0: the next print carries the move.
    regressors : array of shape (T, q), decimal per session
    around : NamesAroundEvents
        Fits before each of the E events, on these regressors.
    day0 : array of shape (E,), int
    known_from : array of shape (E,), int
        First row at which each event is known.
    rows : array of shape (R,), int
    most_sessions : int
        Older events are over.

    Returns
    -------
    abnormal : array of shape (R, J), decimal
        Sum of r - alpha - b'x over day 0 to the row; NaN without an event in the last ``most_sessions`` sessions, and
        where the name could not be fitted before it. Row r uses sessions up to ``rows[r]``.
    event : array of shape (R,), int
        Which event; -1 without one.
    """
    total = _running(np.nan_to_num(returns))
    x_total = _running(np.nan_to_num(regressors))
    found = np.full((len(rows), returns.shape[1]), np.nan)
    last = np.full(len(rows), -1, dtype=np.int64)
    for r, row in enumerate(rows.tolist()):
        open_now: Bools = np.asarray((day0 <= row) & (known_from <= row) & (day0 > row - most_sessions))
        if not open_now.any():
            continue
        event = int(np.flatnonzero(open_now)[np.argmax(day0[open_now])])
        start = int(day0[event])
        n = row - start + 1
        explained = around.betas[event] @ (x_total[row + 1] - x_total[start])
        found[r] = total[row + 1] - total[start] - n * around.alpha[event] - explained
        last[r] = event
    return found, last


def _running(values: Floats) -> Floats:
    """Return running sums with a row of 0 before the first."""
    return np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])
