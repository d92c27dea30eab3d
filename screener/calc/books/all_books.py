"""The books of one thesis: every leg and side alone, and what the thesis holds, by period."""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from screener.calc.books.book import DAYS_PER_YEAR, Book, Frictions, run_book
from screener.calc.books.holdings import available_members, planned_trades
from screener.calc.books.performance import MIN_SESSIONS_TO_ANNUALISE, drawdowns
from screener.calc.books.periods import PeriodSlice, contributions, period_figures, period_slice
from screener.calc.books.sharpe import deflated_sharpe
from screener.calc.market import Market, basket_side
from screener.calc.numbers import finite
from screener.calc.returns import held_returns
from screener.records.event import PERIODS, Period
from screener.records.performance import Contribution, EquityPoint, Performance
from screener.records.prices import Bools, Floats
from screener.records.thesis import Thesis

Returns = Mapping[tuple[str, Period], Floats]


@dataclass(frozen=True, slots=True)
class BookResults:
    """Everything the books of one thesis did.

    ``returns`` holds the session returns of each basket and period, for the deflated Sharpe ratio.
    """

    performance: tuple[Performance, ...]
    attribution: tuple[Contribution, ...]
    equity: tuple[EquityPoint, ...]
    returns: Returns


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
    parts = {
        (basket, period): period_slice(book, _in_period(market, period))
        for basket, book in _books(market).items()
        for period in PERIODS
    }
    return BookResults(
        performance=tuple(_performance(market, basket, period, part) for (basket, period), part in parts.items()),
        attribution=tuple(
            line
            for period in PERIODS
            for line in _attribution(market, period, parts[market.thesis.held_basket, period])
        ),
        equity=tuple(
            point for (basket, period), part in parts.items() for point in _equity(market, basket, period, part)
        ),
        returns={key: part.returns for key, part in parts.items()},
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


def _books(market: Market) -> dict[str, Book]:
    thesis, session_on = market.thesis, market.panel.session_on
    available = available_members(market.members, session_on)
    returns = held_returns(market.members.level)
    days = np.concatenate([[0.0], np.diff(session_on).astype("timedelta64[D]").astype(float)])
    books = {}
    for basket in thesis.baskets:
        is_held = basket == thesis.held_basket
        trades = planned_trades(
            market.members.shape_of(thesis, basket),
            available,
            session_on,
            first=market.first,
            rebalance=thesis.rules.rebalance,
            lag_sessions=thesis.rules.lag_sessions,
            gross=thesis.rules.gross,
        )
        if not trades:
            # The history is one session long: nothing could be traded yet.
            trades = [(len(session_on) - 1, np.zeros(len(market.members.members)))]
        books[basket] = _run(thesis, basket, returns, trades, days, is_held=is_held)
    return books


def _run(
    thesis: Thesis,
    basket: str,
    returns: Floats,
    trades: Sequence[tuple[int, Floats]],
    days: Floats,
    *,
    is_held: bool,
) -> Book:
    """Run one book; a short basket that is not held tallies the borrow its stocks would have cost."""
    borrow = thesis.rules.borrow_bps_per_year / 1e4
    is_short_alone = basket_side(basket) == "short"
    sign = -1.0 if is_short_alone and is_held else 1.0
    signed = [(row, sign * weights) for row, weights in trades]
    book = run_book(returns, signed, days, Frictions(thesis.rules.cost_bps / 1e4, borrow, are_charged=is_held))
    if is_short_alone and not is_held:
        value_before = np.concatenate([[0.0], book.nav[:-1]])
        held = np.concatenate([[0], book.n_held[:-1]]) > 0
        owed = np.where(np.isfinite(value_before) & held, value_before, 0.0) * borrow * days / DAYS_PER_YEAR
        return replace(book, borrow=owed)
    return book


def _in_period(market: Market, period: Period) -> Bools:
    day, thesis = market.panel.session_on, market.thesis
    if period == "before":
        return np.asarray(day <= np.datetime64(thesis.opened_on))
    if period == "after":
        return np.asarray(day > np.datetime64(thesis.opened_on))
    if period == "live":
        return np.asarray(day > np.datetime64(thesis.live_from))
    return np.ones(len(day), dtype=bool)


def _performance(market: Market, basket: str, period: Period, part: PeriodSlice) -> Performance:
    side = basket_side(basket)
    n = len(part.return_rows)
    hindsight = _hindsight(period)
    if n == 0:
        return Performance(basket, side, period, None, None, 0, flags=(*hindsight, _why_empty(market, period, part)))
    figures = period_figures(part, market.benchmark_returns[:, 0])
    flags = list(hindsight)
    if side == "short" and basket == market.thesis.held_basket:
        flags.append("signed_as_held")
    if n < MIN_SESSIONS_TO_ANNUALISE:
        flags.append("too_short")
    if part.book.ruined_row is not None and part.book.ruined_row in part.rows:
        flags.append("ruined")
    before_ruin = part.rows if part.book.ruined_row is None else part.rows[part.rows < part.book.ruined_row]
    n_flat = int((part.book.n_held[before_ruin] == 0).sum())
    if n_flat and "ruined" not in flags:
        flags.append("flat_sessions")
    return Performance(
        basket=basket,
        side=side,
        period=period,
        start_on=market.date(int(part.rows[0])),
        end_on=market.date(int(part.rows[-1])),
        n_sessions=n,
        total_return=figures.total_return,
        cagr=finite(figures.cagr),
        vol=finite(figures.vol),
        sharpe=finite(figures.sharpe),
        sharpe_ci_low=finite(figures.sharpe_ci_low),
        sharpe_ci_high=finite(figures.sharpe_ci_high),
        max_drawdown=figures.max_drawdown,
        beta=finite(figures.beta),
        alpha=finite(figures.alpha),
        turnover=finite(figures.turnover),
        cost=figures.cost,
        borrow=figures.borrow,
        sharpe_per_session=finite(figures.sharpe_per_session),
        n_flat_sessions=n_flat,
        flags=tuple(flags),
    )


def _attribution(market: Market, period: Period, part: PeriodSlice) -> list[Contribution]:
    held = market.thesis.held_basket
    side = basket_side(held)
    if len(part.return_rows) == 0:
        return [Contribution(period, "cash", side, held, "", 0.0, (_why_empty(market, period, part),))]
    flags = _hindsight(period)
    lines = [
        Contribution(
            period,
            "name",
            leg.side,
            leg.name,
            member.ticker,
            float(value),
            flags if column >= 0 else (*flags, "not_priced"),
        )
        for (leg, member), column, value in zip(
            market.members.members, market.members.columns, contributions(part), strict=True
        )
    ]
    cost = -float(part.book.cost[part.rows].sum()) / part.base
    borrow = -float(part.book.borrow[part.rows].sum()) / part.base
    lines.append(Contribution(period, "cost", side, held, "", cost, flags))
    lines.append(Contribution(period, "borrow", side, held, "", borrow, flags))
    lines.append(Contribution(period, "cash", side, held, "", 0.0, flags))
    return lines


def _equity(market: Market, basket: str, period: Period, part: PeriodSlice) -> list[EquityPoint]:
    side, flags = basket_side(basket), _hindsight(period)
    if len(part.return_rows) == 0:
        return [EquityPoint(None, basket, side, period, None, None, (*flags, _why_empty(market, period, part)))]
    below = drawdowns(part.nav, part.base)
    days: list[dt.date] = market.panel.session_on[part.rows].astype(object).tolist()
    values = (part.nav / part.base).tolist()
    return [
        EquityPoint(day, basket, side, period, value, drawdown, flags)
        for day, value, drawdown in zip(days, values, below.tolist(), strict=True)
    ]


def _why_empty(market: Market, period: Period, part: PeriodSlice) -> str:
    """Return the flag of a period without a return: the book was ruined before it, or it has no session."""
    ruined_row = part.book.ruined_row
    was_ruined = ruined_row is not None and bool(_in_period(market, period)[ruined_row + 1 :].any())
    return "ruined" if was_ruined else "no_sessions"


def _hindsight(period: Period) -> tuple[str, ...]:
    """Return the flag of a span that lies before the opening, in whole or in part."""
    return ("hindsight",) if period in ("before", "all") else ()
