import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.calc.books.performance import (
    annual_growth,
    annual_volatility,
    downside_deviation,
    sortino_per_session,
    total_return,
    turnover_per_year,
)


def wavy_returns():
    """Return a series that any package can be given without a random generator; its NAV starts at 1."""
    return 0.004 * np.tan(1.45 * np.sin(np.arange(1, 401.0) ** 2)) + 0.0006


def test_total_return_and_its_yearly_rate_by_hand():
    assert total_return(np.array([1.5, 0.9]), 1.2) == pytest.approx(-0.25)
    assert annual_growth(0.21, 504) == pytest.approx(0.1)
    assert annual_growth(0.1, 126) == pytest.approx(0.21)
    assert math.isnan(annual_growth(-1.0, 252))
    assert math.isnan(annual_growth(-1.4, 252))
    assert math.isnan(annual_growth(0.1, 0))
    assert math.isnan(annual_growth(math.nan, 252))


def test_a_ruined_book_has_a_total_return_of_minus_one_or_less():
    assert total_return(np.array([0.0]), 2.0) == -1.0
    assert total_return(np.array([1.5, -0.5]), 2.0) == -1.25


def test_one_session_s_yearly_growth_is_its_252nd_power_even_beyond_what_a_float_holds():
    assert annual_growth(0.01, 1) == pytest.approx(float(Fraction(101, 100) ** 252 - 1), rel=1e-12)
    assert annual_growth(20.0, 1) == math.inf


def test_volatility_is_the_sample_deviation_times_the_root_of_252():
    # Deviations -1, 0, 1 per cent: variance 0.0001 with n - 1.
    assert annual_volatility(np.array([0.0, 0.01, 0.02])) == pytest.approx(0.01 * math.sqrt(252), rel=1e-12)
    # Ruin is a return like any other: -1 and 0 deviate by a half.
    assert annual_volatility(np.array([-1.0, 0.0])) == pytest.approx(math.sqrt(0.5 * 252), rel=1e-12)
    assert math.isnan(annual_volatility(np.array([0.01])))
    assert math.isnan(annual_volatility(np.empty(0)))


def test_sortino_by_hand():
    # Mean 0.01; losses 0.06 and 0.08 of four: the root of (0.0036 + 0.0064) / 4 is 0.05.
    returns = np.array([0.08, -0.06, 0.10, -0.08])

    assert downside_deviation(returns) == pytest.approx(0.05, rel=1e-12)
    assert sortino_per_session(returns) == pytest.approx(0.2, rel=1e-12)
    assert sortino_per_session(-returns) == pytest.approx(-0.01 / math.sqrt((0.0064 + 0.01) / 4), rel=1e-12)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(-1500, 1500), min_size=1, max_size=60))
def test_downside_deviation_and_sortino_are_a_slow_exact_sum(thousandths):
    values = [Fraction(each, 1000) for each in thousandths]
    square = sum((value**2 for value in values if value < 0), Fraction(0)) / len(values)
    mean = sum(values, Fraction(0)) / len(values)
    returns = np.array(thousandths) / 1000.0

    assert downside_deviation(returns) == pytest.approx(math.sqrt(square), rel=1e-12)
    if square:
        assert sortino_per_session(returns) == pytest.approx(float(mean) / math.sqrt(square), rel=1e-9, abs=1e-14)
    else:
        assert math.isnan(sortino_per_session(returns))


@pytest.mark.parametrize("returns", [[], [0.0], [0.01], [0.0, 0.0, 0.0], [0.01, 0.0, 0.3]])
def test_without_a_loss_there_is_no_sortino(returns):
    assert math.isnan(sortino_per_session(np.array(returns)))


@pytest.mark.parametrize("loss", [-1e-9, -0.01, -1.0, -1.4])
def test_a_single_loss_is_minus_one_downside_deviation_whatever_its_size(loss):
    assert sortino_per_session(np.array([loss])) == pytest.approx(-1.0, rel=1e-12)


def test_no_session_has_no_downside_and_gains_have_none_of_it():
    assert math.isnan(downside_deviation(np.empty(0)))
    assert downside_deviation(np.array([0.01, 0.0])) == 0.0


def test_ffn_prints_the_same_sortino_and_skfolio_divides_by_one_session_less():
    returns = wavy_returns()
    ours = sortino_per_session(returns)

    # Ffn 1.4.1, per session and annualised with 252.
    assert ours == pytest.approx(0.059145141363650865, rel=1e-11)
    assert ours * math.sqrt(252) == pytest.approx(0.938900011835879, rel=1e-11)
    # Skfolio 1.12.2: mean over semi-deviation with target 0; the deviation with ``biased=True`` is ours.
    assert ours * math.sqrt(399 / 400) == pytest.approx(0.05907116367195558, rel=1e-11)
    assert downside_deviation(returns) == pytest.approx(0.010219486069585303, rel=1e-11)


def test_ffn_prints_the_same_total_and_volatility_and_counts_years_by_the_calendar():
    # Ffn 1.4.1, with the path on 401 weekdays from 2023-01-02 to 2024-07-15: 560 days of years of 365.25.
    returns = wavy_returns()
    total = total_return(np.cumprod(1 + returns), 1.0)

    assert total == pytest.approx(0.21866292913528307, rel=1e-11)
    assert annual_volatility(returns) == pytest.approx(0.2356933343998842, rel=1e-11)
    ours = (1 + annual_growth(total, 400)) ** (400 / 252)
    assert ours == pytest.approx((1 + 0.1376693154971831) ** (560 / 365.25), rel=1e-11)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.01, 1e6))
def test_the_unit_of_nav_changes_nothing(seed, scale):
    nav = np.cumprod(np.append(1.0, 1 + np.random.default_rng(seed).normal(0, 0.02, 80)))
    other = nav * scale
    returns, same = nav[1:] / nav[:-1] - 1, other[1:] / other[:-1] - 1
    traded = np.abs(returns)

    assert total_return(other[1:], other[0]) == pytest.approx(total_return(nav[1:], 1.0), rel=1e-9, abs=1e-12)
    assert annual_volatility(same) == pytest.approx(annual_volatility(returns), rel=1e-9)
    assert sortino_per_session(same) == pytest.approx(sortino_per_session(returns), rel=1e-8, abs=1e-12)
    expected = turnover_per_year(traded, nav[1:], 80)
    assert turnover_per_year(traded * scale, other[1:], 80) == pytest.approx(expected, rel=1e-9)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.01, 10.0))
def test_holding_more_of_the_same_book_changes_no_sortino_and_inputs_stay(seed, factor):
    returns = np.random.default_rng(seed).normal(0.001, 0.02, 60)
    before = returns.copy()

    assert sortino_per_session(returns * factor) == pytest.approx(sortino_per_session(returns), rel=1e-9)
    assert downside_deviation(returns * factor) == pytest.approx(factor * downside_deviation(returns), rel=1e-9)
    np.testing.assert_array_equal(returns, before)


def test_turnover_is_half_the_traded_value_over_mean_nav_a_year():
    traded, nav = np.array([2.0, 0.0, 0.0, 1.0]), np.array([1.0, 1.0, 2.0, 4.0])

    assert turnover_per_year(traded, nav, 3) == pytest.approx(3.0 / 2 / 2.0 * 252 / 3)
    assert turnover_per_year(traded[:1], nav[:1], 1) == pytest.approx(252.0)
    assert math.isnan(turnover_per_year(traded, nav, 0))
    assert math.isnan(turnover_per_year(traded, -nav, 3))
    assert math.isnan(turnover_per_year(np.empty(0), np.empty(0), 3))
