import numpy as np
import pytest
from scipy import stats

from screener.calc.inference.event_tests import overlap_factor
from screener.calc.universe.name_tests import name_tests
from screener.records.event_model import DEFAULT_MODEL, EventModel
from screener.records.thesis import Window

NAN = np.nan
WINDOW = Window(0, 5)
APART = np.array([300, 700, 1100, 1500, 1900, 2300])


def test_a_name_without_overlap_has_the_t_test_of_scipy_around_its_ring_mean():
    car = np.random.default_rng(1).normal(0.01, 0.03, (6, 3))
    centre = np.array([0.0, 0.004, -0.01])

    found = name_tests(car, APART, centre, WINDOW, DEFAULT_MODEL)

    expected = stats.ttest_1samp(car, centre, axis=0)
    np.testing.assert_allclose(found.t, expected.statistic, rtol=1e-12)
    np.testing.assert_allclose(found.p, expected.pvalue, rtol=1e-9)
    np.testing.assert_allclose(found.caar, car.mean(axis=0), rtol=1e-12)
    assert found.n.tolist() == [6, 6, 6]
    assert not found.is_overlapping.any()


def test_each_name_is_corrected_for_the_overlap_of_its_own_event_days():
    rows = np.array([300, 302, 304, 1000, 1500, 2000, 2500, 3000])
    car = np.random.default_rng(2).normal(0.01, 0.03, (8, 2))
    car[[0, 2], 1] = NAN

    found = name_tests(car, rows, np.zeros(2), WINDOW, DEFAULT_MODEL)

    for j, kept in enumerate((np.arange(8), np.array([1, 3, 4, 5, 6, 7]))):
        plain = stats.ttest_1samp(car[kept, j], 0.0).statistic
        assert found.t[j] == pytest.approx(plain * overlap_factor(rows[kept], WINDOW), rel=1e-12)
    assert abs(found.t[0]) < abs(stats.ttest_1samp(car[:, 0], 0.0).statistic)


def test_a_model_that_estimates_nothing_shares_no_estimation_sessions():
    rows = np.array([300, 400, 500, 600, 700, 800])
    car = np.random.default_rng(3).normal(0.01, 0.03, (6, 1))

    found = name_tests(car, rows, np.zeros(1), WINDOW, EventModel("market_adjusted"))

    assert found.t[0] == pytest.approx(stats.ttest_1samp(car[:, 0], 0.0).statistic, rel=1e-12)


def test_over_half_of_a_names_event_days_decides_whether_it_overlaps():
    rows = np.array([300, 303, 1000, 1003, 2000, 2500, 3000])
    car = np.zeros((7, 2))
    car[[4, 5], 1] = NAN

    found = name_tests(car, rows, np.zeros(2), WINDOW, DEFAULT_MODEL)

    # Four of seven, and four of five.
    assert found.is_overlapping.tolist() == [True, True]
    car[0, 0] = NAN
    # Two of six.
    assert name_tests(car, rows, np.zeros(2), WINDOW, DEFAULT_MODEL).is_overlapping.tolist() == [False, True]


def test_below_five_event_days_there_is_a_mean_and_no_test():
    car = np.full((6, 2), NAN)
    car[:4, 0] = [0.01, 0.03, -0.02, 0.04]

    found = name_tests(car, APART, np.zeros(2), WINDOW, DEFAULT_MODEL)

    assert found.n.tolist() == [4, 0]
    assert found.caar[0] == pytest.approx(0.015)
    assert np.isnan(found.caar[1])
    assert np.isnan(found.t).all()
    assert np.isnan(found.p).all()


def test_without_event_days_there_is_nothing():
    found = name_tests(np.empty((0, 3)), np.empty(0, dtype=np.int64), np.zeros(3), WINDOW, DEFAULT_MODEL)

    assert found.n.tolist() == [0, 0, 0]
    assert np.isnan(found.caar).all()
