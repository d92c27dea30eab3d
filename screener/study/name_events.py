"""Each event's response name by name, or the reason why it has none."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from screener.calc.abnormal import AbnormalReturns, abnormal_returns
from screener.calc.composition import Usability
from screener.calc.market import Market
from screener.events.align import align
from screener.records.event import Anchor, Outcome
from screener.records.study import NameEvent, StudiedEvent
from screener.records.thesis import Window
from screener.sessions.calendar import ExchangeSessions
from screener.study.event_flags import event_flags

SessionsOf = Callable[[str], ExchangeSessions]


def name_events(
    market: Market,
    placed: Sequence[StudiedEvent],
    known: Usability,
    anchor: Anchor,
    sessions_of: SessionsOf,
    mic_of: Mapping[str, str],
) -> tuple[NameEvent, ...]:
    """Score every member around every event.

    Parameters
    ----------
    market : Market
    placed : sequence of StudiedEvent
    known : Usability
    anchor : {"released", "noticed"}
    sessions_of : callable
        Exchange (MIC) to its sessions, for each listing's own day 0.
    mic_of : mapping
        Ticker to exchange.

    Returns
    -------
    tuple of NameEvent
        One an event, member and window.
    """
    found: list[NameEvent] = []
    members = market.members
    rows = np.array([studied.row if studied.row is not None else -1 for studied in placed], dtype=np.int64)
    for j in range(len(members.members)):
        result = abnormal_returns(
            members.returns[:, j],
            members.estimation[:, j],
            market.regressors(lag=market.closes_early(j)),
            np.maximum(rows, 0),
            market.thesis.windows,
        )
        own = _own_day0(market, placed, j, anchor, sessions_of, mic_of)
        found.extend(_names_of(market, placed, j, result, own, known))
    return tuple(found)


def _own_day0(
    market: Market,
    placed: Sequence[StudiedEvent],
    j: int,
    anchor: Anchor,
    sessions_of: SessionsOf,
    mic_of: Mapping[str, str],
) -> list[tuple[dt.date | None, int | None]]:
    """Return each event's day 0 on the listing's own exchange, and the panel row whose return holds it."""
    mic = mic_of.get(market.members.members[j][1].ticker, market.panel.mic)
    if mic == market.panel.mic:
        return [(studied.alignment.session_on, studied.row) for studied in placed]
    sessions = sessions_of(mic)
    result: list[tuple[dt.date | None, int | None]] = []
    for studied in placed:
        day = align(studied.event, sessions.session_on, sessions.closes_at, anchor).session_on
        row = None if day is None else int(np.searchsorted(market.panel.session_on, np.datetime64(day)))
        result.append((day, row if row is not None and row < len(market.panel.session_on) else None))
    return result


def _names_of(
    market: Market,
    placed: Sequence[StudiedEvent],
    j: int,
    result: AbnormalReturns,
    own: Sequence[tuple[dt.date | None, int | None]],
    known: Usability,
) -> list[NameEvent]:
    leg, member = market.members.members[j]
    found = []
    for e, studied in enumerate(placed):
        own_on, own_row = own[e]
        differs = studied.row is not None and own_row is not None and own_row != studied.row
        day0_return = market.members.returns[own_row, j] if own_row is not None else np.nan
        for w, window in enumerate(market.thesis.windows):
            outcome = _outcome(market, studied, j, w, window, result.car[e, w], known)
            is_used = outcome is Outcome.USED
            beta = result.betas[e].sum()
            flags = event_flags(studied)
            if differs:
                flags.append("day0_differs")
            if is_used and market.closes_early(j):
                flags.append("dimson_lag")
            if is_used and _is_closed(market, j, studied.row, window):
                flags.append("closed_session")
            found.append(
                NameEvent(
                    studied=studied,
                    session_on=own_on if market.members.columns[j] >= 0 else studied.alignment.session_on,
                    ticker=member.ticker,
                    leg=leg.name,
                    side=leg.side,
                    window=window,
                    day0_return=float(day0_return) if np.isfinite(day0_return) else None,
                    beta=float(beta) if is_used else None,
                    car=float(result.car[e, w]) if is_used else None,
                    scar=float(result.scar[e, w]) if is_used else None,
                    outcome=outcome,
                    flags=tuple(flags),
                )
            )
    return found


def _outcome(
    market: Market, studied: StudiedEvent, j: int, w: int, window: Window, car: float, known: Usability
) -> Outcome:
    row = studied.row
    if market.members.columns[j] < 0:
        return Outcome.NOT_PRICED
    if studied.alignment.outcome is not None or row is None:
        return studied.alignment.outcome or Outcome.SESSION_OUTSIDE_PRICES
    if not market.members.valid[row, j]:
        return Outcome.NOT_A_MEMBER
    if row + window.start >= 0 and not known.is_over[row, w]:
        return Outcome.WINDOW_NOT_OVER
    if row < market.first or not known.has_history[row, j] or row + window.start < 0:
        return Outcome.TOO_LITTLE_HISTORY
    return Outcome.USED if known.has_window[row, j] and np.isfinite(car) else Outcome.GAP_IN_WINDOW


def _is_closed(market: Market, j: int, row: int | None, window: Window) -> bool:
    """Tell whether the listing's exchange was closed on a session of the window."""
    if row is None:
        return False
    column = market.members.columns[j]
    return bool(market.panel.closed[row + window.start : row + window.end + 1, column].any())
