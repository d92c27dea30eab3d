"""The figures of one book over one period."""

import datetime as dt
import math
from dataclasses import dataclass

from screener.calc.books.drawdown import max_drawdown
from screener.calc.books.market_regression import market_regression
from screener.calc.books.performance import (
    MIN_SESSIONS_TO_ANNUALISE,
    SESSIONS_PER_YEAR,
    annual_growth,
    annual_volatility,
    sortino_per_session,
    total_return,
    turnover_per_year,
)
from screener.calc.books.periods import PeriodSlice
from screener.calc.books.sharpe import probabilistic_sharpe, sharpe_per_session, sharpe_standard_error
from screener.calc.books.tail import expected_shortfall
from screener.calc.books.weeks import weekly_returns
from screener.calc.inference.student import NORMAL_95
from screener.records.prices import Dates, Floats


@dataclass(frozen=True, slots=True)
class PeriodFigures:
    """Figures of a period, named as in :class:`screener.records.performance.Performance`.

    Decimals; NaN where not defined, and where a year is not to be made from a few weeks; dates are None then.
    """

    total_return: float
    cagr: float
    vol: float
    sharpe: float
    sharpe_ci_low: float
    sharpe_ci_high: float
    sharpe_per_session: float
    probabilistic_sharpe: float
    sortino: float
    max_drawdown: float
    drawdown_from_on: dt.date | None
    drawdown_low_on: dt.date | None
    drawdown_to_on: dt.date | None
    beta: float
    beta_ci_low: float
    beta_ci_high: float
    alpha: float
    alpha_ci_low: float
    alpha_ci_high: float
    weekly_hit_rate: float
    worst_week: float
    worst_week_on: dt.date | None
    tail_loss: float
    turnover: float
    cost: float
    borrow: float
    interest: float


def period_figures(part: PeriodSlice, benchmark: Floats, session_on: Dates) -> PeriodFigures:
    """Return the figures of one book over one period with at least one return.

    Parameters
    ----------
    part : PeriodSlice
    benchmark : array of shape (T,), decimal per session
        First benchmark's return; it moves alpha and beta only.
    session_on : array of shape (T,)

    Returns
    -------
    PeriodFigures
        What is annualised (CAGR, volatility, Sharpe, Sortino, alpha, turnover) and what a few weeks say nothing about
        (the interval of beta, the probabilistic Sharpe ratio) is NaN below 60 sessions. Ratios are annualised with
        sqrt(252), cash at 0; their 95 % intervals allow for autocorrelation. ``sharpe_per_session``, beta, weeks and
        tail are given for any length. Cost, borrow and interest are shares of the period's starting NAV.

        A book that was ruined in the period has no Sharpe or Sortino ratio and no alpha: before the end its NAV is
        close to 0 and its returns are of any size, so that their mean may well be a gain.
    """
    returns, rows = part.returns, part.return_rows
    n = len(returns)
    is_long_enough = 1.0 if n >= MIN_SESSIONS_TO_ANNUALISE else math.nan
    has_mean = math.nan if part.is_ruined else 1.0
    year = math.sqrt(SESSIONS_PER_YEAR) * is_long_enough
    alpha_year = SESSIONS_PER_YEAR * is_long_enough * has_mean
    ratio, error = sharpe_per_session(returns) * has_mean, sharpe_standard_error(returns)
    line = market_regression(returns, benchmark[rows])
    alpha_low, alpha_high = line.alpha_interval
    beta_low, beta_high = line.beta_interval
    weeks = weekly_returns(returns, session_on[rows])
    total = total_return(part.nav, part.base)
    depth, from_on, low_on, to_on = _drawdown(part, session_on)
    return PeriodFigures(
        total_return=total,
        cagr=annual_growth(total, n) * is_long_enough,
        vol=annual_volatility(returns) * is_long_enough,
        sharpe=ratio * year,
        sharpe_ci_low=(ratio - NORMAL_95 * error) * year,
        sharpe_ci_high=(ratio + NORMAL_95 * error) * year,
        sharpe_per_session=ratio,
        probabilistic_sharpe=probabilistic_sharpe(returns) * is_long_enough * has_mean,
        sortino=sortino_per_session(returns) * year * has_mean,
        max_drawdown=depth,
        drawdown_from_on=from_on,
        drawdown_low_on=low_on,
        drawdown_to_on=to_on,
        beta=line.beta,
        beta_ci_low=beta_low * is_long_enough,
        beta_ci_high=beta_high * is_long_enough,
        alpha=line.alpha * alpha_year,
        alpha_ci_low=alpha_low * alpha_year,
        alpha_ci_high=alpha_high * alpha_year,
        weekly_hit_rate=weeks.hit_rate,
        worst_week=weeks.worst,
        worst_week_on=weeks.worst_on,
        tail_loss=expected_shortfall(returns),
        turnover=turnover_per_year(part.book.traded[part.rows], part.nav, n) * is_long_enough,
        cost=_share(part, part.book.cost),
        borrow=_share(part, part.book.borrow),
        interest=_share(part, part.book.interest),
    )


def _share(part: PeriodSlice, series: Floats) -> float:
    return float(series[part.rows].sum()) / part.base


def _drawdown(part: PeriodSlice, session_on: Dates) -> tuple[float, dt.date | None, dt.date | None, dt.date | None]:
    """Return the deepest fall with its days; a high before the first session is dated on it."""
    fall = max_drawdown(part.nav, part.base)
    if fall is None:
        return 0.0, None, None, None
    days: list[dt.date] = session_on[part.rows].astype(object).tolist()
    recovery = None if fall.recovery_row is None else days[fall.recovery_row]
    return fall.depth, days[fall.peak_row or 0], days[fall.low_row], recovery
