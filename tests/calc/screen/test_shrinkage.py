from fractions import Fraction

import numpy as np
import pytest
from statsmodels.stats.meta_analysis import combine_effects

from screener.calc.screen.shrinkage import shrunk_responses

NAN = np.nan
# Days and noise that are orthogonal: both names share (1, 1, -1, -1).
SHARED = np.array([1.0, 1.0, -1.0, -1.0])
OWN = np.array([[1.0, -1.0, 1.0, -1.0], [1.0, -1.0, -1.0, 1.0]]).T


def one_leg(car):
    return shrunk_responses(car, np.zeros(car.shape[1], dtype=np.int64))


def drawn(rng, n_events, n_names, *, between, shared, own):
    truth = 0.01 + between * rng.standard_normal(n_names)
    days = shared * rng.standard_normal((n_events, 1))
    return truth, truth + days + own * rng.standard_normal((n_events, n_names))


def test_shared_days_are_told_from_own_noise_in_exact_arithmetic():
    # Within names 16/6 = 8/3, of which 8/6 = 4/3 is shared; Q = 8 and tr(P V) = 4/3 over tr(P) = 4 make tau^2 = 5/3;
    # of a distance from the leg's mean 5/3 / (5/3 + 1/3) stays.
    found = one_leg(SHARED[:, None] + OWN + np.array([0.0, 2.0]))

    np.testing.assert_allclose(found.mean, [float(Fraction(1, 6)), float(Fraction(11, 6))], rtol=1e-13)
    np.testing.assert_allclose(found.between_sd**2, 5 / 3, rtol=1e-13)
    # tau^2 - tau^4 S^-1(j, j) + (1 - tau^2 (S^-1 1)(j))^2 4/3 = 65/144 + 27/144.
    np.testing.assert_allclose(found.standard_error**2, 23 / 36, rtol=1e-13)


def test_a_name_without_events_has_the_legs_mean_and_the_error_of_a_stranger():
    car = np.column_stack([SHARED[:, None] + OWN + np.array([0.0, 2.0]), np.full(4, NAN)])
    found = one_leg(car)

    assert found.n.tolist() == [4, 4, 0]
    assert found.mean[2] == pytest.approx(1.0, rel=1e-13)
    # tau^2 and the leg mean's own variance: tau^2 / 2 + 4/3 / 4 + 4/3 / 8.
    assert found.standard_error[2] ** 2 == pytest.approx(5 / 3 + 4 / 3, rel=1e-13)


def test_names_that_differ_by_no_more_than_chance_all_get_the_legs_mean():
    found = one_leg(SHARED[:, None] + OWN + np.array([3.0, 3.1]))

    assert found.between_sd.tolist() == [0.0, 0.0]
    np.testing.assert_allclose(found.mean, 3.05, rtol=1e-13)
    # Shared variance 4/3 over 4 days, own 4/3 over 8: many names do not make the days more.
    np.testing.assert_allclose(found.standard_error**2, 1 / 3 + 1 / 6, rtol=1e-12)


def test_names_that_differ_by_far_more_than_chance_keep_their_own_means_and_errors():
    rng = np.random.default_rng(5)
    _, car = drawn(rng, 30, 6, between=1e4, shared=1.0, own=1.0)
    car[:12, 2] = NAN
    car[20:, 4] = NAN
    found = one_leg(car)
    n = np.isfinite(car).sum(axis=0)
    means = np.nanmean(car, axis=0)
    pooled = np.nansum((car - means) ** 2) / (n - 1).sum()

    np.testing.assert_allclose(found.mean, means, rtol=1e-6)
    np.testing.assert_allclose(found.standard_error, np.sqrt(pooled / n), rtol=1e-6)


def test_without_common_days_it_is_dersimonian_and_laird_as_statsmodels_has_it():
    rng = np.random.default_rng(11)
    n = [3, 9, 5, 14, 7]
    car = np.full((sum(n), len(n)), NAN)
    stops = np.cumsum(n)
    for j, (count, stop) in enumerate(zip(n, stops, strict=True)):
        car[stop - count : stop, j] = 0.02 * j + 0.03 * rng.standard_normal(count)
    found = one_leg(car)
    means = np.nanmean(car, axis=0)
    pooled = np.nansum((car - means) ** 2) / (sum(n) - len(n))
    theirs = combine_effects(means, pooled / np.array(n), method_re="chi2")

    assert theirs.tau2 > 0
    np.testing.assert_allclose(found.between_sd**2, theirs.tau2, rtol=1e-10)
    np.testing.assert_allclose(found.leg_mean, theirs.mean_effect_re, rtol=1e-10)
    keeps = theirs.tau2 / (theirs.tau2 + pooled / np.array(n))
    np.testing.assert_allclose(found.mean, theirs.mean_effect_re + keeps * (means - theirs.mean_effect_re), rtol=1e-10)


@pytest.mark.parametrize("between", [0.0, 0.02])
def test_the_interval_covers_the_true_response_though_names_share_their_days(between):
    rng = np.random.default_rng(20261125)
    covered, n_draws = 0, 300
    for _ in range(n_draws):
        truth, car = drawn(rng, 40, 10, between=between, shared=0.05, own=0.05)
        found = one_leg(car)
        covered += (np.abs(found.mean - truth) < 1.96 * found.standard_error).mean()

    # As if names were independent, the leg's mean would have an error of 0.0035 in place of 0.0083: 59 % at no spread.
    assert 0.91 < covered / n_draws < 0.98


def test_shrinking_comes_nearer_to_the_truth_than_own_means():
    rng = np.random.default_rng(3)
    ours, own = 0.0, 0.0
    for _ in range(200):
        truth, car = drawn(rng, 20, 12, between=0.01, shared=0.04, own=0.06)
        ours += ((one_leg(car).mean - truth) ** 2).sum()
        own += ((car.mean(axis=0) - truth) ** 2).sum()

    assert ours < 0.8 * own


def test_a_single_name_has_its_own_mean_and_says_nothing_of_others():
    found = one_leg(np.array([[0.01, NAN], [0.03, NAN], [NAN, NAN]]))

    np.testing.assert_allclose(found.mean, 0.02, rtol=1e-13)
    # Variance 2e-4 over two events.
    np.testing.assert_allclose(found.standard_error, [0.01, NAN], rtol=1e-13)
    assert np.isnan(found.between_sd).all()
    assert found.n.tolist() == [2, 0]


def test_a_leg_without_events_has_nothing_to_say():
    found = one_leg(np.full((3, 2), NAN))

    for values in (found.mean, found.standard_error, found.leg_mean, found.between_sd):
        assert np.isnan(values).all()
    assert found.n.tolist() == [0, 0]


def test_no_events_at_all_are_as_a_leg_without_any():
    assert np.isnan(one_leg(np.empty((0, 2))).mean).all()


def test_one_event_tells_no_noise_from_difference():
    found = one_leg(np.array([[0.01, 0.03, NAN]]))

    np.testing.assert_allclose(found.mean, 0.02, rtol=1e-13)
    assert np.isnan(found.standard_error).all()
    assert np.isnan(found.between_sd).all()


def test_names_that_never_vary_keep_what_they_are():
    same = one_leg(np.full((3, 2), 0.01))
    apart = one_leg(np.tile([0.01, 0.03], (3, 1)))

    np.testing.assert_allclose(same.mean, 0.01, rtol=1e-13)
    np.testing.assert_allclose(apart.mean, [0.01, 0.03], rtol=1e-13)
    np.testing.assert_allclose(same.standard_error, 0.0, atol=1e-12)
    np.testing.assert_allclose(apart.standard_error, 0.0, atol=1e-12)


def test_two_listings_of_one_stock_count_as_one():
    rng = np.random.default_rng(2)
    one = 0.02 + 0.05 * rng.standard_normal(25)
    twice = one_leg(np.column_stack([one, one]))

    np.testing.assert_allclose(twice.mean, one.mean(), rtol=1e-9)
    # But for the 1 % that is never taken for shared.
    np.testing.assert_allclose(twice.standard_error, one.std(ddof=1) / 5, rtol=0.01)


def test_legs_do_not_lean_on_each_other_and_columns_may_stand_in_any_order():
    rng = np.random.default_rng(8)
    _, car = drawn(rng, 20, 9, between=0.02, shared=0.03, own=0.05)
    car[rng.random(car.shape) < 0.2] = NAN
    leg_of = np.array([0, 2, 0, 2, 2, 0, 5, 5, 5])
    together = shrunk_responses(car, leg_of)
    shuffled = rng.permutation(9)
    moved = shrunk_responses(car[:, shuffled], leg_of[shuffled])
    other = car.copy()
    other[:, leg_of != 2] *= 7

    np.testing.assert_allclose(moved.mean, together.mean[shuffled], rtol=1e-10)
    np.testing.assert_allclose(moved.standard_error, together.standard_error[shuffled], rtol=1e-10)
    inside = leg_of == 2
    np.testing.assert_array_equal(shrunk_responses(other, leg_of).mean[inside], together.mean[inside])


def test_events_that_are_not_over_change_nothing():
    rng = np.random.default_rng(9)
    _, car = drawn(rng, 15, 5, between=0.02, shared=0.03, own=0.05)
    car[:4, 1] = NAN
    before, after = one_leg(car), one_leg(np.vstack([car, np.full((3, 5), NAN)]))

    np.testing.assert_allclose(after.mean, before.mean, rtol=1e-13)
    np.testing.assert_allclose(after.standard_error, before.standard_error, rtol=1e-13)
    assert after.n.tolist() == before.n.tolist()
