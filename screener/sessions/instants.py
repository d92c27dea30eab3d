"""Instants as numpy holds them: in UTC, without a zone."""

import datetime as dt

import numpy as np

from screener.errors import CodeError


def utc_instant(instant: dt.datetime) -> np.datetime64:
    """Return ``instant`` as datetime64[us] in UTC.

    Raises
    ------
    CodeError
        ``instant`` has no time zone.

    Examples
    --------
    >>> str(utc_instant(dt.datetime(2025, 1, 27, 16, 0, tzinfo=dt.timezone(dt.timedelta(hours=-5)))))
    '2025-01-27T21:00:00.000000'
    """
    if instant.tzinfo is None:
        raise CodeError(f"{instant} has no time zone")
    return np.datetime64(instant.astimezone(dt.UTC).replace(tzinfo=None), "us")
