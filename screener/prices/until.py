"""The last date on which a session can have closed by a given instant."""

import datetime as dt

from screener.errors import CodeError


def last_on(until_at: dt.datetime) -> dt.date:
    """Return the date at ``until_at`` in UTC.

    On every exchange that exchange_calendars knows a session closes on its own date in UTC, so no session
    of a later date has closed; whether the one of this date has, the panel decides by its closing instant.

    Raises
    ------
    CodeError
        ``until_at`` has no time zone.
    """
    if until_at.tzinfo is None:
        raise CodeError(f"{until_at} has no time zone")
    return until_at.astimezone(dt.UTC).date()
