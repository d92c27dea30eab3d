from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.calc.books.drawdown import Drawdown, drawdowns, max_drawdown

# Small whole numbers: their ratios tie often, and equal ratios are equal floats.
PATHS = st.lists(st.integers(0, 8), max_size=12)


def random_nav(seed, n=60):
    return np.cumprod(1 + np.random.default_rng(seed).normal(0, 0.03, n))


def wavy_nav():
    """Return a path that any package can be given without a random generator."""
    return np.cumprod(1 + 0.004 * np.tan(1.45 * np.sin(np.arange(1, 401.0) ** 2)) + 0.0006)


def slow_max_drawdown(nav, base):
    """Return the deepest fall by comparing every pair of rows of a path that is nowhere below 0; -1 is the base."""
    value = {-1: base, **dict(enumerate(nav))}
    falls = [
        (1 - Fraction(value[t], value[s]), t) for t in range(len(nav)) for s in range(-1, t) if value[t] < value[s]
    ]
    if not falls:
        return None
    depth = max(fall for fall, _ in falls)
    low = min(t for fall, t in falls if fall == depth)
    high = max(value[s] for s in range(-1, low))
    peak = max(s for s in range(-1, low) if value[s] == high)
    recovery = next((u for u in range(low + 1, len(nav)) if value[u] >= high), None)
    return Drawdown(float(depth), None if peak == -1 else peak, low, recovery)


def test_drawdowns_by_hand():
    nav = np.array([0.9, 1.2, 0.6, 1.3, 1.3, 1.04, -0.13])

    np.testing.assert_allclose(drawdowns(nav, 1.0), [0.1, 0.0, 0.5, 0.0, 0.0, 0.2, 1.1], atol=1e-15)
    np.testing.assert_allclose(drawdowns(np.array([2.0, 1.0]), 4.0), [0.5, 0.75])


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 40), st.floats(0.01, 100.0))
def test_drawdowns_look_back_only_and_know_no_unit(seed, t, scale):
    nav = random_nav(seed, 40)
    whole = drawdowns(nav, 1.0)
    slow = [1 - nav[i] / max(1.0, *nav[: i + 1]) for i in range(40)]

    np.testing.assert_allclose(whole, slow, rtol=1e-12, atol=1e-15)
    np.testing.assert_array_equal(drawdowns(nav[:t], 1.0), whole[:t])
    np.testing.assert_allclose(drawdowns(nav * scale, scale), whole, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(
    ("nav", "expected"),
    [
        # Up, down by half, back above the high.
        ([2.0, 1.0, 1.5, 2.5], Drawdown(0.5, 0, 1, 3)),
        # Back at the high to the digit is a recovery.
        ([2.0, 1.0, 2.0, 2.5], Drawdown(0.5, 0, 1, 2)),
        # Not back.
        ([2.0, 1.0, 1.75], Drawdown(0.5, 0, 1, None)),
        # The high is before the first session.
        ([0.75, 0.5, 1.0], Drawdown(0.5, None, 1, 2)),
        # It was touched once more before the fall.
        ([0.75, 1.0, 0.5], Drawdown(0.5, 1, 2, None)),
        # The high lasted two sessions: the fall is from the last.
        ([2.0, 2.0, 1.0], Drawdown(0.5, 1, 2, None)),
        # Two sessions at the low: the first.
        ([0.5, 0.75, 0.5, 1.0], Drawdown(0.5, None, 0, 3)),
        # Two falls equally deep: the first.
        ([0.5, 2.0, 1.0], Drawdown(0.5, None, 0, 1)),
        # A deeper fall after a recovery.
        ([0.75, 1.0, 2.0, 0.5, 4.0, 2.0], Drawdown(0.75, 2, 3, 4)),
    ],
)
def test_the_deepest_fall_by_hand(nav, expected):
    assert max_drawdown(np.array(nav), 1.0) == expected


@pytest.mark.parametrize("nav", [[], [1.0], [1.5], [1.0, 1.0, 1.0], [1.0, 1.25, 1.25, 3.0]])
def test_a_path_never_below_a_high_has_no_drawdown(nav):
    assert max_drawdown(np.array(nav), 1.0) is None


def test_one_session_that_loses_falls_from_the_base():
    assert max_drawdown(np.array([0.75]), 1.0) == Drawdown(0.25, None, 0, None)


@pytest.mark.parametrize(("last", "depth"), [(0.0, 1.0), (-0.5, 1.25), (-4.0, 3.0)])
def test_a_ruined_book_has_lost_all_or_more_and_ends_at_its_low(last, depth):
    assert max_drawdown(np.array([2.0, last]), 1.0) == Drawdown(depth, 0, 1, None)


def test_ruin_on_the_only_session_falls_from_the_base():
    assert max_drawdown(np.array([-0.5]), 1.0) == Drawdown(1.5, None, 0, None)


@settings(max_examples=300, deadline=None)
@given(PATHS, st.integers(1, 8))
def test_it_is_what_comparing_every_pair_of_sessions_finds(nav, base):
    found, expected = max_drawdown(np.array(nav, dtype=float), float(base)), slow_max_drawdown(nav, base)

    assert (found is None) == (expected is None)
    if found is not None:
        assert found == replace(expected, depth=found.depth)
        assert found.depth == pytest.approx(expected.depth, rel=1e-14)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 60))
def test_later_sessions_add_a_recovery_or_a_deeper_fall_and_change_nothing_else(seed, t):
    nav = random_nav(seed)
    whole, early = max_drawdown(nav, 1.0), max_drawdown(nav[:t], 1.0)

    np.testing.assert_equal(0.0 if early is None else early.depth, drawdowns(nav, 1.0)[:t].max())
    if whole is not None and whole.low_row < t:
        assert (early.depth, early.peak_row, early.low_row) == (whole.depth, whole.peak_row, whole.low_row)
        is_back = whole.recovery_row is not None and whole.recovery_row < t
        assert early.recovery_row == (whole.recovery_row if is_back else None)
    elif early is not None:
        assert early.depth < whole.depth


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10_000), st.integers(-20, 20), st.floats(0.01, 100.0))
def test_the_unit_of_nav_changes_nothing(seed, power, scale):
    nav = random_nav(seed)
    plain, other = max_drawdown(nav, 1.0), max_drawdown(nav * scale, scale)

    # A power of two rounds nothing.
    assert max_drawdown(nav * 2.0**power, 2.0**power) == plain
    assert (other is None) == (plain is None)
    if plain is not None:
        assert other.depth == pytest.approx(plain.depth, rel=1e-9, abs=1e-12)
        assert other.low_row == plain.low_row


def test_other_packages_print_the_same_fall():
    # Ffn 1.4.1 (base put before the path) and skfolio 1.12.2 (compounded, wealth from 1) print the depth with a minus;
    # ffn dates a drawdown from the first session below the high, row 259, and ends it with the recovery.
    found = max_drawdown(wavy_nav(), 1.0)

    assert found.depth == pytest.approx(0.1595412391508868, rel=1e-12)
    assert (found.peak_row, found.low_row, found.recovery_row) == (259 - 1, 324, 383)
    # Skfolio's series on some sessions.
    np.testing.assert_allclose(
        drawdowns(wavy_nav(), 1.0)[[0, 50, 150, 399]],
        [0.0, 0.046735054946317134, 0.004557847989269281, 0.06058338023452359],
        rtol=1e-10,
    )


def test_inputs_stay():
    nav = wavy_nav()
    before = nav.copy()

    max_drawdown(nav, 1.0)

    np.testing.assert_array_equal(nav, before)


def test_the_same_low_met_again_is_not_deeper_by_its_rounding():
    # Back at the high of 1.2 and at the low of 0.9, each a digit off.
    nav = np.array([1.2, 0.9 + 1e-15, 1.2 - 1e-15, 0.9, 1.2])

    assert max_drawdown(nav, 1.0) == Drawdown(pytest.approx(0.25, rel=1e-12), 0, 1, 2)
    assert max_drawdown(np.array([1.0 - 1e-15, 1.0]), 1.0) is None
