import numpy as np
import pytest
from made_frames import event_on, make_frame
from make_market import make_market, random_returns

from screener.records.event_model import EventModel
from screener.records.thesis import Window
from screener.study.event_study import study

EVENTS = (300, 340, 380, 420, 470)


def frame_of(model, n=540):
    returns = random_returns(np.random.default_rng(8), 540, 2)[:n]
    market = make_market({"long_a": ["A"], "short_b": ["B"]}, dict(zip(("A", "B", "SPY"), returns.T, strict=True)))
    return make_frame(market, [event_on(market, row) for row in EVENTS if row < n], model=model)


def m_of(frame, event_id):
    found = study(frame).basket_events
    return next(
        (row.n_estimation, row.dof)
        for row in found
        if (row.basket, str(row.window), row.studied.event.event_id) == ("spread", "0..5", event_id)
    )


def test_masking_takes_two_sessions_of_each_earlier_event_out_of_the_fit():
    # Estimation -270..-21 of row 420 is rows 150..399: three events lie in it, each with sessions 0 and 1.
    assert m_of(frame_of(EventModel()), "E420") == (250, 248)
    assert m_of(frame_of(EventModel().with_mask()), "E420") == (244, 242)


def test_masking_never_touches_the_event_windows_themselves():
    plain, masked = (study(frame_of(model)) for model in (EventModel("raw"), EventModel("raw").with_mask()))

    assert [row.car for row in plain.basket_events] == [row.car for row in masked.basket_events]


@pytest.mark.parametrize(("model", "k"), [("market", 2), ("constant_mean", 1), ("market_adjusted", 0), ("raw", 0)])
def test_the_window_and_the_parameters_go_with_the_result(model, k):
    frame = frame_of(EventModel(model, Window(-130, -11), 90))

    assert m_of(frame, "E420") == (120, 120 - k)
    assert study(frame).model == EventModel(model, Window(-130, -11), 90)


def test_adjusting_takes_the_benchmark_once_from_a_side_and_cancels_in_the_spread():
    raw, adjusted = frame_of(EventModel("raw")), frame_of(EventModel("market_adjusted"))
    returns = raw.market.members.returns
    spread = returns[:, 0] - returns[:, 1]
    benchmark = raw.market.benchmark_returns[:, 0]

    for row in EVENTS:
        assert adjusted.respond("spread").car[row, 1] == raw.respond("spread").car[row, 1]
        assert raw.respond("spread").car[row, 1] == pytest.approx(spread[row : row + 6].sum(), abs=1e-15)
        assert adjusted.respond("long").car[row, 1] == pytest.approx(
            (returns[:, 0] - benchmark)[row : row + 6].sum(), abs=1e-15
        )


def test_too_few_returns_for_the_fit_is_an_outcome():
    found = study(frame_of(EventModel(min_returns=251))).basket_events

    assert {"too_little_history"} == {row.outcome.value for row in found}


@pytest.mark.parametrize("t", [390, 427, 500])
def test_what_an_event_showed_does_not_change_when_later_sessions_come(t):
    whole, cut = (study(frame_of(EventModel().with_mask(), n)) for n in (540, t + 1))

    known = {
        (row.basket, str(row.window), row.studied.event.event_id): row.car
        for row in whole.basket_events
        if row.studied.row + row.window.end <= t
    }
    again = {
        (row.basket, str(row.window), row.studied.event.event_id): row.car
        for row in cut.basket_events
        if row.outcome.value == "used"
    }
    assert known == again


def test_a_basket_that_is_its_benchmark_responds_with_nothing_and_is_not_tested():
    returns = random_returns(np.random.default_rng(8), 540, 1)
    market = make_market({"long_a": ["SPY"]}, {"SPY": returns[:, -1]})

    found = study(make_frame(market, [event_on(market, row) for row in EVENTS])).scores

    assert {row.caar for row in found if row.period == "all"} == {0.0}
    assert {row.t_event for row in found} == {None}


@pytest.mark.parametrize("name", ["market_adjusted", "constant_mean", "raw"])
def test_a_model_without_slopes_has_no_beta_and_no_lag(name):
    found = study(frame_of(EventModel(name)))

    assert {row.beta for row in found.name_events} == {None}
    assert not [row for row in found.basket_events if "dimson_lag" in row.flags]
