"""Quarterly income statements of listed companies, the margins made from them, and what is wrong with either."""

import datetime as dt
from dataclasses import dataclass

from screener.records.prices import FetchOutcome


@dataclass(frozen=True, slots=True)
class IncomeQuarter:
    """What a company reported of one quarter.

    Parameters
    ----------
    ticker : str
    period_end_on : date
        Last day of the quarter; Yahoo writes the month's last day where a fiscal quarter ends some days off it.
    revenue, cost_of_revenue, gross_profit, operating_income : float or None
        In units of ``currency``, not in thousands or millions; None is missing, never 0.
    currency : str
        ISO 4217 code of the figures, which need not be the listing's.
    known_on : date
        First day on which these figures could be used.
    known_on_assumed : bool
        Whether that day follows from a rule instead of being stated or seen.
    source, provenance : str
    path : str
        The table's file; empty where the figures are not from a table.
    line : int
        1-based; 0 likewise.
    """

    ticker: str
    period_end_on: dt.date
    revenue: float | None
    cost_of_revenue: float | None
    gross_profit: float | None
    operating_income: float | None
    currency: str
    known_on: dt.date
    known_on_assumed: bool
    source: str
    provenance: str
    path: str = ""
    line: int = 0

    @property
    def figures(self) -> tuple[float | None, float | None, float | None, float | None, str]:
        """What a restatement changes."""
        return self.revenue, self.cost_of_revenue, self.gross_profit, self.operating_income, self.currency


@dataclass(frozen=True, slots=True)
class IncomeFinding:
    """What a check found in the quarters of one ticker.

    Parameters
    ----------
    ticker : str
    check : str
        Name of the check; a key of ``dictionary.income_checks.INCOME_CHECKS``.
    period_end_on : date
        The quarter concerned.
    message : str
        One sentence with the figures, no final full stop.
    """

    ticker: str
    check: str
    period_end_on: dt.date
    message: str


@dataclass(frozen=True, slots=True)
class MarginQuarter:
    """The margins of one quarter, as known on a day.

    Parameters
    ----------
    ticker : str
    period_end_on : date
    known_on : date
        Of the figures used; the comparison with the year before may rest on figures known later, see ``year_ago``.
    revenue, gross_profit : float or None
        In units of the reporting currency; None where missing or not to be used.
    gross_margin : float or None
        Gross profit over revenue, a decimal.
    gross_margin_change : float or None
        Gross margin less that of the year-ago quarter, a decimal: 0.01 is one percentage point.
    revenue_growth : float or None
        Revenue over that of the year-ago quarter, less 1.
    trend_per_year : float or None
        Least-squares slope of the gross margin over the last quarters, a decimal a year.
    is_growth_with_falling_margin : bool or None
        Revenue grew over the year and the gross margin fell; None where either is unknown.
    findings : tuple of IncomeFinding
    quarter : IncomeQuarter
        The row used.
    year_ago : IncomeQuarter or None
        The row compared with.
    """

    ticker: str
    period_end_on: dt.date
    known_on: dt.date
    revenue: float | None
    gross_profit: float | None
    gross_margin: float | None
    gross_margin_change: float | None
    revenue_growth: float | None
    trend_per_year: float | None
    is_growth_with_falling_margin: bool | None
    findings: tuple[IncomeFinding, ...]
    quarter: IncomeQuarter
    year_ago: IncomeQuarter | None = None

    @property
    def is_used(self) -> bool:
        """Whether the quarter has a revenue and no error."""
        return self.revenue is not None


@dataclass(frozen=True, slots=True)
class IncomeOutcome:
    """What there is of one ticker that was asked for.

    Parameters
    ----------
    ticker : str
    n_quarters : int
        Quarters with a revenue.
    asked : FetchOutcome or None
        How asking Yahoo last ended; None where it never was, or is not the source.
    reason : str
        Why there is no quarter, or why newer ones may be missing; empty otherwise.
    """

    ticker: str
    n_quarters: int
    asked: FetchOutcome | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class IncomeReading:
    """The quarters of some tickers.

    Parameters
    ----------
    quarters : tuple of IncomeQuarter
        By ticker, period end and the day they were known; every version of a quarter that was reported.
    outcomes : tuple of IncomeOutcome
        One a ticker, in the order asked.
    """

    quarters: tuple[IncomeQuarter, ...]
    outcomes: tuple[IncomeOutcome, ...]

    def of(self, ticker: str) -> tuple[IncomeQuarter, ...]:
        """Return the quarters of one ticker."""
        return tuple(each for each in self.quarters if each.ticker == ticker)
