"""What a growth path that every price shares does to books: prices P(t) become G(t) P(t), g(t) = G(t) / G(t-1).

A return r becomes g (1 + r) - 1 = g r + (g - 1). Weighted by w, n = sum of w, a book traded at the close before earns
g r + (g - 1) n, r what it earned without the path: g r if long and short are equal, and (1 + r) g if it is long only.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from make_market import BENCHMARK, date_of, levels_from, make_panel, make_thesis, random_returns, weekdays

from screener.calc.books.all_books import run_books
from screener.calc.books.book_plan import held_plan
from screener.calc.market import lay_out
from screener.records.thesis import Member

N = 130
DAYS = weekdays(N, "2021-01-04")
LEGS = {"long_a": ["A", Member("B", 2.0)], "long_b": ["LATE"], "short_a": ["D", "E"]}
SEEDS = st.integers(0, 10**6)
STEADY = st.floats(0.99, 1.01)


def market_of(seed, growth, **rules):
    """Lay the thesis out on prices times the growth path; nothing costs or earns anything besides the stocks."""
    returns = random_returns(np.random.default_rng(seed), N, 5)
    level = levels_from(np.clip(returns, -0.2, 0.2))
    level[:20, 2] = np.nan
    level *= np.cumprod(growth)[:, None]
    rules = {"rebalance": "daily", "cost_bps": 0.0, "borrow_bps_per_year": 0.0} | rules
    thesis = make_thesis(LEGS, opened_on=date_of(DAYS[80]), history_from=date_of(DAYS[0]), **rules)
    series = dict(zip(("A", "B", "LATE", "D", "E", BENCHMARK), level.T, strict=True))
    return lay_out(thesis, make_panel(series, session_on=DAYS))


def any_path(seed):
    return 1.0 + np.random.default_rng([seed, 1]).normal(0.0, 0.01, N)


def without_and_with(seed, growth, **rules):
    return market_of(seed, np.ones(N), **rules), market_of(seed, growth, **rules)


def spread_returns(market):
    """Return the spread's return of each session, shape (N,), NaN up to its first trade."""
    nav = held_plan(market).run().nav
    return np.concatenate([[np.nan], nav[1:] / nav[:-1] - 1.0])


def row_of(results, basket, period):
    return next(row for row in results.performance if (row.basket, row.period) == (basket, period))


@settings(max_examples=4, deadline=None)
@given(SEEDS, st.integers(0, 2), st.sampled_from([1.0, 2.0]), st.sampled_from([None, 45.0]))
def test_a_spread_that_is_dollar_neutral_every_day_earns_its_return_times_the_growth(seed, lag, gross, most):
    growth = any_path(seed)
    rules = {"lag_sessions": lag, "gross": gross, "max_weight_pct": most}
    plain, grown = (spread_returns(each) for each in without_and_with(seed, growth, **rules))

    # The late leg's first price, and so the first decision, is row 20's.
    assert np.flatnonzero(np.isfinite(plain))[0] == 21 + lag
    np.testing.assert_allclose(grown, growth * plain, rtol=1e-9, atol=1e-13)


@settings(max_examples=4, deadline=None)
@given(SEEDS, st.sampled_from(["daily", "monthly", "never"]))
def test_what_is_long_only_grows_by_the_path_however_seldom_it_trades(seed, rebalance):
    growth = any_path(seed)
    plain, grown = (run_books(each) for each in without_and_with(seed, growth, rebalance=rebalance))

    # Legs and sides alone are long, the short one's too.
    for basket in ("long_a", "long_b", "long", "short_a", "short"):
        expected = (1.0 + plain.returns[basket, "all"]) * growth[22:] - 1.0
        np.testing.assert_allclose(grown.returns[basket, "all"], expected, rtol=1e-9, atol=1e-13)


@settings(max_examples=4, deadline=None)
@given(SEEDS, STEADY)
def test_under_steady_growth_betas_stay_and_alphas_grow_as_they_must(seed, c):
    plain, grown = (run_books(each) for each in without_and_with(seed, np.full(N, c)))

    # r and m become c r + (c - 1) n and c m + (c - 1): the slope b stays, and a becomes c a + (c - 1) (n - b).
    for basket, n in (("spread", 0.0), ("long", 1.0), ("short", 1.0)):
        before, after = (row_of(each, basket, "all") for each in (plain, grown))
        assert after.beta == pytest.approx(before.beta, abs=1e-9)
        expected = c * before.alpha + 252 * (c - 1.0) * (n - before.beta)
        assert after.alpha == pytest.approx(expected, abs=1e-9)
    sharpes = [row_of(each, "spread", "all").sharpe for each in (plain, grown)]
    assert sharpes[1] == pytest.approx(sharpes[0], rel=1e-7)


@settings(max_examples=4, deadline=None)
@given(SEEDS, STEADY, st.integers(0, 2))
def test_under_steady_growth_hedges_and_weights_stay_and_what_is_not_neutral_grows(seed, c, lag):
    rules = {"hedge": "beta", "weighting": "inverse_vol", "max_weight_pct": 45.0, "lag_sessions": lag}
    markets = without_and_with(seed, np.full(N, c), **rules)
    plain, grown = (held_plan(each).trades for each in markets)

    net = np.zeros(N)
    for ours, theirs in zip(plain, grown, strict=True):
        assert ours.row == theirs.row
        np.testing.assert_allclose(theirs.weights, ours.weights, rtol=1e-8)
        np.testing.assert_allclose(theirs.hedge, ours.hedge, rtol=1e-8)
        net[ours.row] = ours.weights.sum()
    # Sixty returns are known from row 60 on, of all but the late one.
    assert np.isnan([each.hedge for each in plain if each.decided_row < 60]).all()
    assert np.abs(net[61 + lag :]).max() > 0.01
    earned, theirs = (spread_returns(each) for each in markets)
    expected = c * earned + (c - 1.0) * np.concatenate([[0.0], net[:-1]])
    np.testing.assert_allclose(theirs, expected, rtol=1e-8, atol=1e-12)


def test_under_uneven_growth_a_slope_moves_toward_one_and_the_hedge_with_it():
    rng = np.random.default_rng(1)
    m, growth = rng.normal(0.0, 0.01, N), 1.0 + rng.normal(0.0, 0.01, N)
    stocks = {"A": 2.0 * m, "D": m, BENCHMARK: m}
    level = {ticker: levels_from(series[:, None])[:, 0] * np.cumprod(growth) for ticker, series in stocks.items()}
    thesis = make_thesis({"long_a": ["A"], "short_a": ["D"]}, opened_on=date_of(DAYS[80]), hedge="beta")
    last = held_plan(lay_out(thesis, make_panel(level, session_on=DAYS))).trades[-1]

    # 2 m becomes 2 g m + (g - 1), which is g m above what m becomes; the short's slope stays 1.
    rows = slice(1, last.decided_row + 1)
    common = np.cov((growth * m)[rows], (growth * (1.0 + m) - 1.0)[rows])
    assert last.hedge == pytest.approx(1.0 + common[0, 1] / common[1, 1], rel=1e-9)
    assert 1.0 < last.hedge < 1.8
