"""The ISO week and the month that a day belongs to."""

import datetime as dt
from collections.abc import Mapping

import numpy as np

from screener.records.prices import Bools, Dates
from screener.records.review import Span

_ONE_DAY = dt.timedelta(days=1)


def week_of(day: dt.date) -> tuple[str, dt.date, dt.date]:
    """Return a day's ISO week, such as ``2026-W22``, with its Monday and Sunday.

    Examples
    --------
    >>> import datetime as dt
    >>> week_of(dt.date(2027, 1, 1))[0]
    '2026-W53'
    """
    year, week, weekday = day.isocalendar()
    monday = day - (weekday - 1) * _ONE_DAY
    return f"{year}-W{week:02d}", monday, monday + 6 * _ONE_DAY


def span_sessions(session_on: Dates, as_of: dt.date, opened_on: dt.date) -> Mapping[Span, Bools]:
    """Tell which sessions belong to each span.

    Parameters
    ----------
    session_on : array of shape (T,)
        None after ``as_of``.
    as_of : date
        Its ISO week and its calendar month, up to it.
    opened_on : date
        All sessions after it are ``opening``.

    Returns
    -------
    mapping of Span to array of shape (T,)
        All False where no session lies in the span.
    """
    _, monday, _ = week_of(as_of)
    return {
        "week": np.asarray(session_on >= np.datetime64(monday)),
        "month": np.asarray(session_on >= np.datetime64(as_of.replace(day=1))),
        "opening": np.asarray(session_on > np.datetime64(opened_on)),
    }
