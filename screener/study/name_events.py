"""Each event's response name by name, or the reason why it has none."""

from collections.abc import Sequence
from functools import cache

import numpy as np

from screener.calc.market import Market
from screener.calc.numbers import finite
from screener.calc.response.around_events import NamesAroundEvents, around_events
from screener.calc.response.composition import Usability
from screener.records.event import Outcome
from screener.records.study import NameEvent, StudiedEvent
from screener.records.thesis import Window
from screener.study.confounders import Confounders
from screener.study.event_flags import event_flags
from screener.study.frame import StudyFrame
from screener.study.own_day0 import OwnDay0, own_day0, panel_day0


def name_events(frame: StudyFrame, disturbed: Confounders) -> tuple[NameEvent, ...]:
    """Score every member around every event.

    Parameters
    ----------
    frame : StudyFrame
    disturbed : Confounders

    Returns
    -------
    tuple of NameEvent
        One an event, member and window.
    """
    market, placed, mics = frame.market, frame.placed, frame.priced.mics
    found: list[NameEvent] = []
    members = market.members
    rows = np.array([studied.row if studied.row is not None else -1 for studied in placed], dtype=np.int64)

    @cache
    def day0_on(mic: str) -> tuple[OwnDay0, ...]:
        if mic == market.panel.mic:
            return tuple(panel_day0(studied) for studied in placed)
        return own_day0(market, placed, frame.anchor, frame.priced.sessions_of(mic))

    around = around_events(
        members.returns, members.estimation, market.regressors, np.maximum(rows, 0), frame.windows, frame.model
    )
    for j, (_, member) in enumerate(members.members):
        own = day0_on(mics.get(member.ticker) or market.panel.mic)
        found.extend(_names_of(frame, j, around, own, disturbed))
    return tuple(found)


def _names_of(
    frame: StudyFrame,
    j: int,
    around: NamesAroundEvents,
    own: Sequence[OwnDay0],
    disturbed: Confounders,
) -> list[NameEvent]:
    market = frame.market
    leg, member = market.members.members[j]
    has_slope = frame.model.return_model == "market"
    has_lag = market.needs_lag and has_slope
    found = []
    for e, studied in enumerate(frame.placed):
        return_row = own[e].return_row
        day0_return = market.members.returns[return_row, j] if return_row is not None else np.nan
        for w, window in enumerate(market.thesis.windows):
            outcome = _outcome(market, studied, j, w, window, around.car[e, j, w], frame.known)
            is_used = outcome is Outcome.USED
            flags = event_flags(studied.event, studied.alignment)
            if own[e].differs:
                flags.append("day0_differs")
            if is_used and has_lag:
                flags.append("dimson_lag")
            if is_used and market.is_closed(studied.row, window, [j]):
                flags.append("closed_session")
            if studied.row is not None and disturbed.reports_in(member.ticker, studied.row, window):
                flags.append("earnings_in_window")
            found.append(
                NameEvent(
                    studied=studied,
                    session_on=own[e].session_on,
                    ticker=member.ticker,
                    leg=leg.name,
                    side=leg.side,
                    window=window,
                    day0_return=finite(day0_return),
                    beta=market.first_slope(around.betas[e, j]) if is_used and has_slope else None,
                    car=float(around.car[e, j, w]) if is_used else None,
                    scar=finite(around.scar[e, j, w]) if is_used else None,
                    n_estimation=int(around.n_estimation[e, j]) if is_used else None,
                    dof=int(around.dof[e, j]) if is_used else None,
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
