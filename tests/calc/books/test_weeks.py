import datetime as dt
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.calc.books.weeks import weekly_returns

# Counted from 1970: from 1937 to 2030, or close together around that day.
DAYS = st.sets(st.integers(-12_000, 22_000), max_size=40) | st.sets(st.integers(-40, 40), max_size=40)


def on(*days):
    return np.array(days, dtype="datetime64[D]")


def some_returns(n, seed=1):
    return np.random.default_rng(seed).normal(0, 0.02, n)


def slow_weeks(returns, days):
    """Return each ISO week's exact return and last day, in order."""
    growth, last = {}, {}
    for value, day in zip(returns, days, strict=True):
        year, week, _ = day.isocalendar()
        growth[year, week] = growth.get((year, week), Fraction(1)) * (1 + Fraction(float(value)))
        last[year, week] = day
    return [float(each - 1) for each in growth.values()], list(last.values())


@settings(max_examples=200, deadline=None)
@given(DAYS, st.integers(0, 10_000))
def test_weeks_are_those_of_the_iso_calendar(offsets, seed):
    days = [dt.date(1970, 1, 1) + dt.timedelta(days=offset) for offset in sorted(offsets)]
    returns = some_returns(len(days), seed)

    weeks = weekly_returns(returns, on(*days))

    expected, last = slow_weeks(returns, days)
    np.testing.assert_allclose(weeks.returns, expected, rtol=1e-9, atol=1e-14)
    assert weeks.last_on.tolist() == last
    assert weeks.n_weeks == len(expected)


def test_a_week_starts_on_monday_and_compounds_its_sessions():
    # Thursday and Friday; Monday to Friday without Wednesday; Monday.
    days = on("2024-05-02", "2024-05-03", "2024-05-06", "2024-05-07", "2024-05-09", "2024-05-10", "2024-05-13")
    weeks = weekly_returns(np.array([0.5, -0.5, 1.0, 0.0, -0.5, 0.25, -0.125]), days)

    assert weeks.returns.tolist() == [-0.25, 0.25, -0.125]
    assert weeks.last_on.tolist() == on("2024-05-03", "2024-05-10", "2024-05-13").tolist()
    assert weeks.hit_rate == pytest.approx(1 / 3)
    assert (weeks.worst, weeks.worst_on) == (-0.25, dt.date(2024, 5, 3))


def test_a_week_over_the_turn_of_the_year_is_one():
    weeks = weekly_returns(np.array([0.5, 0.5]), on("2024-12-30", "2025-01-03"))

    assert weeks.returns.tolist() == [1.25]


def test_a_sunday_session_belongs_to_the_week_it_ends():
    weeks = weekly_returns(np.array([0.5, 0.5, 0.5]), on("2024-05-02", "2024-05-05", "2024-05-06"))

    assert weeks.returns.tolist() == [1.25, 0.5]


def test_a_week_without_a_session_is_none():
    assert weekly_returns(np.array([0.5, 0.5]), on("2024-05-03", "2024-05-20")).n_weeks == 2


def test_a_week_that_ends_where_it_began_is_no_hit():
    weeks = weekly_returns(np.array([0.0, 1.0, -0.5, 0.25]), on("2024-05-03", "2024-05-06", "2024-05-07", "2024-05-13"))

    assert weeks.hit_rate == pytest.approx(1 / 3)


def test_the_worst_of_equally_bad_weeks_is_the_first_and_may_have_gained():
    days = on("2024-05-03", "2024-05-10", "2024-05-17")

    assert weekly_returns(np.array([0.5, 0.25, 0.25]), days).worst_on == dt.date(2024, 5, 10)
    assert weekly_returns(np.array([0.5, 0.25, 0.25]), days).worst == 0.25


@pytest.mark.parametrize(("value", "hit_rate"), [(0.25, 1.0), (0.0, 0.0), (-0.25, 0.0), (-1.0, 0.0), (-1.5, 0.0)])
def test_one_session_is_a_week(value, hit_rate):
    weeks = weekly_returns(np.array([value]), on("2024-05-08"))

    assert (weeks.n_weeks, weeks.hit_rate, weeks.worst) == (1, hit_rate, value)
    assert weeks.worst_on == dt.date(2024, 5, 8)


@pytest.mark.parametrize(("last", "week"), [(-1.0, -1.0), (-1.5, -1.75)])
def test_a_week_that_ends_in_ruin_lost_all_or_more(last, week):
    weeks = weekly_returns(np.array([-0.5, 0.5, last]), on("2024-05-03", "2024-05-06", "2024-05-07"))

    assert weeks.returns.tolist() == [-0.5, week]
    assert weeks.worst_on == dt.date(2024, 5, 7)


def test_no_session_no_week():
    weeks = weekly_returns(np.empty(0), on())

    assert weeks.n_weeks == 0
    assert math.isnan(weeks.hit_rate)
    assert math.isnan(weeks.worst)
    assert weeks.worst_on is None


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 250), st.integers(0, 6), st.integers(0, 10_000))
def test_later_sessions_change_the_last_week_only(t, offset, seed):
    days = np.busday_offset("2023-01-02", np.arange(offset, offset + 250)).astype("datetime64[D]")
    returns = some_returns(250, seed)
    whole, early = weekly_returns(returns, days), weekly_returns(returns[:t], days[:t])
    complete = early.n_weeks - 1

    np.testing.assert_array_equal(early.returns[:complete], whole.returns[:complete])
    np.testing.assert_array_equal(early.last_on[:complete], whole.last_on[:complete])
    # Of the last week, what is there so far.
    assert early.last_on[-1] == days[t - 1]
    assert np.prod(1 + early.returns) == pytest.approx(np.prod(1 + returns[:t]), rel=1e-12)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.01, 1e6))
def test_weeks_are_ratios_of_nav_whatever_its_unit(seed, scale):
    days = np.busday_offset("2023-01-02", np.arange(50)).astype("datetime64[D]")
    nav = scale * np.cumprod(np.append(1.0, 1 + some_returns(50, seed)))

    weeks = weekly_returns(nav[1:] / nav[:-1] - 1, days)

    np.testing.assert_allclose(weeks.returns, nav[5::5] / nav[:-5:5] - 1, rtol=1e-9, atol=1e-14)


def test_a_week_back_at_its_first_price_is_no_hit_whatever_rounding_leaves():
    # 8.05 on every Friday of a hundred weeks: some products of their returns are a digit above 1.
    days = np.busday_offset("2023-01-02", np.arange(500)).astype("datetime64[D]")
    price = 8.05 + np.round(np.random.default_rng(1).normal(0, 0.2, 501), 2)
    price[::5] = 8.05
    weeks = weekly_returns(price[1:] / price[:-1] - 1, days)

    assert weeks.n_weeks == 100
    assert (weeks.returns > 0.0).any()
    assert weeks.hit_rate == 0.0
    assert weeks.worst_on == dt.date(2023, 1, 6)
