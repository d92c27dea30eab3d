import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.calc.inference.placebo import placebo, shift_statistics
from screener.calc.inference.romano_wolf import romano_wolf


def slow_step_down(statistics):
    """Follow the published steps: test the largest, drop it, take the maximum over what is left."""
    size, n_hypotheses = statistics.shape
    left = list(range(n_hypotheses))
    adjusted = [0.0] * n_hypotheses
    floor = 0.0
    while left:
        top = max(left, key=lambda h: abs(statistics[0, h]))
        beaten = 0
        for s in range(1, size):
            largest = max(abs(statistics[s, h]) for h in left)
            beaten += largest >= abs(statistics[0, top])
        floor = max(floor, (1 + beaten) / size)
        adjusted[top] = floor
        left.remove(top)
    return adjusted


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 30), st.integers(1, 6))
def test_it_agrees_with_the_published_steps(seed, size, n_hypotheses):
    rng = np.random.default_rng(seed)
    statistics = rng.normal(0, 1, (size, n_hypotheses)) + rng.normal(0, 1, (size, 1))
    statistics[0] *= rng.choice([0.5, 1.0, 3.0], n_hypotheses)

    np.testing.assert_allclose(romano_wolf(statistics), slow_step_down(statistics), rtol=1e-15)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 6))
def test_larger_statistics_never_have_larger_p_and_none_is_below_its_own(seed, n_hypotheses):
    statistics = np.random.default_rng(seed).normal(0, 1, (50, n_hypotheses))

    adjusted = romano_wolf(statistics)

    by_size = np.argsort(-np.abs(statistics[0]))
    assert (np.diff(adjusted[by_size]) >= 0).all()
    raw = (1 + (np.abs(statistics[1:]) >= np.abs(statistics[0])).sum(axis=0)) / 50
    assert (adjusted >= raw).all()
    assert (adjusted >= 1 / 50).all()
    assert (adjusted <= 1).all()


def test_one_hypothesis_has_the_placebos_own_p():
    ring = np.random.default_rng(11).normal(0, 0.02, 300)
    positions = np.array([5, 60, 61, 130, 200, 280])
    statistics = shift_statistics(ring, positions)

    assert romano_wolf(statistics[:, None]).tolist() == [placebo(ring, positions, 6).p]


def test_the_same_hypothesis_twice_costs_nothing():
    statistics = np.random.default_rng(12).normal(0, 1, (200, 1))

    alone = romano_wolf(statistics)[0]

    assert romano_wolf(np.hstack([statistics, -statistics])).tolist() == [alone, alone]


def test_the_order_of_the_hypotheses_changes_nothing():
    statistics = np.random.default_rng(13).normal(0, 1, (100, 5))
    order = np.array([3, 0, 4, 2, 1])

    np.testing.assert_array_equal(romano_wolf(statistics[:, order]), romano_wolf(statistics)[order])


@pytest.mark.parametrize("size", [2, 20])
def test_statistics_without_bound_are_compared_like_others(size):
    statistics = np.zeros((size, 2))
    statistics[0] = [np.inf, 0.5]

    assert romano_wolf(statistics).tolist() == [1 / size, 1 / size]


def family_wise_error(n_simulations, seed):
    """Share of null families, each of 6 correlated baskets on one ring, with any adjusted p below 5 %."""
    rng = np.random.default_rng(seed)
    wrong = 0
    for _ in range(n_simulations):
        ring = rng.standard_t(5, (400, 6)) + rng.standard_t(5, (400, 1))
        positions = np.sort(rng.choice(400, 10, replace=False))
        statistics = np.column_stack([shift_statistics(ring[:, h], positions) for h in range(6)])
        wrong += romano_wolf(statistics).min() < 0.05
    return wrong / n_simulations


def test_a_family_of_nulls_is_rejected_about_as_often_as_it_says():
    assert family_wise_error(300, seed=14) == pytest.approx(0.05, abs=0.035)


@pytest.mark.soak
def test_a_family_of_nulls_is_rejected_as_often_as_it_says_in_full():
    assert family_wise_error(3_000, seed=15) == pytest.approx(0.05, abs=0.012)
