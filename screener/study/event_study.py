"""The event study of one thesis: baskets meet events, and each event ends in one outcome."""

from collections.abc import Sequence

import numpy as np

from screener.calc.market import Market
from screener.calc.response.basket_response import BasketResponse, basket_response
from screener.calc.response.composition import Usability, usability
from screener.events.align import align
from screener.pricing import Priced
from screener.records.event import Anchor, Event, Period
from screener.records.event_model import ESTIMATION
from screener.records.study import StudiedEvent, Study
from screener.study.basket_events import basket_events
from screener.study.name_events import name_events
from screener.study.scores import period_scores


def study(priced: Priced, anchor: Anchor) -> Study:
    """Score every basket of the thesis around its events.

    Parameters
    ----------
    priced : Priced
        The thesis with its events and prices.
    anchor : {"released", "noticed"}

    Returns
    -------
    Study
        Every event has one outcome per basket and window, every name one per event and window.
    """
    market, events = priced.market, priced.selection.selected
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
        anchor=anchor,
        not_known_yet=priced.selection.not_known_yet,
        basket_events=by_basket,
        name_events=name_events(priced, placed, known, anchor),
        scores=period_scores(market, placed, by_basket, responses, is_hindsight=is_hindsight),
        is_hindsight=is_hindsight,
        history_from=market.history_from,
        history_reason=market.history_reason,
        n_with_estimation_overlap=_n_with_estimation_overlap(placed),
    )


def _place(event: Event, market: Market, anchor: Anchor) -> StudiedEvent:
    panel, thesis = market.panel, market.thesis
    alignment = align(event, panel.session_on, panel.closes_at, anchor)
    day = alignment.session_on or event.released_on
    period: Period = "before" if day <= thesis.opened_on else "live" if day > thesis.live_from else "after"
    return StudiedEvent(event, alignment, market.row_of(alignment.session_on), period)


def _n_with_estimation_overlap(placed: Sequence[StudiedEvent]) -> int:
    rows = np.array([studied.row for studied in placed if studied.row is not None], dtype=np.int64)
    relative = rows[None, :] - rows[:, None]
    inside = (relative >= ESTIMATION.start) & (relative <= ESTIMATION.end)
    return int(inside.any(axis=1).sum())


def _respond(market: Market, basket: str, known: Usability) -> BasketResponse:
    members = market.members
    shape = members.shape_of(market.thesis, basket)
    return basket_response(
        shape,
        members.returns,
        members.estimation,
        market.regressors,
        members.valid,
        known,
        market.thesis.windows,
        market.first,
    )
