import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from screener.calc.books.sharpe import (
    deflated_sharpe,
    expected_best_sharpe,
    probabilistic_sharpe,
    sharpe_per_session,
    sharpe_standard_error,
)


def fat_returns(seed, n=500):
    return np.random.default_rng(seed).standard_t(5, n) * 0.01 + 0.0008


def test_sharpe_by_hand():
    # Mean 0.01, sample deviation 0.01.
    assert sharpe_per_session(np.array([0.0, 0.01, 0.02])) == pytest.approx(1.0, rel=1e-12)
    assert sharpe_per_session(np.array([0.0, -0.01, -0.02])) == pytest.approx(-1.0, rel=1e-12)
    # Two sessions are enough: mean 0.02, deviation 0.02 / sqrt 2 each side.
    assert sharpe_per_session(np.array([0.01, 0.03])) == pytest.approx(math.sqrt(2), rel=1e-12)


@pytest.mark.parametrize("level", [0.0, 0.01, 0.0003, 0.1, 1 / 3])
@pytest.mark.parametrize("n", [1, 2, 7, 100, 300])
def test_a_series_that_never_moves_has_no_sharpe_however_it_rounds(level, n):
    flat = np.full(n, level)

    assert math.isnan(sharpe_per_session(flat))
    assert math.isnan(sharpe_standard_error(flat))
    assert math.isnan(probabilistic_sharpe(flat))
    assert math.isnan(deflated_sharpe(flat, np.array([0.1, 0.2]), 2))


def test_too_few_sessions_have_no_sharpe():
    assert math.isnan(sharpe_per_session(np.empty(0)))
    assert math.isnan(sharpe_standard_error(np.array([0.01, 0.02])))
    assert math.isnan(probabilistic_sharpe(np.array([0.01, 0.02, 0.0])))


@pytest.mark.parametrize("echo", [0.0, 0.4, -0.6])
def test_the_standard_error_is_the_delta_method_on_hac_moments(echo):
    # Independent route: HAC covariance of (mean, second moment), then the gradient of m / sqrt(q - m^2).
    returns = fat_returns(3, 800) * 100
    returns[1:] += echo * returns[:-1]
    n = len(returns)
    moments = np.column_stack([returns, returns**2])
    centred = moments - moments.mean(axis=0)
    lag = math.floor(4 * (n / 100) ** (2 / 9))
    covariance = centred.T @ centred / n
    for j in range(1, lag + 1):
        gamma = centred[j:].T @ centred[:-j] / n
        covariance += (1 - j / (lag + 1)) * (gamma + gamma.T)
    m, q = moments.mean(axis=0)
    sd = math.sqrt(q - m * m)
    gradient = np.array([q / sd**3, -m / (2 * sd**3)])
    expected = math.sqrt(gradient @ covariance @ gradient / n)

    assert sharpe_standard_error(returns) == pytest.approx(expected, rel=1e-9)


def test_the_standard_error_of_normal_noise_is_lo_s_formula():
    # Lo (2002), equation 9: sqrt((1 + SR^2 / 2) / T) for independent normal returns.
    returns = np.random.default_rng(4).normal(0.5, 1.0, 200_000)

    assert sharpe_standard_error(returns) == pytest.approx(math.sqrt((1 + 0.125) / 200_000), rel=0.02)


def test_the_interval_covers_the_truth_in_about_95_of_100_histories():
    rng = np.random.default_rng(5)
    covered = 0
    for _ in range(400):
        returns = rng.normal(0.05, 1.0, 500)
        covered += abs(sharpe_per_session(returns) - 0.05) <= 1.96 * sharpe_standard_error(returns)

    assert covered / 400 == pytest.approx(0.95, abs=0.035)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(20, 600), st.floats(-0.1, 0.2))
def test_psr_is_the_published_formula(seed, n, threshold):
    returns = fat_returns(seed, n)
    ratio = returns.mean() / returns.std(ddof=1)
    skewness, kurtosis = stats.skew(returns), stats.kurtosis(returns, fisher=False)
    spread = 1 - skewness * ratio + (kurtosis - 1) / 4 * ratio**2
    expected = stats.norm.cdf((ratio - threshold) * math.sqrt(n - 1) / math.sqrt(spread))

    assert probabilistic_sharpe(returns, threshold) == pytest.approx(expected, rel=1e-9, abs=1e-14)
    assert probabilistic_sharpe(returns) == probabilistic_sharpe(returns, 0.0)


@pytest.mark.parametrize(("n_trials", "variance"), [(2, 0.01), (10, 0.5), (100, 1.0), (5_000, 2.0)])
def test_the_expected_best_is_the_published_formula(n_trials, variance):
    gamma = 0.5772156649015328606
    expected = math.sqrt(variance) * (
        (1 - gamma) * stats.norm.ppf(1 - 1 / n_trials) + gamma * stats.norm.ppf(1 - 1 / (n_trials * math.e))
    )

    assert expected_best_sharpe(n_trials, variance) == pytest.approx(expected, rel=1e-12)


def test_the_expected_best_is_near_the_mean_maximum_of_normal_draws():
    maxima = np.random.default_rng(6).normal(0, 0.5, (20_000, 50)).max(axis=1)

    assert expected_best_sharpe(50, 0.25) == pytest.approx(maxima.mean(), rel=0.02)


@pytest.mark.parametrize("n_trials", [0, 1])
def test_one_try_deflates_nothing(n_trials):
    returns = fat_returns(7)

    assert expected_best_sharpe(n_trials, 1.0) == 0.0
    assert deflated_sharpe(returns, np.full(n_trials, 0.05), n_trials) == probabilistic_sharpe(returns)


def deflated_by_formula(returns, n, variance):
    gamma = 0.5772156649015328606
    best = (1 - gamma) * stats.norm.ppf(1 - 1 / n) + gamma * stats.norm.ppf(1 - 1 / (n * math.e))
    ratio = returns.mean() / returns.std(ddof=1)
    spread = 1 - stats.skew(returns) * ratio + (stats.kurtosis(returns, fisher=False) - 1) / 4 * ratio**2
    z = (ratio - math.sqrt(variance) * best) * math.sqrt(len(returns) - 1) / math.sqrt(spread)
    return stats.norm.cdf(z)


def test_dsr_is_psr_at_the_expected_best_with_the_trials_own_variance_from_ten_on():
    returns = fat_returns(8)

    for n_trials in (10, 12):
        trials = np.random.default_rng(9).normal(0, 0.02, n_trials)
        expected = deflated_by_formula(returns, n_trials, np.var(trials, ddof=1))
        assert deflated_sharpe(returns, trials, n_trials) == pytest.approx(expected, rel=1e-9)


def test_below_ten_trials_the_variance_has_a_floor():
    returns = fat_returns(10)
    alike, spread = np.array([0.05, 0.0501, 0.0499]), np.array([-0.2, 0.0, 0.3])

    assert deflated_sharpe(returns, alike, 3) == pytest.approx(deflated_by_formula(returns, 3, 1 / 499), rel=1e-9)
    assert deflated_sharpe(returns, alike[:2], 2) == pytest.approx(deflated_by_formula(returns, 2, 1 / 499), rel=1e-9)
    wide = deflated_by_formula(returns, 3, np.var(spread, ddof=1))
    assert deflated_sharpe(returns, spread, 3) == pytest.approx(wide, rel=1e-9)


def test_a_trial_without_a_sharpe_counts_as_a_try_but_not_in_the_variance():
    returns = fat_returns(11)
    trials = np.array([-0.2, np.nan, 0.3, np.nan])

    expected = deflated_by_formula(returns, 4, np.var([-0.2, 0.3], ddof=1))
    assert deflated_sharpe(returns, trials, 4) == pytest.approx(expected, rel=1e-9)
    alone = deflated_by_formula(returns, 5, 1 / 499)
    assert deflated_sharpe(returns, np.array([0.05]), 5) == pytest.approx(alone, rel=1e-9)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.floats(1e-3, 1e3))
def test_the_unit_of_a_return_changes_no_ratio_and_inputs_stay(seed, scale):
    returns = fat_returns(seed, 100)
    before = returns.copy()

    assert sharpe_per_session(returns * scale) == pytest.approx(sharpe_per_session(returns), rel=1e-10)
    assert sharpe_standard_error(returns * scale) == pytest.approx(sharpe_standard_error(returns), rel=1e-9)
    assert probabilistic_sharpe(returns * scale) == pytest.approx(probabilistic_sharpe(returns), rel=1e-9)
    np.testing.assert_array_equal(returns, before)
