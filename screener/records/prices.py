"""What price sources return, and the panel the numbers are made from."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from screener.records.problem import Problem

# What stands as price_source for real prices: asked for, and out of files.
YAHOO = "yahoo"
CSV = "csv"

Basis = Literal["split_adjusted", "as_traded", "adjusted_only"]
Dates = NDArray[np.datetime64]
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Actions:
    """Dividends and splits of one listing, as its source gives them.

    Parameters
    ----------
    dividend_on : array of shape (D,), datetime64[D]
        Ex-dates, unique and increasing.
    dividend : array of shape (D,)
        Cash per share in the listing's currency, above 0.
    split_on : array of shape (S,), datetime64[D]
        First sessions at the new price, unique and increasing.
    split : array of shape (S,)
        New shares per old one: 4.0 for 4:1, 0.1 for a reverse split of 1:10. Yahoo books spin-offs as splits too.
    """

    dividend_on: Dates
    dividend: Floats
    split_on: Dates
    split: Floats


@dataclass(frozen=True, slots=True)
class Bars:
    """Daily bars of one ticker.

    Parameters
    ----------
    ticker : str
    session_on : array of shape (T,), datetime64[D]
        Unique and increasing; the exchange's own dates.
    close : array of shape (T,)
        Close in the listing's currency, on the scale that ``basis`` names; NaN where the source gives none.
    adj_close : array of shape (T,)
        Close adjusted for splits and dividends; NaN where unknown.
    basis : {"split_adjusted", "as_traded", "adjusted_only"}
        What ``close`` is; ``adjusted_only`` when only ``adj_close`` came.
    open, high, low : arrays of shape (T,) or None
        On the scale of ``close``; None when the source was not asked or has none.
    volume : array of shape (T,) or None
        Shares.
    actions : Actions or None
        None when the source says nothing about dividends and splits.
    """

    ticker: str
    session_on: Dates
    close: Floats
    adj_close: Floats
    basis: Basis
    open: Floats | None = None
    high: Floats | None = None
    low: Floats | None = None
    volume: Floats | None = None
    actions: Actions | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """One ticker's answer as a source gave it.

    Parameters
    ----------
    bars : Bars
        Prices may be NaN, zero, negative or infinite where the source says so; nothing is corrected.
    source : str
        ``yahoo`` or ``csv``.
    fetched_at : datetime
        Aware; when it was asked for.
    from_on : date
        First date that was asked for; the listing may have begun later.
    currency, exchange : str
        As the source writes them; empty where it does not say.
    """

    bars: Bars
    source: str
    fetched_at: dt.datetime
    from_on: dt.date
    currency: str = ""
    exchange: str = ""


class FetchOutcome(StrEnum):
    """How asking a source for one ticker ended."""

    OK = "ok"
    GONE = "gone"
    EMPTY = "empty"
    RATE_LIMITED = "rate_limited"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of one ticker that was asked for.

    Parameters
    ----------
    ticker : str
    outcome : FetchOutcome
    reason : str
        Empty when ``outcome`` is ``ok``.
    received : Received or None
        None unless ``outcome`` is ``ok``.
    """

    ticker: str
    outcome: FetchOutcome
    reason: str = ""
    received: Received | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a quality check found in the prices of one ticker.

    Parameters
    ----------
    ticker : str
    check : str
        Name of the check; a key of ``dictionary.price_checks.PRICE_CHECKS``.
    session_on, until_on : date
        First and last session concerned.
    n_sessions : int
    message : str
        One sentence with the figures, no final full stop.
    """

    ticker: str
    check: str
    session_on: dt.date
    until_on: dt.date
    n_sessions: int
    message: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A ticker that was asked for and did not come."""

    ticker: str
    reason: str


@dataclass(frozen=True, slots=True)
class PriceAnswer:
    """One answer of a source: every ticker asked for is in ``bars`` or in ``missing``.

    Parameters
    ----------
    source : str
        What is written as ``price_source``; several are joined by ``;``.
    bars : tuple of Bars
    missing : tuple of Missing
    problems : tuple of Problem
        What is wrong with the files read.
    findings : tuple of Finding
        What is wrong with prices that were left out, and what the source changed of its past.
    known_until : datetime or None
        Aware; nothing later could be known. None where the source itself was asked.
    """

    source: str
    bars: tuple[Bars, ...]
    missing: tuple[Missing, ...]
    problems: tuple[Problem, ...] = ()
    findings: tuple[Finding, ...] = ()
    known_until: dt.datetime | None = None


class PriceSource(Protocol):
    """Where daily prices come from."""

    @property
    def name(self) -> str:
        """Written into every table as ``price_source``: ``yahoo``, ``csv``, ``simulated``."""
        ...

    def daily(self, tickers: tuple[str, ...], start_on: dt.date, until_at: dt.datetime) -> PriceAnswer:
        """Return the bars of ``tickers`` from ``start_on`` to the last session closed at ``until_at``."""
        ...


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the panel holds of one ticker."""

    ticker: str
    mic: str
    n_sessions: int
    first_on: dt.date | None
    last_on: dt.date | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PricePanel:
    """Prices of all tickers on the panel's sessions.

    Parameters
    ----------
    source : str
        The price source's name.
    mic : str
        Exchange whose sessions are the rows: the first benchmark's.
    session_on : array of shape (T,), datetime64[D]
    closes_at : array of shape (T,), datetime64[s], UTC
    tickers : tuple of str, length N
    level : array of shape (T, N)
        Total-return price level; NaN where there is no print. On a session at which the listing's own exchange
        is closed by calendar the level of the session before, if there is one, is carried and ``closed`` is set.
    closed : array of shape (T, N)
        The level is carried: the listing's exchange is closed that day by calendar, and the session before has one.
    closes_early : array of shape (N,)
        The listing closes before the panel's exchange opens (Asia, Europe is not: it overlaps).
    coverage : tuple of Coverage
        One per ticker asked for, priced or not.
    problems : tuple of Problem
        What is wrong with the files read.
    findings : tuple of Finding
        What the quality checks found, by ticker in the order asked, then by date.
    close : array of shape (T, N) or None
        Closes as the source gives them, split-adjusted, in the listing's currency; NaN where there is no print or no
        close. None where levels alone are known.
    volume : array of shape (T, N) or None
        Shares traded, on the scale of ``close``; NaN likewise.
    shut : array of shape (T, N) or None
        The listing's exchange is closed that day by calendar and nothing was printed, whether or not there is a level
        to carry. None where no calendar is known; then ``closed`` is all there is.
    """

    source: str
    mic: str
    session_on: Dates
    closes_at: NDArray[np.datetime64]
    tickers: tuple[str, ...]
    level: Floats
    closed: Bools
    closes_early: Bools
    coverage: tuple[Coverage, ...]
    problems: tuple[Problem, ...] = ()
    findings: tuple[Finding, ...] = ()
    close: Floats | None = None
    volume: Floats | None = None
    shut: Bools | None = None

    @property
    def days_shut(self) -> Bools:
        """``shut``, or ``closed`` where no calendar is known; shape (T, N)."""
        return self.closed if self.shut is None else self.shut

    @property
    def data_as_of(self) -> dt.date:
        """Last session of the panel."""
        last: dt.date = self.session_on[-1].astype(object)
        return last

    def column(self, ticker: str) -> int | None:
        """Index of ``ticker``, or None when it is not priced."""
        return self.tickers.index(ticker) if ticker in self.tickers else None
