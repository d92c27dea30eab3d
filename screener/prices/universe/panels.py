"""A universe as a price panel, and back."""

from collections.abc import Iterable

import numpy as np

from screener.prices.total_return import PRICE_RETURN_ONLY
from screener.records.prices import Coverage, Missing, PricePanel
from screener.records.universe import Universe


def universe_of(panel: PricePanel) -> Universe:
    """Return all names of a panel."""
    return Universe(
        source=panel.source,
        mic=panel.mic,
        session_on=panel.session_on,
        closes_at=panel.closes_at,
        tickers=panel.tickers,
        level=panel.level,
        closed=panel.closed if panel.closed.any() else None,
        closes_early=panel.closes_early,
        unpriced=tuple(Missing(each.ticker, each.reason) for each in panel.coverage if each.n_sessions == 0),
        price_return_only=frozenset(each.ticker for each in panel.coverage if each.reason == PRICE_RETURN_ONLY),
    )


def panel_of(universe: Universe, tickers: Iterable[str]) -> PricePanel:
    """Return a few names of a universe, those that it has, as a panel like any other.

    Parameters
    ----------
    universe : Universe
    tickers : iterable of str

    Returns
    -------
    PricePanel
        Levels in double precision. Coverage tells first and last print of each ticker asked for.
    """
    column_of = universe.column_of
    asked = tuple(dict.fromkeys(tickers))
    held = tuple(ticker for ticker in asked if ticker in column_of)
    columns = np.array([column_of[ticker] for ticker in held], dtype=np.int64)
    level = universe.level[:, columns].astype(np.float64)
    closed = np.zeros(level.shape, dtype=np.bool_) if universe.closed is None else universe.closed[:, columns]
    reasons = {each.ticker: each.reason for each in universe.unpriced}
    coverage = []
    for ticker in asked:
        if ticker not in held:
            coverage.append(Coverage(ticker, universe.mic, 0, None, None, reasons.get(ticker, "not_answered")))
            continue
        j = held.index(ticker)
        printed = universe.session_on[np.isfinite(level[:, j]) & ~closed[:, j]]
        first_on, last_on = (day.astype(object) for day in (printed[0], printed[-1]))
        flag = PRICE_RETURN_ONLY if ticker in universe.price_return_only else ""
        coverage.append(Coverage(ticker, universe.mic, len(printed), first_on, last_on, flag))
    return PricePanel(
        source=universe.source,
        mic=universe.mic,
        session_on=universe.session_on,
        closes_at=universe.closes_at,
        tickers=held,
        level=level,
        closed=closed,
        closes_early=universe.closes_early[columns],
        coverage=tuple(coverage),
    )
