"""The instant up to which prices count, as numpy and as a date."""

import datetime as dt

import numpy as np

from screener.errors import CodeError


def utc_instant(until_at: dt.datetime) -> np.datetime64:
    """Return ``until_at`` as datetime64[us] in UTC.

    Raises
    ------
    CodeError
        ``until_at`` has no time zone.
    """
    if until_at.tzinfo is None:
        raise CodeError(f"{until_at} has no time zone")
    return np.datetime64(until_at.astimezone(dt.UTC).replace(tzinfo=None), "us")


def last_on(until_at: dt.datetime) -> dt.date:
    """Return the date at ``until_at`` in UTC: the last one on which a session can have closed by then.

    An exchange between UTC-4 and UTC+13 closes on its own date in UTC, so no session of a later date has
    closed; whether the one of this date has, the panel decides by its closing instant.

    Raises
    ------
    CodeError
        ``until_at`` has no time zone.
    """
    date: dt.date = utc_instant(until_at).astype("datetime64[D]").astype(object)
    return date
