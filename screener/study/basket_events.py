"""Each event's response basket by basket, or the reason why it has none."""

import numpy as np

from screener.calc.market import Market, basket_side
from screener.calc.numbers import finite
from screener.calc.response.basket_response import BasketResponse
from screener.calc.response.composition import Usability
from screener.events.overlap import overlaps
from screener.records.event import Outcome
from screener.records.study import BasketEvent, StudiedEvent
from screener.records.thesis import Window
from screener.study.confounders import Confounders
from screener.study.event_flags import event_flags
from screener.study.frame import StudyFrame


def basket_events(
    frame: StudyFrame,
    basket: str,
    w: int,
    window: Window,
    response: BasketResponse,
    disturbed: Confounders,
) -> list[BasketEvent]:
    """End each event in one outcome for one basket and window.

    Parameters
    ----------
    frame : StudyFrame
    basket : str
    w, window : int, Window
        The window, and its place among the thesis's.
    response : BasketResponse
        Of this basket at every session.
    disturbed : Confounders
    """
    market, placed = frame.market, frame.placed
    outcomes = [_outcome(market, studied, w, window, response, frame.known) for studied in placed]
    used = [i for i, outcome in enumerate(outcomes) if outcome is Outcome.USED]
    rows = np.array([placed[i].row for i in used], dtype=np.int64)
    shared = dict(zip(used, overlaps(rows, window, [placed[i].event.event_id for i in used]), strict=True))
    has_lag = market.needs_lag and frame.model.return_model == "market"
    found = []
    for i, (studied, outcome) in enumerate(zip(placed, outcomes, strict=True)):
        is_used = outcome is Outcome.USED
        row = studied.row if studied.row is not None else -1
        members = np.flatnonzero(response.used[row]) if is_used else np.empty(0, dtype=np.int64)
        moved_by = disturbed.of(i, studied.row, (market.members.members[j][1].ticker for j in members))
        flags = event_flags(studied.event, studied.alignment)
        if is_used and has_lag:
            flags.append("dimson_lag")
        if is_used and market.is_closed(row, window, members):
            flags.append("closed_session")
        if moved_by:
            flags.append("confounded")
        found.append(
            BasketEvent(
                studied=studied,
                basket=basket,
                side=basket_side(basket),
                window=window,
                car=float(response.car[row, w]) if is_used else None,
                scar=finite(response.scar[row, w]) if is_used else None,
                n_names=len(members),
                n_asked=int(response.n_valid[row]) if studied.row is not None else 0,
                outcome=outcome,
                overlaps_with=shared.get(i, ()),
                n_estimation=int(response.n_estimation[row]) if is_used else None,
                dof=int(response.dof[row]) if is_used else None,
                confounders=moved_by,
                flags=tuple(flags),
            )
        )
    return found


def _outcome(
    market: Market,
    studied: StudiedEvent,
    w: int,
    window: Window,
    response: BasketResponse,
    known: Usability,
) -> Outcome:
    row = studied.row
    if studied.alignment.outcome is not None or row is None:
        return studied.alignment.outcome or Outcome.SESSION_OUTSIDE_PRICES
    if row < market.first or row + window.start < 0:
        return Outcome.TOO_LITTLE_HISTORY
    if not known.is_over[row, w]:
        return Outcome.WINDOW_NOT_OVER
    if not response.enough_names[row]:
        has_any = bool((known.has_history[row] & response.holds).any())
        return Outcome.TOO_FEW_NAMES if has_any else Outcome.TOO_LITTLE_HISTORY
    if not response.has_history[row]:
        return Outcome.TOO_LITTLE_HISTORY
    return Outcome.USED if np.isfinite(response.car[row, w]) else Outcome.GAP_IN_WINDOW
