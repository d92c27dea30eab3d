"""Two thresholds instead of one, so that a name near the line does not come and go each week."""

import numpy as np
from numpy.typing import NDArray

from screener.calc.numbers import ROUNDING
from screener.errors import CodeError
from screener.records.prices import Bools, Floats

# In standard deviations of the side, as the score is.
ENTER_AT, EXIT_AT = 0.25, -0.25


def held_states(
    score: Floats,
    starts_held: Bools,
    enter_at: float = ENTER_AT,
    exit_at: float = EXIT_AT,
    *,
    is_gated: Bools | None = None,
) -> Bools:
    """Replay who is held at each decision.

    Parameters
    ----------
    score : array of shape (W, J)
        At each decision, in order; NaN where a name cannot be ranked.
    starts_held : array of shape (J,)
        Before the first.
    enter_at, exit_at : float
        A name comes in at a score of at least ``enter_at`` and goes at one of at most ``exit_at``; between them, and
        without a score, it stays what it was.
    is_gated : array of shape (W,) or None
        Decisions at which no name comes in, whatever its score; who is held stays held.

    Returns
    -------
    array of shape (W, J), bool

    Examples
    --------
    >>> score = np.array([[0.1], [0.3], [-0.1], [float("nan")], [-0.3], [0.1]])
    >>> held_states(score, np.array([False]))[:, 0].tolist()
    [False, True, True, True, False, False]
    """
    if exit_at > enter_at:
        raise CodeError(f"names would leave at {exit_at}, above {enter_at}, at which they enter")
    enters = score >= enter_at
    # Where both hold, at one threshold for both, the name is in.
    leaves = (score <= exit_at) & np.logical_not(enters)
    if is_gated is not None:
        enters = enters & np.logical_not(is_gated)[:, None]
    row = np.where(enters | leaves, np.arange(len(score))[:, None], -1)
    last = np.maximum.accumulate(row, axis=0)
    return np.where(last < 0, starts_held, np.take_along_axis(enters, np.maximum(last, 0), axis=0))


def signal_of(
    was_held: Bools, is_held: Bools, score: Floats, enter_at: float = ENTER_AT, exit_at: float = EXIT_AT
) -> NDArray[np.str_]:
    """Name what to do with each name.

    Parameters
    ----------
    was_held, is_held : array of shape (...)
        At the decision before, and at this one.
    score : array of shape (...)
        At this one.
    enter_at, exit_at : float

    Returns
    -------
    array of shape (...), str
        ``enter`` (held now, not before), ``hold``, ``reduce`` (held, and nearer to leaving than to entering),
        ``exit`` (held before, not now) or ``avoid`` (neither).

    Examples
    --------
    >>> signal_of(np.array([False, True, True, True, False]), np.array([True, True, True, False, False]),
    ...           np.array([0.5, 0.1, -0.1, -0.5, 0.0])).tolist()
    ['enter', 'hold', 'reduce', 'exit', 'avoid']
    """
    middle = (enter_at + exit_at) / 2.0
    cases = [is_held & np.logical_not(was_held), is_held & (score < middle - ROUNDING), is_held, was_held]
    return np.select(cases, ["enter", "reduce", "hold", "exit"], "avoid")
