"""From a thesis to the market it is scored on: its events chosen, its prices pulled and laid on sessions."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from screener.calc.market import Market, lay_out
from screener.errors import DataError
from screener.events.select import Selection, select
from screener.prices.panel import build_panel
from screener.prices.quality import checked
from screener.prices.sources import open_source
from screener.records.event import Event
from screener.records.prices import PriceAnswer, PricePanel, PriceSource
from screener.records.settings import Settings
from screener.records.thesis import Thesis
from screener.sessions.calendar import ExchangeSessions, SessionsOf, sessions
from screener.sessions.listings import Exchanges
from screener.simulation import plants

# Earlier prices are read only when a thesis asks for them with history_from: the companies were others then.
HISTORY_STARTS_ON = dt.date(2015, 1, 1)
# A year of sessions and a half before history_from holds the estimation window of its first event.
_LEAD = dt.timedelta(days=420)
# A fund mistaken for a rate stands near 100; no currency that is traded here has paid as much.
HIGHEST_CASH_RATE_PCT = 50.0
# The calendars' own first year.
EARLIEST_ON = dt.date(1990, 1, 1)
# Events shortly after the last price still find their session on an exchange's own calendar.
SESSIONS_AFTER = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Priced:
    """A thesis with its events and prices.

    Parameters
    ----------
    market : Market
    selection : Selection
        Events asked for, parted by what was known.
    sessions_of : callable
        Exchange (MIC) to its sessions.
    mics : mapping
        Ticker to exchange.
    """

    market: Market
    selection: Selection
    sessions_of: SessionsOf
    mics: Mapping[str, str]

    @property
    def panel(self) -> PricePanel:
        """The prices."""
        return self.market.panel


def price(thesis: Thesis, catalogue: Sequence[Event], exchanges: Exchanges, settings: Settings) -> Priced:
    """Choose a thesis's events and pull its prices.

    Parameters
    ----------
    thesis : Thesis
        Bound: its labs are canonical ids.
    catalogue : sequence of Event
    exchanges : Exchanges
    settings : Settings

    Raises
    ------
    DataError
        No benchmark, no leg with half its weight priced on any session, or a cash rate that is none.
    """
    selection = select(catalogue, settings.events or thesis.events, settings.as_of_at.date())
    desk = _desk(thesis, selection.selected, exchanges, settings)
    thesis = _without_made_up_rate(thesis, settings)
    asked = tickers_of(thesis)
    answer = desk.source.daily(asked, desk.start_on, desk.until_at)
    panel = desk.panel(checked(answer, exchanges, desk.sessions_of, desk.until_at), asked)
    mics = {each.ticker: each.mic for each in panel.coverage}
    _check_cash_rate(thesis, panel)
    return Priced(lay_out(thesis, panel), selection, desk.sessions_of, mics)


def pool_panel(thesis: Thesis, tickers: tuple[str, ...], exchanges: Exchanges, settings: Settings) -> PricePanel:
    """Return the prices of other names on the sessions of a thesis.

    Parameters
    ----------
    thesis : Thesis
    tickers : tuple of str
    exchanges : Exchanges
    settings : Settings

    Returns
    -------
    PricePanel
        Not checked for quality: a few bad prints among a thousand random baskets move nothing.

    Raises
    ------
    DataError
        No benchmark.
    """
    desk = _desk(thesis, (), exchanges, settings)
    asked = tuple(dict.fromkeys((*tickers, *thesis.benchmark)))
    return desk.panel(desk.source.daily(asked, desk.start_on, desk.until_at), asked)


@dataclass(frozen=True, slots=True)
class _Desk:
    """A price source opened for one thesis, with the span and sessions that it is asked for."""

    source: PriceSource
    exchanges: Exchanges
    sessions_of: SessionsOf
    benchmark: str
    start_on: dt.date
    until_at: dt.datetime

    def panel(self, answer: PriceAnswer, asked: tuple[str, ...]) -> PricePanel:
        return build_panel(
            answer, asked, self.benchmark, self.exchanges, self.sessions_of, self.start_on, self.until_at
        )


def _desk(thesis: Thesis, events: Sequence[Event], exchanges: Exchanges, settings: Settings) -> _Desk:
    start_on, until_at = price_span(thesis, settings)

    def sessions_between(mic: str, first: dt.date, last: dt.date) -> ExchangeSessions:
        return sessions(mic, first, last, settings.cache_folder)

    @cache
    def sessions_of(mic: str) -> ExchangeSessions:
        return sessions_between(mic, start_on, until_at.date() + SESSIONS_AFTER)

    source = open_source(
        settings.source,
        exchanges=exchanges,
        sessions_between=sessions_between,
        store_path=settings.store_path,
        known_at=settings.known_at,
        plants=plants(thesis, events, exchanges, sessions_of) if settings.is_simulated else (),
        noiseless=settings.is_noiseless,
        has_volume=settings.has_volume,
    )
    return _Desk(source, exchanges, sessions_of, thesis.benchmark[0], start_on, until_at)


def _without_made_up_rate(thesis: Thesis, settings: Settings) -> Thesis:
    """Let cash earn nothing where prices are made up: a made-up level is no yearly rate."""
    if not settings.is_simulated:
        return thesis
    return replace(thesis, rules=replace(thesis.rules, cash_rate=""))


def _check_cash_rate(thesis: Thesis, panel: PricePanel) -> None:
    """Refuse a price that cannot be a rate: what a fund costs is not what it earns."""
    column = panel.column(thesis.rules.cash_rate) if thesis.rules.cash_rate else None
    highest = 0.0 if column is None else float(np.nanmax(panel.level[:, column], initial=0.0))
    if highest > HIGHEST_CASH_RATE_PCT:
        raise DataError(
            f"cash_rate {thesis.rules.cash_rate} reaches {highest:g}, which is no yearly rate in percent; name one "
            "such as ^IRX, or remove it"
        )


def tickers_of(thesis: Thesis) -> tuple[str, ...]:
    """Return every ticker whose prices a thesis needs: its members, its benchmarks and its cash rate."""
    rate = (thesis.rules.cash_rate,) if thesis.rules.cash_rate else ()
    return tuple(dict.fromkeys((*thesis.tickers, *thesis.benchmark, *rate)))


def prices_from(thesis: Thesis) -> dt.date:
    """Return the first date whose prices a thesis needs."""
    if thesis.history_from is None:
        return HISTORY_STARTS_ON
    return max(min(HISTORY_STARTS_ON, thesis.history_from - _LEAD), EARLIEST_ON)


def price_span(thesis: Thesis, settings: Settings) -> tuple[dt.date, dt.datetime]:
    """Return the first date whose prices a thesis needs, and the instant to which they are used.

    A closed thesis ends with the day it was closed on.

    Raises
    ------
    DataError
        The end lies before the start.
    """
    start_on, until_at = prices_from(thesis), settings.as_of_at
    if thesis.closed_on is not None:
        until_at = min(until_at, dt.datetime.combine(thesis.closed_on, dt.time.max, dt.UTC))
    if until_at.date() < start_on:
        raise DataError(
            f"prices are read from {start_on} on, and {until_at.date()} lies before; choose a later --as-of"
        )
    return start_on, until_at
