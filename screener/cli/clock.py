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


def known_instant(day: dt.datetime | None, as_of: dt.datetime | None, asked_at: dt.datetime) -> dt.datetime | None:
    """Return the instant whose knowledge a run uses: the end of ``day`` in UTC, or None for all there is.

    Raises
    ------
    UsageError
        The day lies in the future, or before the one that the run speaks for.
    """
    if day is None:
        return None
    if day.date() > asked_at.date():
        raise UsageError(f"--as-known-on {day.date()} lies in the future; leave it out for what is known today")
    if as_of is not None and as_of > day:
        raise UsageError(f"--as-of {as_of.date()} lies after --as-known-on {day.date()}; nothing of it was known then")
    return min(dt.datetime.combine(day.date(), dt.time.max, dt.UTC), asked_at)


DATE = click.DateTime(["%Y-%m-%d"])
