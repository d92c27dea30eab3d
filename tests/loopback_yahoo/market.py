"""What was traded: listings with their prices as paid on the day, and a way to draw them from a seed."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self
from zoneinfo import ZoneInfo

import numpy as np
from loopback_yahoo.exchanges import EXCHANGES
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Dates = NDArray[np.datetime64]

SECOND = dt.timedelta(seconds=1)


@dataclass(frozen=True, eq=False)
class Listing:
    """One symbol: its exchange, its sessions, and what was traded on each, never adjusted.

    Attributes
    ----------
    session_on
        The dates of its sessions, increasing; also those that the clock has not reached yet.
    open, high, low, close, volume
        As traded on the day, before any later split.
    dividends
        Ex-date -> amount per share as it was on that day.
    splits
        Ex-date -> (numerator, denominator): (4, 1) gives four shares for one.
    statements
        Yahoo's item, such as ``quarterlyTotalRevenue`` -> end of the period -> value.
    """

    symbol: str
    currency: str
    exchange: str
    full_exchange: str
    timezone: str
    instrument: str
    opens: dt.time
    closes: dt.time
    session_on: Dates
    open: Floats
    high: Floats
    low: Floats
    close: Floats
    volume: Integers
    dividends: Mapping[dt.date, float] = field(default_factory=dict)
    splits: Mapping[dt.date, tuple[int, int]] = field(default_factory=dict)
    statements: Mapping[str, Mapping[dt.date, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if any(each.shape != self.session_on.shape for each in (self.open, self.high, self.low, self.close)):
            raise ValueError(f"{self.symbol}: prices and sessions differ in number")
        if stray := {*self.dividends, *self.splits} - set(self.dates):
            raise ValueError(f"{self.symbol}: no session on the ex-dates {sorted(map(str, stray))}")

    @cached_property
    def zone(self) -> ZoneInfo:
        """The exchange's time zone."""
        return ZoneInfo(self.timezone)

    @cached_property
    def dates(self) -> tuple[dt.date, ...]:
        """The sessions as Python's dates."""
        return tuple(self.session_on.astype("datetime64[D]").tolist())

    @cached_property
    def opens_s(self) -> Integers:
        """When each session opens, in seconds since 1970 UTC."""
        return self._seconds(self.opens)

    @cached_property
    def closes_s(self) -> Integers:
        """When each session closes, in seconds since 1970 UTC."""
        return self._seconds(self.closes)

    def place(self, day: dt.date) -> int:
        """Return which session, counted from 0, is on a day."""
        return int(np.searchsorted(self.session_on, np.datetime64(day, "D")))

    def _seconds(self, at: dt.time) -> Integers:
        instants = (dt.datetime.combine(day, at, tzinfo=self.zone) for day in self.dates)
        return np.array([int(each.timestamp()) for each in instants], dtype=np.int64)


class Market(dict[str, Listing]):
    """Symbol -> listing."""

    @classmethod
    def of(cls, *listings: Listing) -> Self:
        """Return the market of some listings."""
        return cls({each.symbol: each for each in listings})


def weekdays(first: str | dt.date, last: str | dt.date, holidays: Collection[str | dt.date] = ()) -> Dates:
    """Return the days from Monday to Friday, first and last included, less the holidays."""
    days = np.arange(np.datetime64(first, "D"), np.datetime64(last, "D") + 1)
    closed = np.array(sorted(map(str, holidays)), dtype="datetime64[D]")
    return np.asarray(days[np.is_busday(days, holidays=closed)])


def make_listing(
    symbol: str,
    session_on: Dates,
    *,
    seed: int,
    exchange: str = "NMS",
    instrument: str = "EQUITY",
    first_price: float = 100.0,
    step: float = 0.02,
    mean_volume: float = 1e6,
    dividends: Mapping[dt.date, float] | None = None,
    splits: Mapping[dt.date, tuple[int, int]] | None = None,
    statements: Mapping[str, Mapping[dt.date, float]] | None = None,
    **own: Any,
) -> Listing:
    """Return a listing whose prices are a random walk drawn from a seed; the same seed draws the same walk.

    ``own`` replaces what the exchange would say: ``currency``, ``timezone``, ``opens``, ``closes``, or any other
    field of the listing, such as ``close`` for prices of one's own.
    """
    place = EXCHANGES[exchange]
    rng = np.random.default_rng(seed)
    n = len(session_on)
    close = np.cumprod(np.concatenate([[1.0], np.exp(rng.normal(0.0, step, n))]))
    before, close = close[:-1], close[1:]
    opened = before * np.exp(rng.normal(0.0, step / 4, n))
    high = np.maximum(opened, close) * np.exp(np.abs(rng.normal(0.0, step / 3, n)))
    low = np.minimum(opened, close) * np.exp(-np.abs(rng.normal(0.0, step / 3, n)))
    volume = mean_volume * np.exp(rng.normal(0.0, 0.4, n))

    # The walk knows no splits; a price as traded falls at each of them, and a volume rises.
    shares = np.ones(n)
    for ex_on, (numerator, denominator) in (splits or {}).items():
        shares[session_on >= np.datetime64(ex_on, "D")] *= numerator / denominator
    fields: dict[str, Any] = {
        "currency": place.currency,
        "full_exchange": place.full_name,
        "timezone": place.timezone,
        "opens": place.opens,
        "closes": place.closes,
        "open": single(first_price * opened / shares),
        "high": single(first_price * high / shares),
        "low": single(first_price * low / shares),
        "close": single(first_price * close / shares),
        "volume": np.rint(volume * shares).astype(np.int64),
        "dividends": dividends or {},
        "splits": splits or {},
        "statements": statements or {},
    }
    return Listing(symbol=symbol, exchange=exchange, instrument=instrument, session_on=session_on, **(fields | own))


def single(prices: Floats) -> Floats:
    """Return prices as they come out of a number of single precision, as Yahoo's do."""
    return np.asarray(prices, dtype=np.float32).astype(np.float64)
