"""The answer of ``v8/finance/chart``: rows in a window of time, actions, and what is told about the symbol."""

import datetime as dt
from typing import Any

import numpy as np
from loopback_yahoo.answers import Answer, error, gone, json_answer
from loopback_yahoo.asked import Asked
from loopback_yahoo.faults import Fault, other_listing, spoil
from loopback_yahoo.market import SECOND, Floats, Listing, Market
from loopback_yahoo.shown import Bars, Shown, show

DAYS_OF = {"1mo": 31, "3mo": 92, "6mo": 183, "1y": 366, "2y": 731, "5y": 1827, "10y": 3653}
ROWS_OF = {"1d": 1, "5d": 5}
RANGES = ["1d", "5d", "1mo", "3mo", "6mo", "1y", "2y", "5y", "10y", "ytd", "max"]


def chart(market: Market, asked: Asked, now_at: dt.datetime, fault: Fault | None = None) -> Answer:
    """Return the answer to a request for a chart, spoiled by a fault of its data if there is one."""
    listing = market.get(asked.symbol or "")
    shown = show(listing, now_at) if listing else None
    if listing is None or shown is None:
        return gone("chart")
    if asked.query.get("interval", "1d") != "1d":
        return error(422, "Unprocessable Entity", "only daily bars are served here", under="chart")
    about, source = listing, listing
    if fault in {Fault.OTHER_COMPANY, Fault.OTHER_SYMBOL}:
        source = other_listing(market, listing)
        about = source if fault is Fault.OTHER_SYMBOL else listing
        shown = show(source, now_at) or shown

    meta = _meta(about, shown, now_at, asked.query.get("range", ""))
    bars = spoil(_window(shown.bars, asked.query, now_at.astimezone(source.zone)), source, shown, fault)
    if fault is Fault.EMPTY:
        return _answer({"meta": meta, "indicators": {"quote": [{}], "adjclose": [{}]}})
    if not len(bars):
        start, end = asked.query.get("period1"), asked.query.get("period2")
        told = f"Data doesn't exist for startDate = {start}, endDate = {end}"
        return error(400, "Bad Request", told, under="chart")

    result: dict[str, Any] = {"meta": meta, "timestamp": bars.timestamp.tolist()}
    if events := _events(shown, bars, asked.query.get("events", "")):
        result["events"] = events
    quote = {name: _numbers(getattr(bars, name)) for name in ("open", "high", "low", "close")}
    result["indicators"] = {"quote": [quote | {"volume": bars.volume.tolist()}]}
    if fault is not Fault.NO_ADJCLOSE:
        result["indicators"]["adjclose"] = [{"adjclose": _numbers(bars.adjclose)}]
    return _answer(result)


def _answer(result: dict[str, Any]) -> Answer:
    return json_answer({"chart": {"result": [result], "error": None}})


def _window(bars: Bars, query: dict[str, str], local_at: dt.datetime) -> Bars:
    """Return the rows between period1 and period2, or those of a range such as ``5d``."""
    if "period1" in query or "period2" in query:
        first, last = float(query.get("period1", "-inf")), float(query.get("period2", "inf"))
        return bars.take((first <= bars.open_s) & (bars.open_s < last))
    asked = query.get("range", "1d")
    if asked in ROWS_OF:
        return bars.take(slice(-ROWS_OF[asked], None))
    today = np.datetime64(local_at.date(), "D")
    if asked == "ytd":
        return bars.take(bars.session_on >= today.astype("datetime64[Y]"))
    return bars.take(bars.session_on >= today - np.timedelta64(DAYS_OF.get(asked, 100_000), "D"))


def _numbers(values: Floats) -> list[float | None]:
    return [None if each != each else each for each in values.tolist()]  # noqa: PLR0124


def _events(shown: Shown, bars: Bars, wanted: str) -> dict[str, Any]:
    """Return the actions from the first row to the last."""
    first, last = int(bars.open_s[0]), int(bars.open_s[-1])
    found: dict[str, Any] = {}
    if "div" in wanted:
        found["dividends"] = {
            str(at): {"amount": amount, "date": at} for at, amount in shown.dividends.items() if first <= at <= last
        }
    if "split" in wanted:
        found["splits"] = {
            str(at): {"date": at, "numerator": float(up), "denominator": float(down), "splitRatio": f"{up}:{down}"}
            for at, (up, down) in shown.splits.items()
            if first <= at <= last
        }
    return {name: events for name, events in found.items() if events}


def _meta(listing: Listing, shown: Shown, now_at: dt.datetime, asked_range: str) -> dict[str, Any]:
    local_at = now_at.astimezone(listing.zone)
    return {
        "currency": listing.currency,
        "symbol": listing.symbol,
        "exchangeName": listing.exchange,
        "fullExchangeName": listing.full_exchange,
        "instrumentType": listing.instrument,
        "firstTradeDate": int(listing.opens_s[0]),
        "regularMarketTime": shown.market_s,
        "hasPrePostMarketData": True,
        "gmtoffset": _offset(local_at),
        "timezone": local_at.tzname(),
        "exchangeTimezoneName": listing.timezone,
        "regularMarketPrice": float(shown.bars.close[-1]),
        "priceHint": 2,
        "currentTradingPeriod": _trading_period(listing, len(shown.bars) - 1, local_at),
        "dataGranularity": "1d",
        "range": asked_range,
        "validRanges": RANGES,
    }


def _trading_period(listing: Listing, last: int, local_at: dt.datetime) -> dict[str, Any]:
    """Return the hours of today's session, or of the last one where there is none today."""
    place = last
    if last + 1 < len(listing.dates) and listing.dates[last + 1] == local_at.date():
        place = last + 1
    begins, ends = int(listing.opens_s[place]), int(listing.closes_s[place])
    hour = 3600 if listing.timezone.startswith("America/") else 0
    spans = {
        "pre": (begins - int(5.5 * hour), begins),
        "regular": (begins, ends),
        "post": (ends, ends + 4 * hour),
    }
    zone = {"timezone": local_at.tzname(), "gmtoffset": _offset(local_at)}
    return {name: {**zone, "start": start, "end": end} for name, (start, end) in spans.items()}


def _offset(local_at: dt.datetime) -> int:
    return (local_at.utcoffset() or dt.timedelta()) // SECOND
