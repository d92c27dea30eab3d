"""Day 0 on a listing's own exchange, beside the panel's."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from screener.calc.market import Market
from screener.events.align import align
from screener.records.event import Anchor
from screener.records.study import StudiedEvent
from screener.sessions.calendar import ExchangeSessions


@dataclass(frozen=True, slots=True)
class OwnDay0:
    """Where one event lands for one exchange.

    Parameters
    ----------
    session_on : date or None
        Day 0 on that exchange.
    return_row : int or None
        Panel row whose return is that session's and no other's; None where the panel has no such row, because its
        own exchange was closed on that day or on the one before.
    differs : bool
        The session's move stands in another panel row than the panel's day 0.
    """

    session_on: dt.date | None
    return_row: int | None
    differs: bool


def panel_day0(studied: StudiedEvent) -> OwnDay0:
    """Return day 0 for a listing of the panel's own exchange."""
    return OwnDay0(studied.alignment.session_on, studied.row, differs=False)


def own_day0(
    market: Market, placed: Sequence[StudiedEvent], anchor: Anchor, sessions: ExchangeSessions
) -> tuple[OwnDay0, ...]:
    """Return each event's day 0 on another exchange than the panel's.

    Parameters
    ----------
    market : Market
    placed : sequence of StudiedEvent
    anchor : {"released", "noticed"}
    sessions : ExchangeSessions
        Of the listing's exchange.
    """
    return tuple(_on(market, studied, anchor, sessions) for studied in placed)


def _on(market: Market, studied: StudiedEvent, anchor: Anchor, sessions: ExchangeSessions) -> OwnDay0:
    day = align(studied.event, sessions.session_on, sessions.closes_at, anchor).session_on
    if day is None:
        return OwnDay0(None, None, differs=False)
    panel_on = market.panel.session_on
    row = int(np.searchsorted(panel_on, np.datetime64(day)))
    if row >= len(panel_on):
        return OwnDay0(day, None, differs=studied.row is not None)
    differs = studied.row is not None and row != studied.row
    is_same_day = row > 0 and market.date(row) == day
    return OwnDay0(day, row if is_same_day and _holds_one(panel_on[row - 1], day, sessions) else None, differs)


def _holds_one(before_on: np.datetime64, day: dt.date, sessions: ExchangeSessions) -> bool:
    """Tell whether the exchange had just one session after the panel's session before, up to ``day``."""
    first, last = np.searchsorted(sessions.session_on, [before_on, np.datetime64(day)], side="right")
    return bool(last - first == 1)
