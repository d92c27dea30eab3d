"""Profit and weight of real holdings, by hand."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from make_market import date_of, weekdays

from screener.calc.holdings_pnl import gross_weights, known_closes, span_profit

NAN = float("nan")
# Two weeks from Monday 2026-05-18.
DAYS = weekdays(10, "2026-05-18")
CLOSE = np.array([10.0, 11.0, 12.0, 13.0, 14.0, 15.0, 16.0, 17.0, 18.0, 19.0])
MONDAY = dt.date(2026, 5, 25)
LAST_WEEK, THIS_WEEK, LONG_AGO = dt.date(2026, 5, 20), dt.date(2026, 5, 27), dt.date(2025, 1, 2)


@pytest.mark.parametrize(
    ("shares", "opened_on", "from_on", "profit"),
    [
        # The Friday before closed at 14, the last session at 19.
        (10.0, LAST_WEEK, MONDAY, 50.0),
        (-10.0, LAST_WEEK, MONDAY, -50.0),
        # Opened inside the span, or on its first day: from its cost of 12.5.
        (10.0, THIS_WEEK, MONDAY, 65.0),
        (10.0, MONDAY, MONDAY, 65.0),
        (-10.0, LAST_WEEK, None, -65.0),
        # A Sunday belongs to the span before.
        (10.0, dt.date(2026, 5, 24), MONDAY, 50.0),
        # No close lies before the span.
        (10.0, LONG_AGO, dt.date(2026, 5, 18), NAN),
        # No session since it was opened, or in the span.
        (10.0, dt.date(2026, 5, 30), MONDAY, NAN),
        (10.0, dt.date(2026, 5, 30), None, NAN),
        (10.0, LAST_WEEK, dt.date(2026, 6, 1), NAN),
    ],
)
def test_a_profit_is_from_the_close_before_the_span_or_from_cost(shares, opened_on, from_on, profit):
    assert span_profit(CLOSE, DAYS, shares, 12.5, opened_on, from_on) == pytest.approx(profit, abs=1e-12, nan_ok=True)


@pytest.mark.parametrize("lacking", [4, 9])
def test_without_the_close_at_either_end_there_is_no_profit(lacking):
    close = np.where(np.arange(10) == lacking, NAN, CLOSE)

    assert np.isnan(span_profit(close, DAYS, 1.0, 12.5, LAST_WEEK, MONDAY))


def test_a_close_is_known_for_five_sessions_of_its_exchange():
    close, shut = np.full((10, 2), NAN), np.zeros((10, 2), dtype=bool)
    close[1] = 8.0
    # The second name's exchange is closed on two days of the wait.
    shut[3:5, 1] = True

    known = known_closes(close, shut)

    # The session of the print is the first of the five.
    np.testing.assert_array_equal(known[:, 0], [NAN, *[8.0] * 5, NAN, NAN, NAN, NAN])
    np.testing.assert_array_equal(known[:, 1], [NAN, *[8.0] * 7, NAN, NAN])


def test_weights_are_over_the_gross_value_of_a_currency():
    weights = gross_weights([600.0, -200.0, 200.0, NAN, 7.0, NAN], ["USD", "USD", "USD", "USD", "EUR", "KRW"])

    np.testing.assert_allclose(weights, [0.6, -0.2, 0.2, NAN, 1.0, NAN], rtol=1e-15)


def test_a_group_worth_nothing_has_no_weights():
    assert np.isnan(gross_weights([0.0, 0.0], ["USD", "USD"])).all()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 30))
def test_known_closes_and_profits_look_at_no_later_session(seed, t):
    rng = np.random.default_rng(seed)
    days = weekdays(30)
    close = np.where(rng.random((30, 3)) < 0.5, NAN, rng.uniform(5, 20, (30, 3)))
    shut = rng.random((30, 3)) < 0.2
    opened_on, from_on = date_of(days[rng.integers(30)]), date_of(days[rng.integers(30)])

    known = known_closes(close, shut)

    np.testing.assert_array_equal(known_closes(close[:t], shut[:t]), known[:t])
    early = span_profit(known[:t, 0], days[:t], 3.0, 9.0, opened_on, from_on)
    begin = max(opened_on, from_on)
    if date_of(days[t - 1]) < begin:
        assert np.isnan(early)
    else:
        before = [row for row in range(30) if date_of(days[row]) < from_on]
        start = 9.0 if opened_on >= from_on else known[before[-1], 0] if before else NAN
        np.testing.assert_allclose(early, 3.0 * (known[t - 1, 0] - start), rtol=1e-12, atol=1e-12)
