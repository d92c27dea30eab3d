"""Scores of every basket, window and period."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from screener.calc.inference.scoring import Sample, adjust, score, without_inference
from screener.calc.market import Market, basket_side
from screener.calc.response.basket_response import BasketResponse
from screener.records.event import PERIODS, Outcome, Period
from screener.records.study import BasketEvent, Score, StudiedEvent
from screener.records.thesis import Thesis, Window


def period_scores(
    market: Market,
    placed: Sequence[StudiedEvent],
    basket_events: Sequence[BasketEvent],
    responses: Mapping[str, BasketResponse],
    *,
    is_hindsight: bool,
) -> tuple[Score, ...]:
    """Score every basket and window in every period.

    Parameters
    ----------
    market : Market
    placed : sequence of StudiedEvent
    basket_events : sequence of BasketEvent
        The used ones make the samples.
    responses : mapping
        Basket to its response at every session.
    is_hindsight : bool
        The events were chosen by their effect: no test, interval or verdict.
    """
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
