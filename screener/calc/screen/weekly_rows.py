"""The sessions at which a screen decides: the last of each week, and the one it speaks for."""

import numpy as np

from screener.records.prices import Dates, Integers

# 1970-01-01 was a Thursday, three days after a Monday.
_TO_MONDAY = 3


def weekly_rows(session_on: Dates, first: int, row: int) -> Integers:
    """Return the last session of each week before the week of ``row``, then ``row`` itself.

    Parameters
    ----------
    session_on : array of shape (T,)
    first : int
        Weeks whose last session lies before it are left out.
    row : int

    Returns
    -------
    array of int, increasing
        By what is known at the close of ``row``: that a week is over is known from the next one's first session.

    Examples
    --------
    >>> days = np.array(["2026-05-14", "2026-05-15", "2026-05-18", "2026-05-22", "2026-05-26"], dtype="datetime64[D]")
    >>> weekly_rows(days, 0, 3).tolist(), weekly_rows(days, 0, 4).tolist()
    ([1, 3], [1, 3, 4])
    """
    week = (session_on[: row + 1].astype("datetime64[D]").astype(np.int64) + _TO_MONDAY) // 7
    ends = np.flatnonzero(week[1:] != week[:-1])
    return np.append(ends[ends >= first], row).astype(np.int64)
