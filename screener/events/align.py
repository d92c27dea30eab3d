"""Day 0 of an event: the first session whose close is at or after the anchor."""

import datetime as dt

import numpy as np
from numpy.typing import NDArray

from screener.records.event import Alignment, Anchor, Event, Outcome
from screener.records.prices import Dates
from screener.sessions.calendar import day0
from screener.sessions.instants import utc_instant

NEAR_PREVIOUS_CLOSE = np.timedelta64(18, "h")
"""An upper bound sooner than this after a close may belong to the session that closed."""

NEAR_CLOSE = np.timedelta64(1, "h")
"""An upper bound within this time before day 0's close left that session next to no time to react."""


def align(event: Event, session_on: Dates, closes_at: NDArray[np.datetime64], anchor: Anchor) -> Alignment:
    """Find an event's day 0 on one exchange.

    Parameters
    ----------
    event : Event
        Its ``released_instant`` is the anchor ``released``; a bare date already stands for noon in the lab's
        zone.
    session_on : array of shape (T,), datetime64[D]
        The exchange's sessions, increasing.
    closes_at : array of shape (T,), datetime64[s]
        Their closes in UTC, increasing.
    anchor : {"released", "noticed"}
        ``noticed`` takes the first session on or after ``market_noticed_on``, by date: chosen with hindsight.

    Returns
    -------
    Alignment
        ``NOT_STUDIED`` for a release known to the month or only planned, under either anchor;
        ``NO_ANCHOR_DATE`` when the market's day is not documented; ``SESSION_OUTSIDE_PRICES`` when the anchor
        lies after the last close, or on a UTC day before the first session, where the session it belongs to
        may be one that was not given.

    Notes
    -----
    Sessions added at either end never move a day 0 once it is found. Known when: a session is day 0 as soon
    as it closes, whatever comes later.
    """
    if not event.is_studied:
        return Alignment(None, Outcome.NOT_STUDIED)
    if anchor == "noticed":
        return _align_noticed(event, session_on)
    row = day0(closes_at, session_on, event.released_instant)
    if row is None:
        return Alignment(None, Outcome.SESSION_OUTSIDE_PRICES)
    instant = utc_instant(event.released_instant)
    uncertain = event.released_precision == "upper_bound" and _may_be_earlier(event, instant, closes_at, row)
    return _aligned(event, session_on, row, day0_uncertain=uncertain)


def _align_noticed(event: Event, session_on: Dates) -> Alignment:
    if event.market_noticed_on is None:
        return Alignment(None, Outcome.NO_ANCHOR_DATE)
    day = np.datetime64(event.market_noticed_on, "D")
    row = int(np.searchsorted(session_on, day, side="left"))
    if row == len(session_on) or day < session_on[0]:
        return Alignment(None, Outcome.SESSION_OUTSIDE_PRICES)
    return _aligned(event, session_on, row, day0_uncertain=False)


def _aligned(event: Event, session_on: Dates, row: int, *, day0_uncertain: bool) -> Alignment:
    day: dt.date = session_on[row].astype("datetime64[D]").astype(object)
    lag = (day - event.released_on).days
    return Alignment(day, None, lag, day0_uncertain)


def _may_be_earlier(event: Event, bound: np.datetime64, closes_at: NDArray[np.datetime64], row: int) -> bool:
    """Tell whether an upper bound leaves day 0 in doubt.

    It does when only a day is known, when the previous close is unknown or lies less than 18 hours before the
    bound, or when day 0 closes within an hour of it.
    """
    if event.released_at is None or row == 0:
        return True
    since_previous = bound - closes_at[row - 1]
    until_close = closes_at[row] - bound
    return bool(since_previous < NEAR_PREVIOUS_CLOSE or until_close <= NEAR_CLOSE)
