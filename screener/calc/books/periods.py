"""One book over one period: its figures, its contributions and its path."""

import math
from dataclasses import dataclass

import numpy as np

from screener.calc.books.book import Book
from screener.calc.books.performance import (
    MIN_SESSIONS_TO_ANNUALISE,
    SESSIONS_PER_YEAR,
    annual_growth,
    annual_volatility,
    drawdowns,
    market_line,
    total_return,
    turnover_per_year,
)
from screener.calc.books.sharpe import sharpe_per_session, sharpe_standard_error
from screener.calc.inference.student import NORMAL_95
from screener.records.prices import Floats, Integers


@dataclass(frozen=True, slots=True)
class PeriodSlice:
    """The sessions of one book in one period.

    Parameters
    ----------
    book : Book
    rows : array of int
        Consecutive panel rows from the book's first trade on; empty when the period has no return. The session of
        the first trade has no return of its own and belongs, with its cost, to the period of the session after it.
    """

    book: Book
    rows: Integers

    @property
    def base(self) -> float:
        """NAV before the first of the sessions."""
        return self.book.base(int(self.rows[0])) if len(self.rows) else math.nan

    @property
    def nav(self) -> Floats:
        """NAV at each close."""
        return self.book.nav[self.rows]

    @property
    def return_rows(self) -> Integers:
        """Sessions that have a return: all but the one of the first trade."""
        return self.rows[self.rows > self.book.first]

    @property
    def returns(self) -> Floats:
        """Return of each of :attr:`return_rows`; the first trade's cost is in the first one."""
        rows = self.return_rows
        if len(rows) == 0:
            return np.empty(0)
        before = self.book.nav[rows - 1].copy()
        if rows[0] - 1 == self.book.first:
            before[0] = 1.0
        return np.asarray(self.book.nav[rows] / before - 1.0)


def period_slice(book: Book, in_period: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> PeriodSlice:
    """Cut a book to a period.

    Parameters
    ----------
    book : Book
    in_period : array of shape (T,)
        Sessions of the period.

    Returns
    -------
    PeriodSlice
        A ruined book ends with the session of its ruin.
    """
    belongs = in_period.copy()
    if book.first + 1 < len(belongs):
        belongs[book.first] = belongs[book.first + 1]
    rows = np.flatnonzero(belongs).astype(np.int64)
    rows = rows[rows >= book.first]
    if book.ruined_row is not None:
        rows = rows[rows <= book.ruined_row]
    return PeriodSlice(book, rows)


@dataclass(frozen=True, slots=True)
class PeriodFigures:
    """Figures of a period, decimals; NaN where not defined, and where a year is not to be made from a few weeks."""

    total_return: float
    cagr: float
    vol: float
    sharpe: float
    sharpe_ci_low: float
    sharpe_ci_high: float
    sharpe_per_session: float
    max_drawdown: float
    beta: float
    alpha: float
    turnover: float
    cost: float
    borrow: float


def period_figures(part: PeriodSlice, benchmark: Floats) -> PeriodFigures:
    """Return the figures of one book over one period with at least one return.

    Parameters
    ----------
    part : PeriodSlice
    benchmark : array of shape (T,), decimal per session
        First benchmark's return; it moves alpha and beta only.

    Returns
    -------
    PeriodFigures
        Yearly figures (CAGR, volatility, Sharpe, alpha, turnover) are NaN below 60 sessions. Sharpe is annualised with
        sqrt(252), cash at 0; its 95 % interval allows for autocorrelation. ``sharpe_per_session`` and beta are given
        for any length. Cost and borrow are shares of the period's starting NAV.
    """
    returns, rows = part.returns, part.return_rows
    n = len(returns)
    is_long_enough = n >= MIN_SESSIONS_TO_ANNUALISE
    year = math.sqrt(SESSIONS_PER_YEAR) if is_long_enough else math.nan
    ratio, error = sharpe_per_session(returns), sharpe_standard_error(returns)
    alpha, beta = market_line(returns, benchmark[rows])
    total = total_return(part.nav, part.base)
    traded = part.book.traded[part.rows]
    return PeriodFigures(
        total_return=total,
        cagr=annual_growth(total, n) if is_long_enough else math.nan,
        vol=annual_volatility(returns) if is_long_enough else math.nan,
        sharpe=ratio * year,
        sharpe_ci_low=(ratio - NORMAL_95 * error) * year,
        sharpe_ci_high=(ratio + NORMAL_95 * error) * year,
        sharpe_per_session=ratio,
        max_drawdown=float(drawdowns(part.nav, part.base).max()),
        beta=beta,
        alpha=alpha * SESSIONS_PER_YEAR if is_long_enough else math.nan,
        turnover=turnover_per_year(traded, part.nav, n) if is_long_enough else math.nan,
        cost=float(part.book.cost[part.rows].sum()) / part.base,
        borrow=float(part.book.borrow[part.rows].sum()) / part.base,
    )


def contributions(part: PeriodSlice) -> Floats:
    """Return what each member added to the period's return.

    Parameters
    ----------
    part : PeriodSlice

    Returns
    -------
    array of shape (J,), decimal
        Sum over sessions of NAV(t-1) w(t-1) r(t), over NAV at the period's start. With minus cost and minus borrow it
        adds up to the period's return exactly.
    """
    return np.asarray(part.book.gain[part.rows].sum(axis=0) / part.base)
