"""Round dates on an axis of days: years, quarters, months or days, as the span asks for."""

import datetime as dt
from collections.abc import Iterator

# Months, or below a month days, between two labels; each step divides the next, so that labels stay put.
_MONTH_STEPS = (1, 3, 6, 12, 24, 60, 120, 600)
_DAY_STEPS = (1, 2, 7, 14)
# Shorter spans are told in days: months would give one label or none.
_SHORTEST_IN_MONTHS = 70
_YEAR = 12


def date_ticks(first: dt.date, last: dt.date, most: int) -> tuple[tuple[dt.date, str], ...]:
    """Return round dates from ``first`` to ``last`` and their labels, at most ``most`` of them.

    Returns
    -------
    tuple of (date, str)
        Years as ``2026``, months as ``2026-05``, days as ``2026-05-29``.

    Examples
    --------
    >>> [label for _, label in date_ticks(dt.date(2021, 8, 2), dt.date(2026, 5, 29), 5)]
    ['2022', '2023', '2024', '2025', '2026']
    """
    if (last - first).days < _SHORTEST_IN_MONTHS:
        found = [list(_days(first, last, step)) for step in _DAY_STEPS]
    else:
        found = [list(_months(first, last, step)) for step in _MONTH_STEPS]
    return tuple(next((each for each in found if len(each) <= most), found[-1][:most]))


def _days(first: dt.date, last: dt.date, step: int) -> Iterator[tuple[dt.date, str]]:
    # Day 1 is a Monday, so that steps of weeks fall on Mondays.
    start = first.toordinal() + (1 - first.toordinal()) % step
    for ordinal in range(start, last.toordinal() + 1, step):
        day = dt.date.fromordinal(ordinal)
        yield day, day.isoformat()


def _months(first: dt.date, last: dt.date, step: int) -> Iterator[tuple[dt.date, str]]:
    start = _YEAR * first.year + first.month - 1
    for month in range(start - start % step, _YEAR * last.year + last.month, step):
        day = dt.date(month // _YEAR, month % _YEAR + 1, 1)
        if first <= day:
            yield day, f"{day.year}" if step >= _YEAR else f"{day:%Y-%m}"
