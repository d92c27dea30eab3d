"""When a book decides: the sessions at whose close new weights are chosen."""

import numpy as np

from screener.records.book_rules import Rebalance
from screener.records.prices import Bools, Dates, Integers

# numpy's own period codes; weeks are counted from a Monday, 1970-01-05 less one week.
_PERIOD = {"monthly": "datetime64[M]", "daily": "datetime64[D]"}
_MONDAY = np.datetime64("1969-12-29", "D")


def decision_rows(session_on: Dates, available: Bools, first: int, rebalance: Rebalance) -> Integers:
    """Return the sessions at whose close weights are decided.

    Parameters
    ----------
    session_on : array of shape (T,)
    available : array of shape (T, J)
        Members that could be bought at that close.
    first : int
        First decision.
    rebalance : Rebalance
        ``daily``: every session; ``weekly``, ``monthly``, ``quarterly``: the first session of each period;
        ``never``: only when the members that can be held change.

    Returns
    -------
    array of int, increasing
        Row t is in the result by what is known at the close of session t. A member that stops being available,
        by its TO date or for want of prints, always causes a decision, since it cannot stay.
    """
    n_sessions = len(session_on)
    chosen = np.zeros(n_sessions, dtype=bool)
    if rebalance == "never":
        chosen[1:] = (available[1:] & ~available[:-1]).any(axis=1)
    else:
        periods = _periods(session_on, rebalance)
        chosen[1:] = periods[1:] != periods[:-1]
    chosen[1:] |= (available[:-1] & ~available[1:]).any(axis=1)
    chosen[: first + 1] = False
    if first < n_sessions:
        chosen[first] = True
    return np.flatnonzero(chosen).astype(np.int64)


def _periods(session_on: Dates, rebalance: Rebalance) -> Integers:
    """Return the number of each session's period."""
    if rebalance == "weekly":
        return ((session_on - _MONDAY) // np.timedelta64(7, "D")).astype(np.int64)
    if rebalance == "quarterly":
        return np.asarray(session_on.astype("datetime64[M]").astype(np.int64) // 3)
    return session_on.astype(_PERIOD[rebalance]).astype(np.int64)
