import dataclasses

import numpy as np
import pytest
from made_frames import event_on, make_frame, report_on
from make_market import make_market, random_returns

from screener.records.event_model import EventModel
from screener.records.thesis import Window
from screener.study.event_study import study
from screener.study.robustness import robustness

TICKERS = ("A", "B", "C", "D", "SPY")
LEGS = {"long_a": ["A", "B"], "short_b": ["C", "D"]}
EVENTS = (300, 340, 341, 380, 420, 470, 500)


def market_of(returns, legs=LEGS):
    return make_market(legs, dict(zip(TICKERS, returns.T, strict=True)), primary_window=Window(0, 5))


@pytest.fixture(scope="module")
def returns():
    return random_returns(np.random.default_rng(11), 540, 4)


def frame_of(market, rows=EVENTS, **settings):
    labs = ("deepseek", "mistral")
    kinds = ("open_weights", "price_cut", "open_weights")
    events = [event_on(market, row, lab=labs[i % 2], kind=kinds[i % 3]) for i, row in enumerate(rows)]
    return make_frame(market, events, **settings)


def by_case(rows, variation, period="all", window="0..5"):
    return {
        row.case: row.score
        for row in rows
        if row.variation == variation and row.score.period == period and str(row.score.window) == window
    }


def figures(score):
    """Return what a score says to 12 digits, without its rank as a hypothesis."""
    said = dataclasses.asdict(dataclasses.replace(score, verdict=None, p_adjusted=None, n_events=0))
    return {name: float(f"{value:.12g}") if isinstance(value, float) else value for name, value in said.items()}


def test_as_asked_is_the_score_itself(returns):
    frame = frame_of(market_of(returns))
    asked = {(row.period, str(row.window)): row for row in study(frame).scores if row.basket == "spread"}

    rows = [row for row in robustness(frame) if row.variation == "as_asked"]

    assert len(rows) == 4 * 3
    for row in rows:
        assert figures(asked[row.score.period, str(row.score.window)]) == figures(row.score)
        assert row.change is None


def test_without_an_event_is_the_study_that_never_asked_for_it(returns):
    market = market_of(returns)
    rows = by_case(robustness(frame_of(market)), "without_event")

    assert set(rows) == {f"E{row}" for row in EVENTS}
    for left_out in EVENTS:
        smaller = study(frame_of(market, [row for row in EVENTS if row != left_out])).scores
        alone = next(s for s in smaller if (s.basket, s.period, str(s.window)) == ("spread", "all", "0..5"))
        assert figures(alone) == figures(rows[f"E{left_out}"])


def test_without_a_name_is_the_thesis_that_never_named_it(returns):
    rows = by_case(robustness(frame_of(market_of(returns))), "without_name")

    assert set(rows) == {"A", "B", "C", "D"}
    for ticker, found in rows.items():
        legs = {leg: [each for each in names if each != ticker] for leg, names in LEGS.items()}
        smaller = study(frame_of(market_of(returns, legs))).scores
        alone = next(s for s in smaller if (s.basket, s.period, str(s.window)) == ("spread", "all", "0..5"))
        assert alone.excess == pytest.approx(found.excess, abs=1e-14)
        assert alone.p_placebo == found.p_placebo


def test_leaving_out_the_only_name_of_a_side_is_a_row_without_an_event(returns):
    market = market_of(returns, {"long_a": ["A", "B"], "short_b": ["C"]})

    rows = by_case(robustness(frame_of(market)), "without_name")

    assert rows["C"].n_event_days == 0
    assert rows["C"].excess is None


@pytest.mark.parametrize("variation", ["lab", "kind", "year"])
def test_the_parts_of_a_partition_add_up_to_the_events_used(returns, variation):
    rows = robustness(frame_of(market_of(returns)))

    parts = by_case(rows, variation)
    whole = by_case(rows, "as_asked")[""]

    assert sum(part.n_used for part in parts.values()) == whole.n_used
    mean = sum(part.n_event_days * part.caar for part in parts.values()) / whole.n_event_days
    assert mean == pytest.approx(whole.caar, abs=1e-14)


def test_confounded_events_are_left_out_in_one_row(returns):
    market = market_of(returns)
    frame = frame_of(market, earnings=[report_on(market, 340, "A")])

    found = by_case(robustness(frame), "without_confounded")[""]

    # The report moves its session and the next: two of the seven events.
    assert found.n_used == len(EVENTS) - 2


def test_every_other_model_and_masking_is_the_study_made_with_it(returns):
    market = market_of(returns)
    rows = robustness(frame_of(market))
    # Adjusted by the market on both sides, a spread is the raw one.
    models = {name: EventModel(return_model=name) for name in ("constant_mean", "raw")}

    assert set(by_case(rows, "return_model")) == set(models)
    for name, model in models.items():
        other = next(
            s for s in study(frame_of(market, model=model)).scores
            if (s.basket, s.period, str(s.window)) == ("spread", "all", "0..5")
        )  # fmt: skip
        assert figures(other) == figures(by_case(rows, "return_model")[name])
    masked = next(
        s for s in study(frame_of(market, model=EventModel().with_mask())).scores
        if (s.basket, s.period, str(s.window)) == ("spread", "all", "0..5")
    )  # fmt: skip
    alone = by_case(rows, "mask_events")["yes"]
    assert alone.flags == (*masked.flags, "masked_events")
    assert figures(dataclasses.replace(alone, flags=masked.flags)) == figures(masked)


def test_the_other_anchor_is_there_and_tests_nothing(returns):
    market = market_of(returns)
    events = [event_on(market, row, noticed_on=market.date(row + 2)) for row in EVENTS]

    found = by_case(robustness(make_frame(market, events)), "anchor")["noticed"]

    assert found.n_used == len(EVENTS)
    assert found.excess is not None
    assert found.p_placebo is found.t_event is found.ci_low is None
    assert "chosen_with_hindsight" in found.flags


def test_a_period_without_an_event_has_its_first_row_only(returns):
    rows = [row for row in robustness(frame_of(market_of(returns), [300])) if row.score.period == "before"]

    assert [row.variation for row in rows] == ["as_asked"] * 3


def test_a_side_alone_is_also_adjusted_by_the_market(returns):
    frame = frame_of(market_of(returns, {"long_a": ["A", "B"]}))

    assert {"constant_mean", "raw", "market_adjusted"} == set(by_case(robustness(frame), "return_model"))


def test_where_the_events_were_chosen_by_their_effect_no_row_is_tested(returns):
    market = market_of(returns)
    events = [event_on(market, row, noticed_on=market.date(row + 1)) for row in EVENTS]

    rows = robustness(make_frame(market, events, anchor="noticed"))

    assert {"released"} == {row.case for row in rows if row.variation == "anchor"}
    assert all(row.score.p_placebo is row.score.t_event is row.score.mde is None for row in rows)
