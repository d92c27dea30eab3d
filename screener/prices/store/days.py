"""Dates and instants as the store's whole numbers: days and microseconds since 1970, in UTC."""

import datetime as dt

import numpy as np

from screener.records.prices import Dates
from screener.sessions.instants import utc_instant

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)


def micros(instant: dt.datetime) -> int:
    """Return an aware instant in microseconds.

    Raises
    ------
    CodeError
        ``instant`` has no time zone.
    """
    return int(utc_instant(instant).astype(np.int64))


def instant_of(count: int) -> dt.datetime:
    """Return the instant of a count of microseconds."""
    return _EPOCH + count * _MICROSECOND


def days(date: dt.date) -> int:
    """Return a date in days."""
    return date.toordinal() - _EPOCH.toordinal()


def day_counts(dates: Dates) -> list[int]:
    """Return an array of dates in days."""
    counts: list[int] = dates.astype("datetime64[D]").astype(np.int64).tolist()
    return counts


def date_of(count: int) -> dt.date:
    """Return the date of a count of days.

    Examples
    --------
    >>> date_of(days(dt.date(2025, 1, 27)))
    datetime.date(2025, 1, 27)
    """
    return dt.date.fromordinal(count + _EPOCH.toordinal())
