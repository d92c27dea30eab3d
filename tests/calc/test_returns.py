import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.calc.returns import estimation_returns, held_returns, mask_span, simple_returns

NAN = np.nan


def test_simple_returns_by_hand():
    level = np.array([[100.0, 8.0], [110.0, 10.0], [99.0, 5.0]])

    np.testing.assert_allclose(simple_returns(level), [[NAN, NAN], [0.1, 0.25], [-0.1, -0.5]], rtol=1e-15)


def test_a_missing_print_leaves_no_return_on_both_sides():
    level = np.array([100.0, NAN, 110.0, 121.0])

    np.testing.assert_allclose(simple_returns(level), [NAN, NAN, NAN, 0.1], rtol=1e-14)


def test_a_span_keeps_its_first_and_last_session_and_nothing_else():
    level = np.arange(1.0, 7.0)

    np.testing.assert_array_equal(mask_span(level, 2, 4), [NAN, NAN, 3.0, 4.0, 5.0, NAN])
    np.testing.assert_array_equal(mask_span(level, 4, 2), np.full(6, NAN))
    np.testing.assert_array_equal(level, np.arange(1.0, 7.0))


def test_estimation_drops_a_closed_session_and_the_one_that_carries_its_move():
    returns = np.array([0.01, 0.02, 0.0, 0.04, 0.05, 0.0, 0.0, 0.08, 0.09])
    closed = np.zeros(9, dtype=bool)
    closed[[2, 5, 6]] = True

    expected = [0.01, 0.02, NAN, NAN, 0.05, NAN, NAN, NAN, 0.09]
    np.testing.assert_array_equal(estimation_returns(returns, closed), expected)
    assert closed.sum() == 3


def test_held_returns_by_hand():
    level = np.array([[NAN], [100.0], [NAN], [NAN], [120.0], [60.0], [NAN]])

    np.testing.assert_allclose(held_returns(level)[:, 0], [0.0, 0.0, 0.0, 0.0, 0.2, -0.5, 0.0], rtol=1e-14)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.0, 0.8))
def test_held_returns_compound_to_the_ratio_of_the_last_known_prints(seed, missing):
    rng = np.random.default_rng(seed)
    level = np.where(rng.random((30, 3)) < missing, NAN, rng.uniform(1.0, 100.0, (30, 3)))
    held = held_returns(level)

    assert np.isfinite(held).all()
    for j in range(3):
        known = NAN
        path = []
        for print_ in level[:, j]:
            known = known if np.isnan(print_) else print_
            path.append(known)
        for start in np.flatnonzero(np.isfinite(path)):
            grown = np.cumprod(1.0 + held[start + 1 :, j])
            np.testing.assert_allclose(grown, np.array(path[start + 1 :]) / path[start], rtol=1e-12)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 29))
def test_every_return_is_known_at_its_own_close(seed, t):
    rng = np.random.default_rng(seed)
    level = np.where(rng.random((30, 2)) < 0.2, NAN, rng.uniform(1.0, 100.0, (30, 2)))
    closed = rng.random((30, 2)) < 0.1
    before = level.copy(), closed.copy()

    np.testing.assert_array_equal(simple_returns(level)[:t], simple_returns(level[:t]))
    np.testing.assert_array_equal(held_returns(level)[:t], held_returns(level[:t]))
    np.testing.assert_array_equal(
        estimation_returns(simple_returns(level), closed)[:t],
        estimation_returns(simple_returns(level[:t]), closed[:t]),
    )
    np.testing.assert_array_equal(level, before[0])
    np.testing.assert_array_equal(closed, before[1])


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(1e-4, 1e4))
def test_the_unit_of_a_price_changes_no_return(seed, scale):
    level = np.random.default_rng(seed).uniform(1.0, 100.0, (20, 2))

    np.testing.assert_allclose(simple_returns(level * scale), simple_returns(level), rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(held_returns(level * scale), held_returns(level), rtol=1e-12, atol=1e-14)
