"""Which sessions were over at an instant: today is not a close."""

import datetime as dt

import numpy as np

from screener.prices.span import rows
from screener.records.prices import Bars
from screener.sessions.calendar import ExchangeSessions
from screener.sessions.instants import utc_instant

# Free quotes run up to 20 minutes late, and the closing auction ends after the bell.
QUOTE_DELAY = dt.timedelta(minutes=30)
# Golden weeks close an exchange for up to ten days; a calendar that says more was not continued.
_LONGEST_CLOSURE = np.timedelta64(20, "D")


def final_close(at: dt.datetime) -> np.datetime64:
    """Return the latest close whose bar is final at an instant, as datetime64[us] in UTC."""
    return utc_instant(at - QUOTE_DELAY)


def last_finished_on(sessions: ExchangeSessions | None, at: dt.datetime) -> np.datetime64:
    """Return the date of the last session whose bar was final at an instant.

    Parameters
    ----------
    sessions : ExchangeSessions or None
        Of the listing's own exchange, reaching to ``at``; of an unknown one (None), or one whose calendar ended
        before, the day is taken to end with the date's end in UTC.
    at : datetime
        Aware.

    Returns
    -------
    datetime64[D]
        NaT when no session was over.
    """
    instant = final_close(at)
    if sessions is None or _has_ended(sessions, instant):
        today: np.datetime64 = instant.astype("datetime64[D]")
        return today - np.timedelta64(1, "D")
    n_over = int(np.searchsorted(sessions.closes_at.astype("datetime64[us]"), instant, side="right"))
    if n_over == 0:
        return np.datetime64("NaT", "D")
    final_on: np.datetime64 = sessions.session_on[n_over - 1]
    return final_on


def _has_ended(sessions: ExchangeSessions, instant: np.datetime64) -> bool:
    """Tell whether a calendar was not continued to the present: no exchange closes for so long."""
    return not len(sessions.session_on) or bool(sessions.closes_at[-1] + _LONGEST_CLOSURE < instant)


def finished(bars: Bars, sessions: ExchangeSessions | None, at: dt.datetime) -> Bars:
    """Return the bars without those of a session that was not over at ``at``.

    Its dividend or split stays: the source has rescaled all sessions before it already.
    """
    return rows(bars, bars.session_on <= last_finished_on(sessions, at))
