"""Which sessions were over at an instant: today is not a close."""

import datetime as dt

import numpy as np

from screener.prices.span import between
from screener.records.prices import Bars
from screener.sessions.calendar import ExchangeSessions
from screener.sessions.instants import utc_instant

# Free quotes run up to 20 minutes late, and the closing auction ends after the bell.
QUOTE_DELAY = dt.timedelta(minutes=30)


def last_finished_on(sessions: ExchangeSessions | None, at: dt.datetime) -> np.datetime64:
    """Return the date of the last session whose bar was final at an instant.

    Parameters
    ----------
    sessions : ExchangeSessions or None
        Of the listing's own exchange, reaching to ``at``; None for an unknown one, whose day is taken to end with the
        date's end in UTC.
    at : datetime
        Aware.

    Returns
    -------
    datetime64[D]
        NaT when no session was over.
    """
    instant = utc_instant(at - QUOTE_DELAY)
    if sessions is None:
        today: np.datetime64 = instant.astype("datetime64[D]")
        return today - np.timedelta64(1, "D")
    n_over = int(np.searchsorted(sessions.closes_at.astype("datetime64[us]"), instant, side="right"))
    if n_over == 0:
        return np.datetime64("NaT", "D")
    final_on: np.datetime64 = sessions.session_on[n_over - 1]
    return final_on


def finished(bars: Bars, sessions: ExchangeSessions | None, at: dt.datetime) -> Bars:
    """Return the bars without those of a session that was not over at ``at``.

    Dividends and splits of a dropped session go too: they come with its final bar.
    """
    return between(bars, np.datetime64(dt.date.min, "D"), last_finished_on(sessions, at))
