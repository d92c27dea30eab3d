"""The only place that reads the clock."""

import datetime as dt

import click

from screener.errors import UsageError


def now() -> dt.datetime:
    """Return the present instant in UTC."""
    return dt.datetime.now(dt.UTC)


def as_of_instant(day: dt.datetime | None, asked_at: dt.datetime) -> dt.datetime:
    """Return the instant a run speaks for: the end of ``day`` in UTC, or the present.

    Raises
    ------
    UsageError
        The day lies in the future.
    """
    if day is None:
        return asked_at
    if day.date() > asked_at.date():
        raise UsageError(f"--as-of {day.date()} lies in the future; leave it out for today")
    return min(dt.datetime.combine(day.date(), dt.time.max, dt.UTC), asked_at)


DATE = click.DateTime(["%Y-%m-%d"])
