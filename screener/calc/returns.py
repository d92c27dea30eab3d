"""Total returns of members from price levels, and which of them may be used to estimate."""

from collections.abc import Sequence

import numpy as np

from screener.records.prices import Bools, Floats


def mask_span(level: Floats, first: int, last: int) -> Floats:
    """Blank the levels outside one member's span.

    Parameters
    ----------
    level : array of shape (T,)
        Price levels; NaN where there is no print.
    first, last : int
        First and last session the member is valid, inclusive; ``last < first`` blanks everything.

    Returns
    -------
    array of shape (T,)
        A copy, NaN outside ``first..last``.
    """
    masked = np.full_like(level, np.nan)
    if last >= first:
        masked[first : last + 1] = level[first : last + 1]
    return masked


def simple_returns(level: Floats) -> Floats:
    """Return the simple return of each session.

    Parameters
    ----------
    level : array of shape (T,) or (T, J)
        Total-return price level, above 0; NaN where there is no print.

    Returns
    -------
    array of the same shape, decimal per session
        Row t is known after the close of session t. Row 0 is NaN.

    Notes
    -----
    r(t) = P(t) / P(t-1) - 1. NaN rule: a return next to a missing print is NaN on both sides.

    Examples
    --------
    >>> import numpy as np
    >>> simple_returns(np.array([100.0, 110.0, 99.0])).round(12).tolist()
    [nan, 0.1, -0.1]
    """
    returns = np.full_like(level, np.nan)
    returns[1:] = level[1:] / level[:-1] - 1.0
    return returns


def estimation_returns(returns: Floats, closed: Bools) -> Floats:
    """Blank what must not be used to fit a model: closed sessions, and the sessions that carry their move.

    Parameters
    ----------
    returns : array of shape (T,) or (T, J)
        Simple returns.
    closed : array of the same shape
        The listing's exchange is closed that session by calendar.

    Returns
    -------
    array of the same shape
        NaN where ``closed`` is set on the session or on the one before.
    """
    carries = np.zeros_like(closed)
    carries[1:] = closed[:-1]
    return np.where(closed | carries, np.nan, returns)


def held_returns(level: Floats, exits: Sequence[tuple[int, int, float]] = ()) -> Floats:
    """Return what a holder earns each session when a missing print leaves the value where it was.

    Parameters
    ----------
    level : array of shape (T, J)
        Total-return price level; NaN where there is no print.
    exits : sequence of (row, column, factor)
        Sessions at which a name without a print is marked to its last known level times ``factor``, until it prints
        again; such as 0 for nothing left.

    Returns
    -------
    array of shape (T, J), decimal per session
        0 before the first print, on a missing print, and after the last; the next print carries the move. A print
        after a mark of 0 earns 0: nothing is left to rise.

    Notes
    -----
    The product of (1 + r) over any span equals the ratio of the last marks known at its ends.

    Examples
    --------
    >>> import numpy as np
    >>> nan = float("nan")
    >>> held_returns(np.array([[10.0], [nan], [nan], [14.0]]), [(2, 0, 0.7)])[:, 0].round(12).tolist()
    [0.0, 0.0, -0.3, 1.0]
    """
    filled = _last_known(level)
    for row, column, factor in exits:
        prints = np.flatnonzero(np.isfinite(level[row:, column]))
        until = row + int(prints[0]) if len(prints) else len(level)
        filled[row:until, column] *= factor
    returns = np.zeros_like(level)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = filled[1:] / filled[:-1] - 1.0
    returns[1:] = np.where(np.isfinite(ratio), ratio, 0.0)
    return returns


def _last_known(level: Floats) -> Floats:
    """Carry the last print forward."""
    rows = np.arange(level.shape[0])[:, None]
    seen = np.maximum.accumulate(np.where(np.isfinite(level), rows, 0), axis=0)
    return np.take_along_axis(level, seen, axis=0)
