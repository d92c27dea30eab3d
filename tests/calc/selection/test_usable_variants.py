import numpy as np
import pytest

from screener.calc.selection.usable_variants import usable_variants


def made(n_sessions=80, n_variants=4):
    return np.random.default_rng(1).normal(0, 0.01, (n_sessions, n_variants))


@pytest.mark.parametrize("hole", [np.nan, np.inf, -np.inf])
def test_one_missing_session_leaves_a_variant_out(hole):
    returns = made()
    returns[37, 2] = hole

    assert usable_variants(returns).tolist() == [0, 1, 3]
    assert usable_variants(returns, made()[:, 0] * 2).tolist() == [0, 1, 3]


@pytest.mark.parametrize("level", [0.0, 0.1, 1 / 3, -1e-9])
def test_a_variant_that_never_moves_is_left_out(level):
    returns = made()
    returns[:, 1] = level

    assert usable_variants(returns).tolist() == [0, 2, 3]


def test_a_variant_that_is_invested_for_one_session_moves():
    returns = made()
    returns[:, 0] = 0.0
    returns[5, 0] = 1e-6

    assert usable_variants(returns).tolist() == [0, 1, 2, 3]


def test_the_benchmark_itself_is_left_out_however_it_was_computed():
    returns, benchmark = made(), made()[:, 0]
    returns[:, 1] = benchmark + 0.0003
    # Another way to the same numbers: differences are what rounding left.
    returns[:, 2] = np.expm1(np.log1p(benchmark))
    assert np.ptp(returns[:, 2] - benchmark) > 0.0

    assert usable_variants(returns, benchmark).tolist() == [3]
    assert usable_variants(returns).tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize("hole", [np.nan, np.inf, -np.inf])
def test_a_benchmark_with_a_hole_compares_with_none(hole):
    benchmark = made()[:, 0].copy()
    benchmark[3] = hole

    assert usable_variants(made() * 2, benchmark).tolist() == []


def test_without_sessions_or_variants_there_is_none():
    assert usable_variants(np.empty((0, 3))).tolist() == []
    assert usable_variants(np.empty((5, 0))).tolist() == []
