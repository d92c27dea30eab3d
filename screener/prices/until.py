"""The date up to which prices count."""

import datetime as dt

from screener.sessions.instants import utc_instant


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
