import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from make_market import BENCHMARK, date_of, make_panel, make_thesis, weekdays

from screener.calc.books.holdings import available_members, planned_trades, target_weights
from screener.calc.members import member_panel
from screener.calc.response.composition import BasketShape
from screener.records.thesis import Member

NAN = np.nan
DAYS = weekdays(40, "2022-01-10")
SPREAD = BasketShape(np.array([0, 0, 1]), np.array([1.0, 3.0, 1.0]), np.ones(2), np.array([1.0, -1.0]))
SHORT = BasketShape(np.array([0, 0, 1]), np.array([1.0, 3.0, 1.0]), np.array([0.0, 1.0]), np.ones(2))


def available(members, levels):
    thesis = make_thesis({"long_a": members})
    panel = make_panel({**levels, BENCHMARK: np.full(40, 1.0)}, session_on=DAYS)
    return available_members(member_panel(thesis, panel), DAYS)


def mask(text):
    return np.array([letter == "x" for letter in text])


def test_a_member_without_a_print_for_five_sessions_is_dropped_and_returns_with_its_next():
    level = np.full(40, 10.0)
    level[10:14] = NAN  # a halt of four sessions keeps its place
    level[20:27] = NAN
    level[35:] = NAN

    found = available(["AAA"], {"AAA": level})[:, 0]

    assert np.flatnonzero(~found).tolist() == [24, 25, 26, 39]


def test_a_member_is_available_from_its_first_print_inside_its_span_to_the_session_before_its_last():
    level = np.full(40, 10.0)
    late = np.where(np.arange(40) < 7, NAN, 10.0)
    from_on, to_on = date_of(DAYS[12]), date_of(DAYS[30])

    found = available(
        ["AAA", "BBB", Member("AAA", from_on=from_on), Member("AAA", to_on=to_on), "GONE"],
        {"AAA": level, "BBB": late},
    )

    # At the close of its last valid session nothing may be held any longer.
    assert [np.flatnonzero(column).tolist() for column in found.T] == [
        list(range(40)),
        list(range(7, 40)),
        list(range(12, 40)),
        list(range(30)),
        [],
    ]


def test_a_last_day_on_a_weekend_ends_with_the_session_after_it():
    friday = next(t for t in range(10, 20) if date_of(DAYS[t]).weekday() == 4)
    saturday = date_of(DAYS[friday]) + dt.timedelta(days=1)

    found = available([Member("AAA", to_on=saturday)], {"AAA": np.full(40, 10.0)})[:, 0]

    assert found[friday]
    assert not found[friday + 1 :].any()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 40))
def test_availability_looks_at_no_later_session(seed, t):
    rng = np.random.default_rng(seed)
    level = np.where(rng.random(40) < 0.7, NAN, 10.0)
    thesis = make_thesis({"long_a": ["AAA", Member("AAA", to_on=date_of(DAYS[25]))]})

    def at(n):
        levels = {"AAA": level[:n], BENCHMARK: np.full(n, 1.0)}
        return available_members(member_panel(thesis, make_panel(levels, session_on=DAYS[:n])), DAYS[:n])

    np.testing.assert_array_equal(at(40)[:t], at(t))


def test_targets_are_shares_of_nav_signed_as_held():
    np.testing.assert_allclose(target_weights(SPREAD, mask("xxx"), 2.0), [0.25, 0.75, -1.0], rtol=1e-15)
    np.testing.assert_allclose(target_weights(SPREAD, mask("xxx"), 1.0), [0.125, 0.375, -0.5], rtol=1e-15)
    np.testing.assert_allclose(target_weights(SPREAD, mask("x.x"), 2.0), [1.0, 0.0, -1.0], rtol=1e-15)
    # One side alone is held at 100 %, whatever gross says of a spread.
    np.testing.assert_allclose(target_weights(SHORT, mask("xxx"), 3.0), [0.0, 0.0, 1.0], rtol=1e-15)


@pytest.mark.parametrize("present", ["xx.", "..x", "..."])
def test_an_empty_side_means_flat(present):
    assert target_weights(SPREAD, mask(present), 2.0).tolist() == [0.0, 0.0, 0.0]


@pytest.mark.parametrize("lag", [0, 1, 3])
def test_what_is_decided_at_a_close_is_traded_later_by_the_lag(lag):
    present = np.ones((40, 3), dtype=bool)
    present[17:, 2] = False
    trades = planned_trades(SPREAD, present, DAYS, first=4, rebalance="monthly", lag_sessions=lag, gross=2.0)
    # 2022-02-01 is row 16; row 17 is forced by the short side's end. 2022-03-01 would be row 36.
    assert date_of(DAYS[16]) == dt.date(2022, 2, 1)
    assert [row for row, _ in trades] == [4 + lag, 16 + lag, 17 + lag] + ([36 + lag] if 36 + lag < 40 else [])
    np.testing.assert_allclose(trades[1][1], [0.25, 0.75, -1.0], rtol=1e-15)
    assert trades[2][1].tolist() == [0.0, 0.0, 0.0]


def test_a_member_of_another_basket_forces_no_trade():
    present = np.ones((40, 3), dtype=bool)
    present[20:, 0] = False

    trades = planned_trades(SHORT, present, DAYS, first=4, rebalance="never", lag_sessions=1, gross=2.0)

    assert [row for row, _ in trades] == [5]


def test_a_trade_beyond_the_last_session_is_left_out():
    present = np.ones((40, 3), dtype=bool)

    assert planned_trades(SPREAD, present, DAYS, first=39, rebalance="never", lag_sessions=1, gross=2.0) == []


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(10, 40), st.sampled_from(["daily", "weekly", "monthly", "never"]))
def test_a_trade_looks_at_no_session_after_its_decision(seed, t, rebalance):
    present = np.random.default_rng(seed).random((40, 3)) < 0.95
    options = {"first": 4, "rebalance": rebalance, "lag_sessions": 1, "gross": 2.0}

    whole = planned_trades(SPREAD, present, DAYS, **options)
    cut = planned_trades(SPREAD, present[:t], DAYS[:t], **options)

    assert [row for row, _ in cut] == [row for row, _ in whole if row < t]
    for (_, ours), (_, theirs) in zip(cut, whole, strict=False):
        np.testing.assert_array_equal(ours, theirs)
