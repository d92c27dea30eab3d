import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.calc.inference.placebo import placebo, shift_statistics
from screener.calc.universe.joint_shifts import joint_shifts, smooth_length

NAN = np.nan


def gathered(car, positions):
    """Shift by shift and name by name: t, and the ring's mean, added up without rounding."""
    size, n_names = car.shape
    t, means = np.full((n_names, size), NAN), np.full(n_names, NAN)
    for j in range(n_names):
        known = [value for value in car[:, j] if not math.isnan(value)]
        if not known:
            continue
        means[j] = math.fsum(known) / len(known)
        for s in range(size):
            found = [car[(p + s) % size, j] for p in positions]
            values = [value - means[j] for value in found if not math.isnan(value)]
            n = len(values)
            if n < 5:
                continue
            mean = math.fsum(values) / n
            sd = math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (n - 1))
            t[j, s] = mean / (sd / math.sqrt(n)) if sd > 0 else NAN
    return t, means


def with_holes(rng, size, n_names, share):
    car = rng.standard_t(4, (size, n_names)) * 0.03 + 0.002
    car[rng.random(car.shape) < share] = NAN
    return car


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(12, 90), st.integers(5, 12), st.sampled_from([0.0, 0.1, 0.5]))
def test_every_statistic_is_that_of_a_plain_loop(seed, size, k, share):
    rng = np.random.default_rng(seed)
    car = with_holes(rng, size, 4, share)
    positions = np.sort(rng.choice(size, k, replace=False))

    found = joint_shifts(car, positions)
    expected, means = gathered(car, positions)

    np.testing.assert_allclose(found.t, expected, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(found.ring_mean, means, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("huge", [1e1, 1e3, 1e6, 1e9])
@pytest.mark.parametrize("size", [300, 307])
def test_quiet_event_days_beside_a_huge_one_keep_their_digits(huge, size):
    rng = np.random.default_rng(1)
    car = with_holes(rng, size, 3, 0.05)
    car[200, 1], car[17, 2] = huge, -huge
    positions = np.sort(rng.choice(size, 9, replace=False))

    found = joint_shifts(car, positions)

    np.testing.assert_allclose(found.t, gathered(car, positions)[0], rtol=1e-9, atol=1e-9)


def test_a_volatility_that_falls_ten_thousand_times_keeps_its_digits():
    rng = np.random.default_rng(2)
    car = rng.normal(0, 0.05, (400, 2))
    car[200:, 1] *= 1e-4
    positions = np.array([3, 20, 41, 77, 90, 120])

    found = joint_shifts(car, positions)

    np.testing.assert_allclose(found.t, gathered(car, positions)[0], rtol=1e-9, atol=1e-9)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(20, 120), st.integers(5, 15))
def test_a_name_with_full_history_has_the_placebo_of_a_basket(seed, size, k):
    rng = np.random.default_rng(seed)
    car = rng.standard_t(4, (size, 3)) * 0.03
    positions = np.sort(rng.choice(size, k, replace=False))

    found = joint_shifts(car, positions)

    for j in range(3):
        alone = placebo(car[:, j], positions, 6)
        assert found.p[j] == pytest.approx(alone.p, rel=1e-12)
        assert found.n_shifts[j] == alone.n
        assert found.ring_mean[j] == pytest.approx(alone.ring_mean, rel=1e-12, abs=1e-16)
        np.testing.assert_allclose(found.t[j], shift_statistics(car[:, j], positions), rtol=1e-9, atol=1e-9)


def test_shifts_that_repeat_the_real_calendar_count_as_equal():
    # Ten times the same ring of seven: ten shifts, the real one among them, are the same calendar.
    once = np.array([164, -37, 156, 390, 12, -210, 77]) * 1e-4
    car = np.tile(once, 10)[:, None]
    positions = np.array([0, 1, 3, 5, 6])
    at_least = round(float(joint_shifts(car, positions).p[0]) * 70)

    assert at_least % 10 == 0


def test_a_shift_needs_five_event_days_on_which_the_name_can_be_scored():
    # Scorable on sessions 4 to 11 only; event days 0, 2, ..., 10. Shift s puts them on (2i + s) mod 12.
    car = np.full((12, 1), NAN)
    car[4:, 0] = [3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0]
    positions = np.arange(0, 12, 2)

    few = joint_shifts(car, positions)
    # Four of six at a time. With a seventh event day on 5, there are five on even shifts of 0, 2, 4, 6 ...
    more = joint_shifts(car, np.array([0, 2, 4, 5, 6, 8, 10]))

    assert few.n_shifts[0] == 0
    assert np.isnan(few.p[0])
    # ... and on odd ones too, wherever the seventh (5 + s) mod 12 falls on 4 to 11.
    expected = np.array([4 <= (5 + s) % 12 <= 11 for s in range(12)])
    np.testing.assert_array_equal(np.isfinite(more.t[0]), expected)
    assert more.n_shifts[0] == expected[1:].sum()


def test_p_counts_valid_shifts_only():
    rng = np.random.default_rng(3)
    car = with_holes(rng, 60, 5, 0.6)
    positions = np.sort(rng.choice(60, 11, replace=False))
    found = joint_shifts(car, positions)
    expected, _ = gathered(car, positions)

    for j in range(5):
        valid = np.isfinite(expected[j])
        if not valid[0]:
            assert np.isnan(found.p[j])
            continue
        beyond = sum(abs(t) >= abs(expected[j, 0]) * (1 - 1e-9) for t in expected[j, 1:] if not math.isnan(t))
        assert found.p[j] == pytest.approx((1 + beyond) / (1 + valid[1:].sum()), rel=1e-12)
    assert np.isfinite(found.p).any()


def test_a_name_that_does_the_same_on_all_event_days_has_no_statistic():
    rng = np.random.default_rng(4)
    positions = np.array([5, 11, 30, 44, 70, 91])
    car = rng.normal(0, 0.02, (100, 3))
    car[:, 1] = 0.0
    car[positions, 2] = 0.013

    found = joint_shifts(car, positions)

    assert np.isfinite(found.t[0]).all()
    assert np.isnan(found.t[1]).all()
    assert np.isnan(found.t[2, 0])
    assert np.isfinite(found.t[2, 1:]).all()


def test_a_name_that_can_never_be_scored_has_nothing():
    car = np.full((40, 2), NAN)
    car[:, 1] = np.random.default_rng(5).normal(0, 1, 40)

    found = joint_shifts(car, np.arange(5) * 3)

    assert np.isnan(found.ring_mean[0])
    assert np.isnan(found.t[0]).all()
    assert np.isnan(found.p[0])
    assert np.isfinite(found.t[1]).all()


def test_below_five_event_days_no_shift_is_valid():
    car = np.random.default_rng(6).normal(0, 1, (40, 2))

    found = joint_shifts(car, np.array([1, 5, 9, 30]))

    assert np.isnan(found.t).all()
    assert found.n_shifts.tolist() == [0, 0]
    np.testing.assert_allclose(found.ring_mean, car.mean(axis=0), rtol=1e-12)


def test_an_effect_on_every_event_day_has_the_smallest_p_there_is():
    rng = np.random.default_rng(7)
    car, positions = rng.normal(0, 0.01, (400, 2)), np.array([10, 55, 130, 210, 260, 333])
    car[positions, 1] += 0.10

    assert joint_shifts(car, positions).p[1] == 1 / 400


def test_neither_other_names_nor_the_unit_change_a_name():
    rng = np.random.default_rng(8)
    car = with_holes(rng, 150, 6, 0.2)
    positions = np.sort(rng.choice(150, 8, replace=False))
    whole = joint_shifts(car, positions)

    np.testing.assert_array_equal(joint_shifts(car[:, [4, 1]], positions).t, whole.t[[4, 1]])
    np.testing.assert_allclose(joint_shifts(car * 1e-4, positions).t, whole.t, rtol=1e-9, atol=1e-9)


def test_inputs_are_left_as_they_were():
    car, positions = with_holes(np.random.default_rng(9), 50, 3, 0.1), np.array([1, 2, 3, 9, 30])
    before = car.copy(), positions.copy()

    joint_shifts(car, positions)

    np.testing.assert_array_equal(car, before[0])
    np.testing.assert_array_equal(positions, before[1])


def test_a_smooth_length_is_the_next_without_a_large_prime_factor():
    smooth = sorted(2**a * 3**b * 5**c for a in range(9) for b in range(6) for c in range(4))

    assert [smooth_length(n) for n in range(1, 130)] == [min(m for m in smooth if m >= n) for n in range(1, 130)]
