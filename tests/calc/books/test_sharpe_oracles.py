import math

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from screener.calc.books.sharpe import (
    deflated_sharpe,
    expected_best_sharpe,
    probabilistic_sharpe,
    sharpe_per_session,
    sharpe_standard_error,
)
from screener.calc.inference.hac import long_run_variance, newey_west_lag

YEAR = math.sqrt(252)


@pytest.fixture(scope="module")
def ffn():
    return pytest.importorskip("ffn", reason="needs ffn, an oracle")


@pytest.fixture(scope="module")
def measures():
    return pytest.importorskip("skfolio.measures", reason="needs skfolio, an oracle")


def book_returns(seed, n_sessions=750, drift=0.0006):
    """Return skewed and fat-tailed returns with an echo."""
    rng = np.random.default_rng(seed)
    noise = rng.standard_t(5, n_sessions) * 0.01 - rng.exponential(0.004, n_sessions) + 0.004
    noise[1:] += 0.1 * noise[:-1]
    return noise + drift


def trial_sharpes(seed, n_trials):
    return np.random.default_rng(seed).normal(0.01, 0.03, n_trials)


def dated(returns):
    return pd.Series(returns, index=pd.bdate_range("2015-01-02", periods=len(returns)))


# What pandas says of a function that ffn calls to tell daily dates from monthly ones.
frequency_of_dates = pytest.mark.filterwarnings("ignore:A future version of pandas will return a BaseOffset")

CASES = [(seed, n_sessions) for seed in (1, 2, 3) for n_sessions in (60, 250, 2_500)]


@pytest.mark.parametrize(("seed", "n_sessions"), CASES)
@pytest.mark.parametrize("benchmark", [-0.05, 0.0, 0.08])
def test_the_probabilistic_sharpe_ratio_agrees_with_skfolio(measures, seed, n_sessions, benchmark):
    returns = book_returns(seed, n_sessions)

    expected = measures.probabilistic_sharpe_ratio(returns, benchmark_sharpe_ratio=benchmark)

    assert probabilistic_sharpe(returns, benchmark) == pytest.approx(expected, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(("seed", "n_sessions"), CASES)
@pytest.mark.parametrize("n_trials", [10, 25, 400])
def test_the_deflated_sharpe_ratio_agrees_with_skfolio_from_ten_trials_on(measures, seed, n_sessions, n_trials):
    returns, trials = book_returns(seed, n_sessions, 0.002), trial_sharpes(seed, n_trials)

    expected = measures.deflated_sharpe_ratio(returns, trials)

    assert deflated_sharpe(returns, trials, n_trials) == pytest.approx(expected, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("n_trials", [2, 3, 9])
def test_below_ten_trials_it_agrees_with_skfolio_unless_they_are_too_much_alike(measures, n_trials):
    returns = book_returns(4, 500, 0.002)
    wide = np.linspace(-0.2, 0.2, n_trials)
    alike = np.linspace(0.05, 0.0501, n_trials)

    assert deflated_sharpe(returns, wide, n_trials) == pytest.approx(measures.deflated_sharpe_ratio(returns, wide))
    # Ours then takes what sampling alone gives: lower, never higher.
    floor = measures.expected_max_sharpe_ratio(n_trials, math.sqrt(1 / 499))
    expected = measures.probabilistic_sharpe_ratio(returns, benchmark_sharpe_ratio=floor)
    assert deflated_sharpe(returns, alike, n_trials) == pytest.approx(expected, rel=1e-9)
    assert expected < measures.deflated_sharpe_ratio(returns, alike)


def test_a_trial_without_a_ratio_counts_with_us_and_not_with_skfolio(measures):
    returns, trials = book_returns(5, 500, 0.002), np.append(trial_sharpes(5, 20), [np.nan] * 5)

    assert deflated_sharpe(returns, trials, 20) == pytest.approx(measures.deflated_sharpe_ratio(returns, trials))
    benchmark = measures.expected_max_sharpe_ratio(25, float(np.nanstd(trials, ddof=1)))
    expected = measures.probabilistic_sharpe_ratio(returns, benchmark_sharpe_ratio=benchmark)
    assert deflated_sharpe(returns, trials, 25) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("n_trials", [1, 2, 5, 100, 10_000])
def test_the_expected_best_agrees_with_both(ffn, measures, n_trials):
    ours = expected_best_sharpe(n_trials, 0.03**2)

    assert ours == pytest.approx(ffn.calc_expected_max_sharpe(n_trials, 0.03), rel=1e-9)
    assert ours == pytest.approx(measures.expected_max_sharpe_ratio(n_trials, 0.03), rel=1e-9)


@frequency_of_dates
@pytest.mark.parametrize("index", [dated, pd.Series], ids=["dated", "undated"])
def test_the_sharpe_ratio_agrees_with_ffn_and_skfolio_per_session(ffn, measures, index):
    returns = book_returns(6)

    ours = sharpe_per_session(returns)

    assert ours == pytest.approx(ffn.calc_sharpe(index(returns), annualize=False), rel=1e-12)
    assert ours == pytest.approx(ffn.calc_sharpe(index(returns), nperiods=252) / YEAR, rel=1e-12)
    assert ours == pytest.approx(measures.mean(returns) / measures.standard_deviation(returns), rel=1e-12)


def spread_of(returns, skewness, kurtosis):
    ratio = returns.mean() / returns.std(ddof=1)
    return 1 - skewness * ratio + (kurtosis - 1) / 4 * ratio**2


@pytest.mark.parametrize(("seed", "n_sessions"), CASES)
@pytest.mark.parametrize("index", [dated, pd.Series], ids=["dated", "undated"])
def test_the_deflated_sharpe_ratio_agrees_with_ffn_on_the_same_moments(ffn, seed, n_sessions, index):
    returns, trials = book_returns(seed, n_sessions, 0.002), trial_sharpes(seed, 25)
    theirs = ffn.calc_deflated_sharpe_ratio(index(returns), trials, nperiods=252, annualized_trials=False)

    # It corrects skewness and kurtosis for their bias in small samples; the paper and we do not.
    corrected = spread_of(returns, stats.skew(returns, bias=False), stats.kurtosis(returns, fisher=False, bias=False))
    plain = spread_of(returns, stats.skew(returns), stats.kurtosis(returns, fisher=False))
    expected = stats.norm.cdf(stats.norm.ppf(theirs) * math.sqrt(corrected / plain))

    ours = deflated_sharpe(returns, trials, 25)
    assert ours == pytest.approx(expected, rel=1e-6, abs=1e-12)
    assert ours == pytest.approx(theirs, abs=0.6 / n_sessions)


@frequency_of_dates
def test_ffn_reads_trials_as_annual_unless_told_and_needs_to_know_the_year(ffn):
    returns, trials = book_returns(7, 500, 0.002), trial_sharpes(7, 25)
    per_session = ffn.calc_deflated_sharpe_ratio(dated(returns), trials, annualized_trials=False)

    # Annual trials beside dated returns, or with the year named, are brought down to a session: the same.
    assert ffn.calc_deflated_sharpe_ratio(dated(returns), trials * YEAR) == pytest.approx(per_session, rel=1e-9)
    undated = ffn.calc_deflated_sharpe_ratio(pd.Series(returns), trials * YEAR, nperiods=252)
    assert undated == pytest.approx(per_session, rel=1e-9)
    # Without dates and year they are taken as they are, 16 times too large: nothing is left. Ours knows one unit only.
    assert ffn.calc_deflated_sharpe_ratio(pd.Series(returns), trials * YEAR) < 1e-6
    assert per_session > 0.4
    assert deflated_sharpe(returns, trials, 25) == pytest.approx(per_session, abs=0.002)


def influence(returns):
    """Return what each session adds to the Sharpe ratio: gradient of m / sqrt(v) times the moments' own influence."""
    apart = returns - returns.mean()
    sd = math.sqrt((apart**2).mean())
    return apart / sd - returns.mean() / (2 * sd**3) * (apart**2 - sd**2)


def hac_fit(y, lag):
    return sm.OLS(y, np.ones(len(y))).fit(cov_type="HAC", cov_kwds={"maxlags": lag, "use_correction": False})


@pytest.mark.parametrize(("seed", "n_sessions"), CASES)
def test_the_standard_error_agrees_with_statsmodels(seed, n_sessions):
    returns = book_returns(seed, n_sessions)
    lag = math.floor(4 * (n_sessions / 100) ** (2 / 9))

    # The error of the mean influence is that of the ratio.
    expected = hac_fit(influence(returns), lag).bse[0]

    assert newey_west_lag(n_sessions) == lag
    assert sharpe_standard_error(returns) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(("seed", "n_sessions"), CASES)
def test_the_long_run_variance_agrees_with_statsmodels(seed, n_sessions):
    values = book_returns(seed, n_sessions)

    expected = n_sessions * hac_fit(values, newey_west_lag(n_sessions)).bse[0] ** 2

    assert long_run_variance(values) == pytest.approx(expected, rel=1e-9)
    # By its autocovariances too.
    lag = newey_west_lag(n_sessions)
    gamma = sm.tsa.acovf(values, fft=False, nlag=lag)
    by_hand = gamma[0] + 2 * sum((1 - j / (lag + 1)) * gamma[j] for j in range(1, lag + 1))
    assert long_run_variance(values) == pytest.approx(by_hand, rel=1e-9)


@pytest.mark.parametrize("n_sessions", [1, 4])
def test_short_series_that_skfolio_has_no_answer_for_have_none_here(measures, n_sessions):
    flat = np.full(n_sessions, 0.01)

    assert math.isnan(measures.probabilistic_sharpe_ratio(flat))
    assert math.isnan(probabilistic_sharpe(flat))
