import math

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.calc.books.performance import (
    annual_growth,
    annual_volatility,
    drawdowns,
    market_line,
    total_return,
    turnover_per_year,
)


def test_total_return_and_its_yearly_rate_by_hand():
    assert total_return(np.array([1.5, 0.9]), 1.2) == pytest.approx(-0.25)
    assert annual_growth(0.21, 504) == pytest.approx(0.1)
    assert annual_growth(0.1, 126) == pytest.approx(0.21)
    assert math.isnan(annual_growth(-1.0, 252))
    assert math.isnan(annual_growth(-1.4, 252))
    assert math.isnan(annual_growth(0.1, 0))


def test_volatility_is_the_sample_deviation_times_the_root_of_252():
    # Deviations -1, 0, 1 per cent: variance 0.0001 with n - 1.
    assert annual_volatility(np.array([0.0, 0.01, 0.02])) == pytest.approx(0.01 * math.sqrt(252), rel=1e-12)
    assert math.isnan(annual_volatility(np.array([0.01])))


def test_drawdowns_by_hand():
    nav = np.array([0.9, 1.2, 0.6, 1.3, 1.3, 1.04, -0.13])

    np.testing.assert_allclose(drawdowns(nav, 1.0), [0.1, 0.0, 0.5, 0.0, 0.0, 0.2, 1.1], atol=1e-15)
    np.testing.assert_allclose(drawdowns(np.array([2.0, 1.0]), 4.0), [0.5, 0.75])


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 40), st.floats(0.01, 100.0))
def test_drawdowns_look_back_only_and_know_no_unit(seed, t, scale):
    nav = np.cumprod(1 + np.random.default_rng(seed).normal(0, 0.03, 40))
    whole = drawdowns(nav, 1.0)
    slow = [1 - nav[i] / max(1.0, *nav[: i + 1]) for i in range(40)]

    np.testing.assert_allclose(whole, slow, rtol=1e-12, atol=1e-15)
    np.testing.assert_array_equal(drawdowns(nav[:t], 1.0), whole[:t])
    np.testing.assert_allclose(drawdowns(nav * scale, scale), whole, rtol=1e-9, atol=1e-12)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(3, 300))
def test_alpha_and_beta_are_statsmodels(seed, n):
    rng = np.random.default_rng(seed)
    benchmark = rng.normal(0.0003, 0.01, n)
    returns = 0.0002 + 1.3 * benchmark + rng.standard_t(5, n) * 0.01
    gappy, also_gappy = returns.copy(), benchmark.copy()
    if n > 20:
        gappy[rng.choice(n, 3)] = np.nan
        also_gappy[rng.choice(n, 3)] = np.nan
    joint = np.isfinite(gappy) & np.isfinite(also_gappy)
    fit = sm.OLS(gappy[joint], sm.add_constant(also_gappy[joint])).fit()

    np.testing.assert_allclose(market_line(gappy, also_gappy), fit.params, rtol=1e-8, atol=1e-13)


@pytest.mark.parametrize("level", [0.0, 0.01, 0.1, 1 / 3])
@pytest.mark.parametrize("n", [7, 100, 300])
def test_a_benchmark_that_never_moves_gives_no_line(level, n):
    returns = np.random.default_rng(1).normal(0, 0.01, n)

    assert np.isnan(market_line(returns, np.full(n, level))).all()


def test_two_sessions_give_no_line():
    assert np.isnan(market_line(np.array([0.1, 0.2, np.nan]), np.array([0.1, 0.3, 0.1]))).all()


def test_turnover_is_half_the_traded_value_over_mean_nav_a_year():
    traded, nav = np.array([2.0, 0.0, 0.0, 1.0]), np.array([1.0, 1.0, 2.0, 4.0])

    assert turnover_per_year(traded, nav, 3) == pytest.approx(3.0 / 2 / 2.0 * 252 / 3)
    assert math.isnan(turnover_per_year(traded, nav, 0))
    assert math.isnan(turnover_per_year(traded, -nav, 3))
    assert math.isnan(turnover_per_year(np.empty(0), np.empty(0), 3))
