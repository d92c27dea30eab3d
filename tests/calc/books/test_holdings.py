import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from make_market import date_of, random_returns, weekdays

from screener.calc.books.holdings import History, planned_trades
from screener.calc.response.composition import BasketShape
from screener.records.book_rules import BookRules

NAN = np.nan
N = 40
DAYS = weekdays(N, "2022-01-10")
SPREAD = BasketShape(np.array([0, 0, 1]), np.array([1.0, 3.0, 1.0]), np.ones(2), np.array([1.0, -1.0]))
SHORT = BasketShape(np.array([0, 0, 1]), np.array([1.0, 3.0, 1.0]), np.array([0.0, 1.0]), np.ones(2))
FLAT = History(np.zeros((N, 3)), np.zeros((N, 1)), 1)


def always(n=N):
    return np.ones((n, 3), dtype=bool)


def trades_of(shape, available, *, first=4, history=FLAT, session_on=DAYS, has_cap=True, **rules):
    return planned_trades(shape, available, session_on, BookRules(**rules), history, first=first, has_cap=has_cap)


@pytest.mark.parametrize("lag", [0, 1, 3])
def test_what_is_decided_at_a_close_is_traded_later_by_the_lag(lag):
    present = always()
    present[17:, 2] = False

    trades = trades_of(SPREAD, present, rebalance="monthly", lag_sessions=lag, gross=2.0)

    # 2022-02-01 is row 16; row 17 is forced by the short side's end. 2022-03-01 is row 36.
    assert [date_of(DAYS[row]) for row in (16, 36)] == [dt.date(2022, 2, 1), dt.date(2022, 3, 1)]
    assert [each.decided_row for each in trades] == [4, 16, 17, 36]
    assert [each.row for each in trades] == [4 + lag, 16 + lag, 17 + lag, 36 + lag]
    np.testing.assert_allclose(trades[1].weights, [0.25, 0.75, -1.0], rtol=1e-15)
    assert trades[2].weights.tolist() == [0.0, 0.0, 0.0]
    assert [each.hedge for each in trades] == [1.0] * 4


def test_a_member_of_another_basket_forces_no_trade():
    present = always()
    present[20:, 0] = False

    trades = trades_of(SHORT, present, rebalance="never")

    assert [each.row for each in trades] == [5]
    # One side alone is held at 100 %.
    assert trades[0].weights.tolist() == [0.0, 0.0, 1.0]


@pytest.mark.parametrize(("first", "rows"), [(38, [39]), (39, [])])
def test_a_trade_beyond_the_last_session_is_left_out(first, rows):
    trades = trades_of(SPREAD, always(), first=first, rebalance="never")

    assert [each.row for each in trades] == rows


def test_a_history_that_begins_after_the_last_session_has_no_trade():
    assert trades_of(SPREAD, always(), first=N, rebalance="daily") == []


def alternating(n, sizes):
    """Return returns of these sizes, up and down by turns."""
    return np.where(np.arange(n)[:, None] % 2 == 0, 1.0, -1.0) * np.asarray(sizes)


def test_inverse_volatility_is_that_of_the_decision():
    # The second name moves twice as much as the first until row 20, and half as much from then on for 60 sessions.
    n = 100
    returns = alternating(n, [0.01, 0.02, 0.01])
    returns[20:] = alternating(n - 20, [0.02, 0.01, 0.01])
    history = History(returns, np.zeros((n, 1)), 1)

    trades = trades_of(
        SPREAD,
        always(n),
        first=19,
        history=history,
        session_on=weekdays(n, "2022-01-10"),
        rebalance="daily",
        weighting="inverse_vol",
    )

    # Own weights of 1 and 3 times 100 and 50 at row 19; times 50 and 100 once the window lies in the later sessions.
    np.testing.assert_allclose(trades[0].weights, [0.4, 0.6, -1.0], rtol=1e-12)
    np.testing.assert_allclose(trades[79 - 19].weights, [1 / 7, 6 / 7, -1.0], rtol=1e-12)


def test_beta_scales_the_short_side_of_a_spread_and_no_other_basket():
    n = 100
    market = random_returns(np.random.default_rng(1), n, 1)[:, 1:]
    history = History(market * np.array([1.0, 1.0, 0.5]), market, 1)
    options = {"history": history, "session_on": weekdays(n, "2022-01-10"), "rebalance": "never", "hedge": "beta"}

    early = trades_of(SPREAD, always(n), first=58, **options)
    later = trades_of(SPREAD, always(n), first=59, **options)
    alone = trades_of(SHORT, always(n), first=59, **options)

    # Sixty returns are the least that give a beta: before, dollars are used.
    assert np.isnan(early[0].hedge)
    np.testing.assert_allclose(early[0].weights, [0.25, 0.75, -1.0], rtol=1e-12)
    assert later[0].hedge == pytest.approx(2.0, rel=1e-10)
    np.testing.assert_allclose(later[0].weights, [0.25, 0.75, -2.0], rtol=1e-10)
    assert (alone[0].hedge, alone[0].weights.tolist()) == (1.0, [0.0, 0.0, 1.0])


@pytest.mark.parametrize(("has_cap", "expected"), [(True, [0.4, 0.6, -1.0]), (False, [0.25, 0.75, -1.0])])
def test_the_cap_is_minded_if_asked(has_cap, expected):
    trades = trades_of(SPREAD, always(), rebalance="never", max_weight_pct=60.0, has_cap=has_cap)

    np.testing.assert_allclose(trades[0].weights, expected, rtol=1e-12)


def test_a_benchmarks_lag_is_added_to_its_slope():
    # Two benchmarks, then their lags: the first one's slope is 0.8 and its lag's 0.3.
    n = 200
    regressors = np.random.default_rng(2).normal(0.0, 0.01, (n, 4))
    returns = regressors @ np.array([[0.8], [5.0], [0.3], [7.0]])
    history = History(returns, regressors, 2)

    np.testing.assert_allclose(history.betas(np.array([150])), [[1.1]], rtol=1e-8)
    np.testing.assert_allclose(history.all_betas(np.array([150])), [[[0.8, 5.0, 0.3, 7.0]]], rtol=1e-8)


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 10_000),
    st.integers(70, 119),
    st.sampled_from(["daily", "weekly", "monthly", "never"]),
    st.sampled_from([{}, {"weighting": "inverse_vol"}, {"hedge": "beta"}]),
)
def test_a_trade_looks_at_no_session_after_its_decision(seed, t, rebalance, rules):
    n = 120
    rng = np.random.default_rng(seed)
    present = rng.random((n, 3)) < 0.95
    returns = random_returns(rng, n, 3)
    days = weekdays(n, "2022-01-10")

    def until(end):
        history = History(returns[:end, :3], returns[:end, 3:], 1)
        return trades_of(SPREAD, present[:end], history=history, session_on=days[:end], rebalance=rebalance, **rules)

    whole, cut = until(n), until(t)

    assert [each.row for each in cut] == [each.row for each in whole if each.row < t]
    for ours, theirs in zip(cut, whole, strict=False):
        np.testing.assert_allclose(ours.weights, theirs.weights, rtol=1e-12)
        np.testing.assert_allclose(ours.hedge, theirs.hedge, rtol=1e-12)
