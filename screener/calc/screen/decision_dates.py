"""Which decisions have a forward return that is over."""

from screener.records.prices import Bools, Integers


def usable_dates(row_of_decision: Integers, horizon: int, lag: int, last_row: int) -> Bools:
    """Tell which decisions' forward windows lie inside the data; the others' forward returns must be NaN.

    Parameters
    ----------
    row_of_decision : array of shape (W,), int
        Sessions at whose close the names are ranked.
    horizon : int
        Sessions held.
    lag : int
        Sessions from the decision to the close traded at.
    last_row : int
        Last session with prices.

    Returns
    -------
    array of shape (W,), bool
        The window runs from the close of t + lag to that of t + lag + horizon.

    Notes
    -----
    Nothing of the score may come from inside its forward window. The caller's part: an event counts towards the score
    of t once its own window is over and it is known at the close of t (purge). No embargo is needed behind the forward
    window, since nothing is fitted on later data to judge an earlier decision.

    Examples
    --------
    >>> import numpy as np
    >>> usable_dates(np.array([90, 93, 94]), 5, 1, 99).tolist()
    [True, True, False]
    """
    return row_of_decision + lag + horizon <= last_row
