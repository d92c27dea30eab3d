"""What the books did over time, by period."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from screener.records.event import Period
from screener.records.study import BasketSide

Line = Literal["name", "cost", "borrow", "cash"]


@dataclass(frozen=True, slots=True)
class Performance:
    """One basket over one period; decimals, None where not defined or not annualised.

    ``sharpe``, ``sharpe_ci_low`` and ``sharpe_ci_high`` are annualised (times sqrt 252); ``sharpe_per_session`` is
    what the trial ledger keeps; ``n_flat_sessions`` counts closes at which nothing was held.
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
    max_drawdown: float | None = None
    beta: float | None = None
    alpha: float | None = None
    turnover: float | None = None
    cost: float | None = None
    borrow: float | None = None
    deflated_sharpe: float | None = None
    n_trials: int | None = None
    sharpe_per_session: float | None = None
    n_flat_sessions: int = 0
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one name, or one friction, added to the held basket's return over a period."""

    period: Period
    line: Line
    side: BasketSide
    leg: str
    ticker: str
    contribution: float
    flags: tuple[str, ...] = ()


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
