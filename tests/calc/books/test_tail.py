import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.calc.books.tail import TAIL_SHARE, expected_shortfall

RETURNS = st.lists(st.integers(-300, 300), min_size=1, max_size=70)


def wavy_returns(n):
    """Return a series that any package can be given without a random generator."""
    return 0.004 * np.tan(1.45 * np.sin(np.arange(1, n + 1.0) ** 2)) + 0.0006


def fat_returns(seed, n):
    return np.random.default_rng(seed).standard_t(4, n) * 0.01


@settings(max_examples=200, deadline=None)
@given(RETURNS)
def test_it_is_the_mean_of_the_worst_sessions_when_each_is_counted_twenty_times(values):
    # Of 20 T sessions 5 % are T, a whole number: no fraction is needed.
    repeated = sorted(value for value in values for _ in range(20))
    expected = -Fraction(sum(repeated[: len(values)]), len(values) * 1000)

    found = expected_shortfall(np.array(values) / 1000.0)

    assert found == pytest.approx(float(expected), rel=1e-12, abs=1e-15)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 200), st.floats(0.001, 1.0))
def test_it_is_the_minimum_of_rockafellar_and_uryasev(seed, n, share):
    losses = -fat_returns(seed, n)
    # Piecewise linear in the threshold, with its kinks at the losses.
    expected = min(c + np.maximum(losses - c, 0.0).mean() / share for c in losses)

    assert expected_shortfall(-losses, share) == pytest.approx(expected, rel=1e-9, abs=1e-13)


def test_whole_sessions_and_a_fraction_by_hand():
    # 40 sessions: the worst two. 50: two and a half.
    forty = np.array([*[0.01] * 20, -0.04, *[0.0] * 18, -0.08])
    fifty = np.array([*forty, *[-0.02], *[0.03] * 9])

    assert expected_shortfall(forty) == pytest.approx((0.08 + 0.04) / 2, rel=1e-12)
    assert expected_shortfall(fifty) == pytest.approx((0.08 + 0.04 + 0.02 / 2) / 2.5, rel=1e-12)
    assert TAIL_SHARE == 0.05


@pytest.mark.parametrize("n", [1, 2, 19, 20])
def test_up_to_twenty_sessions_it_is_the_worst_one(n):
    returns = fat_returns(n, n)

    assert expected_shortfall(returns) == pytest.approx(-min(returns), rel=1e-14)


def test_all_sessions_are_their_mean():
    returns = fat_returns(3, 37)

    assert expected_shortfall(returns, 1.0) == pytest.approx(-returns.mean(), rel=1e-12)


def test_skfolio_prints_the_same():
    # Version 1.12.2, cvar with beta 0.95.
    printed = {
        400: 0.03099871150158608,
        250: 0.030856937057496456,
        50: 0.03162752223230639,
        30: 0.031146722672564922,
        7: 0.029362157305390314,
    }

    for n, expected in printed.items():
        assert expected_shortfall(wavy_returns(n)) == pytest.approx(expected, rel=1e-11)


def test_a_session_that_lost_everything_or_more_counts_as_it_is():
    assert expected_shortfall(np.array([-1.0])) == 1.0
    assert expected_shortfall(np.array([*[0.01] * 39, -1.5])) == pytest.approx((1.5 - 0.01) / 2, rel=1e-12)


def test_a_book_that_always_gained_has_a_negative_tail_loss_and_a_flat_one_none():
    assert expected_shortfall(np.array([0.02, 0.01])) == pytest.approx(-0.01, rel=1e-14)
    flat = expected_shortfall(np.zeros(30))
    assert (flat, math.copysign(1.0, flat)) == (0.0, 1.0)


def test_no_session_no_tail():
    assert math.isnan(expected_shortfall(np.empty(0)))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 90), st.floats(0.01, 0.5))
def test_it_is_coherent(seed, n, share):
    x, y = fat_returns(seed, n), fat_returns(seed + 1, n)
    alone = expected_shortfall(x, share)

    # Two books together lose no more than both apart: what the quantile itself does not promise.
    assert expected_shortfall(x + y, share) <= alone + expected_shortfall(y, share) + 1e-12
    assert expected_shortfall(3.0 * x, share) == pytest.approx(3.0 * alone, rel=1e-12)
    assert expected_shortfall(x + 0.5, share) == pytest.approx(alone - 0.5, rel=1e-9, abs=1e-12)
    assert expected_shortfall(np.minimum(x, 0.0), share) >= alone - 1e-12
    # A wider tail is milder, and the order of sessions does not matter.
    assert expected_shortfall(x, 2 * share) <= alone + 1e-12
    assert expected_shortfall(x[::-1], share) == pytest.approx(alone, rel=1e-14)


def test_inputs_stay():
    returns = fat_returns(5, 30)
    before = returns.copy()

    expected_shortfall(returns)

    np.testing.assert_array_equal(returns, before)
