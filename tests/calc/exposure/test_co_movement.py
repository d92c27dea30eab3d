"""Volatility and correlations of late, against numpy and pandas."""

import numpy as np
import pandas as pd
import pytest
from books_by_hand import LAST, lay_out_steps
from hypothesis import given, settings
from hypothesis import strategies as st
from make_market import levels_from, make_panel, make_thesis, weekdays

from screener.calc.books.book_plan import held_plan
from screener.calc.exposure.co_movement import (
    correlation,
    mean_correlation,
    pairwise_correlations,
    recent_volatility,
    side_returns,
)
from screener.calc.market import lay_out

NAN = float("nan")


def holey(seed, n_sessions=90, n=5, share=0.15):
    rng = np.random.default_rng(seed)
    returns = rng.standard_t(4, (n_sessions, n)) * 0.01 + rng.normal(0.0005, 0.01, (n_sessions, 1))
    return np.where(rng.random(returns.shape) < share, NAN, returns)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.floats(0.0, 0.4))
def test_pairs_are_correlated_over_their_common_sessions_as_pandas_does(seed, share):
    returns = holey(seed, 63, share=share)

    expected = pd.DataFrame(returns).corr(min_periods=40).to_numpy()

    np.testing.assert_allclose(pairwise_correlations(returns), expected, rtol=1e-9, atol=1e-12)


def test_without_holes_the_mean_is_numpys_over_the_pairs_of_the_last_63_sessions():
    returns = holey(7, 100, share=0.0)

    found = mean_correlation(returns, 89)

    pairs = np.corrcoef(returns[27:90].T)[np.triu_indices(5, 1)]
    assert found.mean == pytest.approx(pairs.mean(), rel=1e-12)
    assert (found.n_used, found.n_pairs) == (10, 10)


def test_a_pair_needs_forty_common_sessions_and_those_without_are_counted():
    returns = holey(8, 63, n=3, share=0.0)
    returns[:24, 0] = NAN  # 39 left
    returns[:23, 1] = NAN  # 40 left

    found = mean_correlation(returns, 62)

    assert (found.n_used, found.n_pairs) == (1, 3)
    assert found.mean == pytest.approx(np.corrcoef(returns[23:, 1:].T)[0, 1], rel=1e-12)


@pytest.mark.parametrize("still", [0.0, 0.013])
def test_what_does_not_move_is_correlated_with_nothing(still):
    returns = holey(9, 63, n=2, share=0.0)
    returns[:, 0] = still

    found = mean_correlation(returns, 62)

    assert np.isnan(found.mean)
    assert (found.n_used, found.n_pairs) == (0, 1)


@pytest.mark.parametrize("n", [0, 1])
def test_a_group_of_fewer_than_two_has_no_pair(n):
    found = mean_correlation(holey(1, n=n), 89)

    assert np.isnan(found.mean)
    assert (found.n_used, found.n_pairs) == (0, 0)


def test_closed_sessions_and_those_that_carry_their_move_are_left_out():
    returns = holey(11, 64, n=2, share=0.0)
    levels = levels_from(returns)
    panel = make_panel({"A": levels[:, 0], "B": levels[:, 1], "SPY": np.ones(64)}, shut={"B": [30, 31]})
    members = lay_out(make_thesis({"long_a": ["A", "B"]}), panel).members

    found = mean_correlation(members.estimation, 63)

    # Closed on 30 and 31, and 32 has the move of three sessions.
    kept = np.delete(np.arange(1, 64), [29, 30, 31])
    assert found.mean == pytest.approx(np.corrcoef(returns[kept].T)[0, 1], rel=1e-9)


def test_a_sides_return_is_its_stocks_own_whatever_the_sign_held():
    moves = {"A": ((0, 100.0), (20, 110.0)), "D": ((0, 100.0), (30, 90.0), (38, 99.0))}
    market = lay_out_steps({"long_a": ["A", "B"], "short_a": ["D"]}, moves, rebalance="never")
    book = held_plan(market).run()

    long, short = (side_returns(book, np.array(inside)) for inside in ([True, True, False], [False, False, True]))

    # Traded at row 1, so that row 2 has the first return.
    assert np.isnan([long[:2], short[:2]]).all()
    assert (long[20], long[30]) == pytest.approx((0.05, 0.0), abs=1e-12)
    assert (short[20], short[30], short[38]) == pytest.approx((0.0, -0.1, 0.1), abs=1e-12)
    assert len(long) == LAST + 1


def test_two_sides_are_correlated_over_the_last_63_sessions_that_both_have():
    one, other = holey(5, 80, n=2, share=0.1).T

    expected = pd.Series(one[12:75]).corr(pd.Series(other[12:75]))

    assert correlation(one, other, 74) == pytest.approx(expected, rel=1e-9)
    assert np.isnan(correlation(one[:30], other[:30], 29))


def test_volatility_is_that_of_the_last_63_returns_a_year_and_none_of_a_few_weeks():
    returns = holey(6, 100, n=1, share=0.0)[:, 0]

    assert recent_volatility(returns) == pytest.approx(np.std(returns[-63:], ddof=1) * np.sqrt(252), rel=1e-12)
    assert recent_volatility(returns[:60]) == pytest.approx(np.std(returns[:60], ddof=1) * np.sqrt(252), rel=1e-12)
    assert np.isnan(recent_volatility(returns[:59]))


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 90))
def test_co_movement_looks_at_no_later_session(seed, t):
    returns = holey(seed)
    later = returns.copy()
    later[t:] = np.random.default_rng(seed + 1).normal(0, 1, later[t:].shape)

    for found, other in (
        (mean_correlation(returns, t - 1), mean_correlation(returns[:t], t - 1)),
        (mean_correlation(later, t - 1), mean_correlation(returns[:t], t - 1)),
    ):
        np.testing.assert_array_equal([found.mean, found.n_used], [other.mean, other.n_used])
    np.testing.assert_array_equal(
        correlation(later[:, 0], later[:, 1], t - 1), correlation(returns[:t, 0], returns[:t, 1], t - 1)
    )


def test_sides_of_a_book_are_those_of_its_first_sessions():
    rng = np.random.default_rng(2)
    levels = levels_from(rng.normal(0, 0.02, (80, 3)))
    days = weekdays(80)
    thesis = make_thesis({"long_a": ["A", "B"], "short_a": ["D"]}, rebalance="weekly")

    def side(n):
        series = {**dict(zip("ABD", levels[:n].T, strict=True)), "SPY": np.ones(n)}
        book = held_plan(lay_out(thesis, make_panel(series, session_on=days[:n]))).run()
        return side_returns(book, np.array([True, True, False]))

    np.testing.assert_array_equal(side(80)[:50], side(50))
