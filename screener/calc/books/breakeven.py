"""The borrow rate above which the thesis earns nothing."""

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from screener.calc.books.book import DAYS_PER_YEAR, Book
from screener.calc.books.book_plan import BookPlan
from screener.calc.books.bracketed_root import bracketed_root
from screener.calc.books.performance import total_return
from screener.calc.books.periods import PeriodSlice, period_slice
from screener.records.prices import Bools, Floats

# One hundred times the stock's value a year: what survives that does not depend on borrow.
MOST_PER_YEAR = 100.0
# A hundredth of a basis point.
TOLERANCE = 1e-6

# By first and last session charged and rate: the total return, and what a rate of 1 would take of these shorts.
Runs = dict[tuple[int, int, float], tuple[float, float]]


def breakeven_borrow(plan: BookPlan, in_period: Bools, runs: Runs) -> float:
    """Return the yearly borrow rate, the same for every short, at which a period's return is 0.

    Parameters
    ----------
    plan : BookPlan
        Of what the thesis holds.
    in_period : array of shape (T,)
        Sessions of the period.
    runs : dict
        What is known of the plan's books at other rates, kept between its periods, of which two are often the same;
        filled here.

    Returns
    -------
    float
        Decimal, to a hundredth of a basis point. NaN where nothing is short in the period, where it has no return,
        where it loses even if borrow is free, and where it gains at 10,000 % a year.

    Notes
    -----
    The rate is charged inside the period only: up to its start the book pays the plan's own rates, so that each period
    starts from the NAV that the tables show. Costs stay as they are.

    By root search on whole runs, since fees compound with NAV and with the shorts' own drift: the answer is not linear
    in the rate. It falls with the rate, and drops where fees ruin the book; that place is then the answer.
    """
    rows = np.flatnonzero(in_period)
    rows = rows[rows > plan.trades[0].row] if plan.trades else rows[:0]
    if len(rows) == 0:
        return math.nan
    first, last = int(rows[0]), int(rows[-1])

    def figures(rate: float) -> tuple[float, float]:
        key = (first, last, rate)
        if key not in runs:
            runs[key] = _figures(period_slice(_run(plan, first, rate), in_period), plan.calendar_days)
        return runs[key]

    def earned(rate: float) -> float:
        return figures(rate)[0]

    free, fees = figures(0.0)
    if free <= 0.0 or fees == 0.0:
        return math.nan
    low, high = _bracket(earned, free / fees)
    return bracketed_root(earned, low, high, TOLERANCE / 2.0) if earned(high) <= 0.0 else math.nan


def _run(plan: BookPlan, first: int, rate: float) -> Book:
    """Run the book at its own rates to the close before session ``first``, and at ``rate`` from then on."""
    own = np.broadcast_to(plan.frictions.borrow_per_year, plan.presence.returns.shape)
    # A session is charged at the rate of the close before it.
    since = np.arange(len(own)) >= first - 1
    return plan.run(replace(plan.frictions, borrow_per_year=np.where(since[:, None], rate, own)))


def _figures(part: PeriodSlice, calendar_days: Floats) -> tuple[float, float]:
    """Return the total return, and what a rate of 1 would take of the period's first NAV from these shorts."""
    rows = part.return_rows
    if len(rows) == 0:
        # Ruined before the period, by its own rates.
        return 0.0, 0.0
    shorts = np.maximum(-part.book.before[rows], 0.0).sum(axis=1)
    return total_return(part.nav, part.base), float(shorts @ calendar_days[rows]) / DAYS_PER_YEAR / part.base


def _bracket(earned: Callable[[float], float], guess: float) -> tuple[float, float]:
    """Return two rates between which the return falls to 0; the higher is the most where it does not."""
    low, high = 0.0, min(guess, MOST_PER_YEAR)
    while earned(high) > 0.0 and high < MOST_PER_YEAR:
        # Half as far again as the line through both ends meets 0, since returns fall ever more slowly.
        meets = high + 1.5 * earned(high) * (high - low) / max(earned(low) - earned(high), 1e-12)
        low, high = high, min(max(meets, 1.1 * high), 10.0 * high, MOST_PER_YEAR)
    return low, high
