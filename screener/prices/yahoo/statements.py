"""From Yahoo's answer about quarterly income statements to quarters."""

import datetime as dt
import json
from typing import Any

from screener.prices.yahoo.refusals import EmptyError, NoPricesError
from screener.prices.yahoo.symbols import symbol
from screener.records.income_fetch import ReportedQuarter

ITEMS = ("quarterlyTotalRevenue", "quarterlyCostOfRevenue", "quarterlyGrossProfit", "quarterlyOperatingIncome")
"""What is asked for, in the order of the figures of a quarter."""

FIRST_ON = dt.date(2016, 12, 31)
"""The first date asked for; Yahoo gives the last five quarters whatever it is."""

_QUARTER = "3M"
_ABSURD = 1e18
_LAST_SECOND = 2**32


def quarters_of(text: str, name: str) -> tuple[ReportedQuarter, ...]:
    """Return the quarters of an answer.

    Parameters
    ----------
    text : str
        JSON.
    name : str
        The symbol asked for, as Yahoo writes it.

    Returns
    -------
    tuple of ReportedQuarter
        By period end. A figure that is null, not a number or not of three months is None; a quarter of which nothing
        but the date is told is kept.

    Raises
    ------
    EmptyError
        No item has a figure: what Yahoo says of funds, of many foreign listings and of symbols that it does not know.
    NoPricesError
        The answer is broken, or about another company.
    ValueError
        It is not JSON.
    """
    figures: dict[dt.date, list[float | None]] = {}
    currencies: dict[dt.date, str] = {}
    for entry in _entries(json.loads(text)):
        _require_symbol(entry, name)
        for place, item in enumerate(ITEMS):
            for day, point in _points(entry, item):
                figures.setdefault(day, [None] * len(ITEMS))[place] = _figure(point)
                currencies[day] = currencies.get(day) or str(point.get("currencyCode") or "")
    if all(value is None for found in figures.values() for value in found):
        raise EmptyError("Yahoo has no quarterly income statement of it")
    return tuple(
        ReportedQuarter(day, revenue, cost, profit, operating, currencies[day])
        for day, (revenue, cost, profit, operating) in sorted(figures.items())
    )


def _entries(content: Any) -> list[dict[str, Any]]:
    series = content.get("timeseries") if isinstance(content, dict) else None
    if not isinstance(series, dict):
        raise NoPricesError("the answer holds no statements")
    if isinstance(error := series.get("error"), dict):
        raise NoPricesError(" ".join(str(error.get("description") or "an error without words").split())[:200])
    return [each for each in series.get("result") or () if isinstance(each, dict)]


def _require_symbol(entry: dict[str, Any], name: str) -> None:
    meta = entry.get("meta")
    told = meta.get("symbol") if isinstance(meta, dict) else None
    for answered in told if isinstance(told, list) else ():
        if symbol(str(answered)) != name:
            raise NoPricesError(f"answered with the statements of {str(answered)[:40]}")


def _points(entry: dict[str, Any], item: str) -> list[tuple[dt.date, dict[str, Any]]]:
    """Return the points of an item with their dates; one that is null takes its date from the answer's timestamps."""
    found = entry.get(item)
    if not isinstance(found, list):
        return []
    times = entry.get("timestamp")
    seconds = times if isinstance(times, list) and len(times) == len(found) else [None] * len(found)
    points = [each if isinstance(each, dict) else {} for each in found]
    dated = [(_day(point.get("asOfDate"), second), point) for point, second in zip(points, seconds, strict=True)]
    return [(day, point) for day, point in dated if day is not None]


def _day(told: Any, second: Any) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(told))
    except ValueError:
        is_time = isinstance(second, int) and 0 <= second < _LAST_SECOND
        return dt.datetime.fromtimestamp(second, dt.UTC).date() if is_time else None


def _figure(point: dict[str, Any]) -> float | None:
    reported = point.get("reportedValue")
    value = reported.get("raw") if isinstance(reported, dict) else None
    # False for what is not a number too.
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < _ABSURD:
        return None
    return float(value) if point.get("periodType", _QUARTER) == _QUARTER else None
