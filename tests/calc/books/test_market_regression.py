import math

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from screener.calc.books.market_regression import market_regression

NAN = np.nan


def made(seed, n):
    """Return a book whose errors are autocorrelated and grow with the benchmark's moves, and the benchmark."""
    rng = np.random.default_rng(seed)
    benchmark = 0.0003 + rng.standard_t(5, n) * 0.01
    noise = rng.standard_t(5, n + 1) * 0.01
    errors = (noise[1:] + 0.4 * noise[:-1]) * (0.6 + 40 * np.abs(benchmark))
    return 0.0002 + 1.3 * benchmark + errors, benchmark


def with_holes(seed, returns, benchmark):
    rng = np.random.default_rng(seed)
    gappy, also_gappy = returns.copy(), benchmark.copy()
    gappy[rng.choice(len(gappy), 4)] = NAN
    also_gappy[rng.choice(len(gappy), 4)] = NAN
    return gappy, also_gappy


def lag_for(n):
    return math.floor(4 * (n / 100) ** (2 / 9))


def slow_errors(returns, benchmark):
    """Return Newey-West errors from every pair of joint sessions, by their distance in sessions."""
    joint = [t for t in range(len(returns)) if math.isfinite(returns[t]) and math.isfinite(benchmark[t])]
    x = {t: np.array([1.0, benchmark[t]]) for t in joint}
    gram = sum(np.outer(each, each) for each in x.values())
    line = np.linalg.solve(gram, sum(returns[t] * x[t] for t in joint))
    score = {t: (returns[t] - line @ x[t]) * x[t] for t in joint}
    lag = lag_for(len(joint))
    middle = sum(
        max(0.0, 1 - abs(t - s) / (lag + 1)) * np.outer(score[t], score[s])
        for t in joint
        for s in joint
        if abs(t - s) <= lag
    )
    covariance = np.linalg.solve(gram, np.linalg.solve(gram, middle).T)
    return np.sqrt(np.diagonal(covariance))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(12, 400))
def test_line_and_errors_are_statsmodels(seed, n):
    returns, benchmark = made(seed, n)
    hac = {"maxlags": lag_for(n), "use_correction": False}
    fit = sm.OLS(returns, sm.add_constant(benchmark)).fit(cov_type="HAC", cov_kwds=hac)

    found = market_regression(returns, benchmark)

    np.testing.assert_allclose([found.alpha, found.beta], fit.params, rtol=1e-8, atol=1e-13)
    np.testing.assert_allclose([found.alpha_standard_error, found.beta_standard_error], fit.bse, rtol=1e-7)
    # Statsmodels' intervals of robust errors are the normal's as well.
    np.testing.assert_allclose([found.alpha_interval, found.beta_interval], fit.conf_int(), rtol=1e-7, atol=1e-10)
    assert found.n_sessions == n


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(20, 150))
def test_skipped_sessions_keep_their_place_among_the_lags(seed, n):
    returns, benchmark = with_holes(seed, *made(seed, n))
    joint = np.isfinite(returns) & np.isfinite(benchmark)

    found = market_regression(returns, benchmark)

    plain = sm.OLS(returns[joint], sm.add_constant(benchmark[joint])).fit()
    np.testing.assert_allclose([found.alpha, found.beta], plain.params, rtol=1e-8, atol=1e-13)
    errors = [found.alpha_standard_error, found.beta_standard_error]
    np.testing.assert_allclose(errors, slow_errors(returns, benchmark), rtol=1e-8)
    assert found.n_sessions == joint.sum()


def test_a_line_without_error_by_hand():
    benchmark = np.array([0.01, -0.02, 0.03, 0.0])

    found = market_regression(0.5 - 2.0 * benchmark, benchmark)

    assert (found.alpha, found.beta) == pytest.approx((0.5, -2.0), rel=1e-12)
    assert found.alpha_standard_error == pytest.approx(0.0, abs=1e-15)
    assert found.beta_interval == pytest.approx((-2.0, -2.0), rel=1e-12)


def test_three_sessions_by_hand():
    # Mean return 1, slope (4 - 0) / 2 = 2 with the benchmark at -1, 0, 1; residuals 1, -2, 1 of returns 0, -1, 4.
    # Lag floor(4 x 0.03^(2/9)) = 1, weight 1/2. Scores of alpha 1, -2, 1: 1 + 4 + 1 and twice half of -2 - 2, over 3^2.
    # Scores of beta -1, 0, 1: 1 + 1 and nothing between neighbours, over 2^2.
    found = market_regression(np.array([0.0, -1.0, 4.0]), np.array([-1.0, 0.0, 1.0]))

    assert (found.alpha, found.beta, found.n_sessions) == (pytest.approx(1.0), pytest.approx(2.0), 3)
    assert found.alpha_standard_error == pytest.approx(math.sqrt(2 / 9), rel=1e-12)
    assert found.beta_standard_error == pytest.approx(math.sqrt(1 / 2), rel=1e-12)
    z = stats.norm.ppf(0.975)
    half_alpha, half_beta = z * math.sqrt(2 / 9), z * math.sqrt(1 / 2)
    assert found.alpha_interval == pytest.approx((1 - half_alpha, 1 + half_alpha), rel=1e-12)
    assert found.beta_interval == pytest.approx((2 - half_beta, 2 + half_beta), rel=1e-12)


@pytest.mark.parametrize(
    ("returns", "benchmark", "n"),
    [
        ([], [], 0),
        ([0.1], [0.1], 1),
        ([-1.0], [0.1], 1),
        ([0.1, 0.2], [0.1, 0.3], 2),
        ([0.1, 0.2, NAN, 0.4], [0.1, 0.3, 0.1, NAN], 2),
        ([NAN] * 9, [0.1] * 9, 0),
    ],
)
def test_fewer_than_three_joint_sessions_give_no_line(returns, benchmark, n):
    found = market_regression(np.array(returns, dtype=float), np.array(benchmark, dtype=float))

    assert np.isnan([found.alpha, found.beta, found.alpha_standard_error, found.beta_standard_error]).all()
    assert np.isnan([found.alpha_interval, found.beta_interval]).all()
    assert found.n_sessions == n


@pytest.mark.parametrize("level", [0.0, 0.01, 0.1, 1 / 3, 1e-9])
@pytest.mark.parametrize("n", [3, 7, 100, 300])
def test_a_benchmark_that_never_moves_gives_no_line(level, n):
    returns = np.random.default_rng(1).normal(0, 0.01, n + 1)
    benchmark = np.append(np.full(n, level), NAN)

    assert math.isnan(market_regression(returns, benchmark).beta_standard_error)


def test_a_book_that_never_moves_has_neither_alpha_nor_beta_and_no_doubt():
    found = market_regression(np.zeros(50), made(2, 50)[1])

    assert (found.alpha, found.beta, found.alpha_standard_error, found.beta_standard_error) == (0.0, 0.0, 0.0, 0.0)


def test_a_session_that_lost_everything_or_more_is_one_like_any_other():
    returns, benchmark = made(4, 60)
    for loss in (-1.0, -1.4):
        returns[-1] = loss
        hac = {"maxlags": lag_for(60), "use_correction": False}
        fit = sm.OLS(returns, sm.add_constant(benchmark)).fit(cov_type="HAC", cov_kwds=hac)
        found = market_regression(returns, benchmark)

        np.testing.assert_allclose([found.alpha, found.beta], fit.params, rtol=1e-9)
        np.testing.assert_allclose([found.alpha_standard_error, found.beta_standard_error], fit.bse, rtol=1e-9)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.floats(-0.05, 0.05), st.floats(0.1, 10.0))
def test_what_is_done_to_the_benchmark_moves_the_line_as_it_must(seed, shift, scale):
    returns, benchmark = made(seed, 80)
    plain = market_regression(returns, benchmark)
    shifted, scaled = market_regression(returns, benchmark + shift), market_regression(returns, benchmark * scale)

    assert shifted.beta == pytest.approx(plain.beta, rel=1e-7)
    assert shifted.beta_standard_error == pytest.approx(plain.beta_standard_error, rel=1e-7)
    assert shifted.alpha == pytest.approx(plain.alpha - plain.beta * shift, rel=1e-7, abs=1e-10)
    assert scaled.beta * scale == pytest.approx(plain.beta, rel=1e-9)
    assert scaled.alpha == pytest.approx(plain.alpha, rel=1e-9, abs=1e-14)
    assert scaled.alpha_standard_error == pytest.approx(plain.alpha_standard_error, rel=1e-9)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 9), st.integers(0, 9))
def test_sessions_before_and_after_without_both_change_nothing(seed, n_before, n_after):
    returns, benchmark = made(seed, 60)
    padded = np.concatenate([np.full(n_before, NAN), returns, np.full(n_after, 0.5)])
    market = np.concatenate([np.full(n_before, 0.5), benchmark, np.full(n_after, NAN)])

    plain, other = market_regression(returns, benchmark), market_regression(padded, market)

    assert other.n_sessions == plain.n_sessions
    assert (other.alpha, other.beta) == pytest.approx((plain.alpha, plain.beta), rel=1e-9)
    assert other.alpha_interval == pytest.approx(plain.alpha_interval, rel=1e-9)
    assert other.beta_interval == pytest.approx(plain.beta_interval, rel=1e-9)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_the_line_alone_is_ordinary_least_squares_and_inputs_stay(seed):
    returns, benchmark = with_holes(seed, *made(seed, 120))
    kept, also_kept = returns.copy(), benchmark.copy()
    joint = np.isfinite(returns) & np.isfinite(benchmark)

    slope, intercept, *_ = stats.linregress(benchmark[joint], returns[joint])

    line = market_regression(returns, benchmark)
    np.testing.assert_allclose((line.alpha, line.beta), (intercept, slope), rtol=1e-8, atol=1e-13)
    np.testing.assert_array_equal(returns, kept)
    np.testing.assert_array_equal(benchmark, also_kept)


def test_the_intervals_hold_the_truth_in_nearly_95_of_100_years():
    # HAC errors are small in short samples; over 252 sessions 94 and 93 of 100 are what larger counts gave.
    held = np.zeros(2)
    for seed in range(600):
        rng = np.random.default_rng(seed)
        benchmark = rng.standard_t(5, 252) * 0.008
        errors = rng.standard_t(5, 252) * 0.01 * (0.6 + 50 * np.abs(benchmark))
        found = market_regression(0.5 * benchmark + errors, benchmark)
        (alpha_low, alpha_high), (beta_low, beta_high) = found.alpha_interval, found.beta_interval
        held += [alpha_low <= 0.0 <= alpha_high, beta_low <= 0.5 <= beta_high]

    np.testing.assert_allclose(held / 600, [0.94, 0.93], atol=0.03)
