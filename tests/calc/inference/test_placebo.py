import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.calc.inference.placebo import placebo, ring_rows, shift_statistics, shifted_means


def exact_p(ring, positions):
    """Shift by shift in rationals: the squared statistic's numerator over its denominator, so ties are exact."""
    ring = [Fraction(int(value)) for value in ring]
    size, k = len(ring), len(positions)
    ring_mean = sum(ring) / size

    def statistic(s):
        values = [ring[(p + s) % size] for p in positions]
        mean = sum(values) / k
        centred = mean - ring_mean
        if k < 5:
            return centred**2
        variance = sum((value - mean) ** 2 for value in values) / (k - 1)
        if variance == 0:
            return Fraction(0) if centred == 0 else math.inf
        return centred**2 * k / variance

    real = statistic(0)
    return Fraction(1 + sum(statistic(s) >= real for s in range(1, size)), size)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 60), st.integers(1, 12))
def test_p_agrees_with_every_shift_counted_in_rationals(seed, size, k):
    rng = np.random.default_rng(seed)
    ring = rng.integers(-400, 400, size).astype(float)
    positions = np.sort(rng.choice(size, min(k, size), replace=False))

    found = placebo(ring, positions, 6)

    assert found.p == pytest.approx(float(exact_p(ring, positions)), rel=1e-12)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 9), st.integers(2, 8), st.integers(1, 10))
def test_shifts_that_repeat_the_real_calendar_count_as_equal(seed, period, repeats, k):
    rng = np.random.default_rng(seed)
    size = period * repeats
    whole = np.tile(rng.integers(-400, 400, period), repeats)
    positions = np.sort(rng.choice(size, min(k, size), replace=False))

    # In decimals nothing adds up exactly, yet the count must be that of the integers.
    found = placebo(whole * 1e-4 + 0.0, positions, 6)

    assert found.p == pytest.approx(float(exact_p(whole, positions)), rel=1e-12)
    assert found.p >= repeats / size - 1e-12


@pytest.mark.parametrize("positions", [[3, 4, 6, 9], [0, 1, 2, 3, 4, 5, 6, 7]])
def test_an_effect_that_is_the_rings_own_mean_is_no_effect(positions):
    # Either calendar holds each value equally often, so every shift has the mean of the ring exactly.
    ring = np.tile(np.array([164, -37, 156, 390]) * 1e-4, 3)

    assert placebo(ring, np.array(positions), 6).p == 1.0


@pytest.mark.parametrize("k", [4, 6])
def test_a_ring_on_which_nothing_ever_differs_has_p_of_one(k):
    assert placebo(np.full(100, 0.1), np.arange(k) * 7, 6).p == 1.0


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 12))
def test_p_is_never_zero_nor_above_one(seed, k):
    rng = np.random.default_rng(seed)
    ring = rng.normal(0, 1e-6, 50)
    positions = np.sort(rng.choice(50, k, replace=False))
    ring[positions] += 1.0 + rng.normal(0, 1e-3, k)

    p = placebo(ring, positions, 6).p

    assert 1 / 50 <= p <= 1.0


def test_an_effect_on_every_event_day_has_the_smallest_p_there_is():
    rng = np.random.default_rng(31)
    ring, positions = rng.normal(0, 0.01, 400), np.array([10, 55, 130, 210, 260, 333])
    ring[positions] += 0.10

    assert placebo(ring, positions, 6).p == 1 / 400


def test_below_five_event_days_the_centred_mean_is_compared():
    ring = np.array([0.0, 0.0, 6.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0])
    four = shift_statistics(ring, np.array([2, 4, 6, 8]))

    # The mean of the ring is 0.6; four of ten shifts hold the 6.
    np.testing.assert_allclose(np.sort(four), [-0.6] * 6 + [0.9] * 4, atol=1e-15)
    assert placebo(ring, np.array([2, 4, 6, 8]), 1).p == pytest.approx(0.4)


def test_from_five_event_days_each_shift_is_divided_by_its_own_spread():
    ring = np.array([3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0])
    positions = np.array([0, 1, 2, 4, 5])
    expected = []
    for s in range(7):
        values = [ring[(p + s) % 7] for p in positions]
        mean = sum(values) / 5
        sd = math.sqrt(sum((value - mean) ** 2 for value in values) / 4)
        expected.append((mean - 25 / 7) / (sd / math.sqrt(5)))

    np.testing.assert_allclose(shift_statistics(ring, positions), expected, rtol=1e-12)


def test_event_days_that_agree_exactly_are_beyond_any_that_do_not():
    ring = np.array([1.0] * 5 + [0.0, 3.0, -2.0, 3.0, 0.5])

    assert shift_statistics(ring, np.arange(5))[0] == math.inf
    assert placebo(ring, np.arange(5), 1).p == 1 / 10


def test_the_shifts_move_the_whole_calendar_later_around_the_ring():
    ring = np.arange(6.0)
    means, sds = shifted_means(ring, np.array([0, 4]))

    # Pairs (0, 4), (1, 5), (2, 0), (3, 1), (4, 2), (5, 3).
    np.testing.assert_array_equal(means, [2.0, 3.0, 1.0, 2.0, 3.0, 4.0])
    np.testing.assert_allclose(sds**2, [8.0, 8.0, 2.0, 2.0, 2.0, 2.0], rtol=1e-14)
    assert np.isnan(shifted_means(ring, np.array([3]))[1]).all()


def test_means_spreads_and_counts_are_those_of_the_other_shifts():
    rng = np.random.default_rng(32)
    ring, positions = rng.normal(0.001, 0.02, 90), np.array([3, 20, 41, 44, 70])
    means = [np.mean([ring[(p + s) % 90] for p in positions]) for s in range(1, 90)]

    found = placebo(ring, positions, 6)

    assert found.ring_mean == pytest.approx(sum(ring) / 90, rel=1e-12)
    assert found.sd == pytest.approx(np.std(means, ddof=1), rel=1e-10)
    assert found.n == 89
    assert found.n_effective == pytest.approx(89 / 6)


def test_a_ring_of_one_session_says_nothing():
    found = placebo(np.array([0.05]), np.array([0]), 6)

    assert found.p == 1.0
    assert found.n == 0
    assert math.isnan(found.sd)


def test_the_ring_is_every_session_that_can_be_scored():
    assert ring_rows(np.array([np.nan, 0.1, np.nan, 0.0, -0.2, np.nan])).tolist() == [1, 3, 4]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.floats(1e-3, 1e3), st.integers(0, 49), st.integers(1, 8))
def test_neither_the_unit_nor_where_the_ring_is_cut_changes_p(seed, scale, cut, k):
    rng = np.random.default_rng(seed)
    ring = rng.normal(0, 0.02, 50)
    positions = np.sort(rng.choice(50, k, replace=False))

    whole = placebo(ring, positions, 6)

    assert placebo(ring * scale, positions, 6).p == whole.p
    assert placebo(np.roll(ring, cut), (positions + cut) % 50, 6).p == whole.p


def test_inputs_are_left_as_they_were():
    ring, positions = np.random.default_rng(33).normal(0, 1, 50), np.array([1, 2, 3, 9, 30])
    before = ring.copy(), positions.copy()

    placebo(ring, positions, 6)

    np.testing.assert_array_equal(ring, before[0])
    np.testing.assert_array_equal(positions, before[1])


def size_of_placebo(n_simulations, seed, event_scale):
    """Share of histories without an effect that the placebo rejects at 5 %; event days may be more volatile."""
    rng = np.random.default_rng(seed)
    rejected = 0
    for _ in range(n_simulations):
        ring = rng.standard_normal(500)
        positions = np.sort(rng.choice(500, 15, replace=False))
        ring[positions] *= event_scale
        rejected += placebo(ring, positions, 1).p < 0.05
    return rejected / n_simulations


@pytest.mark.parametrize("event_scale", [1.0, math.sqrt(3.0)])
def test_the_placebo_keeps_its_size(event_scale):
    assert size_of_placebo(200, seed=34, event_scale=event_scale) == pytest.approx(0.05, abs=0.045)


@pytest.mark.soak
@pytest.mark.parametrize("event_scale", [1.0, math.sqrt(3.0)])
def test_the_placebo_keeps_its_size_in_full(event_scale):
    assert size_of_placebo(2_000, seed=35, event_scale=event_scale) == pytest.approx(0.05, abs=0.015)
