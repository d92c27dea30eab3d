"""Income statements on their way from a source into the store and out of it."""

import datetime as dt
from dataclasses import dataclass

from screener.records.prices import FetchOutcome


@dataclass(frozen=True, slots=True)
class ReportedQuarter:
    """One quarter as a source gives it, in units of ``currency``; None is missing, never 0."""

    period_end_on: dt.date
    revenue: float | None
    cost_of_revenue: float | None
    gross_profit: float | None
    operating_income: float | None
    currency: str


@dataclass(frozen=True, slots=True)
class IncomeReceived:
    """One ticker's answer as a source gave it.

    Parameters
    ----------
    ticker, source : str
    fetched_at : datetime
        Aware; when it was asked for.
    quarters : tuple of ReportedQuarter
        By period end, each once; a quarter with nothing but nulls is there too.
    """

    ticker: str
    source: str
    fetched_at: dt.datetime
    quarters: tuple[ReportedQuarter, ...]


@dataclass(frozen=True, slots=True)
class IncomeFetched:
    """What became of the statements of one ticker that was asked for.

    Parameters
    ----------
    ticker : str
    outcome : FetchOutcome
        ``empty`` is what a fund has, and many listings outside the United States.
    reason : str
        Empty when ``outcome`` is ``ok``.
    received : IncomeReceived or None
        None unless ``outcome`` is ``ok``.
    """

    ticker: str
    outcome: FetchOutcome
    reason: str = ""
    received: IncomeReceived | None = None


@dataclass(frozen=True, slots=True)
class StoredQuarter:
    """One version of a quarter, and when the answer that brought it was fetched."""

    quarter: ReportedQuarter
    fetched_at: dt.datetime


@dataclass(frozen=True, slots=True)
class IncomeKept:
    """What keeping one answer did.

    Parameters
    ----------
    new, changed : tuple of date
        Period ends that were not held, and those whose figures are now others.
    refused : str
        Why nothing of the answer was stored; empty when it was.
    """

    new: tuple[dt.date, ...] = ()
    changed: tuple[dt.date, ...] = ()
    refused: str = ""


@dataclass(frozen=True, slots=True)
class IncomeAsked:
    """How asking for the statements of a ticker last went.

    Parameters
    ----------
    last_settled_at : datetime or None
        Of the latest answer ``ok``, ``gone`` or ``empty``.
    settled_outcome : FetchOutcome or None
    settled_reason : str
    last_outcome : FetchOutcome
        Of the latest ask, settled or not.
    last_reason : str
    last_at : datetime
    """

    last_settled_at: dt.datetime | None
    settled_outcome: FetchOutcome | None
    settled_reason: str
    last_outcome: FetchOutcome
    last_reason: str
    last_at: dt.datetime


@dataclass(frozen=True, slots=True)
class PulledIncome:
    """What became of the statements of one ticker in a pull.

    Parameters
    ----------
    ticker : str
    outcome : FetchOutcome
        Of this pull; of the last settled answer when nothing had to be asked.
    reason : str
        Why it is not ``ok``.
    is_asked : bool
        False when the last settled answer is young enough.
    new, changed : tuple of date
        Period ends added, and those whose figures changed.
    """

    ticker: str
    outcome: FetchOutcome
    reason: str = ""
    is_asked: bool = True
    new: tuple[dt.date, ...] = ()
    changed: tuple[dt.date, ...] = ()

    @property
    def is_missing(self) -> bool:
        """Whether it was wanted and Yahoo could not say; a listing without statements is answered."""
        return self.outcome in (FetchOutcome.RATE_LIMITED, FetchOutcome.FAILED)
