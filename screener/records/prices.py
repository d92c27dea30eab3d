"""What price sources return, and the panel the numbers are made from."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from screener.records.problem import Problem

Basis = Literal["split_adjusted", "as_traded", "adjusted_only"]
Dates = NDArray[np.datetime64]
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Bars:
    """Daily bars of one ticker, as received.

    Parameters
    ----------
    ticker : str
    session_on : array of shape (T,), datetime64[D]
        Unique and increasing; the exchange's own dates.
    close : array of shape (T,)
        Split-adjusted close in the listing's currency; NaN where the source gives none.
    adj_close : array of shape (T,)
        Close adjusted for splits and dividends; NaN where unknown. Total returns are its ratios, or the
        ratios of ``close`` when the whole column is blank (flag ``price_return_only``).
    basis : {"split_adjusted", "as_traded", "adjusted_only"}
        What ``close`` is; ``adjusted_only`` when only ``adj_close`` came.
    """

    ticker: str
    session_on: Dates
    close: Floats
    adj_close: Floats
    basis: Basis


@dataclass(frozen=True, slots=True)
class Missing:
    """A ticker that was asked for and did not come."""

    ticker: str
    reason: str


@dataclass(frozen=True, slots=True)
class PriceAnswer:
    """One answer of a source: every ticker asked for is in ``bars`` or in ``missing``."""

    source: str
    bars: tuple[Bars, ...]
    missing: tuple[Missing, ...]
    problems: tuple[Problem, ...] = ()


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
        is closed by calendar the level of the session before is carried and ``closed`` is set.
    closed : array of shape (T, N)
        The listing's exchange is closed that day by calendar.
    closes_early : array of shape (N,)
        The listing closes before the panel's exchange opens (Asia, Europe is not: it overlaps).
    coverage : tuple of Coverage
        One per ticker asked for, priced or not.
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

    @property
    def data_as_of(self) -> dt.date:
        """Last session of the panel."""
        last: dt.date = self.session_on[-1].astype(object)
        return last

    def column(self, ticker: str) -> int | None:
        """Index of ``ticker``, or None when it is not priced."""
        return self.tickers.index(ticker) if ticker in self.tickers else None
