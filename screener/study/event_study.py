"""The event study of one thesis: baskets meet events, and each event ends in one outcome."""

from collections.abc import Mapping, Sequence

import numpy as np

from screener.calc.basket_response import BasketResponse, basket_response
from screener.calc.composition import Usability, usability
from screener.calc.market import Market
from screener.events.align import align
from screener.records.event import Anchor, Event, Period
from screener.records.study import StudiedEvent, Study
from screener.study.basket_events import basket_events
from screener.study.name_events import SessionsOf, name_events
from screener.study.scores import period_scores


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
    by_basket = tuple(
        found
        for basket in thesis.baskets
        for w, window in enumerate(thesis.windows)
        for found in basket_events(market, placed, basket, w, window, responses[basket], known)
    )
    is_hindsight = anchor == "noticed" or any(event.is_hindsight for event in events)
    return Study(
        thesis=thesis,
        anchor=anchor,
        events=placed,
        not_known_yet=tuple(not_known_yet),
        basket_events=by_basket,
        name_events=name_events(market, placed, known, anchor, sessions_of, mic_of),
        scores=period_scores(market, placed, by_basket, responses, is_hindsight=is_hindsight),
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
