import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from screener.calc.pair_tests.ranks import column_means, row_ranks
from screener.calc.pair_tests.sample import PairSample, pair_sample
from screener.calc.pair_tests.sign import generalized_sign, sign
from screener.calc.pair_tests.wilcoxon import signed_ranks, wilcoxon
from screener.records.event_model import EventModel
from screener.records.thesis import Window


def with_cars(cars) -> PairSample:
    """Return a sample with these CARs; all else is noise."""
    rng = np.random.default_rng(1)
    returns = rng.normal(0, 0.02, (300, max(len(cars), 1)))
    pairs = np.full(len(cars), 290), np.arange(len(cars))
    sample = pair_sample(returns, returns, returns[:, :1], *pairs, Window(0, 0), EventModel("constant_mean"))
    return replace(sample, car=np.asarray(cars, dtype=np.float64))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(st.sampled_from([math.nan, -1.0, 0.0, -0.0, 0.5, 2.0]), min_size=6, max_size=6), min_size=1))
def test_ranks_are_scipys_with_ties_shared_and_gaps_left_out(rows):
    values = np.array(rows)

    for ours, row in zip(row_ranks(values), values, strict=True):
        np.testing.assert_array_equal(ours, stats.rankdata(row, nan_policy="omit"))


def test_columns_without_a_value_have_no_mean():
    nan = math.nan

    assert column_means(np.array([[1.0, nan, nan], [2.0, nan, 5.0]])).tolist() == [1.5, 5.0]
    assert column_means(np.empty((0, 3))).tolist() == []


@pytest.mark.parametrize(("n_positive", "n_negative"), [(0, 1), (1, 1), (3, 9), (10, 10), (17, 3), (60, 41), (0, 30)])
def test_sign_agrees_with_scipys_binomial_test(n_positive, n_negative):
    test = sign(with_cars([0.01] * n_positive + [-0.02] * n_negative))

    n = n_positive + n_negative
    assert test.p == pytest.approx(stats.binomtest(n_positive, n).pvalue, rel=1e-12)
    assert test.statistic == pytest.approx((n_positive - n / 2) / math.sqrt(n / 4), abs=1e-14)
    assert test.reference == "exact"


def test_a_car_of_exactly_0_is_no_sign_and_no_rank():
    assert sign(with_cars([0.0, 0.01, 0.02])) == sign(with_cars([0.01, 0.02]))
    assert wilcoxon(with_cars([0.0, 0.01, -0.02])) == wilcoxon(with_cars([0.01, -0.02]))
    assert sign(with_cars([0.0, 0.0])).p is None
    assert wilcoxon(with_cars([0.0])).statistic is None


def test_generalized_sign_by_hand():
    # 3 of 4 positive where 40 % of residuals are: z = (3 - 1.6) / sqrt(4 x 0.4 x 0.6).
    sample = with_cars([0.1, 0.2, -0.1, 0.3])
    sample = replace(sample, residuals=np.tile([1.0, 1.0, -1.0, -1.0, -1.0, math.nan], (4, 1)))

    assert generalized_sign(sample).statistic == pytest.approx(1.4 / math.sqrt(0.96), rel=1e-14)
    assert generalized_sign(replace(sample, residuals=np.ones((4, 5)))).statistic is None


@pytest.mark.parametrize("n", [1, 2, 5, 12, 20, 25])
def test_wilcoxon_up_to_25_cars_agrees_with_scipys_exact_distribution(n):
    for seed in range(5):
        cars = np.random.default_rng(seed).normal(0.3, 1, n)
        test = wilcoxon(with_cars(cars))

        assert test.p == pytest.approx(stats.wilcoxon(cars, method="exact").pvalue, rel=1e-12)
        assert test.reference == "exact"


@pytest.mark.parametrize("n", [26, 60, 301])
def test_wilcoxon_above_25_cars_agrees_with_scipys_normal_form(n):
    cars = np.random.default_rng(n).normal(0.1, 1, n)
    oracle = stats.wilcoxon(cars, method="approx", correction=False)
    test = wilcoxon(with_cars(cars))

    assert test.p == pytest.approx(oracle.pvalue, rel=1e-10)
    assert abs(test.statistic) == pytest.approx(abs(oracle.zstatistic), rel=1e-12)
    assert test.reference == "normal"


def test_wilcoxon_with_ties_has_the_tie_corrected_variance():
    cars = np.round(np.random.default_rng(3).normal(0.2, 1, 80), 1)
    cars = cars[cars != 0]
    oracle = stats.wilcoxon(cars, method="approx", correction=False)

    assert len(np.unique(np.abs(cars))) < len(cars)
    assert wilcoxon(with_cars(cars)).p == pytest.approx(oracle.pvalue, rel=1e-10)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([-3.0, -2.0, -1.0, 1.0, 2.0, 4.0]), min_size=1, max_size=9))
def test_wilcoxon_counts_every_choice_of_signs_ties_included(cars):
    ranks, positive = signed_ranks(np.array(cars))
    sums = np.array([np.dot(ranks, chosen) for chosen in itertools.product([0, 1], repeat=len(cars))])
    middle = ranks.sum() / 2
    as_far = np.abs(sums - middle) >= abs(positive - middle) - 1e-9

    assert wilcoxon(with_cars(cars)).p == pytest.approx(as_far.mean(), rel=1e-12)


def test_wilcoxon_table_value():
    # N = 6, all positive: 2 of 64 choices are as extreme (Wilcoxon 1945).
    assert wilcoxon(with_cars([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])).p == 2 / 64
