"""What may be done to a thesis or its prices without changing a number of its books."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_comings import LEG_WEIGHTS, LEGS, NAN, N, assert_same_books, coming_and_going
from make_market import BENCHMARK

from screener.calc.books.all_books import run_books
from screener.calc.books.book_plan import held_plan
from screener.calc.market import lay_out
from screener.records.book_rules import Delisting, NameRate

SEEDS = st.integers(0, 10**6)
RULES = st.fixed_dictionaries(
    {
        "rebalance": st.sampled_from(["daily", "weekly", "monthly", "quarterly", "never"]),
        "lag_sessions": st.integers(0, 2),
        "weighting": st.sampled_from(["equal", "inverse_vol"]),
        "hedge": st.sampled_from(["dollar", "beta"]),
        "max_weight_pct": st.sampled_from([None, 40.0]),
        "cash_rate": st.sampled_from(["", "RATE"]),
    }
)
# Of the performance and of the attribution's lines.
OF_THE_MARKET = dict.fromkeys(("beta", "beta_ci_low", "beta_ci_high", "alpha", "alpha_ci_low", "alpha_ci_high"))
OF_THE_MARKET |= {"market": 0.0, "residual": 0.0}


def scaled(market, levels, closes, **rules):
    """Return the thesis on prices in other units; the rate on cash, whose level is a number of percent, stays."""
    panel = market.panel
    factors = np.where(np.array(panel.tickers) == "RATE", 1.0, levels)
    other = replace(panel, level=panel.level * factors, close=panel.close * closes)
    return lay_out(replace(market.thesis, rules=replace(market.thesis.rules, **rules)), other)


@settings(max_examples=4, deadline=None)
@given(SEEDS, RULES)
def test_the_order_of_members_in_a_leg_and_of_legs_in_a_side_changes_nothing(seed, rules):
    rng = np.random.default_rng(seed)
    legs = {
        name: [LEGS[name][j] for j in rng.permutation(len(LEGS[name]))]
        for name in np.array(list(LEGS))[rng.permutation(len(LEGS))].tolist()
    }

    ours, theirs = coming_and_going(seed, **rules), coming_and_going(seed, legs=legs, **rules)

    assert_same_books(run_books(ours), run_books(theirs))


@settings(max_examples=4, deadline=None)
@given(SEEDS, RULES)
def test_the_unit_of_any_tickers_prices_changes_nothing(seed, rules):
    market = coming_and_going(seed, **rules)
    units = np.random.default_rng(seed).uniform(0.01, 100.0, (2, len(market.panel.tickers)))

    assert_same_books(run_books(market), run_books(scaled(market, *units)))


@settings(max_examples=4, deadline=None)
@given(SEEDS, st.floats(0.01, 100.0))
def test_a_price_that_a_dead_name_is_worth_is_read_in_the_unit_of_closes(seed, unit):
    market = coming_and_going(seed, delisting=(Delisting("price", 30.0),))
    levels = np.random.default_rng(seed).uniform(0.01, 100.0, len(market.panel.tickers))

    other = scaled(market, levels, unit, delisting=(Delisting("price", 30.0 * unit),))

    ours, theirs = run_books(market), run_books(other)
    # Its words name the price.
    assert_same_books(replace(ours, affected=()), replace(theirs, affected=()))


@settings(max_examples=4, deadline=None)
@given(SEEDS, RULES)
def test_a_benchmark_with_holes_of_its_own_changes_what_the_market_explains_and_nothing_else(seed, rules):
    market = coming_and_going(seed, **rules | {"hedge": "dollar"})
    rng = np.random.default_rng(seed)
    level = market.panel.level.copy()
    column = market.panel.column(BENCHMARK)
    level[:, column] = np.where(rng.random(N) < 0.05, NAN, np.cumprod(1.0 + rng.normal(0.0, 0.02, N)))
    other = lay_out(market.thesis, replace(market.panel, level=level))

    ours, theirs = run_books(market), run_books(other)

    # Whether a name has a beta depends on how many returns the benchmark has.
    bare = [
        replace(
            each,
            attribution=tuple(
                replace(line, flags=tuple(flag for flag in line.flags if flag != "no_beta"))
                for line in each.attribution
            ),
        )
        for each in (ours, theirs)
    ]
    assert_same_books(*bare, except_for=OF_THE_MARKET)
    for ours_of, theirs_of in zip(ours.performance, theirs.performance, strict=True):
        assert ours_of.total_return == theirs_of.total_return
        assert ours_of.sharpe_per_session == theirs_of.sharpe_per_session


def test_with_a_hedge_by_beta_a_benchmark_scales_the_short_side_and_nothing_else():
    market = coming_and_going(1, hedge="beta", rebalance="monthly")
    level = market.panel.level.copy()
    level[:, market.panel.column(BENCHMARK)] = np.cumprod(1.0 + np.random.default_rng(2).normal(0.0, 0.02, N))
    # The other one has a share of the first in it, so that slopes are above 0.
    level[:, market.panel.column(BENCHMARK)] *= market.panel.level[:, market.panel.column(BENCHMARK)]

    ours = held_plan(market).trades
    theirs = held_plan(lay_out(market.thesis, replace(market.panel, level=level))).trades

    differ = 0
    for one, other in zip(ours, theirs, strict=True):
        assert one.row == other.row
        longs = one.weights > 0.0
        np.testing.assert_array_equal(one.weights[longs], other.weights[longs])
        ratio = np.nan_to_num(other.hedge, nan=1.0) / np.nan_to_num(one.hedge, nan=1.0)
        np.testing.assert_allclose(other.weights[~longs], ratio * one.weights[~longs], rtol=1e-12)
        differ += abs(ratio - 1.0) > 0.01
    assert differ >= 2


@settings(max_examples=4, deadline=None)
@given(SEEDS, RULES, st.sampled_from([0.0, 2.0, 5.0]))
def test_rates_times_a_factor_are_tallies_of_legs_and_sides_times_it_and_none_of_their_returns(seed, rules, factor):
    market = coming_and_going(seed, **rules)
    own = market.thesis.rules

    def times(rates):
        return tuple(NameRate(each.ticker, each.bps * factor, each.from_on, each.to_on) for each in rates)

    other = coming_and_going(
        seed,
        **rules,
        cost_bps=own.cost_bps * factor,
        borrow_bps_per_year=own.borrow_bps_per_year * factor,
        cost_by_name=times(own.cost_by_name),
        borrow_by_name=times(own.borrow_by_name),
    )
    ours, theirs = run_books(market), run_books(other)

    gross = (*LEG_WEIGHTS, "long", "short")
    rows = [pair for pair in zip(ours.performance, theirs.performance, strict=True) if pair[0].basket in gross]
    assert len(rows) == 6 * 4
    for row, charged in rows:
        if row.total_return is None:
            continue
        assert charged.cost == pytest.approx(factor * row.cost, rel=1e-12)
        assert charged.borrow == pytest.approx(factor * row.borrow, rel=1e-12)
        assert replace(charged, cost=row.cost, borrow=row.borrow) == row
    for basket in gross:
        np.testing.assert_array_equal(ours.returns[basket, "all"], theirs.returns[basket, "all"])
    assert any(row.borrow > 0.0 for row, _ in rows)
    assert any(row.cost > 0.0 for row, _ in rows)
