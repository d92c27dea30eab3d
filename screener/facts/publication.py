"""The day on which a quarter's figures count as known where no table says it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from screener.records.fact import Earnings
from screener.records.income import IncomeQuarter

# Large American companies file a quarter within 40 days and a year within 60, and mostly report weeks before.
LAG = dt.timedelta(days=60)
_LONGEST = dt.timedelta(days=120)


def publication_day(period_end_on: dt.date, reported_on: Iterable[dt.date]) -> dt.date:
    """Return the day a quarter was published, by rule.

    Parameters
    ----------
    period_end_on : date
    reported_on : iterable of date
        Days on which the company reported anything.

    Returns
    -------
    date
        The first report in the 120 days after the quarter's end; without one, 60 days after it.

    Examples
    --------
    >>> publication_day(dt.date(2025, 10, 31), [dt.date(2025, 12, 3), dt.date(2026, 2, 25)])
    datetime.date(2025, 12, 3)
    >>> publication_day(dt.date(2025, 10, 31), [])
    datetime.date(2025, 12, 30)
    """
    after = [day for day in reported_on if period_end_on < day <= period_end_on + _LONGEST]
    return min(after, default=period_end_on + LAG)


def report_days(earnings: Iterable[Earnings]) -> dict[str, tuple[dt.date, ...]]:
    """Return each ticker's days of reports."""
    days: dict[str, list[dt.date]] = defaultdict(list)
    for each in earnings:
        days[each.ticker].append(each.reported_on)
    return {ticker: tuple(found) for ticker, found in days.items()}


def dated_by_reports(income: Iterable[IncomeQuarter], earnings: Iterable[Earnings]) -> tuple[IncomeQuarter, ...]:
    """Return the quarters with each assumed ``known_on`` set by the rule, sorted by ticker, end and day known."""
    days = report_days(earnings)
    dated = (_dated(each, days.get(each.ticker, ())) for each in income)
    return tuple(sorted(dated, key=lambda row: (row.ticker, row.period_end_on, row.known_on)))


def _dated(quarter: IncomeQuarter, reported_on: Sequence[dt.date]) -> IncomeQuarter:
    if not quarter.known_on_assumed:
        return quarter
    return replace(quarter, known_on=publication_day(quarter.period_end_on, reported_on))
