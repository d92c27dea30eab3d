"""Small fact rows from the few words a test needs."""

import datetime as dt
from typing import Any

from screener.records.event import Event
from screener.records.fact import BenchmarkGap, GroupMember, TokenPrice, Usage
from screener.records.income import IncomeQuarter

WHERE: dict[str, Any] = {"path": "made.csv", "line": 1}


def day(text: str) -> dt.date:
    """Return a date from ``2025-01-31``."""
    return dt.date.fromisoformat(text)


def price(
    model: str, low: float, high: float, on: str, known: str | None = None, *, provider: str = "lab", **other: Any
) -> TokenPrice:
    """Return a list price: input, output, the day it takes effect, and the day it is known."""
    given = {
        "precision": "day",
        "tier": "flagship",
        "open_weights": "no",
        "source": f"{model} page",
        "provenance": "seen",
        "note": "",
    } | other
    return TokenPrice(
        model=model,
        provider=provider,
        input_usd_per_mtok=low,
        output_usd_per_mtok=high,
        effective_on=day(on),
        known_on=day(known or on),
        known_on_assumed=known is None,
        **given,
        **WHERE,
    )


def member(group: str, model: str, start: str, end: str | None = None) -> GroupMember:
    """Return a group's member for a span."""
    return GroupMember(group, model, day(start), day(end) if end else None, "made", **WHERE)


def gap(benchmark: str, pair: str, on: str, value: float, unit: str = "pp", known: str | None = None) -> BenchmarkGap:
    """Return a measured gap."""
    return BenchmarkGap(
        benchmark,
        pair,
        day(on),
        None,
        None,
        value,
        unit,
        day(known or on),
        known is None,
        "a board",
        "seen",
        "",
        **WHERE,
    )


def usage(name: str, on: str, value: float, known: str | None = None, unit: str = "pct") -> Usage:
    """Return a figure of use."""
    return Usage(name, value, unit, day(on), day(known or on), known is None, "a report", "seen", **WHERE)


def release(lab: str, on: str, licence: str = "MIT", kind: str = "open_weights", known: str | None = None) -> Event:
    """Return a release."""
    at = dt.datetime.combine(day(on), dt.time(12), dt.UTC)
    return Event(
        event_id=f"E{on}-{lab}-{kind}",
        lab=lab,
        name=f"{lab} {on}",
        kind=kind,
        released_on=day(on),
        released_instant=at,
        released_at=None,
        released_precision="day",
        released_note="",
        market_noticed_on=None,
        open_weights="yes",
        licence=licence,
        token_in_usd_per_mtok=None,
        token_out_usd_per_mtok=None,
        price_direction="",
        summary="",
        source="a page",
        provenance="seen",
        confidence="high",
        known_on=day(known or on),
        known_on_assumed=known is None,
        **WHERE,
    )


def quarter(
    ticker: str, end: str, revenue: float | None, gross_profit: float | None, known: str | None = None
) -> IncomeQuarter:
    """Return a quarter's statement, known 60 days after its end unless told otherwise."""
    ended = day(end)
    return IncomeQuarter(
        ticker=ticker,
        period_end_on=ended,
        revenue=revenue,
        cost_of_revenue=None,
        gross_profit=gross_profit,
        operating_income=None,
        currency="USD",
        known_on=day(known) if known else ended + dt.timedelta(days=60),
        known_on_assumed=known is None,
        source="a filing",
        provenance="seen",
    )
