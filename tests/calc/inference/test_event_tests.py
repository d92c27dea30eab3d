import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.power import TTestPower

from screener.calc.inference.event_tests import (
    event_test,
    mask_correction,
    mostly_overlapping,
    overlap_factor,
    overlapping,
    smallest_detectable_effect,
)
from screener.records.thesis import Window


def slow_loadings(day0, window, estimation):
    """Write down what each session weighs in each event's CAR, one cell at a time."""
    sessions = range(min(day0) - 400, max(day0) + 100)
    return [
        [
            (1.0 if d + window.start <= t <= d + window.end else 0.0)
            - (window.n_sessions / estimation.n_sessions if d + estimation.start <= t <= d + estimation.end else 0.0)
            for t in sessions
        ]
        for d in day0
    ]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.integers(0, 300), min_size=2, max_size=8, unique=True),
    st.sampled_from([Window(0, 0), Window(-1, 1), Window(0, 5), Window(0, 20), Window(2, 7)]),
    st.sampled_from([Window(-270, -21), Window(-120, -10)]),
)
def test_the_factor_is_expected_sample_variance_over_true_variance(day0, window, estimation):
    g = np.array(slow_loadings(day0, window, estimation))
    n = len(day0)
    # Of white noise: E[sample variance of the mean] and Var[mean], from the covariances of every pair.
    covariance = [[float(np.dot(g[i], g[j])) for j in range(n)] for i in range(n)]
    of_mean = sum(map(sum, covariance)) / n**2
    expected_variance = sum(covariance[i][i] for i in range(n)) / n - of_mean
    of_sample = expected_variance * n / (n - 1) / n

    found = overlap_factor(np.array(day0), window, estimation)

    assert found == pytest.approx(math.sqrt(of_sample / of_mean), rel=1e-9)


def test_event_days_that_share_nothing_need_no_correction():
    assert overlap_factor(np.arange(7) * 300, Window(0, 20)) == pytest.approx(1.0, rel=1e-12)


def test_shared_event_windows_lower_the_factor_and_windows_in_others_estimation_raise_it():
    assert overlap_factor(np.arange(10) * 3, Window(0, 20)) < 0.5
    assert overlap_factor(np.arange(10) * 60, Window(0, 20)) > 1.0


@pytest.mark.parametrize("day0", [[], [5]])
def test_fewer_than_two_event_days_have_no_factor(day0):
    assert math.isnan(overlap_factor(np.array(day0, dtype=np.int64), Window(0, 5)))


def test_overlapping_event_days_share_a_session_of_their_window():
    day0 = np.array([0, 5, 11, 17, 100])

    assert overlapping(day0, Window(0, 5)).tolist() == [True, True, False, False, False]
    assert overlapping(day0, Window(-1, 5)).tolist() == [True, True, True, True, False]
    assert overlapping(day0, Window(0, 0)).tolist() == [False] * 5
    assert overlapping(np.array([], dtype=np.int64), Window(0, 5)).tolist() == []


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10_000), st.integers(5, 40), st.floats(-0.05, 0.05))
def test_without_overlap_it_is_the_ordinary_t_test(seed, n, centre):
    values = np.random.default_rng(seed).standard_t(5, n) * 0.03 + 0.01
    theirs = stats.ttest_1samp(values, centre)
    interval = theirs.confidence_interval(0.95)

    found = event_test(values, centre, 1.0)

    assert found.t == pytest.approx(theirs.statistic, rel=1e-10)
    assert found.p == pytest.approx(theirs.pvalue, rel=1e-9)
    assert found.mean - found.half_width == pytest.approx(interval.low - centre, rel=1e-8, abs=1e-12)
    assert found.mean + found.half_width == pytest.approx(interval.high - centre, rel=1e-8, abs=1e-12)
    assert found.sd == pytest.approx(values.std(ddof=1), rel=1e-12)


def test_overlap_widens_the_interval_and_shrinks_t_by_the_factor():
    values = np.array([0.02, 0.01, 0.05, -0.01, 0.03, 0.02])
    free, tight = event_test(values, 0.005, 1.0), event_test(values, 0.005, 0.4)

    assert tight.t == pytest.approx(0.4 * free.t, rel=1e-12)
    assert tight.half_width == pytest.approx(free.half_width / 0.4, rel=1e-12)
    assert (tight.mean, tight.sd) == (free.mean, free.sd)


@pytest.mark.parametrize(
    ("values", "factor"),
    [([0.01, 0.02, 0.03, 0.05], 1.0), ([0.01], 1.0), ([0.02] * 6, 1.0), ([0.01, 0.02, 0.03, 0.05, 0.01], math.nan)],
)
def test_no_test_where_none_can_be_made(values, factor):
    found = event_test(np.array(values), 0.0, factor)

    assert math.isnan(found.t)
    assert math.isnan(found.p)
    assert math.isnan(found.half_width)
    assert found.mean == pytest.approx(sum(values) / len(values))


@pytest.mark.parametrize("n", [5, 6, 8, 15, 40, 200])
@pytest.mark.parametrize("factor", [1.0, 0.5])
def test_the_smallest_detectable_effect_has_80_percent_power(n, factor):
    standardised = TTestPower().solve_power(nobs=n, alpha=0.05, power=0.80, alternative="two-sided")

    found = smallest_detectable_effect(0.03, n, factor, 0.0)

    assert found == pytest.approx(standardised * 0.03 / factor, rel=0.015)
    quantiles = stats.t.ppf(0.975, n - 1) + stats.t.ppf(0.80, n - 1)
    assert found == pytest.approx(quantiles * 0.03 / factor / math.sqrt(n), rel=1e-9)


def test_the_smallest_detectable_effect_is_the_larger_of_test_and_placebo():
    by_test = smallest_detectable_effect(0.03, 20, 1.0, 0.0)

    assert smallest_detectable_effect(0.03, 20, 1.0, 0.001) == by_test
    assert smallest_detectable_effect(0.03, 20, 1.0, 0.1) == pytest.approx(0.28)
    assert smallest_detectable_effect(0.03, 20, 1.0, math.nan) == by_test


@pytest.mark.parametrize(
    ("sd", "n", "factor"), [(0.03, 4, 1.0), (0.0, 20, 1.0), (math.nan, 20, 1.0), (0.03, 20, math.nan)]
)
def test_no_detectable_effect_without_a_test(sd, n, factor):
    assert math.isnan(smallest_detectable_effect(sd, n, factor, 0.01))


def rejections(day0, window, n_simulations, seed):
    """Share of white-noise histories whose overlap-corrected t rejects at 5 %, and of those whose plain t does."""
    g = np.array(slow_loadings(day0, window, Window(-270, -21)))
    noise = np.random.default_rng(seed).standard_normal((n_simulations, g.shape[1]))
    factor = overlap_factor(np.array(day0), window)
    cars = noise @ g.T
    corrected = np.mean([event_test(values, 0.0, factor).p < 0.05 for values in cars])
    plain = np.mean([event_test(values, 0.0, 1.0).p < 0.05 for values in cars])
    return corrected, plain


# Forty event days in two years, two thirds of them inside another's window.
CROWDED = np.sort(np.random.default_rng(52).choice(500, 40, replace=False)).tolist()


def test_the_corrected_t_keeps_its_size_under_heavy_overlap():
    corrected, plain = rejections(CROWDED, Window(0, 5), 400, seed=21)

    assert overlapping(np.array(CROWDED), Window(0, 5)).mean() > 0.5
    assert 0.02 <= corrected <= 0.09
    assert plain > corrected


@pytest.mark.soak
def test_the_corrected_t_keeps_its_size_under_heavy_overlap_in_full():
    corrected, plain = rejections(CROWDED, Window(0, 5), 4_000, seed=22)

    assert 0.03 <= corrected <= 0.07
    assert plain > corrected


def test_the_factor_with_masked_sessions_by_hand():
    # Loadings: e10 - (e6 + e7 + e8 + e9) / 4 and e12 - (e8 + e9) / 2, since 10 and 11 are masked. So C = [[1.25, .25],
    # [.25, 1.5]], tr C / 2 = 1.375, 1'C1 / 4 = .8125.
    masked = np.zeros(20, dtype=bool)
    masked[10:12] = True

    found = overlap_factor(np.array([10, 12]), Window(0, 0), Window(-4, -1), masked)

    assert found**2 == pytest.approx((1.375 - 0.8125) / 0.8125, rel=1e-12)
    # Unmasked: [[1.25, -.125], [-.125, 1.25]].
    plain = overlap_factor(np.array([10, 12]), Window(0, 0), Window(-4, -1))
    assert plain**2 == pytest.approx((1.25 - 0.5625) / 0.5625, rel=1e-12)
    assert mask_correction(np.array([10, 12]), Window(0, 0), Window(-4, -1), masked) == pytest.approx(found / plain)


@pytest.mark.parametrize("window", [Window(-1, 1), Window(0, 20)])
def test_a_mask_over_nothing_changes_nothing(window):
    day0 = np.array([300, 310, 350, 500])
    nothing = np.zeros(600, dtype=bool)

    assert overlap_factor(day0, window, masked=nothing) == pytest.approx(overlap_factor(day0, window), rel=1e-12)
    assert mask_correction(day0, window, Window(-270, -21), None) == 1.0


def test_mostly_is_more_than_half():
    assert mostly_overlapping(np.array([10, 12, 500]), Window(0, 5))
    assert not mostly_overlapping(np.array([10, 12, 500, 900]), Window(0, 5))
    assert not mostly_overlapping(np.array([], dtype=np.int64), Window(0, 5))
