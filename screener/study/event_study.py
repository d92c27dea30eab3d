"""The event study of one thesis: baskets meet events, and each event ends in one outcome."""

from screener.records.study import Study
from screener.study.basket_events import basket_events
from screener.study.confounders import confounders
from screener.study.frame import StudyFrame
from screener.study.name_events import name_events
from screener.study.scores import period_scores


def study(frame: StudyFrame) -> Study:
    """Score every basket of the thesis around its events.

    Parameters
    ----------
    frame : StudyFrame
        The thesis with its events and prices.

    Returns
    -------
    Study
        Every event has one outcome per basket and window, every name one per event and window.
    """
    thesis = frame.market.thesis
    responses = {basket: frame.respond(basket) for basket in thesis.baskets}
    disturbed = confounders(frame)
    by_basket = tuple(
        found
        for basket in thesis.baskets
        for w, window in enumerate(thesis.windows)
        for found in basket_events(frame, basket, w, window, responses[basket], disturbed)
    )
    return Study(
        anchor=frame.anchor,
        model=frame.model,
        not_known_yet=frame.priced.selection.not_known_yet,
        basket_events=by_basket,
        name_events=name_events(frame, disturbed),
        scores=period_scores(frame, by_basket, responses),
        is_hindsight=frame.is_hindsight,
        history_from=frame.market.history_from,
        history_reason=frame.market.history_reason,
        n_with_estimation_overlap=frame.n_with_estimation_overlap,
    )
