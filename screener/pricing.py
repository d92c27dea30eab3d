"""From a thesis to the market it is scored on: its events chosen, its prices pulled and laid on sessions."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from screener.calc.market import Market, lay_out
from screener.errors import DataError
from screener.events.select import Selection, select
from screener.prices.panel import build_panel
from screener.prices.quality import checked
from screener.prices.sources import open_source
from screener.records.event import Event
from screener.records.prices import PricePanel
from screener.records.settings import Settings
from screener.records.thesis import Thesis
from screener.sessions.calendar import ExchangeSessions, SessionsOf, sessions
from screener.sessions.listings import Exchanges
from screener.simulation import plants

# Earlier prices are read only when a thesis asks for them with history_from: the companies were others then.
HISTORY_STARTS_ON = dt.date(2015, 1, 1)
# A year of sessions and a half before history_from holds the estimation window of its first event.
_LEAD = dt.timedelta(days=420)
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
        No benchmark, or no leg with half its weight priced on any session.
    """
    start_on, until_at = price_span(thesis, settings)
    selection = select(catalogue, settings.events or thesis.events, settings.as_of_at.date())

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
        plants=plants(thesis, selection.selected, exchanges, sessions_of) if settings.is_simulated else (),
        noiseless=settings.is_noiseless,
    )
    asked = tickers_of(thesis)
    answer = checked(source.daily(asked, start_on, until_at), exchanges, sessions_of, until_at)
    panel = build_panel(answer, asked, thesis.benchmark[0], exchanges, sessions_of, start_on, until_at)
    mics = {each.ticker: each.mic for each in panel.coverage}
    return Priced(lay_out(thesis, panel), selection, sessions_of, mics)


def tickers_of(thesis: Thesis) -> tuple[str, ...]:
    """Return every ticker whose prices a thesis needs: its members and its benchmarks."""
    return tuple(dict.fromkeys((*thesis.tickers, *thesis.benchmark)))


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
