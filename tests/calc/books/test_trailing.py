from dataclasses import replace

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from make_market import BENCHMARK, make_market, random_returns, weekdays

from screener.calc.books.book_plan import history_of
from screener.calc.books.trailing import trailing_betas, trailing_volatility
from screener.calc.market import lay_out

NAN = np.nan


def holey(seed, n, members, share=0.1):
    """Return fat-tailed returns on one market, some of them missing, and the market."""
    rng = np.random.default_rng(seed)
    returns = random_returns(rng, n, members)
    values, market = returns[:, :-1], returns[:, -1]
    values[rng.random(values.shape) < share] = NAN
    return values, market


def slow_volatility(series, row):
    known = [value for value in series[max(0, row - 59) : row + 1] if np.isfinite(value)]
    return np.std(known, ddof=1) if len(known) >= 20 else NAN


def slow_betas(series, regressors, row):
    y, x = series[max(0, row - 249) : row + 1], regressors[max(0, row - 249) : row + 1]
    joint = np.isfinite(y) & np.isfinite(x).all(axis=1)
    if joint.sum() < 60:
        return np.full(x.shape[1], NAN)
    return sm.OLS(y[joint], sm.add_constant(x[joint], has_constant="add")).fit().params[1:]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.0, 0.8))
def test_volatility_is_the_sample_deviation_of_the_last_sixty_sessions(seed, share):
    returns, _ = holey(seed, 150, 3, share)
    rows = np.array([0, 18, 19, 20, 58, 59, 60, 61, 149])

    found = trailing_volatility(returns, rows)

    expected = [[slow_volatility(returns[:, j], row) for j in range(3)] for row in rows]
    np.testing.assert_allclose(found, expected, rtol=1e-10)


@pytest.mark.parametrize(("n_known", "is_enough"), [(19, False), (20, True)])
def test_volatility_needs_twenty_returns_within_the_sixty(n_known, is_enough):
    returns = np.full((100, 1), NAN)
    # Many more, too long ago, and just as many inside.
    returns[:40, 0] = np.random.default_rng(1).normal(0, 0.01, 40)
    returns[40 : 40 + n_known, 0] = np.random.default_rng(2).normal(0, 0.01, n_known)

    found = trailing_volatility(returns, np.array([99]))[0, 0]

    assert np.isfinite(found) == is_enough
    if is_enough:
        assert found == pytest.approx(returns[40:60, 0].std(ddof=1), rel=1e-12)


def test_returns_that_never_differ_are_no_volatility():
    returns = np.column_stack([np.zeros(80), np.full(80, 0.1 / 3), np.where(np.arange(80) == 50, 0.01, 0.0)])

    found = trailing_volatility(returns, np.array([79]))[0]

    assert np.isnan(found).tolist() == [True, True, False]


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.0, 0.5), st.integers(1, 2))
def test_betas_are_those_of_statsmodels_on_the_last_250_sessions(seed, share, n_regressors):
    returns, market = holey(seed, 330, 2, share)
    other = np.random.default_rng(seed).normal(0, 0.01, 330)
    other[[40, 200, 201]] = NAN
    regressors = np.column_stack([market, other])[:, :n_regressors]
    rows = np.array([0, 58, 59, 61, 120, 248, 249, 250, 251, 329])

    found = trailing_betas(returns, regressors, rows)

    assert found.shape == (10, 2, n_regressors)
    for d, row in enumerate(rows):
        for j in range(2):
            np.testing.assert_allclose(found[d, j], slow_betas(returns[:, j], regressors, row), rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize(("n_known", "is_enough"), [(59, False), (60, True)])
def test_betas_need_sixty_returns_within_the_250(n_known, is_enough):
    returns, market = holey(3, 400, 1, 0.0)
    returns[150 + n_known :] = NAN

    found = trailing_betas(returns, market[:, None], np.array([399]))

    assert np.isfinite(found).all() == is_enough


def test_sessions_without_a_benchmark_are_no_returns():
    returns, market = holey(4, 100, 1, 0.0)
    market[:41] = NAN

    assert np.isnan(trailing_betas(returns, market[:, None], np.array([99]))).all()
    market[40] = 0.01
    assert np.isfinite(trailing_betas(returns, market[:, None], np.array([99]))).all()


def test_benchmarks_that_cannot_be_told_apart_give_no_betas():
    returns, market = holey(5, 300, 2, 0.0)
    rows = np.array([299])

    assert np.isnan(trailing_betas(returns, np.column_stack([market, 2.0 * market]), rows)).all()
    assert np.isnan(trailing_betas(returns, np.full((300, 1), 0.001), rows)).all()


def test_a_name_that_lists_late_has_its_figures_once_it_has_returns_enough():
    returns, market = holey(6, 400, 2, 0.0)
    returns[:200, 1] = NAN
    rows = np.array([218, 219, 258, 259, 399])

    volatility = trailing_volatility(returns, rows)
    betas = trailing_betas(returns, market[:, None], rows)[:, :, 0]

    assert np.isfinite(volatility[:, 1]).tolist() == [False, True, True, True, True]
    assert np.isfinite(betas[:, 1]).tolist() == [False, False, False, True, True]
    assert np.isfinite(volatility[:, 0]).all()
    assert np.isfinite(betas[:, 0]).all()
    # What it is compared with does not move the other's.
    np.testing.assert_allclose(trailing_volatility(returns[:, :1], rows)[:, 0], volatility[:, 0], rtol=1e-12)
    np.testing.assert_allclose(trailing_betas(returns[:, :1], market[:, None], rows)[:, 0, 0], betas[:, 0], rtol=1e-12)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 300))
def test_no_figure_looks_at_a_later_session(seed, t):
    returns, market = holey(seed, 300, 2)
    rows = np.arange(0, t, 7)

    np.testing.assert_array_equal(trailing_volatility(returns[:t], rows), trailing_volatility(returns, rows))
    whole = trailing_betas(returns, market[:, None], rows)
    np.testing.assert_array_equal(trailing_betas(returns[:t], market[:t, None], rows), whole)
    # And the future may be anything.
    returns[t:], market[t:] = 9.0, -9.0
    np.testing.assert_array_equal(trailing_betas(returns, market[:, None], rows), whole)


def test_no_decision_has_no_figure():
    none = np.array([], dtype=np.int64)

    assert trailing_volatility(np.zeros((5, 2)), none).shape == (0, 2)
    assert trailing_betas(np.zeros((5, 2)), np.zeros((5, 3)), none).shape == (0, 2, 3)


def test_the_beta_that_hedges_is_the_first_benchmarks_with_its_lag():
    rng = np.random.default_rng(7)
    market, other = rng.normal(0, 0.01, 300), rng.normal(0, 0.01, 300)
    # An Asian listing answers the session before: 0.3 of the same day and 1.1 of the day before.
    asian = 0.3 * market + 0.5 * other
    asian[1:] += 1.1 * market[:-1] + 0.2 * other[:-1]
    plain = 0.8 * market - 0.4 * other
    series = {"A": asian, "B": plain, BENCHMARK: market, "XLK": other}
    days = weekdays(300)
    rows = np.array([299])

    def history(early):
        market_of = make_market({"long_a": ["A", "B"]}, series, session_on=days, benchmark=(BENCHMARK, "XLK"))
        if early:
            market_of.panel.closes_early[0] = True
        return history_of(market_of)

    lagged, same_day = history(True), history(False)

    # Row 0 has no return and row 1 no lag; the level path starts at row 0.
    np.testing.assert_allclose(lagged.all_betas(rows)[0], [[0.3, 0.5, 1.1, 0.2], [0.8, -0.4, 0.0, 0.0]], atol=1e-9)
    np.testing.assert_allclose(lagged.betas(rows)[0], [1.4, 0.8], atol=1e-9)
    assert same_day.all_betas(rows).shape == (1, 2, 2)
    assert same_day.betas(rows)[0, 1] == pytest.approx(0.8, abs=1e-9)


def test_closed_sessions_and_those_that_carry_their_move_are_no_returns():
    rng = np.random.default_rng(8)
    market = rng.normal(0, 0.01, 120)
    open_all_year = make_market({"long_a": ["A"]}, {"A": 1.5 * market, BENCHMARK: market})
    closed = open_all_year.panel.closed.copy()
    closed[100, 0] = True

    returns = history_of(lay_out(open_all_year.thesis, replace(open_all_year.panel, closed=closed))).returns

    assert np.isnan(returns[[100, 101], 0]).all()
    assert np.isfinite(returns[[99, 102], 0]).all()
