"""The sessions of an exchange, and the session on which the market could first answer an event."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from screener.errors import CodeError
from screener.sessions import session_cache
from screener.sessions.instants import utc_instant

Dates = NDArray[np.datetime64]
Instants = NDArray[np.datetime64]

# One fixed start before nearly every question, so that one cached file an exchange answers it; an earlier one costs
# some calendars twice the time (Seoul: 1.5 s from 1990).
EARLIEST_ON = dt.date(2005, 1, 1)


@dataclass(frozen=True, slots=True)
class ExchangeSessions:
    """The sessions of one exchange.

    Parameters
    ----------
    mic : str
        ISO 10383 code of the exchange.
    session_on : array of shape (T,), datetime64[D]
        Increasing; the exchange's own dates.
    closes_at, opens_at : arrays of shape (T,), datetime64[s], UTC
        Half days and daylight saving are in them.
    """

    mic: str
    session_on: Dates
    closes_at: Instants
    opens_at: Instants


# An exchange's sessions by its ISO 10383 code, over whatever span its maker chose.
SessionsOf = Callable[[str], ExchangeSessions]


def sessions(mic: str, start_on: dt.date, end_on: dt.date, cache_folder: Path | None) -> ExchangeSessions:
    """Return the sessions of an exchange from ``start_on`` to ``end_on``, both inclusive.

    Parameters
    ----------
    mic : str
        ISO 10383 code of the exchange, such as ``XNYS``.
    start_on, end_on : date
        Dates that the library's calendar does not reach are clipped: ``XTKS``, for example, begins in 1997.
    cache_folder : Path or None
        Where the sessions are kept, one file an exchange and library version. With a file there,
        exchange_calendars is not even imported. A broken file is made again; a folder that cannot be
        written only costs time. None keeps nothing.

    Raises
    ------
    UsageError
        No calendar has this code.
    CodeError
        ``end_on`` is before ``start_on``.
    """
    if end_on < start_on:
        raise CodeError(f"sessions of {mic} asked from {start_on} to {end_on}")
    wide_start_on = min(EARLIEST_ON, start_on.replace(month=1, day=1))
    wide_end_on = dt.date(min(end_on.year + 1, dt.MAXYEAR), 12, 31)
    wide = session_cache.load(mic, start_on, end_on, cache_folder)
    if wide is None:
        wide = session_cache.build(mic, wide_start_on, wide_end_on, cache_folder)
    first = int(np.searchsorted(wide.session_on, np.datetime64(start_on, "D"), side="left"))
    past = int(np.searchsorted(wide.session_on, np.datetime64(end_on, "D"), side="right"))
    return ExchangeSessions(mic, wide.session_on[first:past], wide.closes_at[first:past], wide.opens_at[first:past])


def day0(closes_at: Instants, session_on: Dates, instant: dt.datetime) -> int | None:
    """Return the index of the first session whose close is at or after ``instant``.

    Parameters
    ----------
    closes_at : array of shape (T,), datetime64[s], UTC
    session_on : array of shape (T,), datetime64[D]
    instant : datetime
        Aware, in any zone.

    Returns
    -------
    int or None
        None when the answer lies outside the array: after its last close, or before midnight UTC of its
        first date, where sessions that the array leaves out could have come first.

    Raises
    ------
    CodeError
        ``instant`` has no time zone.
    """
    at = utc_instant(instant)
    if not len(session_on) or at < session_on[0]:
        return None
    index = int(np.searchsorted(closes_at.astype("datetime64[us]"), at, side="left"))
    return index if index < len(closes_at) else None
