"""Spans of hours of a day, as a tariff by time of day writes them: ``01:00-04:00;06:00-10:00``."""

import datetime as dt
import re
from collections.abc import Iterable

_SPAN = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)", re.ASCII)
_DAY_MINUTES = 24 * 60


def minutes_of(hours: str) -> int | None:
    """Return how many minutes of a day the spans cover; None if they cannot be read.

    Parameters
    ----------
    hours : str
        Spans joined by ``;``. A span may run over midnight; two may not overlap.

    Examples
    --------
    >>> minutes_of("01:00-04:00;06:00-10:00"), minutes_of("16:30-00:30"), minutes_of("25:00-26:00")
    (420, 480, None)
    """
    covered: set[int] = set()
    for text in hours.split(";"):
        span = _span(text.strip())
        if span is None or not covered.isdisjoint(span):
            return None
        covered.update(span)
    return len(covered)


def hours_text(spans: Iterable[tuple[dt.time, dt.time]]) -> str:
    """Return spans as a table writes them.

    Examples
    --------
    >>> hours_text([(dt.time(1), dt.time(4)), (dt.time(6), dt.time(10))])
    '01:00-04:00;06:00-10:00'
    """
    return ";".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in spans)


def _span(text: str) -> set[int] | None:
    """Return the minutes of a day that a span covers."""
    match = _SPAN.fullmatch(text)
    if match is None:
        return None
    start_hour, start_minute, end_hour, end_minute = (int(part) for part in match.groups())
    if max(start_hour, end_hour) > 23 or max(start_minute, end_minute) > 59:
        return None
    start, end = 60 * start_hour + start_minute, 60 * end_hour + end_minute
    length = (end - start) % _DAY_MINUTES
    return {(start + n) % _DAY_MINUTES for n in range(length)} or None
