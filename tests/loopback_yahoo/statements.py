"""The answer of ``fundamentals-timeseries``: one entry for each item asked for, empty where nobody declared it."""

import datetime as dt
from typing import Any

from loopback_yahoo.answers import Answer, json_answer
from loopback_yahoo.asked import Asked
from loopback_yahoo.faults import Fault
from loopback_yahoo.market import Listing, Market

MOST_YEARS = 4
MOST_QUARTERS = 5
PERIODS = {"annual": "12M", "quarterly": "3M", "trailing": "TTM"}


def statements(market: Market, asked: Asked, now_at: dt.datetime, fault: Fault | None = None) -> Answer:
    """Return the items of periods that have ended, at most as many as Yahoo gives."""
    if fault is Fault.EMPTY:
        return _answer([])
    listing = market.get(asked.symbol or "")
    items = [each for each in asked.query.get("type", "").split(",") if each]
    if not items:
        return _answer([{"meta": {"symbol": [asked.symbol]}}])
    found = [_entry(listing, asked.symbol, item, now_at) for item in items]
    if fault is Fault.NULL_ROW:
        for item, entry in zip(items, found, strict=True):
            if item in entry:
                entry[item][0] = None
    return _answer(found)


def _answer(result: list[dict[str, Any]]) -> Answer:
    return json_answer({"timeseries": {"result": result, "error": None}})


def _entry(listing: Listing | None, symbol: str | None, item: str, now_at: dt.datetime) -> dict[str, Any]:
    meta = {"meta": {"symbol": [symbol], "type": [item]}}
    if listing is None:
        return meta
    today = now_at.astimezone(listing.zone).date()
    most = MOST_YEARS if item.startswith("annual") else MOST_QUARTERS
    values = sorted((day, value) for day, value in listing.statements.get(item, {}).items() if day <= today)[-most:]
    if not values:
        return meta
    period = next((name for start, name in PERIODS.items() if item.startswith(start)), "3M")
    points = [
        {
            "asOfDate": day.isoformat(),
            "periodType": period,
            "currencyCode": listing.currency,
            "reportedValue": {"raw": value, "fmt": f"{value:,.2f}"},
        }
        for day, value in values
    ]
    midnights = [int(dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC).timestamp()) for day, _ in values]
    return {**meta, "timestamp": midnights, item: points}
