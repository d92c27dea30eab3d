"""A universe of all names that the price store holds."""

import datetime as dt
from pathlib import Path

from screener.errors import PriceError
from screener.prices.panel import build_panel
from screener.prices.store.price_store import PriceStore
from screener.prices.stored import StoredPrices
from screener.prices.universe.panels import universe_of
from screener.records.universe import Universe
from screener.sessions.calendar import SessionsOf
from screener.sessions.listings import Exchanges


def read_store(
    path: Path,
    benchmark: str,
    exchanges: Exchanges,
    sessions_of: SessionsOf,
    start_on: dt.date,
    until_at: dt.datetime,
    known_at: dt.datetime | None = None,
) -> Universe:
    """Read every ticker of the price store, on the sessions of the benchmark's exchange.

    Parameters
    ----------
    path : Path
        The store's file.
    benchmark, exchanges, sessions_of, start_on, until_at
        See :func:`screener.prices.panel.build_panel`.
    known_at : datetime or None
        Aware; prices as known at this instant. None means the latest.

    Returns
    -------
    Universe
        Names in order of their ticker, of any exchange that is known.

    Raises
    ------
    PriceError
        The store cannot be read, is empty, or has no price of the benchmark.
    """
    with PriceStore.open_existing(path) as store:
        tickers = tuple(dict.fromkeys(each.ticker for each in store.series()))
    if not tickers:
        raise PriceError(f"the price store at {path} holds no ticker; run: screener prices pull")
    answer = StoredPrices(path, known_at).daily(tickers, start_on, until_at)
    return universe_of(build_panel(answer, tickers, benchmark, exchanges, sessions_of, start_on, until_at))
