"""What the primary basket's result rests on: one event, one name, one year, one choice."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from screener.calc.inference.scoring import score
from screener.calc.response.basket_response import BasketResponse
from screener.records.event import PERIODS, Anchor, Outcome, Period
from screener.records.event_model import RETURN_MODELS, EventModel
from screener.records.prices import Bools
from screener.records.robustness import RobustnessRow, Variation
from screener.records.study import BasketEvent, Score, StudiedEvent
from screener.records.universe import UniverseScan
from screener.study.basket_events import basket_events
from screener.study.confounders import Confounders, confounders
from screener.study.frame import StudyFrame, study_frame
from screener.study.scores import finish, make_sample, used_rows


@dataclass(frozen=True, slots=True)
class _Choice:
    """One other way to make the primary basket's responses."""

    variation: Variation
    case: str
    frame: StudyFrame
    response: BasketResponse
    disturbed: Confounders


def robustness(frame: StudyFrame, scan: UniverseScan | None = None) -> tuple[RobustnessRow, ...]:
    """Score the primary basket again, one choice changed at a time.

    Parameters
    ----------
    frame : StudyFrame
    scan : UniverseScan or None
        The same events on a whole universe.

    Returns
    -------
    tuple of RobustnessRow
        Window by window and period by period: as asked; without each event; with the events of one year, lab or kind
        only; without those whose day another event or a report shares; without each name; with the other anchor; with
        or without other events' sessions in the estimation window; with each other return model; over all periods,
        beside random baskets of the universe. A period in which no event was used has the first row only.

    Notes
    -----
    Nothing here is corrected for how many rows there are: they say what a result rests on, and prove nothing.
    Full-sample inference, as the scores are.
    """
    asked, *others = _choices(frame)
    rows: list[RobustnessRow] = []
    for w in range(len(frame.windows)):
        found = _found(asked, w)
        used_by = [(choice, _used(_found(choice, w))) for choice in others]
        for period in PERIODS:
            base = _score(asked, period, w, _used(found), is_hindsight=frame.is_hindsight)
            rows.append(_row(asked, "as_asked", "", base, None))
            if base.n_event_days == 0:
                continue
            for variation, case, used in _subsets([each for each in found if each.studied.is_in(period)]):
                one = _score(asked, period, w, used, is_hindsight=frame.is_hindsight)
                rows.append(_row(asked, variation, case, one, base))
            for choice, used in used_by:
                one = _score(choice, period, w, used, is_hindsight=frame.is_hindsight)
                rows.append(_row(choice, choice.variation, choice.case, one, base))
        if scan is not None:
            rows += _random_baskets(scan, frame, w)
    return tuple(rows)


def _random_baskets(scan: UniverseScan, frame: StudyFrame, w: int) -> list[RobustnessRow]:
    """Compare the primary basket, on the universe's own prices, with random ones of its shape."""
    thesis = frame.market.thesis
    rows = []
    for draw in scan.baskets:
        if draw.basket == thesis.primary_basket and draw.window == frame.windows[w]:
            found = Score(
                basket=draw.basket,
                side=draw.side,
                period="all",
                window=draw.window,
                n_events=len(frame.placed),
                n_event_days=draw.n_event_days,
                n_used=sum(each.outcomes[w] is Outcome.USED for each in scan.events),
                excess=draw.excess,
                p_placebo=draw.p,
                placebo_mean=draw.mean_excess,
                placebo_sd=draw.sd_excess,
                n_placebo=draw.n_baskets,
                flags=("hindsight", *(flag for flag in scan.flags if flag == "survivorship_biased")),
            )
            case = f"{draw.n_baskets:,} random baskets"
            rows.append(RobustnessRow("placebo_baskets", case, found, None, scan.anchor, scan.model))
    return rows


def _choices(frame: StudyFrame) -> Iterator[_Choice]:
    """Make the responses as asked, then without each name, and with another anchor, estimation or return model."""
    disturbed = confounders(frame)
    yield _Choice("as_asked", "", frame, _respond(frame), disturbed)
    members = frame.market.members
    shape = members.shape_of(frame.market.thesis, frame.market.thesis.primary_basket)
    held = shape.holds
    for ticker in dict.fromkeys(members.members[j][1].ticker for j in np.flatnonzero(held & (members.columns >= 0))):
        without = np.array([member.ticker == ticker for _, member in members.members])
        yield _Choice("without_name", ticker, frame, _respond(frame, without), disturbed)
    anchor: Anchor = "noticed" if frame.anchor == "released" else "released"
    model = frame.model
    masking = model.without_mask() if model.masks_events else model.with_mask()
    yield _other("anchor", anchor, study_frame(frame.priced, anchor, model, frame.earnings))
    yield _other("mask_events", "yes" if masking.masks_events else "no", _with_model(frame, masking))
    seen = {shape.own_model(model)}
    for return_model in RETURN_MODELS:
        other = replace(model, return_model=return_model)
        # A spread adjusted by the market on both sides is the raw one.
        if shape.own_model(other) not in seen:
            seen.add(shape.own_model(other))
            yield _other("return_model", shape.own_model(other).return_model, _with_model(frame, other))


def _subsets(found: Sequence[BasketEvent]) -> Iterator[tuple[Variation, str, tuple[StudiedEvent, ...]]]:
    """Every other choice among the events used."""
    used = _used(found)
    for left_out in used:
        yield "without_event", left_out.event.event_id, tuple(each for each in used if each is not left_out)
    keys: tuple[tuple[Variation, Callable[[StudiedEvent], str]], ...] = (
        ("year", lambda studied: str(studied.alignment.session_on)[:4]),
        ("lab", lambda studied: studied.event.lab),
        ("kind", lambda studied: studied.event.kind),
    )
    for variation, key in keys:
        for case in sorted({key(studied) for studied in used}):
            yield variation, case, tuple(studied for studied in used if key(studied) == case)
    alone = _used([each for each in found if not each.confounders])
    if len(alone) < len(used):
        yield "without_confounded", "", alone


def _respond(frame: StudyFrame, without: Bools | None = None) -> BasketResponse:
    return frame.respond(frame.market.thesis.primary_basket, without=without)


def _with_model(frame: StudyFrame, model: EventModel) -> StudyFrame:
    return study_frame(frame.priced, frame.anchor, model, frame.earnings)


def _other(variation: Variation, case: str, frame: StudyFrame) -> _Choice:
    return _Choice(variation, case, frame, _respond(frame), confounders(frame))


def _found(choice: _Choice, w: int) -> list[BasketEvent]:
    frame = choice.frame
    basket = frame.market.thesis.primary_basket
    return basket_events(frame, basket, w, frame.windows[w], choice.response, choice.disturbed)


def _used(found: Sequence[BasketEvent]) -> tuple[StudiedEvent, ...]:
    return tuple(studied for events in used_rows(found).values() for studied in events)


def _score(choice: _Choice, period: Period, w: int, used: Sequence[StudiedEvent], *, is_hindsight: bool) -> Score:
    """Score one choice; nothing is tested where its events, or those asked for, were chosen by their effect."""
    thesis = choice.frame.market.thesis
    sample = make_sample(choice.frame, period, thesis.primary_basket, w, choice.response, used)
    plain = score(replace(sample, is_primary=False))
    found = finish(thesis, plain, is_hindsight=is_hindsight or choice.frame.is_hindsight)
    told = {"chosen_with_hindsight": choice.frame.is_hindsight, "masked_events": choice.frame.model.masks_events}
    return replace(found, flags=(*found.flags, *(flag for flag, holds in told.items() if holds)))


def _row(choice: _Choice, variation: Variation, case: str, found: Score, base: Score | None) -> RobustnessRow:
    change = None
    if base is not None and base.excess is not None and found.excess is not None:
        change = found.excess - base.excess
    return RobustnessRow(variation, case, found, change, choice.frame.anchor, choice.frame.model)
