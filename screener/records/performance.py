"""What the books did over time, by period."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from screener.records.event import Period
from screener.records.study import BasketSide

Line = Literal["name", "leg", "side", "gross", "cost", "borrow", "cash", "net"]
SUBTOTALS: tuple[Line, ...] = ("leg", "side", "gross", "net")


@dataclass(frozen=True, slots=True)
class Performance:
    """One basket over one period; decimals, None where not defined or not annualised.

    Parameters
    ----------
    basket, side, period
        Which.
    start_on, end_on : date or None
        First and last session; None for a period without a return.
    n_sessions : int
        Returns it was made from.
    total_return, cagr, vol, turnover : float or None
        Compounded; a year; a year; a year, of NAV.
    sharpe, sharpe_ci_low, sharpe_ci_high, sortino : float or None
        Annualised (times sqrt 252).
    max_drawdown, drawdown_from_on, drawdown_low_on, drawdown_to_on
        The largest fall, its high, its low, and the first session back at that high (None if not yet). A high before
        the first session is dated on it.
    beta, beta_ci_low, beta_ci_high, alpha, alpha_ci_low, alpha_ci_high : float or None
        Against the first benchmark; alpha a year; 95 % intervals with HAC errors.
    weekly_hit_rate, worst_week, worst_week_on
        Share of calendar weeks that gained, the worst of them and its last session.
    tail_loss : float or None
        Mean of the worst 5 % of sessions, positive.
    cost, borrow, interest : float or None
        Over NAV at the period's start.
    breakeven_borrow : float or None
        Yearly borrow rate at which the period's return is 0.
    probabilistic_sharpe, deflated_sharpe : float or None
        Probability that the true Sharpe ratio is above 0, and above the best of ``n_trials`` without skill.
    n_trials : int or None
    sharpe_per_session : float or None
        What the trial ledger keeps.
    n_flat_sessions : int
        Closes at which nothing was held.
    flags : tuple of str
    """

    basket: str
    side: BasketSide
    period: Period
    start_on: dt.date | None
    end_on: dt.date | None
    n_sessions: int
    total_return: float | None = None
    cagr: float | None = None
    vol: float | None = None
    sharpe: float | None = None
    sharpe_ci_low: float | None = None
    sharpe_ci_high: float | None = None
    sortino: float | None = None
    max_drawdown: float | None = None
    drawdown_from_on: dt.date | None = None
    drawdown_low_on: dt.date | None = None
    drawdown_to_on: dt.date | None = None
    beta: float | None = None
    beta_ci_low: float | None = None
    beta_ci_high: float | None = None
    alpha: float | None = None
    alpha_ci_low: float | None = None
    alpha_ci_high: float | None = None
    weekly_hit_rate: float | None = None
    worst_week: float | None = None
    worst_week_on: dt.date | None = None
    tail_loss: float | None = None
    turnover: float | None = None
    cost: float | None = None
    borrow: float | None = None
    interest: float | None = None
    breakeven_borrow: float | None = None
    probabilistic_sharpe: float | None = None
    deflated_sharpe: float | None = None
    n_trials: int | None = None
    sharpe_per_session: float | None = None
    n_flat_sessions: int = 0
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one name, one friction, or a sum of them added to the held basket's return over a period.

    Parameters
    ----------
    period : Period
    line : Line
        ``name``, ``cost``, ``borrow`` and ``cash`` add up to ``net``; ``leg``, ``side`` and ``gross`` sum names.
    side : BasketSide
    leg, ticker : str
        Empty where the line is of several.
    contribution : float
        Decimal, over NAV at the period's start; ``market`` + ``residual``.
    market : float
        What trailing betas and the benchmarks' returns explain.
    residual : float
    flags : tuple of str
    """

    period: Period
    line: Line
    side: BasketSide
    leg: str
    ticker: str
    contribution: float
    market: float = 0.0
    residual: float = 0.0
    flags: tuple[str, ...] = ()

    @property
    def is_subtotal(self) -> bool:
        """Whether the line repeats what others say one by one."""
        return self.line in SUBTOTALS


@dataclass(frozen=True, slots=True)
class EquityPoint:
    """A basket's value at one close, 1 at the start of the period.

    A period without sessions has one point without a date or value, flagged ``no_sessions``.
    """

    session_on: dt.date | None
    basket: str
    side: BasketSide
    period: Period
    value: float | None
    drawdown: float | None
    flags: tuple[str, ...] = ()
