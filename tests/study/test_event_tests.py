import dataclasses

import numpy as np
import pytest
from made_frames import event_on, make_frame
from make_market import make_market, random_returns
from scipy import stats

from screener.dictionary.pair_tests import PAIR_TESTS
from screener.study.event_study import study
from screener.study.event_tests import event_test_rows

EVENTS = (300, 340, 380, 420, 470, 505)


def frame_of(rows=EVENTS, gap=None, kind="open_weights"):
    returns = random_returns(np.random.default_rng(21), 540, 4)
    market = make_market(
        {"long_a": ["A", "B"], "short_b": ["C", "D"]},
        dict(zip(("A", "B", "C", "D", "SPY"), returns.T, strict=True)),
    )
    if gap is not None:
        with_gap = market.members.returns.copy()
        with_gap[gap] = np.nan
        market = dataclasses.replace(market, members=dataclasses.replace(market.members, returns=with_gap))
    return make_frame(market, [event_on(market, row, kind=kind) for row in rows])


def rows_of(frame):
    return {
        (row.basket, row.period, str(row.window), row.level, row.result.test): row
        for row in event_test_rows(frame, study(frame).basket_events)
    }


def test_every_basket_period_window_and_level_has_every_test():
    rows = rows_of(frame_of())

    assert len(rows) == 5 * 4 * 3 * 2 * len(PAIR_TESTS)


def test_event_days_are_the_basket_as_one_asset():
    frame = frame_of()
    rows = rows_of(frame)

    for w, window in enumerate(("-1..1", "0..5", "0..20")):
        response = frame.respond("spread")
        cars, scars = response.car[list(EVENTS), w], response.scar[list(EVENTS), w]
        t = rows["spread", "all", window, "event_days", "t_cross_section"].result
        assert t.statistic == pytest.approx(stats.ttest_1samp(cars, 0.0).statistic, rel=1e-11)
        assert t.p == pytest.approx(stats.ttest_1samp(cars, 0.0).pvalue, rel=1e-9)
        bmp = rows["spread", "all", window, "event_days", "bmp"].result
        assert bmp.statistic == pytest.approx(stats.ttest_1samp(scars, 0.0).statistic, rel=1e-11)


def test_names_of_a_spread_count_as_held():
    frame = frame_of()
    found = study(frame).name_events
    held = [
        row.car * (-1 if row.side == "short" else 1)
        for row in found
        if str(row.window) == "0..5" and row.outcome.value == "used"
    ]

    row = rows_of(frame)["spread", "all", "0..5", "names", "t_cross_section"]

    assert (row.n_units, row.n_event_days) == (4 * len(EVENTS), len(EVENTS))
    assert row.result.statistic == pytest.approx(stats.ttest_1samp(held, 0.0).statistic, rel=1e-11)


def test_a_spread_is_held_against_nothing_and_a_side_against_the_benchmark():
    frame = frame_of()
    returns = frame.market.members.returns
    benchmark = frame.market.benchmark_returns[:, 0]
    weights = {"spread": np.array([0.5, 0.5, -0.5, -0.5]), "long": np.array([0.5, 0.5, 0.0, 0.0])}
    rows = rows_of(frame)

    for basket, against in (("spread", 0.0 * benchmark), ("long", benchmark)):
        series = returns @ weights[basket]
        held = [np.prod(1 + series[row : row + 6]) - np.prod(1 + against[row : row + 6]) for row in EVENTS]
        found = rows[basket, "all", "0..5", "event_days", "buy_and_hold_t"].result
        assert found.statistic == pytest.approx(stats.ttest_1samp(held, 0.0).statistic, rel=1e-10)


def test_a_name_with_a_gap_is_no_pair_and_the_basket_goes_on_without_it():
    rows = rows_of(frame_of(gap=(303, 0)))

    assert rows["spread", "all", "0..5", "names", "bmp"].n_units == 4 * len(EVENTS) - 1
    assert rows["spread", "all", "0..5", "event_days", "bmp"].n_units == len(EVENTS)


def test_events_chosen_with_hindsight_are_not_tested():
    assert rows_of(frame_of(kind="market_shock")) == {}


def test_without_an_event_every_test_is_empty():
    rows = rows_of(frame_of(rows=(300,)))

    before = [row for key, row in rows.items() if key[1] == "before"]
    assert {row.n_units for row in before} == {0}
    assert all(row.result.statistic is row.result.p is None for row in before)


def test_event_days_that_mostly_overlap_say_so():
    rows = rows_of(frame_of(rows=(300, 303, 306, 420, 423)))

    assert rows["long", "all", "0..5", "event_days", "bmp"].is_overlapping
    assert not rows["long", "all", "-1..1", "event_days", "bmp"].is_overlapping


def test_a_response_is_what_a_plain_loop_of_least_squares_leaves_over():
    frame = frame_of()
    returns, benchmark = frame.market.members.returns, frame.market.benchmark_returns[:, 0]
    spread = returns[:, :2].mean(axis=1) - returns[:, 2:].mean(axis=1)
    cars = []
    for row in EVENTS:
        before = np.arange(row - 270, row - 20)
        slope, intercept = np.polyfit(benchmark[before], spread[before], 1)
        window = np.arange(row, row + 6)
        cars.append(float((spread[window] - intercept - slope * benchmark[window]).sum()))

    found = [row.car for row in study(frame).basket_events if (row.basket, str(row.window)) == ("spread", "0..5")]
    t = rows_of(frame)["spread", "all", "0..5", "event_days", "t_cross_section"].result

    np.testing.assert_allclose(found, cars, rtol=0, atol=1e-12)
    assert t.statistic == pytest.approx(stats.ttest_1samp(cars, 0.0).statistic, rel=1e-9)
