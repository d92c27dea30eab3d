"""How every stored series stands: its reach, its age, its changes of the past and what the checks find."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from screener.prices.checks.all_checks import findings_of
from screener.prices.checks.usable import usable
from screener.prices.finished import final_close, last_finished_on
from screener.prices.store.price_store import PriceStore
from screener.pulling import own_sessions
from screener.records.price_status import SeriesStatus
from screener.records.price_store import StoredSeries
from screener.records.prices import Finding, Received
from screener.sessions.calendar import ExchangeSessions
from screener.sessions.listings import Exchanges

# Before the calendars' own first common year nothing is judged.
FROM_ON = dt.date(2005, 1, 1)


def price_status(
    store_path: Path, tickers: Sequence[str] | None, exchanges: Exchanges, asked_at: dt.datetime, cache_folder: Path
) -> tuple[SeriesStatus, ...]:
    """Return the state of stored series.

    Parameters
    ----------
    store_path : Path
    tickers : sequence of str or None
        None means all; a ticker never asked for has no series.
    exchanges : Exchanges
    asked_at : datetime
        Aware; ages are counted to it.
    cache_folder : Path

    Raises
    ------
    PriceError
        There is no store, or it cannot be read.
    """
    sessions_of = own_sessions(exchanges, asked_at, cache_folder, FROM_ON)
    with PriceStore.open_existing(store_path) as store:
        wanted = None if tickers is None else set(tickers)
        every = [each for each in store.series() if wanted is None or each.ticker in wanted]
        held = {
            source: store.read(tuple(each.ticker for each in every if each.source == source), source)
            for source in {each.source for each in every}
        }
    found = []
    for series in every:
        own = sessions_of(series.ticker)
        findings = _findings(held[series.source].get(series.ticker), own, asked_at)
        found.append(SeriesStatus(series, _age(series, own, asked_at), findings))
    return tuple(found)


def _age(series: StoredSeries, own: ExchangeSessions | None, asked_at: dt.datetime) -> int | None:
    if series.last_on is None or own is None:
        return None
    over = own.session_on <= last_finished_on(own, asked_at)
    return int((over & (own.session_on > np.datetime64(series.last_on))).sum())


def _findings(received: Received | None, own: ExchangeSessions | None, asked_at: dt.datetime) -> tuple[Finding, ...]:
    if received is None:
        return ()
    kept, found = usable(received.bars)
    return found if kept is None else (*found, *findings_of(kept, own, final_close(asked_at)))
