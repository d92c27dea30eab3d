"""The ways in which an answer goes wrong, and what each does to the rows of a chart."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from typing import Any

import numpy as np
from loopback_yahoo.market import Listing, Market, single
from loopback_yahoo.shown import Bars, Shown

SHORT_ROWS = 5
UNSETTLED_ROWS = 5
REVISED_ROWS = 3
REVISED_BY = 1.02
SETTLED_BY = 1.2


class Fault(StrEnum):
    """What goes wrong: first what any request may meet, then what only the rows of a chart have."""

    TOO_MANY = "too_many"
    SERVER_ERROR = "server_error"
    UNAUTHORIZED = "unauthorized"
    DROP = "drop"
    HANG = "hang"
    CUT_JSON = "cut_json"
    HTML = "html"
    GONE = "gone"

    EMPTY = "empty"
    NULL_ROW = "null_row"
    MISSING_DAY = "missing_day"
    DUPLICATE_DAY = "duplicate_day"
    INFINITE_ADJCLOSE = "infinite_adjclose"
    NO_ADJCLOSE = "no_adjclose"
    UNAPPLIED_SPLIT = "unapplied_split"
    HUNDREDFOLD_DAY = "hundredfold_day"
    OTHER_COMPANY = "other_company"
    OTHER_SYMBOL = "other_symbol"
    SHORT = "short"
    DEEP_REVISION = "deep_revision"
    SETTLED_VOLUME = "settled_volume"


DATA_FAULTS = frozenset(list(Fault)[list(Fault).index(Fault.EMPTY) :])
STATEMENT_FAULTS = frozenset({Fault.EMPTY, Fault.NULL_ROW})


def fault_session(listing: Listing) -> dt.date:
    """Return the day that the faults of one day spoil: in the middle of all sessions, and no ex-date."""
    days = listing.dates[len(listing.dates) // 2 :]
    return next(day for day in days if day not in listing.dividends and day not in listing.splits)


def revised_sessions(listing: Listing) -> tuple[dt.date, ...]:
    """Return the days long ago that ``deep_revision`` changes."""
    first = len(listing.dates) // 10
    return listing.dates[first : first + REVISED_ROWS]


def other_listing(market: Market, listing: Listing) -> Listing:
    """Return the listing that is confused with this one: of the same time zone where there is one."""
    others = [market[symbol] for symbol in sorted(market) if symbol != listing.symbol]
    return min(others, key=lambda each: each.timezone != listing.timezone)


def spoil(bars: Bars, listing: Listing, shown: Shown, fault: Fault | None) -> Bars:
    """Return the rows with a fault of their data; the same rows where the fault finds nothing to spoil."""
    change = _CHANGES.get(fault) if fault else None
    return change(bars, listing, shown) if change else bars


def _times(bars: Bars, rows: np.ndarray, factor: float) -> Bars:
    """Return the bars with the prices of some rows multiplied."""
    scale = np.where(rows, factor, 1.0)
    names = ("open", "high", "low", "close", "adjclose")
    changed: dict[str, Any] = {name: single(getattr(bars, name) * scale) for name in names}
    return replace(bars, **changed)


def _on_day(bars: Bars, listing: Listing) -> np.ndarray:
    return np.asarray(bars.session_on == np.datetime64(fault_session(listing), "D"))


def _null_row(bars: Bars, listing: Listing, _: Shown) -> Bars:
    return _times(bars, _on_day(bars, listing), np.nan)


def _missing_day(bars: Bars, listing: Listing, _: Shown) -> Bars:
    return bars.take(~_on_day(bars, listing))


def _duplicate_day(bars: Bars, listing: Listing, _: Shown) -> Bars:
    return bars.take(np.repeat(np.arange(len(bars)), 1 + _on_day(bars, listing)))


def _infinite_adjclose(bars: Bars, listing: Listing, _: Shown) -> Bars:
    return replace(bars, adjclose=np.where(_on_day(bars, listing), np.inf, bars.adjclose))


def _unapplied_split(bars: Bars, _: Listing, shown: Shown) -> Bars:
    """Leave the rows before the last split on the scale of their day."""
    if not shown.splits:
        return bars
    at = max(shown.splits)
    ratio = shown.splits[at][0] / shown.splits[at][1]
    before = bars.open_s < at
    volume = np.where(before, np.rint(bars.volume / ratio), bars.volume).astype(np.int64)
    return replace(_times(bars, before, ratio), volume=volume)


def _hundredfold_day(bars: Bars, listing: Listing, _: Shown) -> Bars:
    return _times(bars, _on_day(bars, listing), 100.0)


def _short(bars: Bars, _: Listing, __: Shown) -> Bars:
    return bars.take(slice(-SHORT_ROWS, None))


def _deep_revision(bars: Bars, listing: Listing, _: Shown) -> Bars:
    """Move the closes of some days long ago, and the highs that they pass."""
    days = np.array(revised_sessions(listing), dtype="datetime64[D]")
    scale = np.where(np.isin(bars.session_on, days), REVISED_BY, 1.0)
    close = single(bars.close * scale)
    return replace(bars, close=close, adjclose=single(bars.adjclose * scale), high=np.maximum(bars.high, close))


def _settled_volume(bars: Bars, _: Listing, __: Shown) -> Bars:
    volume = bars.volume.copy()
    volume[-UNSETTLED_ROWS:] = np.rint(volume[-UNSETTLED_ROWS:] * SETTLED_BY)
    return replace(bars, volume=volume)


_CHANGES: dict[Fault, Callable[[Bars, Listing, Shown], Bars]] = {
    Fault.NULL_ROW: _null_row,
    Fault.MISSING_DAY: _missing_day,
    Fault.DUPLICATE_DAY: _duplicate_day,
    Fault.INFINITE_ADJCLOSE: _infinite_adjclose,
    Fault.UNAPPLIED_SPLIT: _unapplied_split,
    Fault.HUNDREDFOLD_DAY: _hundredfold_day,
    Fault.SHORT: _short,
    Fault.DEEP_REVISION: _deep_revision,
    Fault.SETTLED_VOLUME: _settled_volume,
}
