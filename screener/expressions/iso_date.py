"""Dates as people must write them here: ``YYYY-MM-DD`` and nothing else."""

import datetime as dt
import re

ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parse_iso_date(text: str) -> dt.date | None:
    """Return the date, or None when ``text`` is not ``YYYY-MM-DD`` or not in the calendar.

    Examples
    --------
    >>> parse_iso_date("2024-02-29")
    datetime.date(2024, 2, 29)
    >>> parse_iso_date("2025-02-29") is None
    True
    >>> parse_iso_date("20250228") is None
    True
    """
    if ISO_DATE.fullmatch(text) is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
