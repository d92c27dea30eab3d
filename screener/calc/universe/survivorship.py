"""Whether a universe still holds the names that left the market."""

import numpy as np

from screener.records.prices import Dates, Integers
from screener.records.universe import Survivorship

# A listing that was only halted, or on a long holiday, printed within two weeks.
ENDED_AFTER = np.timedelta64(14, "D")
# Takeovers and delistings end 4 to 8 % of listings in a usual year; a file of names listed today has next to none.
LOWEST_RATE = 0.01
_DAYS_A_YEAR = 365.25


def survivorship(first_row: Integers, last_row: Integers, session_on: Dates) -> Survivorship:
    """Count the names that ended, and tell whether they are too few to be all.

    Parameters
    ----------
    first_row, last_row : array of shape (N,), int
        First and last print of each name.
    session_on : array of shape (T,), datetime64[D]

    Returns
    -------
    Survivorship
        Biased when fewer than 1 % of the names ended in a year: ended / sum of years from first to last print. A name
        has ended when its last print lies more than two weeks before the last session.

    Notes
    -----
    A universe of names chosen today is biased by this rule, whoever chose them, and so is one too small or too short to
    have lost any: nothing shows that it is not.
    """
    last_on = session_on[last_row]
    years = (last_on - session_on[first_row]).astype(np.int64) / _DAYS_A_YEAR
    name_years = float(years.sum())
    n_ended = int((last_on < session_on[-1] - ENDED_AFTER).sum()) if len(session_on) else 0
    return Survivorship(len(last_row), n_ended, name_years, n_ended < LOWEST_RATE * max(name_years, 1.0))
