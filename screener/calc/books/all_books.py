"""The books of one thesis: every leg and side alone, and what the thesis holds, by period."""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from screener.calc.books.affected import affected_members
from screener.calc.books.attribution import attribution_lines, market_gains
from screener.calc.books.book import Book
from screener.calc.books.book_plan import BookPlan, book_plans, history_of
from screener.calc.books.breakeven import Runs, breakeven_borrow
from screener.calc.books.drawdown import drawdowns
from screener.calc.books.performance_rows import performance_row, why_empty
from screener.calc.books.periods import PeriodSlice, period_slice
from screener.calc.books.sharpe import deflated_sharpe
from screener.calc.market import Market, basket_side
from screener.calc.numbers import finite
from screener.records.event import PERIODS, Period
from screener.records.performance import Contribution, EquityPoint, Performance
from screener.records.prices import Finding, Floats

Returns = Mapping[tuple[str, Period], Floats]


@dataclass(frozen=True, slots=True)
class BookResults:
    """Everything the books of one thesis did.

    Parameters
    ----------
    performance, attribution, equity
        Records by basket and period.
    returns : mapping
        Basket and period to the session returns, for the deflated Sharpe ratio.
    affected : tuple of Finding
        Names of the held basket that were not simply held, and when.
    """

    performance: tuple[Performance, ...]
    attribution: tuple[Contribution, ...]
    equity: tuple[EquityPoint, ...]
    returns: Returns
    affected: tuple[Finding, ...]


def run_books(market: Market) -> BookResults:
    """Run a book for each leg, side and what the thesis holds.

    Parameters
    ----------
    market : Market

    Returns
    -------
    BookResults
        The held basket (``spread``, or the only side) is net of cost and borrow. Every other row stands alone at
        100 % of NAV, long its own stocks and gross; its cost and borrow say what they would have been.
    """
    plans = book_plans(market)
    books = {basket: plan.run() for basket, plan in plans.items()}
    parts = {
        (basket, period): period_slice(book, market.in_period(period))
        for basket, book in books.items()
        for period in PERIODS
    }
    held = market.thesis.held_basket
    breakeven = _breakeven(market, plans[held])
    return BookResults(
        performance=tuple(
            performance_row(market, plans[basket], period, part, breakeven[period] if basket == held else math.nan)
            for (basket, period), part in parts.items()
        ),
        attribution=tuple(_attribution(market, books[held], {period: parts[held, period] for period in PERIODS})),
        equity=tuple(
            point for (basket, period), part in parts.items() for point in _equity(market, basket, period, part)
        ),
        returns={key: part.returns for key, part in parts.items()},
        affected=affected_members(market, plans[held], books[held]),
    )


def with_trials(
    performance: Sequence[Performance],
    returns_of: Returns,
    trials: Mapping[tuple[str, Period], Sequence[float]],
    n_trials: int,
) -> tuple[Performance, ...]:
    """Fill the deflated Sharpe ratio from the ledger's variants.

    Parameters
    ----------
    performance : sequence of Performance
    returns_of : mapping
        Basket and period to the period's session returns.
    trials : mapping
        Basket and period to the per-session Sharpe ratios of the books for which one is known, this run's included.
    n_trials : int
        All distinct books tried, this run's included.

    Returns
    -------
    tuple of Performance
    """
    filled = []
    for row in performance:
        key = (row.basket, row.period)
        sharpes = np.array(trials.get(key, ()), dtype=float)
        value = deflated_sharpe(returns_of[key], sharpes, n_trials) if row.sharpe is not None else math.nan
        filled.append(replace(row, deflated_sharpe=finite(value), n_trials=n_trials))
    return tuple(filled)


def _breakeven(market: Market, plan: BookPlan) -> dict[Period, float]:
    runs: Runs = {}
    return {period: breakeven_borrow(plan, market.in_period(period), runs) for period in PERIODS}


def _attribution(market: Market, book: Book, parts: Mapping[Period, PeriodSlice]) -> list[Contribution]:
    held = market.thesis.held_basket
    explained = market_gains(book, history_of(market), market.panel.session_on)
    lines: list[Contribution] = []
    for period, part in parts.items():
        if len(part.return_rows):
            lines += attribution_lines(market, period, part, explained, market.thesis.hindsight_flags(period))
        else:
            flags = (why_empty(market, period, part),)
            lines.append(Contribution(period, "net", basket_side(held), held, "", 0.0, flags=flags))
    return lines


def _equity(market: Market, basket: str, period: Period, part: PeriodSlice) -> list[EquityPoint]:
    side, flags = basket_side(basket), market.thesis.hindsight_flags(period)
    if len(part.return_rows) == 0:
        return [EquityPoint(None, basket, side, period, None, None, (*flags, why_empty(market, period, part)))]
    below = drawdowns(part.nav, part.base)
    days: list[dt.date] = market.panel.session_on[part.rows].astype(object).tolist()
    values = (part.nav / part.base).tolist()
    return [
        EquityPoint(day, basket, side, period, value, drawdown, flags)
        for day, value, drawdown in zip(days, values, below.tolist(), strict=True)
    ]
