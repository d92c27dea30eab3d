"""The event study of one thesis: baskets meet events, and each event ends in one outcome."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from screener.calc.abnormal import AbnormalReturns, abnormal_returns
from screener.calc.basket_response import BasketResponse, basket_response
from screener.calc.composition import Usability, usability
from screener.calc.market import Market, basket_side
from screener.calc.scoring import Sample, adjust, score, without_inference
from screener.events.align import align
from screener.events.overlap import overlaps
from screener.records.event import PERIODS, Anchor, Event, Outcome, Period
from screener.records.study import BasketEvent, NameEvent, Score, StudiedEvent, Study
from screener.records.thesis import Thesis, Window
from screener.sessions.calendar import ExchangeSessions

SessionsOf = Callable[[str], ExchangeSessions]


def study(
    market: Market,
    events: Sequence[Event],
    not_known_yet: Sequence[Event],
    anchor: Anchor,
    sessions_of: SessionsOf,
    mic_of: Mapping[str, str],
) -> Study:
    """Score every basket of the thesis around the events.

    Parameters
    ----------
    market : Market
    events : sequence of Event
        Selected and known.
    not_known_yet : sequence of Event
        Selected, but known only later: counted.
    anchor : {"released", "noticed"}
    sessions_of : callable
        Exchange (MIC) to its sessions, for each listing's own day 0.
    mic_of : mapping
        Ticker to exchange.

    Returns
    -------
    Study
        Every event has one outcome per basket and window, every name one per event and window.
    """
    thesis = market.thesis
    members = market.members
    known = usability(members.returns, members.estimation, thesis.windows)
    placed = tuple(_place(event, market, anchor) for event in events)
    responses = {basket: _respond(market, basket, known) for basket in thesis.baskets}
    basket_events = tuple(
        found
        for basket in thesis.baskets
        for w, window in enumerate(thesis.windows)
        for found in _basket_events(market, placed, basket, w, window, responses[basket], known)
    )
    is_hindsight = anchor == "noticed" or any(event.is_hindsight for event in events)
    return Study(
        thesis=thesis,
        anchor=anchor,
        events=placed,
        not_known_yet=tuple(not_known_yet),
        basket_events=basket_events,
        name_events=_name_events(market, placed, known, anchor, sessions_of, mic_of),
        scores=_scores(market, placed, basket_events, responses, is_hindsight=is_hindsight),
        is_hindsight=is_hindsight,
        history_from=market.history_from,
    )


def _place(event: Event, market: Market, anchor: Anchor) -> StudiedEvent:
    panel, thesis = market.panel, market.thesis
    alignment = align(event, panel.session_on, panel.closes_at, anchor)
    day = alignment.session_on or event.released_on
    period: Period = "before" if day <= thesis.opened_on else "live" if day > thesis.live_from else "after"
    return StudiedEvent(event, alignment, market.row_of(alignment.session_on), period)


def _respond(market: Market, basket: str, known: Usability) -> BasketResponse:
    members = market.members
    shape = members.shape_of(market.thesis, basket)
    lag = any(market.closes_early(int(j)) for j in np.flatnonzero(shape.holds))
    return basket_response(
        shape,
        members.returns,
        members.estimation,
        market.regressors(lag=lag),
        members.valid,
        known,
        market.thesis.windows,
        market.first,
    )


def _basket_events(
    market: Market,
    placed: Sequence[StudiedEvent],
    basket: str,
    w: int,
    window: Window,
    response: BasketResponse,
    known: Usability,
) -> list[BasketEvent]:
    """End each event in one outcome for this basket and window."""
    outcomes = [_basket_outcome(market, studied, w, window, response, known) for studied in placed]
    used = [i for i, outcome in enumerate(outcomes) if outcome is Outcome.USED]
    rows = np.array([placed[i].row for i in used], dtype=np.int64)
    shared = dict(zip(used, overlaps(rows, window, [placed[i].event.event_id for i in used]), strict=True))
    held = np.flatnonzero(market.members.shape_of(market.thesis, basket).holds)
    lag = any(market.closes_early(int(j)) for j in held)
    found = []
    for i, (studied, outcome) in enumerate(zip(placed, outcomes, strict=True)):
        is_used = outcome is Outcome.USED
        row = studied.row if studied.row is not None else -1
        flags = _event_flags(studied) + (("dimson_lag",) if lag and is_used else ())
        found.append(
            BasketEvent(
                studied=studied,
                basket=basket,
                side=basket_side(basket),
                window=window,
                car=float(response.car[row, w]) if is_used else None,
                scar=float(response.scar[row, w]) if is_used else None,
                n_names=int(response.used[row].sum()) if is_used else 0,
                n_asked=int(response.n_valid[row]) if studied.row is not None else 0,
                outcome=outcome,
                overlaps_with=shared.get(i, ()),
                flags=flags,
            )
        )
    return found


def _basket_outcome(
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
        return Outcome.TOO_FEW_NAMES
    if not response.has_history[row]:
        return Outcome.TOO_LITTLE_HISTORY
    return Outcome.USED if np.isfinite(response.car[row, w]) else Outcome.GAP_IN_WINDOW


def _event_flags(studied: StudiedEvent) -> tuple[str, ...]:
    event = studied.event
    flags = []
    if studied.alignment.day0_uncertain:
        flags.append("day0_uncertain")
    if event.known_on_assumed:
        flags.append("known_on_assumed")
    if event.is_hindsight:
        flags.append("chosen_with_hindsight")
    if event.provenance == "memory":
        flags.append("memory")
    return tuple(flags)


def _name_events(
    market: Market,
    placed: Sequence[StudiedEvent],
    known: Usability,
    anchor: Anchor,
    sessions_of: SessionsOf,
    mic_of: Mapping[str, str],
) -> tuple[NameEvent, ...]:
    """Score every member around every event it could belong to."""
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
            outcome = _name_outcome(market, studied, j, w, window, result.car[e, w], known)
            is_used = outcome is Outcome.USED
            beta = result.betas[e].sum()
            flags = (
                _event_flags(studied)
                + (("day0_differs",) if differs else ())
                + (("dimson_lag",) if is_used and market.closes_early(j) else ())
            )
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
                    flags=flags,
                )
            )
    return found


def _name_outcome(
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


def _scores(
    market: Market,
    placed: Sequence[StudiedEvent],
    basket_events: Sequence[BasketEvent],
    responses: Mapping[str, BasketResponse],
    *,
    is_hindsight: bool,
) -> tuple[Score, ...]:
    thesis = market.thesis
    rows: list[Score] = []
    for period in PERIODS:
        samples = [
            _sample(thesis, period, basket, w, window, responses[basket], placed, basket_events)
            for basket in thesis.baskets
            for w, window in enumerate(thesis.windows)
        ]
        scored = adjust(samples, [score(sample) for sample in samples])
        rows.extend(_finish(row, is_hindsight=is_hindsight) for row in scored)
    return tuple(rows)


def _sample(
    thesis: Thesis,
    period: Period,
    basket: str,
    w: int,
    window: Window,
    response: BasketResponse,
    placed: Sequence[StudiedEvent],
    basket_events: Sequence[BasketEvent],
) -> Sample:
    used = [
        found.studied.row
        for found in basket_events
        if found.basket == basket
        and found.window == window
        and found.outcome is Outcome.USED
        and found.studied.is_in(period)
    ]
    return Sample(
        basket=basket,
        side=basket_side(basket),
        period=period,
        window=window,
        car=response.car[:, w],
        scar=response.scar[:, w],
        event_rows=np.array(used, dtype=np.int64),
        n_events=sum(studied.is_in(period) for studied in placed),
        is_primary=basket == thesis.primary_basket and window == thesis.primary_window,
    )


def _finish(row: Score, *, is_hindsight: bool) -> Score:
    """Add the period's own flag, and take inference away from events chosen by their effect."""
    flags = row.flags
    if row.period in ("before", "all"):
        flags = (*flags, "hindsight")
    if row.n_events == 0:
        flags = (*flags, "no_events")
    return replace(without_inference(row) if is_hindsight else row, flags=flags)
