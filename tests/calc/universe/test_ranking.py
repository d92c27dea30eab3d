import dataclasses
import datetime as dt

import numpy as np
import pytest
from made_universes import universe_from

from screener.calc.universe.block import OUTCOMES, BlockScan, Plan, ShiftCounts, WindowScan
from screener.calc.universe.false_discovery import placebo_weights
from screener.calc.universe.ranking import all_names, ranked_names
from screener.records.event_model import DEFAULT_MODEL
from screener.records.prices import Missing
from screener.records.thesis import Window
from screener.records.universe import NameOutcome

NAN = np.nan
TICKERS = ("CCC", "AAA", "SPY", "BBB", "DDD")
Z_PLACEBO = np.array([-2.0, 1.0, NAN, 2.0, 4.0])
# On three shifts each; the real calendar stands first.
T_SHIFTS = np.column_stack([Z_PLACEBO, [1.0, 1.0, NAN, 1.0, 1.0], [4.0, 1.0, NAN, 1.0, 1.0], [1.0, 1.0, NAN, 2.0, 1.0]])


def scan_of_five(**given):
    used, without = OUTCOMES.index(NameOutcome.USED), OUTCOMES.index(NameOutcome.NO_VARIATION)
    part = WindowScan(
        outcome=np.array([used, used, without, used, used]),
        n_event_days=np.array([6, 7, 7, 7, 7]),
        n_placebo=np.array([3, 3, 0, 3, 3]),
        caar=np.array([-0.03, 0.01, 0.0, 0.02, 0.05]),
        placebo_mean=np.array([0.01, 0.0, 0.0, 0.005, 0.0]),
        t_event=Z_PLACEBO * 0.9,
        p_event=np.array([0.1, 0.4, NAN, 0.1, 0.01]),
        z_placebo=Z_PLACEBO,
        p_placebo=np.array([0.5, 1.0, NAN, 0.5, 0.25]),
        is_overlapping=np.array([False, False, False, False, True]),
        event_car=np.zeros((5, 7)),
    )
    beyond = np.abs(T_SHIFTS) >= 2
    counts = ShiftCounts(placebo_weights(T_SHIFTS[[0, 1, 3, 4]]), beyond.sum(axis=0), np.isfinite(T_SHIFTS).sum(axis=0))
    scan = BlockScan(
        columns=np.arange(5),
        first_row=np.array([0, 1, 0, 0, 2]),
        last_row=np.array([9, 9, 9, 8, 9]),
        n_prints=np.array([10, 9, 10, 9, 5]),
        n_implausible=np.array([0, 2, 0, 0, 0]),
        has_closed_session=np.array([False, False, False, True, False]),
        windows=(part,),
        counts=(counts,),
    )
    return dataclasses.replace(scan, **given)


@pytest.fixture
def universe():
    made = universe_from(np.full((10, 5), 0.01), TICKERS)
    return dataclasses.replace(
        made,
        unpriced=(Missing("EEE", "no_usable_row"),),
        closes_early=np.array([True, False, False, False, False]),
        price_return_only=frozenset({"DDD"}),
    )


@pytest.fixture
def plan():
    return Plan(
        regressors=np.zeros((10, 1)),
        day_rows=np.array([1, 3, 4, 9]),
        rings=(np.arange(1, 5),),
        masked=np.zeros(10, dtype=bool),
        windows=(Window(0, 5),),
        model=DEFAULT_MODEL,
    )


def test_names_are_ranked_by_size_then_ticker_and_the_others_follow(universe, plan):
    rows = ranked_names(universe, scan_of_five(), plan, 0, ("BBB", "MISSING"), is_hindsight=False)

    assert [(row.ticker, row.rank) for row in rows] == [
        ("DDD", 1),
        ("BBB", 2),
        ("CCC", 3),
        ("AAA", 4),
        ("EEE", None),
        ("MISSING", None),
        ("SPY", None),
    ]
    assert [row.outcome.value for row in rows[4:]] == ["not_priced", "not_priced", "no_variation"]
    assert [row.ticker for row in rows if row.is_member] == ["BBB", "MISSING"]


def test_a_row_has_the_figures_of_its_name(universe, plan):
    row = next(r for r in ranked_names(universe, scan_of_five(), plan, 0, (), is_hindsight=False) if r.ticker == "CCC")

    assert (row.window, row.n_event_days, row.n_placebo) == (Window(0, 5), 6, 3)
    assert (row.caar, row.placebo_mean) == (-0.03, 0.01)
    assert row.excess == pytest.approx(-0.04)
    assert (row.t_event, row.p_event, row.z_placebo, row.p_placebo) == (-1.8, 0.1, -2.0, 0.5)
    assert (row.first_on, row.last_on, row.n_sessions) == (dt.date(2022, 1, 3), dt.date(2022, 1, 14), 10)
    # At c = 2 the names' p are 1/2, 0, 1/2 and 1/4, and three pass: 0.41667; at c = 1 all pass.
    assert row.fdr == pytest.approx(1.25 / 3, rel=1e-9)


def test_flags_say_what_to_know_of_a_name(universe, plan):
    rows = ranked_names(universe, scan_of_five(), plan, 0, (), is_hindsight=False)

    assert {row.ticker: row.flags for row in rows} == {
        "CCC": ("dimson_lag",),
        "AAA": ("implausible_return",),
        "SPY": (),
        "BBB": ("closed_session",),
        "DDD": ("overlapping", "price_return_only"),
        "EEE": ("not_priced",),
    }
    assert {row.ticker: row.n_implausible for row in rows if row.n_implausible} == {"AAA": 2}


def test_events_chosen_with_hindsight_are_described_and_not_tested(universe, plan):
    rows = ranked_names(universe, scan_of_five(), plan, 0, (), is_hindsight=True)

    for row in rows:
        assert (row.t_event, row.p_event, row.p_placebo, row.fdr) == (None, None, None, None)
    assert [row.rank for row in rows[:4]] == [1, 2, 3, 4]
    assert rows[0].excess == 0.05
    assert all_names(scan_of_five(), plan, 0, is_hindsight=True).p_beyond is None


def test_all_names_together_are_compared_with_every_shift(plan):
    found = all_names(scan_of_five(), plan, 0, is_hindsight=False)

    # Three of four are beyond 2 on the real calendar, none, one and one on the shifts.
    assert found.share_beyond == 0.75
    assert found.placebo_share_beyond == pytest.approx((0 + 1 / 4 + 1 / 4) / 3)
    assert found.p_beyond == 1 / 4
    assert (found.n_names, found.n_event_days, found.n_ring_sessions) == (4, 3, 4)


def test_shares_are_of_the_names_that_have_a_statistic_on_the_shift(plan):
    counts = ShiftCounts(np.zeros(1, dtype=int), np.array([2, 1, 3, 1, 0]), np.array([4, 4, 4, 2, 0]))
    found = all_names(scan_of_five(counts=(counts,)), plan, 0, is_hindsight=False)

    # A half, against a quarter, three quarters and a half; on the last shift no name has one.
    assert (found.share_beyond, found.placebo_share_beyond, found.p_beyond) == (0.5, 0.5, 3 / 4)


def test_without_any_statistic_there_is_no_share(plan):
    counts = ShiftCounts(np.zeros(1, dtype=int), np.zeros(4, dtype=int), np.zeros(4, dtype=int))
    found = all_names(scan_of_five(counts=(counts,)), plan, 0, is_hindsight=False)

    assert (found.n_names, found.share_beyond, found.placebo_share_beyond, found.p_beyond) == (0, None, None, None)
