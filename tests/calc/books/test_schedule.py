import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from make_market import date_of, weekdays

from screener.calc.books.schedule import decision_rows

DAYS = weekdays(300, "2021-11-22")
ALWAYS = np.ones((300, 2), dtype=bool)


def key(day, rebalance):
    if rebalance == "weekly":
        return day.isocalendar()[:2]
    if rebalance == "monthly":
        return day.year, day.month
    if rebalance == "quarterly":
        return day.year, (day.month - 1) // 3
    return day


@pytest.mark.parametrize("rebalance", ["daily", "weekly", "monthly", "quarterly"])
@pytest.mark.parametrize("first", [0, 13, 299])
def test_the_first_session_of_each_period_decides(rebalance, first):
    keys = [key(date_of(day), rebalance) for day in DAYS]
    expected = [t for t in range(300) if t == first or (t > first and keys[t] != keys[t - 1])]

    assert decision_rows(DAYS, ALWAYS, first, rebalance).tolist() == expected


def test_a_holiday_moves_the_decision_to_the_first_session_there_is():
    days = np.array(["2022-01-31", "2022-02-03", "2022-02-28", "2022-03-01", "2022-06-30"], dtype="datetime64[D]")
    always = np.ones((5, 1), dtype=bool)

    assert decision_rows(days, always, 0, "monthly").tolist() == [0, 1, 3, 4]
    assert decision_rows(days, always, 0, "quarterly").tolist() == [0, 4]


def test_weeks_begin_on_monday_also_before_1970():
    days = np.array(["1969-12-25", "1969-12-26", "1969-12-30", "1970-01-02", "1970-01-05"], dtype="datetime64[D]")

    assert decision_rows(days, np.ones((5, 1), dtype=bool), 0, "weekly").tolist() == [0, 2, 4]


def test_never_decides_once_and_when_the_members_that_can_be_held_change():
    available = ALWAYS.copy()
    available[:50, 1] = False
    available[120:, 0] = False

    assert decision_rows(DAYS, available, 10, "never").tolist() == [10, 50, 120]
    assert decision_rows(DAYS, ALWAYS, 10, "never").tolist() == [10]
    assert decision_rows(DAYS, available, 60, "never").tolist() == [60, 120]


@pytest.mark.parametrize("rebalance", ["weekly", "monthly", "quarterly"])
def test_a_member_that_leaves_forces_a_decision_and_one_that_comes_waits(rebalance):
    leaves, comes = ALWAYS.copy(), ALWAYS.copy()
    row = next(t for t in range(100, 300) if DAYS[t].astype(object).day == 17 and date_of(DAYS[t]).weekday() == 2)
    leaves[row:, 1] = False
    comes[:row, 1] = False
    usual = decision_rows(DAYS, ALWAYS, 0, rebalance).tolist()

    assert row not in usual
    assert decision_rows(DAYS, leaves, 0, rebalance).tolist() == sorted([*usual, row])
    assert decision_rows(DAYS, comes, 0, rebalance).tolist() == usual


def test_a_first_row_beyond_the_sessions_decides_nothing():
    assert decision_rows(DAYS, ALWAYS, 300, "monthly").tolist() == []


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 10_000),
    st.integers(20, 299),
    st.sampled_from(["daily", "weekly", "monthly", "quarterly", "never"]),
)
def test_a_decision_looks_at_no_later_session(seed, t, rebalance):
    available = np.random.default_rng(seed).random((300, 2)) < 0.97

    whole = decision_rows(DAYS, available, 10, rebalance)

    cut = decision_rows(DAYS[:t], available[:t], 10, rebalance)
    assert cut.tolist() == [row for row in whole.tolist() if row < t]


def test_dates_are_weekdays():
    assert date_of(DAYS[0]) == dt.date(2021, 11, 22)
    assert {date_of(day).weekday() for day in DAYS} == {0, 1, 2, 3, 4}
