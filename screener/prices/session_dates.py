"""Dates of prints against the sessions of their exchange."""

import numpy as np
from numpy.typing import NDArray

from screener.records.prices import Bools, Dates
from screener.sessions.calendar import ExchangeSessions


def matches(known: Dates, dates: Dates) -> tuple[NDArray[np.intp], Bools]:
    """Return where each date stands, or would stand, in ``known``, and whether it is there; both increase."""
    place = np.searchsorted(known, dates)
    found = np.zeros(len(dates), dtype=np.bool_)
    inside = place < len(known)
    found[inside] = known[place[inside]] == dates[inside]
    return place, found


def over_by(dates: Dates, own: ExchangeSessions, until: np.datetime64) -> Bools:
    """Return which dates were over at the instant ``until``.

    Parameters
    ----------
    dates : array of shape (P,), datetime64[D], increasing
    own : ExchangeSessions
        A date that is no session is taken to close when the session before it did. Without any session
        nothing is over.
    until : datetime64, UTC
    """
    if not len(own.session_on):
        return np.zeros(len(dates), dtype=np.bool_)
    place, found = matches(own.session_on, dates)
    nearest = np.where(found, place, np.maximum(place - 1, 0))
    over: Bools = own.closes_at[nearest] + (dates - own.session_on[nearest]) <= until
    return over
