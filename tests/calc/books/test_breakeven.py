import datetime as dt
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from make_market import BENCHMARK, date_of, make_market, random_returns, weekdays

from screener.calc.books.all_books import run_books
from screener.calc.books.book_plan import held_plan
from screener.calc.books.breakeven import breakeven_borrow
from screener.records.book_rules import NameRate
from screener.records.thesis import Member

N = 160
DAYS = weekdays(N, "2021-01-04")
SPREAD = {"long_a": ["A"], "short_a": ["D"]}


def days_between(first, last):
    return float((DAYS[last] - DAYS[first]).astype(int))


def step(row, size, n=N):
    """Return a series that moves on one session."""
    series = np.zeros(n)
    series[row] = size
    return series


def market_of(legs, returns, **rules):
    rules = {"rebalance": "never", "cost_bps": 0.0} | rules
    n = len(next(iter(returns.values())))
    return make_market(legs, returns, session_on=DAYS[:n], **{"opened_on": date_of(DAYS[20])} | rules)


def breakeven(market, period="all"):
    return breakeven_borrow(held_plan(market), market.in_period(period), {})


def slow_total(market, weights, rate, since=1):
    """Keep the books name by name; trades at the close after the first session of each month.

    Sessions from ``since`` on are charged at one borrow rate and make up the total; those before, at the thesis's.
    """
    rules, level, panel = market.thesis.rules, market.panel.level, market.panel
    months = panel.session_on.astype("datetime64[M]")
    at = {rules.lag_sessions}
    if rules.rebalance == "monthly":
        at |= {t + rules.lag_sessions for t in range(1, len(months)) if months[t] != months[t - 1]}
    nav, base, held = 1.0, 1.0, [0.0] * len(weights)
    for t in range(1, len(level)):
        gap = float((panel.session_on[t] - panel.session_on[t - 1]).astype(int))
        base = nav if t == since else base
        charged = rate if t >= since else rules.borrow_bps_per_year / 1e4
        fee = sum(-value for value in held if value < 0) * charged * gap / 365
        moved = [value * level[t, j] / level[t - 1, j] for j, value in enumerate(held)]
        nav += sum(moved) - sum(held) - fee
        held = moved
        if t in at:
            target = [nav * weight for weight in weights]
            nav -= sum(abs(a - b) for a, b in zip(target, held, strict=True)) * rules.cost_bps / 1e4
            held = target
        if nav <= 0:
            return -1.0
    return nav / base - 1.0


@pytest.mark.parametrize("gain", [0.01, 0.08, 0.6])
@pytest.mark.parametrize("day", [2, 70, N - 1])
def test_a_single_trade_whose_short_stays_flat_breaks_even_at_its_gain_a_year(gain, day):
    # Bought at row 1: 1 + gain - rate x days / 365 = 1, whenever the gain came.
    market = market_of(SPREAD, {"A": step(day, gain), "D": np.zeros(N)})

    assert breakeven(market) == pytest.approx(gain * 365 / days_between(1, N - 1), abs=1e-6)


def test_a_rate_that_ruins_the_book_before_its_gain_comes_is_too_much():
    # Fees of 1 by the session before the last end it; the gain would have borne twice as much.
    market = market_of(SPREAD, {"A": step(N - 1, 2.0), "D": np.zeros(N)})

    assert breakeven(market) == pytest.approx(365 / days_between(1, N - 2), abs=1e-6)


def test_costs_stay_as_they_are():
    # Two hundred per cent of NAV bought at 25 bps cost 0.5 %.
    market = market_of(SPREAD, {"A": step(5, 0.08), "D": np.zeros(N)}, cost_bps=25.0)

    assert breakeven(market) == pytest.approx(0.075 * 365 / days_between(1, N - 1), abs=1e-6)


def test_a_short_that_moves_pays_on_what_it_is_worth():
    # The short halves at row 100: it pays on 1 until then, the session of the move included, and on 0.5 after it.
    market = market_of(SPREAD, {"A": np.zeros(N), "D": step(100, -0.5)})
    paid = days_between(1, 100) + 0.5 * days_between(100, N - 1)

    assert breakeven(market) == pytest.approx(0.5 * 365 / paid, abs=1e-6)


def test_a_short_only_thesis_breaks_even_too():
    market = market_of({"short_a": ["D"]}, {"D": step(100, -0.2)})
    paid = days_between(1, 100) + 0.8 * days_between(100, N - 1)

    assert breakeven(market) == pytest.approx(0.2 * 365 / paid, abs=1e-6)


def test_one_rate_stands_for_all_shorts_whatever_each_pays():
    returns = {"A": step(5, 0.08), "D": np.zeros(N), "E": np.zeros(N)}
    legs = {"long_a": ["A"], "short_a": ["D", "E"]}
    plain = market_of(legs, returns)
    stated = market_of(legs, returns, borrow_bps_per_year=900.0, borrow_by_name=(NameRate("D", 4_000.0),))

    assert breakeven(stated) == breakeven(plain) == pytest.approx(0.08 * 365 / days_between(1, N - 1), abs=1e-6)


def test_what_cash_earns_counts_toward_it():
    # A rate of 100 % a year on 1 of cash, from the close of row 1 on: compounded over each gap.
    market = market_of(SPREAD, {"A": np.zeros(N), "D": np.zeros(N), "RATE": np.zeros(N)}, cash_rate="RATE")
    # NAV stays 1 where each session's interest on it pays that session's fee on a short of 1.
    assert breakeven(market) == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize(("period", "first", "last"), [("before", 1, 20), ("after", 20, N - 1), ("live", 60, N - 1)])
def test_each_period_has_its_own(period, first, last):
    returns = {"A": step(10, 0.01) + step(90, 0.05), "D": np.zeros(N)}
    market = market_of(SPREAD, returns, members_chosen_on=date_of(DAYS[60]))
    # Gains and fees are both over the same NAV at the period's start; the long is worth 1.01 by row 90.
    gain = {"before": 0.01, "after": 1.01 * 0.05, "live": 1.01 * 0.05}[period]

    assert breakeven(market, period) == pytest.approx(gain * 365 / days_between(first, last), abs=2e-6)


def test_fees_that_compound_agree_with_a_product_over_sessions():
    # Rebalanced each session: NAV grows by 1 + 0.001 - rate x days / 365.
    market = market_of(SPREAD, {"A": np.full(N, 0.001), "D": np.zeros(N)}, rebalance="daily", lag_sessions=0)
    gaps = np.diff(DAYS).astype(float)
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if np.prod(1.001 - middle * gaps / 365) > 1 else (low, middle)

    assert breakeven(market) == pytest.approx(low, abs=1e-6)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["never", "monthly"]), st.sampled_from([0.0, 20.0]))
def test_it_is_what_bisection_on_books_kept_by_hand_finds(seed, rebalance, cost):
    series = random_returns(np.random.default_rng(seed), N, 3)
    returns = dict(zip(("A", "D", "E", BENCHMARK), series.T, strict=True))
    market = market_of({"long_a": ["A"], "short_a": ["D", "E"]}, returns, rebalance=rebalance, cost_bps=cost)

    def total(rate):
        return slow_total(market, [1.0, -0.5, -0.5], rate)

    found = breakeven(market)

    if total(0.0) <= 0.0:
        assert math.isnan(found)
        return
    low, high = 0.0, 20.0
    for _ in range(26):
        middle = (low + high) / 2
        low, high = (middle, high) if total(middle) > 0 else (low, middle)
    assert found == pytest.approx(low, abs=2e-6)
    assert total(found + 0.01) < 0.0 < total(max(found - 0.01, 0.0))


@pytest.mark.parametrize("own_bps", [0.0, 20_000.0])
@pytest.mark.parametrize("seed", range(4))
def test_a_periods_book_starts_from_what_the_theses_own_rates_left(seed, own_bps):
    # The period begins amid a month, with positions that stay as they are while NAV has paid for them.
    series = random_returns(np.random.default_rng(seed), N, 2)
    returns = {"A": series[:, 0] + 0.004, "D": series[:, 1], BENCHMARK: series[:, 2]}
    opened_on = date_of(DAYS[95])
    assert opened_on == dt.date(2021, 5, 17)
    market = market_of(SPREAD, returns, rebalance="monthly", borrow_bps_per_year=own_bps, opened_on=opened_on)
    low, high = 0.0, 20.0
    for _ in range(30):
        middle = (low + high) / 2
        low, high = (middle, high) if slow_total(market, [1.0, -1.0], middle, 96) > 0 else (low, middle)
    assert 0.01 < low < 19.0

    assert breakeven(market, "after") == pytest.approx(low, abs=1e-6)


@settings(max_examples=15, deadline=None)
@given(
    st.integers(0, 10_000), st.sampled_from(["never", "monthly", "daily"]), st.sampled_from(["equal", "inverse_vol"])
)
def test_the_book_run_again_at_that_rate_earns_nothing(seed, rebalance, weighting):
    series = random_returns(np.random.default_rng(seed), N, 4)
    returns = dict(zip(("A", "B", "D", "E", BENCHMARK), series.T, strict=True))
    legs = {"long_a": ["A", "B"], "short_a": ["D", "E"]}
    market = market_of(legs, returns, rebalance=rebalance, weighting=weighting, hedge="beta", cost_bps=5.0)
    plan = held_plan(market)

    found = breakeven(market)

    def total(rate):
        return plan.run(replace(plan.frictions, borrow_per_year=rate)).nav[-1] - 1

    assert math.isnan(found) == (total(0.0) <= 0.0)
    if not math.isnan(found):
        assert total(found) == pytest.approx(0.0, abs=2e-6)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.001, 0.2))
def test_a_better_long_side_bears_more(seed, more):
    series = random_returns(np.random.default_rng(seed), N, 2)
    better = series[:, 0] + step(N - 1, more)

    worse, improved = (
        breakeven(market_of(SPREAD, {"A": longs, "D": series[:, 1], BENCHMARK: series[:, 2]}))
        for longs in (series[:, 0], better)
    )

    assert math.isnan(worse) or improved > worse


def test_a_thesis_without_shorts_has_none():
    assert math.isnan(breakeven(market_of({"long_a": ["A"]}, {"A": step(5, 0.5)})))


@pytest.mark.parametrize("move", [0.0, -0.1])
def test_what_earns_nothing_with_free_borrow_has_none(move):
    assert math.isnan(breakeven(market_of(SPREAD, {"A": step(5, move), "D": np.zeros(N)})))


def test_a_ruined_book_has_none_in_its_period_nor_after_it():
    returns = {"A": step(5, 0.3), "D": step(50, 2.0)}
    market = market_of(SPREAD, returns, members_chosen_on=date_of(DAYS[100]))

    assert breakeven(market, "before") > 0.0
    assert math.isnan(breakeven(market, "after"))
    assert math.isnan(breakeven(market, "live"))
    assert math.isnan(breakeven(market, "all"))


def test_a_period_without_a_return_has_none():
    market = market_of(SPREAD, {"A": step(5, 0.3), "D": np.zeros(N)}, opened_on=date_of(DAYS[N - 1]))

    assert math.isnan(breakeven(market, "live"))
    short = market_of(SPREAD, {"A": step(1, 0.3, 2), "D": np.zeros(2)})
    assert math.isnan(breakeven(short))


def test_a_period_in_which_nothing_is_short_any_more_has_none():
    # The short leaves after row 20 and the book is flat, but for what its cash earns.
    legs = {"long_a": ["A"], "short_a": [Member("D", to_on=date_of(DAYS[19]))]}
    returns = {"A": step(5, 0.1), "D": np.zeros(N), "RATE": np.zeros(N)}
    market = market_of(legs, returns, cash_rate="RATE")

    assert breakeven(market, "before") > 0.0
    assert math.isnan(breakeven(market, "after"))


@pytest.mark.parametrize("gain", [0.35, 0.36, 0.54])
def test_a_few_sessions_are_searched_up_to_ten_thousand_percent_a_year(gain):
    # Held from a Tuesday to the Thursday: two days.
    market = market_of(SPREAD, {"A": step(3, gain, 4), "D": np.zeros(4)}, opened_on=date_of(DAYS[0]))
    assert days_between(1, 3) == 2.0

    assert breakeven(market) == pytest.approx(gain * 365 / 2, abs=1e-5)


def test_what_gains_at_ten_thousand_percent_a_year_has_none():
    # 0.56 x 365 / 2 is 102.
    market = market_of(SPREAD, {"A": step(3, 0.56, 4), "D": np.zeros(4)}, opened_on=date_of(DAYS[0]))

    assert math.isnan(breakeven(market))


@pytest.mark.parametrize(("rate", "is_found"), [(99.0, True), (101.0, False)])
def test_the_search_stops_there_also_when_it_comes_from_below(rate, is_found):
    # Held from Monday to Wednesday, traded each day; the fees of the second day are on what the first has left.
    paid = rate / 365
    gain = paid + 1 / (1 - paid) - 1
    returns = {"A": step(1, gain, 3), "D": np.zeros(3)}
    market = market_of(SPREAD, returns, opened_on=date_of(DAYS[0]), rebalance="daily", lag_sessions=0)
    # On a straight line it would seem to be well below.
    assert gain * 365 / (2 + gain) < 92

    found = breakeven(market)

    assert found == pytest.approx(rate, abs=1e-6) if is_found else math.isnan(found)


def test_fees_that_would_have_ruined_the_book_before_a_period_are_not_the_periods():
    # Nine months at 2 % a day would take all before the opening; the last ten sessions bear far more than that.
    returns = {"A": step(N - 3, 0.2), "D": np.zeros(N)}
    market = market_of(SPREAD, returns, opened_on=date_of(DAYS[N - 11]))
    bears = 0.2 * 365 / days_between(N - 11, N - 1)
    assert bears > 365 / days_between(1, N - 11)

    assert breakeven(market, "after") == pytest.approx(bears, abs=1e-5)


def test_a_book_that_its_own_rates_ruined_before_a_period_has_none_in_it():
    returns = {"A": step(N - 3, 0.2), "D": np.zeros(N)}
    market = market_of(SPREAD, returns, opened_on=date_of(DAYS[N - 11]), borrow_bps_per_year=40_000.0)

    assert math.isnan(breakeven(market, "after"))
    # All of it is charged at the rate that is looked for.
    assert breakeven(market, "all") == pytest.approx(0.2 * 365 / days_between(1, N - 1), abs=1e-6)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000), st.integers(60, N - 1))
def test_what_comes_after_a_period_changes_nothing(seed, t):
    series = random_returns(np.random.default_rng(seed), N, 2)
    returns = {"A": series[:, 0] + 0.002, "D": series[:, 1], BENCHMARK: series[:, 2]}
    opened_on = date_of(DAYS[50])
    whole, cut = (
        market_of(SPREAD, {name: each[:n] for name, each in returns.items()}, rebalance="monthly", opened_on=opened_on)
        for n in (N, t)
    )

    np.testing.assert_allclose(breakeven(cut, "before"), breakeven(whole, "before"), rtol=0, atol=1e-6)


def test_the_table_shows_it_for_what_the_thesis_holds_only():
    market = market_of(SPREAD, {"A": step(5, 0.08), "D": np.zeros(N)})

    shown = {(row.basket, row.period): row.breakeven_borrow for row in run_books(market).performance}

    assert shown["spread", "all"] == breakeven(market)
    assert {key[0] for key, value in shown.items() if value is not None} == {"spread"}


def test_a_search_takes_few_runs():
    for seed in range(6):
        series = random_returns(np.random.default_rng(seed), N, 2)
        market = market_of(SPREAD, {"A": series[:, 0] + 0.002, "D": series[:, 1]}, rebalance="monthly")
        runs = {}

        breakeven_borrow(held_plan(market), market.in_period("all"), runs)

        assert 1 <= len(runs) <= 10


def test_periods_of_the_same_sessions_are_searched_once():
    market = market_of(SPREAD, {"A": np.full(N, 0.002), "D": np.zeros(N)}, rebalance="monthly")
    plan, runs = held_plan(market), {}

    after = breakeven_borrow(plan, market.in_period("after"), runs)
    n_runs = len(runs)
    live = breakeven_borrow(plan, market.in_period("live"), runs)

    assert (live, len(runs)) == (after, n_runs)
    assert breakeven_borrow(plan, market.in_period("all"), runs) == breakeven(market, "all")


def test_a_rate_that_ruins_is_found_in_few_more_runs_than_halving_takes():
    market = market_of(SPREAD, {"A": step(N - 1, 2.0), "D": np.zeros(N)})
    runs = {}

    breakeven_borrow(held_plan(market), market.in_period("all"), runs)

    # Twenty-two halvings take 3.3 to below a millionth.
    assert len(runs) <= 2 + 22 + 3
