import dataclasses
import datetime as dt
import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from make_market import BENCHMARK, date_of, levels_from, make_panel, make_thesis, random_returns, weekdays

from screener.calc.books.all_books import run_books
from screener.calc.books.book import Frictions
from screener.calc.books.book_plan import held_plan
from screener.calc.market import lay_out
from screener.calc.selection.random_books import RandomBooks, pool_of, random_books, standing
from screener.records.book_rules import Delisting, NameRate
from screener.records.thesis import Member

NAN = np.nan
N = 150
DAYS = weekdays(N, "2021-01-04")
POOL = ("P", "Q", "R", "S")
# Two long names of unlike weight and one short one: 24 ways to fill three places from a pool of four.
LEGS = {"long_a": ["A", Member("B", 2.0)], "short_a": ["D"]}


def prices(seed, tickers=POOL, *, late=None, dead=None, missing=None, closed=None, shut=None):
    """Return a panel of thesis and pool; rows before ``late``, from ``dead`` on and in ``missing`` have no print.

    In ``closed`` and ``shut`` the level of the session before is carried; see :func:`make_market.make_panel`.
    """
    names = ("A", "B", "C", "D", "E", *tickers)
    level = levels_from(random_returns(np.random.default_rng(seed), N, len(names)))
    levels = dict(zip((*names, BENCHMARK), level.T.copy(), strict=True))
    for ticker, row in (late or {}).items():
        levels[ticker][:row] = NAN
    for ticker, row in (dead or {}).items():
        levels[ticker][row:] = NAN
    for ticker, rows in (missing or {}).items():
        levels[ticker][rows] = NAN
    for ticker, rows in (closed or {}).items():
        for row in rows:
            levels[ticker][row] = levels[ticker][row - 1]
    levels["RATE"] = np.full(N, 4.0)
    return make_panel(levels, session_on=DAYS, closed=closed, shut=shut)


def thesis_of(legs=None, **rules):
    return make_thesis(legs or LEGS, opened_on=date_of(DAYS[40]), **rules)


def own_frictions(market):
    """Return what all names alike pay: the thesis's rates without those of single names."""
    rules = market.thesis.rules
    return Frictions(rules.cost_bps / 1e4, rules.borrow_bps_per_year / 1e4, market.cash_per_year)


def with_names(thesis, tickers):
    """Return the thesis with other names in its places, one after another."""
    names = iter(tickers)
    legs = tuple(
        dataclasses.replace(leg, members=tuple(dataclasses.replace(each, ticker=next(names)) for each in leg.members))
        for leg in thesis.legs
    )
    return dataclasses.replace(thesis, legs=legs)


def all_baskets(market, panel, tickers):
    """Run a book of every way to fill the thesis's places from the pool, each as a thesis of its own."""
    n_places = len(market.members.members)
    books = {}
    for chosen in itertools.permutations(tickers, n_places):
        own = dataclasses.replace(lay_out(with_names(market.thesis, chosen), panel), first=market.first)
        books[chosen] = held_plan(own).run(own_frictions(own)).nav
    return books


def which(nav, books, tolerance=1e-11):
    """Return the baskets whose book is this one."""
    return [
        chosen
        for chosen, other in books.items()
        if np.array_equal(np.isnan(nav), np.isnan(other)) and np.nanmax(np.abs(nav - other)) < tolerance
    ]


def assert_each_is_a_basket_of_the_pool(panel, thesis, tickers=POOL, n_books=60):
    market = lay_out(thesis, panel)
    found = random_books(market, pool_of(market, panel, tickers), n_books)
    books = all_baskets(market, panel, tickers)
    drawn = [which(found.nav[:, b], books) for b in range(n_books)]

    assert all(len(each) >= 1 for each in drawn)
    assert len({each[0] for each in drawn}) > 5
    return market, found


MARKETS = {
    "whole": {},
    "late": {"late": {"P": 40, "Q": 75}},
    "dead": {"dead": {"P": 70, "Q": 110}, "late": {"R": 20}},
    "holes": {"missing": {"P": [21, 22, 45, 46, 47], "Q": slice(60, 66), "R": slice(3, 140, 3), "S": [1, 85]}},
    "holidays": {
        "missing": {"P": [21, 45], "Q": slice(60, 68), "R": slice(3, 140, 7)},
        "shut": {"P": [22, 23, 46, 47, 48, 49], "Q": [59, 62, 63], "R": range(4, 140, 7), "S": range(90, 100)},
    },
}


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize("rebalance", ["weekly", "monthly", "never"])
def test_every_random_book_is_that_of_a_thesis_with_those_names(market, rebalance):
    panel = prices(1, **MARKETS[market])

    assert_each_is_a_basket_of_the_pool(panel, thesis_of(rebalance=rebalance))


@pytest.mark.parametrize("market", ["whole", "holes", "holidays"])
@pytest.mark.parametrize(
    "rules",
    [
        {"weighting": "inverse_vol"},
        {"hedge": "beta"},
        {"weighting": "inverse_vol", "hedge": "beta", "max_weight_pct": 60.0, "rebalance": "weekly"},
        {"cash_rate": "RATE", "cost_bps": 70.0, "borrow_bps_per_year": 900.0, "gross": 1.2},
        {"lag_sessions": 0, "rebalance": "daily"},
        {"lag_sessions": 3, "rebalance": "quarterly"},
    ],
)
def test_they_follow_all_rules_of_the_thesis(market, rules):
    panel = prices(2, **MARKETS[market])

    assert_each_is_a_basket_of_the_pool(panel, thesis_of(**rules))


@pytest.mark.parametrize("rebalance", ["monthly", "never"])
def test_nothing_is_decided_before_the_history_begins(rebalance):
    panel = prices(20, late={"P": 20, "Q": 45}, dead={"R": 60}, missing={"S": slice(5, 12)})
    thesis = dataclasses.replace(thesis_of(lag_sessions=2, rebalance=rebalance), history_from=date_of(DAYS[35]))

    market, found = assert_each_is_a_basket_of_the_pool(panel, thesis)

    assert (market.first, found.first) == (35, 37)
    assert np.isnan(found.nav[:37]).all()


@pytest.mark.parametrize("legs", [{"long_a": ["A", "B"], "long_b": [Member("C", 3.0)]}, {"short_a": ["D", "E"]}])
def test_one_side_alone_is_held_as_the_thesis_holds_it(legs):
    assert_each_is_a_basket_of_the_pool(prices(3), thesis_of(legs, cost_bps=40.0, borrow_bps_per_year=800.0))


LEAVES, COMES = Member("B", 2.0, to_on=date_of(DAYS[90])), Member("A", from_on=date_of(DAYS[50]))


@pytest.mark.parametrize(
    ("members", "lag"),
    [
        ([COMES, "B"], 0),
        ([COMES, "B"], 1),
        ([COMES, "B"], 3),
        (["A", LEAVES], 0),
        (["A", LEAVES], 1),
        ([COMES, LEAVES], 3),
    ],
)
@pytest.mark.parametrize("rebalance", ["monthly", "never"])
def test_a_place_has_the_span_of_the_member_it_stands_for(members, lag, rebalance):
    legs = {"long_a": members, "short_a": ["D"]}

    assert_each_is_a_basket_of_the_pool(prices(4), thesis_of(legs, lag_sessions=lag, rebalance=rebalance))


def test_a_place_that_is_over_is_sold_without_a_print():
    # Nobody prints at row 91, where the place that ended at row 90 is sold.
    panel = prices(5, missing={ticker: [91] for ticker in POOL})
    legs = {"long_a": ["A", LEAVES], "short_a": ["D"]}

    assert_each_is_a_basket_of_the_pool(panel, thesis_of(legs, rebalance="never"))


@pytest.mark.parametrize(
    "rules",
    [
        {},
        {"rebalance": "never", "lag_sessions": 3},
        {"weighting": "inverse_vol", "rebalance": "weekly"},
        {"weighting": "inverse_vol", "hedge": "beta", "max_weight_pct": 60.0},
    ],
)
def test_what_a_name_did_before_its_places_span_is_not_looked_at(rules):
    # Each place begins on its own day; then P has no print, Q is closed and R is halted, and S ends before its place.
    comes = [Member("A", from_on=date_of(DAYS[50])), Member("B", 2.0, from_on=date_of(DAYS[65]))]
    legs = {"long_a": comes, "short_a": [Member("D", from_on=date_of(DAYS[20]), to_on=date_of(DAYS[120]))]}
    panel = prices(
        21,
        missing={"P": [50, 51, 67], "R": slice(48, 53)},
        shut={"P": [52, 53, 66, 68, 69], "Q": [20, 50, 51, 65, 90], "R": [64, 65, 66], "S": [119, 120, 121]},
        dead={"S": 118},
    )

    assert_each_is_a_basket_of_the_pool(panel, thesis_of(legs, **rules))


def test_a_span_that_begins_after_the_last_session_leaves_its_place_empty():
    comes = Member("B", from_on=date_of(DAYS[-1]) + dt.timedelta(days=10))
    legs = {"long_a": ["A", comes], "short_a": ["D"]}

    market = lay_out(thesis_of(legs), prices(22))
    found = random_books(market, pool_of(market, prices(22), POOL), 40)

    # Two names are left in each basket: twelve of them.
    assert len(np.unique(found.nav[-1].round(12))) == 12
    assert all(len(which(found.nav[:, b], all_baskets(market, prices(22), POOL))) == 2 for b in range(5))


def test_a_member_without_prices_has_no_place():
    panel = prices(6)
    legs = {"long_a": ["A", "GONE"], "long_b": ["NOR_THIS"], "short_a": ["D"]}
    market = lay_out(thesis_of(legs), panel)
    found = random_books(market, pool_of(market, panel, POOL), 40)
    books = {}
    for first, second in itertools.permutations(POOL, 2):
        own = lay_out(with_names(market.thesis, (first, "GONE", "NOR_THIS", second)), panel)
        books[first, second] = held_plan(own).run(own_frictions(own)).nav

    assert all(len(which(found.nav[:, b], books)) == 1 for b in range(40))


def test_each_basket_of_the_pool_is_as_likely_as_any_other():
    panel = prices(7)
    market = lay_out(thesis_of(rebalance="never"), panel)
    found = random_books(market, pool_of(market, panel, POOL), 2_400)
    books = all_baskets(market, panel, POOL)
    last = np.array([nav[-1] for nav in books.values()])

    nearest = np.abs(found.nav[-1][:, None] - last[None, :])
    assert nearest.min(axis=1).max() < 1e-11
    counts = np.bincount(nearest.argmin(axis=1), minlength=24)

    # Chi-squared with 23 degrees of freedom passes 49.7 once in a thousand times.
    assert ((counts - 100.0) ** 2 / 100.0).sum() < 49.7


def test_the_theses_own_book_is_the_one_that_the_tables_show():
    panel = prices(8)
    market = lay_out(thesis_of(cost_bps=30.0, borrow_bps_per_year=500.0, cash_rate="RATE"), panel)
    books = random_books(market, pool_of(market, panel, POOL), 5)
    shown = [each.value for each in run_books(market).equity if (each.basket, each.period) == ("spread", "all")]

    np.testing.assert_allclose(books.own[books.first :], shown, rtol=1e-13)
    assert np.isnan(books.own[: books.first]).all()
    assert np.isnan(books.nav[: books.first]).all()
    assert np.isfinite(books.nav[books.first :]).all()
    assert books.tickers == POOL


def test_rates_of_single_names_are_left_out_on_both_sides():
    panel = prices(9)
    named = {"cost_by_name": (NameRate("A", 300.0),), "borrow_by_name": (NameRate("D", 9_000.0),)}
    plain, stated = (lay_out(thesis_of(**rules), panel) for rules in ({}, named))

    ours, theirs = (random_books(each, pool_of(each, panel, POOL), 20) for each in (plain, stated))

    np.testing.assert_array_equal(ours.own, theirs.own)
    np.testing.assert_array_equal(ours.nav, theirs.nav)


def test_dead_names_are_marked_alike_on_both_sides():
    # The thesis is its own pool: with one place a random book is the thesis's or the other name's.
    panel = prices(10, dead={"A": 80})
    market = lay_out(thesis_of({"long_a": ["A"]}, delisting=(Delisting("zero"),), rebalance="never"), panel)

    books = random_books(market, pool_of(market, panel, ("A", "P")), 20)

    is_own = np.abs(books.nav[60] - books.own[60]) < 1e-12
    assert 0 < is_own.sum() < 20
    np.testing.assert_allclose(books.nav[:, is_own], np.tile(books.own[:, None], is_own.sum()), rtol=1e-12)


@pytest.mark.parametrize("policy", [Delisting("zero"), Delisting("change", -0.3), Delisting("price", 7.0)])
def test_dead_names_of_the_pool_leave_as_the_thesis_says_of_all(policy):
    panel = prices(23, dead={"P": 70, "Q": 110}, late={"R": 20})
    panel = dataclasses.replace(panel, close=panel.level / 2.0)

    assert_each_is_a_basket_of_the_pool(panel, thesis_of(delisting=(policy,), rebalance="weekly"))


@pytest.mark.parametrize("rebalance", ["weekly", "never"])
def test_closed_days_of_the_pools_exchanges_are_no_sessions_without_a_print(rebalance):
    # P has one missing print before a holiday; Q dies over one; R is halted for four sessions of its own around one.
    panel = prices(
        25,
        missing={"P": [60], "R": [80, 81, 85, 86], "S": slice(100, 108)},
        dead={"Q": 70},
        shut={"P": range(61, 66), "Q": [68, 69, 72, 73, 74], "R": [82, 83, 84], "S": [101, 120], "A": [61]},
    )
    thesis = thesis_of(delisting=(Delisting("change", -0.9),), rebalance=rebalance)

    market, _ = assert_each_is_a_basket_of_the_pool(panel, thesis)

    # Q's five are rows 70, 71, 75, 76 and 77; S's 100 and 102 to 105.
    there = pool_of(market, panel, POOL).presence
    assert [np.flatnonzero(~column).tolist() for column in there.available.T] == [
        [],
        list(range(77, N)),
        [],
        [105, 106, 107],
    ]


def test_exits_of_single_names_are_left_out_on_both_sides():
    panel = prices(24, dead={"A": 80, "P": 70})
    named = (Delisting("zero", ticker="A"), Delisting("change", -0.9, ticker="P"))
    general = (Delisting("change", -0.3),)
    plain, stated = (lay_out(thesis_of(delisting=rules), panel) for rules in (general, (*general, *named)))

    ours, theirs = (random_books(each, pool_of(each, panel, (*POOL, "A")), 20) for each in (plain, stated))

    np.testing.assert_array_equal(ours.own, theirs.own)
    np.testing.assert_array_equal(ours.nav, theirs.nav)
    # The tables do say what became of A.
    assert held_plan(stated).run().nav[84] < held_plan(plain).run().nav[84]


def test_names_that_can_hardly_be_held_are_left_out_of_the_pool():
    # The first decision is at row 0: held from the 60th session before the end, or to the 60th.
    panel = prices(11, ("P", "Q", "R", "S", "T"), late={"P": N - 60, "Q": N - 59}, dead={"R": 56, "S": 55})
    market = lay_out(thesis_of(), panel)

    # A dead name is held, and could be bought, for four more sessions.
    assert pool_of(market, panel, ("P", "Q", "R", "S", "T")).tickers == ("P", "R", "T")


def test_a_pool_smaller_than_the_thesis_gives_none():
    panel = prices(12)
    market = lay_out(thesis_of(), panel)

    assert random_books(market, pool_of(market, panel, POOL[:2]), 5) is None
    assert random_books(market, pool_of(market, panel, POOL[:3]), 5) is not None


def test_an_empty_pool_gives_none():
    panel = prices(12)
    market = lay_out(thesis_of(), panel)

    assert random_books(market, pool_of(market, panel, ()), 5) is None


def test_nothing_traded_gives_none():
    panel = prices(13)
    thesis = dataclasses.replace(thesis_of(), history_from=date_of(DAYS[N - 1]))
    market = lay_out(thesis, panel)

    # The pool has no session left either.
    assert pool_of(market, panel, POOL).tickers == ()
    assert random_books(market, pool_of(lay_out(thesis_of(), panel), panel, POOL), 5) is None


def test_the_same_seed_gives_the_same_books_and_another_others():
    panel = prices(14)
    market = lay_out(thesis_of(weighting="inverse_vol"), panel)
    pool = pool_of(market, panel, POOL)

    first, again, other = (random_books(market, pool, 30, seed) for seed in (1, 1, 2))

    np.testing.assert_array_equal(first.nav, again.nav)
    assert not np.array_equal(first.nav, other.nav)
    np.testing.assert_array_equal(first.own, other.own)


@settings(max_examples=8, deadline=None)
@given(
    st.integers(0, 10_000),
    st.integers(100, N - 1),
    st.sampled_from([{}, {"weighting": "inverse_vol"}, {"hedge": "beta"}]),
)
def test_no_book_looks_at_a_later_session(seed, t, rules):
    shut = {"Q": [60, 131, 132], "R": range(52, 57)}
    panel = prices(seed, late={"P": 20}, dead={"Q": 130}, missing={"R": [50, 51]}, shut=shut)
    cut = dataclasses.replace(
        panel,
        session_on=panel.session_on[:t],
        closes_at=panel.closes_at[:t],
        level=panel.level[:t],
        closed=panel.closed[:t],
        shut=panel.shut[:t],
    )
    whole, early = (lay_out(thesis_of(**rules), each) for each in (panel, cut))

    ours = random_books(early, pool_of(early, cut, POOL), 10)
    theirs = random_books(whole, pool_of(whole, panel, POOL), 10)

    assert ours.tickers == theirs.tickers
    np.testing.assert_allclose(ours.nav, theirs.nav[:t], rtol=1e-11)
    np.testing.assert_allclose(ours.own, theirs.own[:t], rtol=1e-11)


def books_of(own, *others, first=0):
    return RandomBooks(("P",), first, np.array(own), np.array(others).T)


def path(returns):
    return np.cumprod(np.concatenate([[1.0], 1.0 + np.asarray(returns)]))


def test_standing_by_hand():
    # Up and down by turns: Sharpe is (a - b) / 2 over (a + b) / 2, times the root of 59 / 60.
    def wave(up, down):
        return np.tile([up, -down], 30)

    root = math.sqrt(59 / 60)
    books = books_of(
        path(wave(0.02, 0.01)), *(path(wave(*each)) for each in [(0.03, 0.01), (0.02, 0.02), (0.01, 0.03)])
    )

    found = standing(books, np.ones(61, dtype=bool))

    assert found.sharpe == pytest.approx(root / 3, rel=1e-10)
    assert found.total_return == pytest.approx((1.02 * 0.99) ** 30 - 1, rel=1e-10)
    assert found.n_books == 3
    assert found.mean_sharpe == pytest.approx((0.5 + 0.0 - 0.5) / 3 * root, abs=1e-12)
    assert found.sd_sharpe == pytest.approx(0.5 * root, rel=1e-10)
    assert found.median_return == pytest.approx((1.02 * 0.98) ** 30 - 1, rel=1e-10)
    # One of three is at least as good, and so is the thesis itself.
    assert found.p == 2 / 4


@pytest.mark.parametrize("first", [0, 5])
def test_the_first_purchase_belongs_to_the_first_return(first):
    rng = np.random.default_rng(15)
    returns = rng.normal(0.001, 0.01, 80)
    nav = np.concatenate([np.full(first, NAN), 0.99 * path(returns)])
    books = books_of(nav, nav, first=first)

    whole = standing(books, np.ones(len(nav), dtype=bool))
    later = standing(books, np.arange(len(nav)) > first + 5)

    charged = returns.copy()
    charged[0] = 0.99 * (1 + returns[0]) - 1
    assert whole.sharpe == pytest.approx(charged.mean() / charged.std(ddof=1), rel=1e-10)
    assert whole.total_return == pytest.approx(nav[-1] - 1, rel=1e-12)
    assert later.sharpe == pytest.approx(returns[5:].mean() / returns[5:].std(ddof=1), rel=1e-10)
    assert later.total_return == pytest.approx(np.prod(1 + returns[5:]) - 1, rel=1e-10)
    # Equal is at least.
    assert whole.p == later.p == 1.0


@pytest.mark.parametrize(("n", "is_enough"), [(59, False), (60, True)])
def test_fewer_than_sixty_returns_have_no_standing(n, is_enough):
    nav = path(np.random.default_rng(16).normal(0, 0.01, 100))

    assert (standing(books_of(nav, nav), np.arange(101) > 100 - n) is not None) == is_enough


def ruined_at(row, n=100):
    nav = path(np.random.default_rng(17).normal(0, 0.01, n))
    nav[row:] = -0.2
    return nav


def test_a_thesis_that_was_ruined_by_the_periods_end_has_no_standing():
    nav = path(np.random.default_rng(18).normal(0, 0.01, 100))
    books = books_of(ruined_at(70), nav)

    assert standing(books, np.arange(101) < 70) is not None
    assert standing(books, np.arange(101) > 20) is None
    assert standing(books, np.arange(101) > 40) is None


def test_a_ruined_basket_is_worse_than_any_and_has_no_ratio():
    # Even a thesis that loses on each day but one is better.
    losing = path(np.where(np.arange(100) == 3, 0.001, -0.01))
    better, worse = path(np.random.default_rng(19).normal(0.01, 0.01, 100)), ruined_at(30)

    found = standing(books_of(losing, better, worse, better), np.ones(101, dtype=bool))

    assert found.p == 3 / 4
    assert found.n_books == 3
    returns = better[1:] / better[:-1] - 1
    assert found.mean_sharpe == pytest.approx(returns.mean() / returns.std(ddof=1), rel=1e-10)
    assert found.sd_sharpe == pytest.approx(0.0, abs=1e-12)
    # Ruined before the period is ruined in it.
    late = standing(books_of(losing, better, worse), np.arange(101) > 35)
    assert late.p == 2 / 3


def test_the_median_return_is_of_those_that_were_not_ruined():
    low, high = path(np.tile([0.01, -0.01], 50)), path(np.tile([0.02, -0.01], 50))

    found = standing(books_of(high, ruined_at(30), low, high), np.ones(101, dtype=bool))

    assert found.median_return == pytest.approx((low[-1] + high[-1]) / 2 - 1, rel=1e-10)


def test_a_basket_that_was_flat_all_along_is_better_than_one_that_loses():
    losing = path(np.tile([0.01, -0.02], 50))

    found = standing(books_of(losing, np.ones(101), np.ones(101)), np.ones(101, dtype=bool))

    assert found.p == 1.0


def test_what_never_moved_has_a_ratio_of_nothing_among_the_others():
    wins = path(np.tile([0.02, -0.01], 50))

    found = standing(books_of(wins, np.ones(101), wins), np.ones(101, dtype=bool))

    assert found.p == 2 / 3
    assert found.mean_sharpe == pytest.approx(found.sharpe / 2, rel=1e-12)
    assert found.median_return == pytest.approx((wins[-1] - 1) / 2, rel=1e-12)


@pytest.mark.parametrize("level", [1.0, 0.9, 1.3])
def test_a_thesis_that_never_moved_has_no_standing(level):
    nav = path(np.random.default_rng(25).normal(0.0, 0.01, 100))

    assert standing(books_of(np.full(101, level), nav), np.arange(101) > 5) is None


def test_where_all_others_are_ruined_the_thesis_stands_first_and_nothing_is_said_of_them():
    wins = path(np.tile([0.02, -0.01], 50))

    found = standing(books_of(wins, ruined_at(30), ruined_at(60)), np.ones(101, dtype=bool))

    assert found.p == 1 / 3
    assert np.isnan([found.mean_sharpe, found.sd_sharpe, found.median_return]).all()


def lucky(seed, n_books, n_places, drift=0.0):
    """Draw a thesis of a one- or two-sided kind from a pool at random and return its p."""
    rng = np.random.default_rng(seed)
    pool = tuple(f"N{i:02d}" for i in range(24))
    panel = prices(seed, pool)
    chosen = tuple(rng.permutation(pool)[:n_places])
    if drift:
        level = panel.level.copy()
        for ticker in chosen[: n_places // 2]:
            level[:, panel.column(ticker)] *= (1 + drift) ** np.arange(N)
        panel = dataclasses.replace(panel, level=level)
    half = n_places // 2
    legs = {"long_a": chosen[:half], "short_a": chosen[half:]}
    market = lay_out(thesis_of(legs, weighting="inverse_vol" if seed % 2 else "equal"), panel)
    books = random_books(market, pool_of(market, panel, pool), n_books, seed + 1)
    return standing(books, market.in_period("all")).p


def check_uniform(n_theses, n_books):
    """Hold the share of p at most each of its values against it; 1.63 / sqrt(n) is passed once in a hundred times."""
    p = np.array([lucky(seed, n_books, 6) for seed in range(n_theses)])
    values = np.arange(1, n_books + 2) / (n_books + 1)
    shares = (p[:, None] <= values + 1e-12).mean(axis=0)

    assert set(np.round(p * (n_books + 1)).astype(int)) <= set(range(1, n_books + 2))
    assert np.abs(shares - values).max() < 1.63 / math.sqrt(n_theses)


def test_a_thesis_drawn_at_random_stands_anywhere_alike():
    check_uniform(n_theses=100, n_books=19)


@pytest.mark.soak
def test_many_theses_drawn_at_random_stand_anywhere_alike():
    check_uniform(n_theses=2_000, n_books=39)


def test_a_thesis_whose_names_do_better_stands_first():
    assert lucky(1, 99, 6, drift=0.01) == 1 / 100
