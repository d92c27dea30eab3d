"""Did we just try many? The held basket against the ledger's variants and against random baskets of its shape."""

import math
from collections.abc import Sequence

from screener.calc.books.performance import MIN_SESSIONS_TO_ANNUALISE, SESSIONS_PER_YEAR
from screener.calc.market import Market, basket_side
from screener.calc.selection.random_books import RandomBooks, pool_of, random_books, standing
from screener.pricing import pool_panel
from screener.records.event import PERIODS
from screener.records.fact import Candidate
from screener.records.performance import Performance
from screener.records.selection import PoolUse, SelectionRow
from screener.records.settings import Settings
from screener.records.thesis import Thesis
from screener.sessions.listings import Exchanges

_YEAR = math.sqrt(SESSIONS_PER_YEAR)


def selection(
    market: Market,
    performance: Sequence[Performance],
    candidates: Sequence[Candidate],
    exchanges: Exchanges,
    settings: Settings,
) -> tuple[tuple[SelectionRow, ...], PoolUse]:
    """Check what a thesis holds against its own tries and against luck.

    Parameters
    ----------
    market : Market
    performance : sequence of Performance
        With its deflated Sharpe ratios.
    candidates : sequence of Candidate
    exchanges : Exchanges
    settings : Settings

    Returns
    -------
    tuple of SelectionRow
    PoolUse
        What random baskets were drawn from.
    """
    thesis = market.thesis
    asked = pool_tickers(thesis, candidates)
    panel = pool_panel(thesis, asked, exchanges, settings)
    pool = pool_of(market, panel, tuple(ticker for ticker in asked if ticker in panel.tickers))
    left_out = tuple(ticker for ticker in asked if ticker not in pool.tickers)
    rows = selection_rows(market, performance, random_books(market, pool))
    return rows, PoolUse(len(asked), pool.tickers, left_out)


def pool_tickers(thesis: Thesis, candidates: Sequence[Candidate]) -> tuple[str, ...]:
    """Return the names that the members were chosen from: they themselves and the candidates.

    Benchmarks and indices, which nobody can hold, are left out.
    """
    names = dict.fromkeys((*thesis.tickers, *(each.ticker for each in candidates if each.ticker)))
    return tuple(ticker for ticker in names if not ticker.startswith("^") and ticker not in thesis.benchmark)


def selection_rows(
    market: Market, performance: Sequence[Performance], books: RandomBooks | None
) -> tuple[SelectionRow, ...]:
    """Return the checks of the held basket in every period.

    Parameters
    ----------
    market : Market
    performance : sequence of Performance
        With its deflated Sharpe ratios.
    books : RandomBooks or None

    Returns
    -------
    tuple of SelectionRow
        A check that cannot be made has no value, and a flag that says why.
    """
    thesis = market.thesis
    held = thesis.held_basket
    rows = {row.period: row for row in performance if row.basket == held}
    found: list[SelectionRow] = []
    for period in PERIODS:
        row = rows[period]
        side = basket_side(held)
        flags = (
            *thesis.hindsight_flags(period),
            *(flag for flag in row.flags if flag in ("too_short", "ruined", "no_sessions")),
        )
        found += [
            SelectionRow(
                "probabilistic_sharpe",
                held,
                side,
                period,
                row.n_sessions,
                "probability",
                row.probabilistic_sharpe,
                flags=flags,
            ),
            SelectionRow(
                "deflated_sharpe",
                held,
                side,
                period,
                row.n_sessions,
                "probability",
                row.deflated_sharpe,
                row.n_trials,
                flags=flags,
            ),
            _random_row(market, row, books, flags),
        ]
    return tuple(found)


def _random_row(market: Market, row: Performance, books: RandomBooks | None, flags: tuple[str, ...]) -> SelectionRow:
    found = None if books is None else standing(books, market.in_period(row.period))
    if found is None:
        reason = ("pool_too_small",) if books is None and row.n_sessions >= MIN_SESSIONS_TO_ANNUALISE else ()
        return SelectionRow(
            "random_baskets", row.basket, row.side, row.period, row.n_sessions, "sharpe", flags=(*flags, *reason)
        )
    return SelectionRow(
        "random_baskets",
        row.basket,
        row.side,
        row.period,
        row.n_sessions,
        "sharpe",
        found.sharpe * _YEAR,
        found.n_books,
        found.mean_sharpe * _YEAR,
        found.sd_sharpe * _YEAR,
        found.p,
        flags,
    )
