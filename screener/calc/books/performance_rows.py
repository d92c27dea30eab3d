"""One basket over one period as a record: its figures, and the flags that say how far they hold."""

import math
from dataclasses import fields
from typing import Any

from screener.calc.books.book_plan import BookPlan
from screener.calc.books.performance import MIN_SESSIONS_TO_ANNUALISE
from screener.calc.books.period_figures import PeriodFigures, period_figures
from screener.calc.books.periods import PeriodSlice
from screener.calc.market import Market, basket_side
from screener.calc.numbers import finite
from screener.records.event import Period
from screener.records.performance import Performance


def performance_row(
    market: Market, plan: BookPlan, period: Period, part: PeriodSlice, breakeven_borrow: float
) -> Performance:
    """Return the figures of one basket over one period.

    Parameters
    ----------
    market : Market
    plan : BookPlan
        Of the basket.
    period : Period
    part : PeriodSlice
        Of the plan's book.
    breakeven_borrow : float
        Decimal a year; NaN where there is none.

    Returns
    -------
    Performance
        A period without a return has no figures, and a flag that says why.
    """
    basket, side = plan.basket, basket_side(plan.basket)
    n = len(part.return_rows)
    if n == 0:
        flags = (*market.thesis.hindsight_flags(period), why_empty(market, period, part))
        return Performance(basket, side, period, None, None, 0, flags=flags)
    figures = period_figures(part, market.benchmark_returns[:, 0], market.panel.session_on)
    n_flat = _n_flat(part)
    return Performance(
        basket=basket,
        side=side,
        period=period,
        start_on=market.date(int(part.rows[0])),
        end_on=market.date(int(part.rows[-1])),
        n_sessions=n,
        **_plain(figures),
        breakeven_borrow=finite(breakeven_borrow),
        n_flat_sessions=n_flat,
        flags=_flags(market, plan, period, part, n_flat),
    )


def _plain(figures: PeriodFigures) -> dict[str, Any]:
    """Return the figures by their names, an undefined one as None."""
    values = {each.name: getattr(figures, each.name) for each in fields(figures)}
    return {name: finite(value) if isinstance(value, float) else value for name, value in values.items()}


def _flags(market: Market, plan: BookPlan, period: Period, part: PeriodSlice, n_flat: int) -> tuple[str, ...]:
    side, is_held, rules = basket_side(plan.basket), plan.is_held, market.thesis.rules
    holds = {
        "borrow_assumed": "short" in (side, *(market.thesis.sides if is_held else ())) and not rules.is_borrow_stated,
        "no_cash_rate": is_held and market.cash_per_year is None,
        "no_hedge_beta": any(math.isnan(trade.hedge) and trade.row in part.rows for trade in plan.trades),
        "signed_as_held": side == "short" and is_held,
        "too_short": len(part.return_rows) < MIN_SESSIONS_TO_ANNUALISE,
        "ruined": part.is_ruined,
        "flat_sessions": n_flat > 0 and not part.is_ruined,
    }
    return (*market.thesis.hindsight_flags(period), *(flag for flag, is_set in holds.items() if is_set))


def _n_flat(part: PeriodSlice) -> int:
    """Count the closes, before a ruin, at which nothing was held."""
    rows = part.rows if part.book.ruined_row is None else part.rows[part.rows < part.book.ruined_row]
    return int((part.book.n_held[rows] == 0).sum())


def why_empty(market: Market, period: Period, part: PeriodSlice) -> str:
    """Return the flag of a period without a return: the book was ruined before it, or it has no session."""
    ruined_row = part.book.ruined_row
    was_ruined = ruined_row is not None and bool(market.in_period(period)[ruined_row + 1 :].any())
    return "ruined" if was_ruined else "no_sessions"
