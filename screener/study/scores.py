"""Scores of every basket, window and period."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from screener.calc.inference.scoring import Sample, adjust, score, without_inference
from screener.calc.market import basket_side
from screener.calc.response.basket_response import BasketResponse
from screener.records.event import PERIODS, Outcome, Period
from screener.records.study import BasketEvent, Score, StudiedEvent
from screener.records.thesis import Thesis, Window
from screener.study.frame import StudyFrame, event_rows


def period_scores(
    frame: StudyFrame, basket_events: Sequence[BasketEvent], responses: Mapping[str, BasketResponse]
) -> tuple[Score, ...]:
    """Score every basket and window in every period.

    Parameters
    ----------
    frame : StudyFrame
        Events chosen by their effect get no test, interval or verdict.
    basket_events : sequence of BasketEvent
        The used ones make the samples.
    responses : mapping
        Basket to its response at every session.
    """
    thesis = frame.market.thesis
    used = used_rows(basket_events)
    rows: list[Score] = []
    for period in PERIODS:
        samples = [
            make_sample(frame, period, basket, w, responses[basket], used[basket, window])
            for basket in thesis.baskets
            for w, window in enumerate(thesis.windows)
        ]
        scored = adjust(samples, [score(sample) for sample in samples])
        rows.extend(finish(thesis, row, is_hindsight=frame.is_hindsight) for row in scored)
    return tuple(rows)


def used_rows(basket_events: Sequence[BasketEvent]) -> dict[tuple[str, Window], tuple[StudiedEvent, ...]]:
    """Return the events used by each basket and window, also where there is none."""
    used: dict[tuple[str, Window], list[StudiedEvent]] = {}
    for found in basket_events:
        events = used.setdefault((found.basket, found.window), [])
        if found.outcome is Outcome.USED:
            events.append(found.studied)
    return defaultdict(tuple, {key: tuple(events) for key, events in used.items()})


def make_sample(
    frame: StudyFrame,
    period: Period,
    basket: str,
    w: int,
    response: BasketResponse,
    used: Sequence[StudiedEvent],
) -> Sample:
    """Return what one score is made from.

    Parameters
    ----------
    frame : StudyFrame
    period : Period
    basket : str
    w : int
        The window's place among the thesis's.
    response : BasketResponse
        Of the basket at every session.
    used : sequence of StudiedEvent
        The events of any period that the sample may use.
    """
    thesis = frame.market.thesis
    window = thesis.windows[w]
    return Sample(
        basket=basket,
        side=basket_side(basket),
        period=period,
        window=window,
        car=response.car[:, w],
        scar=response.scar[:, w],
        event_rows=event_rows([studied for studied in used if studied.is_in(period)]),
        n_events=sum(studied.is_in(period) for studied in frame.placed),
        is_primary=basket == thesis.primary_basket and window == thesis.primary_window,
        estimation=frame.model.fitted_on,
        masked=frame.masked,
    )


def finish(thesis: Thesis, row: Score, *, is_hindsight: bool) -> Score:
    """Add the period's own flag, and take inference away from events chosen by their effect."""
    flags = (*row.flags, *thesis.hindsight_flags(row.period))
    if row.n_events == 0:
        flags = (*flags, "no_events")
    return replace(without_inference(row) if is_hindsight else row, flags=flags)
