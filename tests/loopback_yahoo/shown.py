"""What Yahoo shows of a listing at an instant: the past rescaled by every split and dividend until then."""

import datetime as dt
from dataclasses import dataclass, fields, replace
from typing import Self

import numpy as np
from loopback_yahoo.market import Dates, Floats, Integers, Listing, single
from numpy.typing import NDArray

PARTIAL_VOLUME = 0.9  # of the share that the elapsed time would have: a running volume always lags


@dataclass(frozen=True, eq=False)
class Bars:
    """Rows of a chart, adjusted as of one instant."""

    session_on: Dates
    open_s: Integers  # when the session opened: what a window of time selects by
    timestamp: Integers  # what the answer carries: the open too, but the last trade for a running session
    open: Floats
    high: Floats
    low: Floats
    close: Floats
    adjclose: Floats
    volume: Integers

    def take(self, rows: NDArray[np.bool_] | Integers | slice) -> Self:
        """Return some of the rows."""
        return replace(self, **{each.name: getattr(self, each.name)[rows] for each in fields(self)})

    def __len__(self) -> int:
        return len(self.session_on)


@dataclass(frozen=True, eq=False)
class Shown:
    """A listing at an instant.

    Attributes
    ----------
    bars
        Every session that has opened; the last may be still running.
    dividends
        Second of the ex-session's open -> amount on the scale of today's shares.
    splits
        Second of the ex-session's open -> (numerator, denominator).
    market_s
        The time of the last trade.
    """

    bars: Bars
    dividends: dict[int, float]
    splits: dict[int, tuple[int, int]]
    market_s: int


def show(listing: Listing, now_at: dt.datetime) -> Shown | None:
    """Return what is shown of a listing, or None before its first session has opened."""
    now_s = int(now_at.timestamp())
    n = int(np.searchsorted(listing.opens_s, now_s, side="right"))
    if n == 0:
        return None

    # How many of today's shares one share of each session has become.
    shares = np.ones(n)
    splits = {place: listing.splits[day] for day in sorted(listing.splits) if (place := listing.place(day)) < n}
    for place, (numerator, denominator) in splits.items():
        shares[:place] *= numerator / denominator

    running = now_s < listing.closes_s[n - 1]
    traded = _traded(listing, n, now_s if running else None)
    prices = {name: single(values / shares) for name, values in traded.items() if name != "volume"}
    close = prices["close"]

    dividends: dict[int, float] = {}
    left = np.ones(n)  # of each close, what later dividends leave
    for ex_on in sorted(listing.dividends):
        if (place := listing.place(ex_on)) < n:
            amount = round(float(listing.dividends[ex_on] / shares[place]), 6)
            dividends[int(listing.opens_s[place])] = amount
            if place:
                left[:place] *= 1.0 - amount / close[place - 1]

    timestamp = listing.opens_s[:n].copy()
    if running:
        timestamp[-1] = now_s
    bars = Bars(
        session_on=listing.session_on[:n],
        open_s=listing.opens_s[:n],
        timestamp=timestamp,
        adjclose=single(close * left),
        volume=np.rint(traded["volume"] * shares).astype(np.int64),
        **prices,
    )
    events = {int(listing.opens_s[place]): ratio for place, ratio in splits.items()}
    return Shown(bars, dividends, events, market_s=now_s if running else int(listing.closes_s[n - 1]))


def _traded(listing: Listing, n: int, now_s: int | None) -> dict[str, Floats]:
    """Return what was traded in the first n sessions, the last of them only until ``now_s`` if that is given."""
    found = {name: getattr(listing, name)[:n].astype(float) for name in ("open", "high", "low", "close", "volume")}
    if now_s is None:
        return found
    began, ends = int(listing.opens_s[n - 1]), int(listing.closes_s[n - 1])
    elapsed = (now_s - began) / (ends - began)
    first = found["open"][-1]
    last = first + elapsed * (found["close"][-1] - first)
    if last == found["close"][-1]:
        last *= 1.001  # a running close is never the final one
    found["high"][-1] = max(first, last, first + elapsed * (found["high"][-1] - first))
    found["low"][-1] = min(first, last, first + elapsed * (found["low"][-1] - first))
    found["close"][-1] = last
    found["volume"][-1] = np.floor(found["volume"][-1] * elapsed * PARTIAL_VOLUME)
    return found
