"""Dates and instants as the store's whole numbers: days and microseconds since 1970, in UTC."""

import datetime as dt

from screener.errors import CodeError

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)


def micros(instant: dt.datetime) -> int:
    """Return an aware instant in microseconds.

    Raises
    ------
    CodeError
        ``instant`` has no time zone.
    """
    if instant.tzinfo is None:
        raise CodeError(f"{instant} has no time zone")
    return (instant - _EPOCH) // _MICROSECOND


def instant_of(count: int) -> dt.datetime:
    """Return the instant of a count of microseconds."""
    return _EPOCH + count * _MICROSECOND


def days(date: dt.date) -> int:
    """Return a date in days."""
    return date.toordinal() - _EPOCH.toordinal()


def date_of(count: int) -> dt.date:
    """Return the date of a count of days.

    Examples
    --------
    >>> date_of(days(dt.date(2025, 1, 27)))
    datetime.date(2025, 1, 27)
    """
    return dt.date.fromordinal(count + _EPOCH.toordinal())
