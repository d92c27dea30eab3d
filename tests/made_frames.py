"""A study of made-up returns and events, without a price source or a calendar."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from made_events import make_event

from screener.calc.market import Market
from screener.events.select import Selection
from screener.pricing import Priced
from screener.records.event import Event
from screener.records.event_model import DEFAULT_MODEL, EventModel
from screener.records.fact import Earnings
from screener.sessions.calendar import ExchangeSessions
from screener.study.frame import StudyFrame, study_frame


def event_on(market: Market, row: int, event_id: str = "", **settings: Any) -> Event:
    """Return an event whose day 0 is a panel row: released at noon UTC, hours before the close."""
    at = dt.datetime.combine(market.date(row), dt.time(12), dt.UTC)
    return make_event(event_id or f"E{row}", at=at, precision="instant", **settings)


def report_on(market: Market, row: int, ticker: str) -> Earnings:
    """Return an earnings report on the date of a panel row."""
    day = market.date(row)
    return Earnings(ticker, day, day, True, "page", "seen", "earnings.csv", 2)


def make_frame(
    market: Market,
    events: Sequence[Event],
    *,
    others: Sequence[Event] = (),
    earnings: Sequence[Earnings] = (),
    model: EventModel = DEFAULT_MODEL,
    anchor: Any = "released",
) -> StudyFrame:
    """Return the frame of a study on one exchange."""
    panel = market.panel
    sessions = ExchangeSessions(panel.mic, panel.session_on, panel.closes_at, panel.closes_at)
    mics = dict.fromkeys(panel.tickers, panel.mic)
    priced = Priced(market, Selection(tuple(events), (), tuple(others)), lambda _: sessions, mics)
    return study_frame(priced, anchor, model, earnings)
