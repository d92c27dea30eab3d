import dataclasses
import math

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from make_market import BENCHMARK, date_of, levels_from, make_market, make_panel, make_thesis, random_returns, weekdays

from screener.calc.books.all_books import run_books, with_trials
from screener.calc.books.book_plan import held_plan
from screener.calc.books.sharpe import deflated_sharpe
from screener.calc.market import lay_out
from screener.records.book_rules import NameRate
from screener.records.thesis import Member

NAN = np.nan
N = 220
DAYS = weekdays(N, "2021-01-04")
PERIODS = ("before", "after", "live", "all")
LEGS = {"long_a": ["A", Member("B", 2.0)], "long_b": ["C"], "short_a": ["D", "E"]}
WEIGHTS = [0.2, 0.4, 0.4, -0.5, -0.5]
MONTHS = [t for t in range(1, N) if DAYS[t].astype("datetime64[M]") != DAYS[t - 1].astype("datetime64[M]")]
# Decided at the first session of history and of each month, traded at the next close.
MONTHLY = {1, *(t + 1 for t in MONTHS)}
CHOICES = [
    {},
    {"weighting": "inverse_vol", "max_weight_pct": 40.0},
    {"hedge": "beta", "weighting": "inverse_vol", "rebalance": "weekly", "gross": 1.5},
    {"hedge": "beta", "cash_rate": "RATE", "lag_sessions": 2},
]


def random_market(seed, *, opening=120, chosen=150, legs=None, **settings):
    returns = random_returns(np.random.default_rng(seed), N, 5)
    series = dict(zip((*"ABCDE", BENCHMARK), returns.T, strict=True))
    # The rate on cash begins at 3 % a year and rises by a session's hundredth of itself.
    series["RATE"] = np.concatenate([[0.0, -0.97], np.full(N - 2, 0.01)])
    return make_market(
        legs or LEGS,
        series,
        session_on=DAYS,
        opened_on=date_of(DAYS[opening]),
        members_chosen_on=date_of(DAYS[chosen]),
        leg_weights={"long_a": 60.0, "long_b": 40.0},
        **settings,
    )


def performance_of(results, basket, period):
    return next(row for row in results.performance if (row.basket, row.period) == (basket, period))


def lines_of(results, period):
    return [line for line in results.attribution if line.period == period]


def one_line(results, kind, period="all"):
    (line,) = [each for each in lines_of(results, period) if each.line == kind]
    return line


def slow_spread(market, weights, n_trades_at, *, costs_bps=None, borrow_bps=None, cash_pct=None):
    """Keep the spread's books name by name: NAV at each close, cost and borrow of each session.

    ``costs_bps`` by name, ``borrow_bps`` by session and name, ``cash_pct`` by session stand for the thesis's own.
    """
    rules, level = market.thesis.rules, market.panel.level
    per_trade = costs_bps or [rules.cost_bps] * 5
    nav, cash, held = 1.0, 1.0, None
    path, costs, borrows = {}, {}, {}
    for t in range(min(n_trades_at), N):
        borrow = 0.0
        if held is not None:
            years = int((DAYS[t] - DAYS[t - 1]).astype(int)) / 365
            rates = [rules.borrow_bps_per_year] * 5 if borrow_bps is None else borrow_bps[t - 1]
            borrow = sum(-value * rate / 1e4 * years for value, rate in zip(held, rates, strict=True) if value < 0)
            cash += (0.0 if cash_pct is None else cash * cash_pct[t - 1] / 100 * years) - borrow
            held = [value * level[t, j] / level[t - 1, j] for j, value in enumerate(held)]
            nav = cash + sum(held)
        cost = 0.0
        if t in n_trades_at:
            target = [nav * weight for weight in weights]
            moved = [abs(a - b) for a, b in zip(target, held or [0.0] * 5, strict=True)]
            cost = sum(value * rate / 1e4 for value, rate in zip(moved, per_trade, strict=True))
            held, cash = target, nav - sum(target) - cost
            nav -= cost
        path[t], costs[t], borrows[t] = nav, cost, borrow
    return path, costs, borrows


def test_the_spread_is_net_and_agrees_with_books_kept_by_hand():
    market = random_market(1, cost_bps=15.0, borrow_bps_per_year=300.0)
    path, costs, borrows = slow_spread(market, WEIGHTS, MONTHLY)

    results = run_books(market)

    row = performance_of(results, "spread", "all")
    assert row.total_return == pytest.approx(path[N - 1] - 1, abs=1e-12)
    assert row.cost == pytest.approx(sum(costs.values()), abs=1e-12)
    assert row.borrow == pytest.approx(sum(borrows.values()), abs=1e-12)
    after = performance_of(results, "spread", "after")
    assert after.total_return == pytest.approx(path[N - 1] / path[120] - 1, abs=1e-12)
    assert after.cost == pytest.approx(sum(costs[t] for t in range(121, N)) / path[120], abs=1e-12)
    points = [p for p in results.equity if (p.basket, p.period) == ("spread", "all")]
    np.testing.assert_allclose([p.value for p in points], list(path.values()), rtol=1e-12)
    assert points[0].session_on == date_of(DAYS[1])


def test_single_names_are_charged_their_own_rates_on_their_own_days():
    first, last = date_of(DAYS[60]), date_of(DAYS[90])
    market = random_market(
        12,
        cost_bps=15.0,
        borrow_bps_per_year=300.0,
        cost_by_name=(NameRate("B", 80.0), NameRate("E", 0.0)),
        borrow_by_name=(NameRate("D", 2_000.0, from_on=first, to_on=last), NameRate("E", 700.0, from_on=last)),
    )
    rates = np.full((N, 5), 300.0)
    rates[60:91, 3] = 2_000.0
    rates[90:, 4] = 700.0
    path, costs, borrows = slow_spread(
        market, WEIGHTS, MONTHLY, costs_bps=[15.0, 80.0, 15.0, 15.0, 0.0], borrow_bps=rates.tolist()
    )

    results = run_books(market)

    row = performance_of(results, "spread", "all")
    assert row.total_return == pytest.approx(path[N - 1] - 1, abs=1e-12)
    assert row.cost == pytest.approx(sum(costs.values()), abs=1e-12)
    assert row.borrow == pytest.approx(sum(borrows.values()), abs=1e-12)


def test_what_is_not_invested_earns_the_rate_known_at_the_close_before():
    market = random_market(13, cost_bps=15.0, borrow_bps_per_year=300.0, cash_rate="RATE")
    percent = market.panel.level[:, market.panel.column("RATE")]
    assert percent[1] == pytest.approx(3.0)
    path, _, _ = slow_spread(market, WEIGHTS, MONTHLY, cash_pct=percent.tolist())
    without = random_market(13, cost_bps=15.0, borrow_bps_per_year=300.0)

    results = run_books(market)

    assert performance_of(results, "spread", "all").total_return == pytest.approx(path[N - 1] - 1, abs=1e-12)
    assert performance_of(results, "spread", "all").interest > 0.01
    # A leg or side alone is its stocks and no cash.
    for basket in ("long_a", "long_b", "long", "short_a", "short"):
        row, plain = (performance_of(each, basket, "all") for each in (results, run_books(without)))
        assert (row.total_return, row.interest) == (plain.total_return, 0.0)


def slow_beta(market, j, row):
    y, x = (series[max(0, row - 249) : row + 1] for series in (market.members.returns[:, j], market.regressors[:, 0]))
    joint = np.isfinite(y) & np.isfinite(x)
    return sm.OLS(y[joint], sm.add_constant(x[joint])).fit().params[1] if joint.sum() >= 60 else NAN


def test_a_book_hedged_by_beta_has_none_at_any_trade_as_far_as_was_known():
    market = random_market(1, hedge="beta", weighting="inverse_vol", gross=1.5)
    plan = held_plan(market)
    hedged = [trade for trade in plan.trades if math.isfinite(trade.hedge)]

    # Sixty returns are known from April on.
    assert [trade.decided_row for trade in hedged] == [t for t in MONTHS if t >= 60]
    for trade in hedged:
        betas = np.array([slow_beta(market, j, trade.decided_row) for j in range(5)])
        # In this seed no ratio meets its bounds.
        assert 1 / 3 < trade.hedge < 3
        assert float(trade.weights @ betas) == pytest.approx(0.0, abs=1e-10)
        assert trade.weights[:3].sum() == pytest.approx(0.75, rel=1e-12)
        assert trade.weights[3:].sum() == pytest.approx(-0.75 * trade.hedge, rel=1e-12)


def test_the_short_side_is_doubled_where_the_long_sides_beta_is_twice_its_own():
    spy = np.random.default_rng(15).normal(0, 0.01, N)
    series = {"A": 2.0 * spy, "B": 2.0 * spy, "D": spy, BENCHMARK: spy}
    market = make_market(
        {"long_a": ["A", "B"], "short_a": ["D"]},
        series,
        session_on=DAYS,
        opened_on=date_of(DAYS[120]),
        hedge="beta",
        rebalance="daily",
        cost_bps=0.0,
        borrow_bps_per_year=0.0,
    )
    trades = held_plan(market).trades

    for trade in trades:
        # Row 0 has no return, so the sixtieth is row 60's; until then dollars.
        if trade.decided_row < 60:
            assert math.isnan(trade.hedge)
            np.testing.assert_allclose(trade.weights, [0.5, 0.5, -1.0], rtol=1e-12)
        else:
            assert trade.hedge == pytest.approx(2.0, rel=1e-9)
            np.testing.assert_allclose(trade.weights, [0.5, 0.5, -2.0], rtol=1e-9)
    # So from the opening on the market earns and costs nothing.
    results = run_books(market)
    assert performance_of(results, "spread", "after").total_return == pytest.approx(0.0, abs=1e-9)
    assert performance_of(results, "spread", "before").total_return != pytest.approx(0.0, abs=1e-4)


@pytest.mark.parametrize("choices", [CHOICES[0], CHOICES[1], {"cash_rate": "RATE", "rebalance": "weekly"}])
def test_a_benchmark_moves_alpha_beta_and_market_parts_and_nothing_else(choices):
    market = random_market(16, **choices)
    level = market.panel.level.copy()
    shift = np.random.default_rng(17).normal(0.001, 0.02, N)
    level[:, market.panel.column(BENCHMARK)] *= np.cumprod(1 + shift)
    other = lay_out(market.thesis, dataclasses.replace(market.panel, level=level))

    ours, theirs = run_books(market), run_books(other)

    of_market = dict.fromkeys(("beta", "beta_ci_low", "beta_ci_high", "alpha", "alpha_ci_low", "alpha_ci_high"))
    for row, shifted in zip(ours.performance, theirs.performance, strict=True):
        assert dataclasses.replace(row, **of_market) == dataclasses.replace(shifted, **of_market)
        assert row.beta != shifted.beta
    for line, shifted in zip(ours.attribution, theirs.attribution, strict=True):
        parts = {"market": 0.0, "residual": 0.0}
        assert dataclasses.replace(line, **parts) == dataclasses.replace(shifted, **parts)
    assert one_line(ours, "gross").market != one_line(theirs, "gross").market
    assert ours.equity == theirs.equity
    assert ours.affected == theirs.affected
    for key, series in ours.returns.items():
        np.testing.assert_array_equal(series, theirs.returns[key])


def test_a_leg_alone_has_no_cap_and_a_side_has():
    market = random_market(18, rebalance="never", max_weight_pct=50.0)
    ratio = market.panel.level[-1] / market.panel.level[1]
    results = run_books(market)

    # B has two thirds of its leg, and 0.4 of the side, as C has: nobody is above half.
    leg = ratio[0] / 3 + 2 * ratio[1] / 3
    assert performance_of(results, "long_a", "all").total_return == pytest.approx(leg - 1, abs=1e-12)
    tight = run_books(random_market(18, rebalance="never", max_weight_pct=35.0))
    side = 0.3 * ratio[0] + 0.35 * ratio[1] + 0.35 * ratio[2]
    assert performance_of(tight, "long", "all").total_return == pytest.approx(side - 1, abs=1e-12)


def test_what_was_not_simply_held_is_told_of_the_held_basket():
    assert run_books(random_market(19)).affected == ()
    found = run_books(random_market(19, legs={"long_a": ["A", "GONE"], "short_a": ["D"]})).affected

    assert [(each.ticker, each.check) for each in found] == [("GONE", "never_held")]


def test_legs_and_sides_stand_alone_gross_and_show_the_stocks_own_return():
    market = random_market(2, rebalance="never")
    level = market.panel.level
    ratio = level[-1] / level[1]
    results = run_books(market)
    expected = {
        "long_a": ratio[0] / 3 + 2 * ratio[1] / 3,
        "long_b": ratio[2],
        "long": 0.2 * ratio[0] + 0.4 * ratio[1] + 0.4 * ratio[2],
        "short_a": (ratio[3] + ratio[4]) / 2,
        "short": (ratio[3] + ratio[4]) / 2,
    }

    for basket, grown in expected.items():
        row = performance_of(results, basket, "all")
        assert row.total_return == pytest.approx(grown - 1, abs=1e-12)
        assert row.cost == pytest.approx(0.001, abs=1e-15)
        assert "signed_as_held" not in row.flags


def test_a_short_row_alone_says_what_its_borrow_would_have_cost():
    market = random_market(3, rebalance="never", borrow_bps_per_year=400.0)
    level = market.panel.level
    owed = 0.0
    for t in range(2, N):
        value = (level[t - 1, 3] / level[1, 3] + level[t - 1, 4] / level[1, 4]) / 2
        owed += value * 0.04 * float((DAYS[t] - DAYS[t - 1]).astype(int)) / 365

    results = run_books(market)

    assert performance_of(results, "short", "all").borrow == pytest.approx(owed, rel=1e-12)
    assert performance_of(results, "long", "all").borrow == 0.0


def test_a_short_only_thesis_is_signed_as_held_and_charged():
    market = random_market(4, legs={"short_a": ["D", "E"]}, rebalance="never", borrow_bps_per_year=400.0)
    level = market.panel.level
    results = run_books(market)
    row = performance_of(results, "short", "all")
    ratio = level[-1] / level[1]
    sold = 2 - (ratio[3] + ratio[4]) / 2

    assert "signed_as_held" in row.flags
    assert row.total_return == pytest.approx(sold - 1 - row.cost - row.borrow, abs=1e-12)
    assert row.cost == pytest.approx(0.001, abs=1e-15)
    # The leg on its own still shows what the stocks did.
    assert performance_of(results, "short_a", "all").total_return == pytest.approx(1 - sold, abs=1e-12)
    assert "signed_as_held" not in performance_of(results, "short_a", "all").flags


@settings(max_examples=15, deadline=None)
@given(
    st.integers(0, 10_000),
    st.sampled_from([0, 1, 2, 60, 120, 218, 219]),
    st.sampled_from(["daily", "weekly", "monthly", "quarterly", "never"]),
    st.sampled_from([None, {"long_a": ["A", "B"]}, {"short_a": ["D", "GONE"]}]),
)
def test_names_cost_and_borrow_add_up_to_every_periods_return_and_periods_chain(seed, opening, rebalance, legs):
    market = random_market(seed, opening=opening, chosen=min(opening + 30, N - 1), legs=legs, rebalance=rebalance)
    results = run_books(market)
    grown = {}

    for period in PERIODS:
        row = performance_of(results, market.thesis.held_basket, period)
        lines = lines_of(results, period)
        if row.n_sessions == 0:
            assert {"no_sessions", "ruined"} & set(row.flags)
            assert row.total_return is None
            assert [(line.line, line.contribution) for line in lines] == [("net", 0.0)]
            grown[period] = 1.0
            continue
        parts = [line for line in lines if not line.is_subtotal]
        assert sum(line.contribution for line in parts) == pytest.approx(row.total_return, abs=1e-12)
        assert -sum(line.contribution for line in lines if line.line == "cost") == pytest.approx(row.cost, abs=1e-15)
        assert [line.line for line in lines[-4:]] == ["cost", "borrow", "cash", "net"]
        assert lines[-1].contribution == pytest.approx(row.total_return, abs=1e-15)
        grown[period] = 1 + row.total_return
        returns = results.returns[market.thesis.held_basket, period]
        assert len(returns) == row.n_sessions
        assert np.prod(1 + returns) == pytest.approx(grown[period], abs=1e-12)

    assert grown["before"] * grown["after"] == pytest.approx(grown["all"], abs=1e-12)


def test_periods_are_cut_at_the_opening_and_at_the_choice_of_members():
    results = run_books(random_market(5, opening=120, chosen=150))
    dates = {
        period: (row.start_on, row.end_on, row.n_sessions)
        for period in PERIODS
        for row in [performance_of(results, "spread", period)]
    }

    # The first trade is on row 1 and has no return of its own.
    assert dates == {
        "before": (date_of(DAYS[1]), date_of(DAYS[120]), 119),
        "after": (date_of(DAYS[121]), date_of(DAYS[N - 1]), N - 121),
        "live": (date_of(DAYS[151]), date_of(DAYS[N - 1]), N - 151),
        "all": (date_of(DAYS[1]), date_of(DAYS[N - 1]), N - 2),
    }
    for period in PERIODS:
        flags = performance_of(results, "spread", period).flags
        assert ("hindsight" in flags) == (period in ("before", "all"))


def test_every_basket_has_all_four_periods_also_empty_ones():
    market = random_market(6, opening=N - 1, chosen=N - 1)
    results = run_books(market)

    assert [(row.basket, row.period) for row in results.performance] == [
        (basket, period) for basket in market.thesis.baskets for period in PERIODS
    ]
    for period in ("after", "live"):
        row = performance_of(results, "spread", period)
        assert (row.n_sessions, row.total_return, row.start_on) == (0, None, None)
        assert row.flags == ("no_sessions",)


def test_short_periods_are_flagged_and_not_annualised():
    row = performance_of(run_books(random_market(7, opening=160, chosen=160)), "spread", "live")

    assert row.n_sessions == 59
    assert "too_short" in row.flags
    assert (row.cagr, row.vol, row.sharpe, row.alpha, row.turnover) == (None,) * 5
    assert row.total_return is not None


def test_an_unpriced_name_has_its_line_and_says_so():
    market = random_market(8, legs={"long_a": ["A", "GONE"], "short_a": ["D"]})

    lines = {line.ticker: line for line in lines_of(run_books(market), "all") if line.line == "name"}

    assert lines["GONE"].contribution == 0.0
    assert "not_priced" in lines["GONE"].flags
    assert "not_priced" not in lines["A"].flags


def test_an_empty_side_means_flat_and_is_flagged():
    # The only short name leaves at row 100; decided at its last close, sold at the next.
    market = random_market(9, legs={"long_a": ["A"], "short_a": [Member("D", to_on=date_of(DAYS[100]))]})
    results = run_books(market)
    points = {p.session_on: p.value for p in results.equity if (p.basket, p.period) == ("spread", "all")}

    assert "flat_sessions" in performance_of(results, "spread", "all").flags
    assert performance_of(results, "spread", "all").n_flat_sessions == N - 101
    assert performance_of(results, "long", "all").n_flat_sessions == 0
    assert len({points[date_of(day)] for day in DAYS[101:]}) == 1
    assert performance_of(results, "long", "all").flags == ("hindsight",)


def test_a_hedge_by_beta_without_one_is_by_dollars_and_says_so():
    # The short name has too few returns for a beta until row 160; later trades have one.
    rng = np.random.default_rng(3)
    returns = dict(zip(("A", "D", BENCHMARK), random_returns(rng, N, 2).T, strict=True))
    levels = {name: 100.0 * np.cumprod(1.0 + each) for name, each in returns.items()}
    levels["D"][:100] = NAN
    thesis = make_thesis({"long_a": ["A"], "short_a": ["D"]}, hedge="beta", opened_on=date_of(DAYS[180]))
    market = lay_out(thesis, make_panel(levels, session_on=DAYS))
    results = run_books(market)
    trades = held_plan(market).trades

    assert trades[0].row == 101
    assert trades[0].weights.tolist() == [1.0, -1.0]
    assert "no_hedge_beta" in performance_of(results, "spread", "before").flags
    assert "no_hedge_beta" not in performance_of(results, "spread", "after").flags
    assert "no_hedge_beta" not in performance_of(results, "long", "before").flags


def test_ruin_is_flagged_and_ends_the_run():
    up = np.full(N, 0.0)
    up[50] = 1.5
    flat = np.zeros(N)
    market = make_market(
        {"long_a": ["A"], "short_a": ["D"]},
        {"A": flat, "D": up, BENCHMARK: random_returns(np.random.default_rng(1), N, 0)[:, 0]},
        session_on=DAYS,
        opened_on=date_of(DAYS[40]),
    )
    results = run_books(market)
    after = performance_of(results, "spread", "after")

    assert "ruined" in after.flags
    assert after.end_on == date_of(DAYS[50])
    assert after.total_return < -1.0
    assert after.cagr is None
    assert "ruined" not in performance_of(results, "spread", "before").flags
    assert "ruined" not in performance_of(results, "long", "after").flags


def test_a_period_that_begins_after_the_ruin_says_so():
    up = np.full(N, 0.0)
    up[50] = 1.5
    market = make_market(
        {"long_a": ["A"], "short_a": ["D"]},
        {"A": np.zeros(N), "D": up, BENCHMARK: np.zeros(N)},
        session_on=DAYS,
        opened_on=date_of(DAYS[60]),
    )

    row = performance_of(run_books(market), "spread", "after")

    assert (row.n_sessions, row.total_return, row.flags) == (0, None, ("ruined",))


def test_one_session_of_history_is_a_book_that_never_traded():
    late = np.where(np.arange(N) < N - 1, NAN, 100.0)
    thesis = make_thesis({"long_a": ["A"]}, opened_on=date_of(DAYS[10]))
    market = lay_out(thesis, make_panel({"A": late, BENCHMARK: np.full(N, 1.0)}, session_on=DAYS))

    results = run_books(market)

    assert all(row.flags[-1] == "no_sessions" for row in results.performance)
    assert all(point.value is None and point.flags[-1] == "no_sessions" for point in results.equity)
    assert len(results.equity) == len(results.performance)


def test_a_member_counts_only_inside_its_span():
    # The level before FROM belongs to another company: a hundredfold jump into the span is not earned.
    level = levels_from(random_returns(np.random.default_rng(10), N, 1))
    level[:100, 0] /= 100.0
    thesis = make_thesis(
        {"long_a": ["Z", Member("A", from_on=date_of(DAYS[100]))]}, opened_on=date_of(DAYS[10]), cost_bps=0.0
    )
    panel = make_panel({"A": level[:, 0], "Z": np.full(N, 5.0), BENCHMARK: level[:, 1]}, session_on=DAYS)

    results = run_books(lay_out(thesis, panel))

    line = next(line for line in lines_of(results, "all") if line.ticker == "A")
    enters = next(t for t in range(100, N) if DAYS[t].astype("datetime64[M]") != DAYS[t - 1].astype("datetime64[M]"))
    held = [p.value for p in results.equity if (p.basket, p.period) == ("long", "all")]
    # Rows of equity begin at row 1; nothing is earned before the purchase, a session after the month's first.
    assert held[: enters + 1] == [1.0] * (enters + 1)
    assert abs(line.contribution) < 1.0
    assert line.contribution == pytest.approx(held[-1] - 1.0, abs=1e-12)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000), st.integers(40, N - 1), st.sampled_from(CHOICES))
def test_no_nav_depends_on_later_sessions(seed, t, choices):
    market = random_market(seed, opening=20, chosen=20, **choices)
    panel = market.panel
    cut = dataclasses.replace(
        panel,
        session_on=panel.session_on[:t],
        closes_at=panel.closes_at[:t],
        level=panel.level[:t],
        closed=panel.closed[:t],
    )

    early = {(p.basket, p.period, p.session_on): p.value for p in run_books(lay_out(market.thesis, cut)).equity}
    whole = {(p.basket, p.period, p.session_on): p.value for p in run_books(market).equity}

    assert len(early) > 0
    for key, value in early.items():
        if value is None:
            assert key[2] is None
            continue
        assert value == pytest.approx(whole[key], rel=1e-12)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(CHOICES))
def test_neither_the_order_of_members_nor_the_unit_of_prices_changes_anything(seed, choices):
    rng = np.random.default_rng(seed)
    market = random_market(seed, **choices)
    turned = {"long_a": [Member("B", 2.0), "A"], "long_b": ["C"], "short_a": ["E", "D"]}
    # All but the rate on cash, whose level is a number of percent.
    scales = np.append(rng.uniform(0.01, 100.0, 6), 1.0)
    scaled = dataclasses.replace(market.panel, level=market.panel.level * scales)
    thesis = random_market(seed, legs=turned, **choices).thesis
    before = market.panel.level.copy()

    base = run_books(market)
    other = run_books(lay_out(thesis, scaled))

    for row, theirs in zip(base.performance, other.performance, strict=True):
        assert row.total_return == pytest.approx(theirs.total_return, abs=1e-10)
        assert row.cost == pytest.approx(theirs.cost, abs=1e-10)
        assert row.beta == pytest.approx(theirs.beta, abs=1e-9)
    np.testing.assert_array_equal(market.panel.level, before)


def test_trials_fill_the_deflated_sharpe_of_annualised_rows_only():
    results = run_books(random_market(11, opening=160, chosen=160))
    trials = {("spread", "all"): [0.01, 0.02, 0.05], ("spread", "live"): [0.01, 0.02]}

    filled = {(row.basket, row.period): row for row in with_trials(results.performance, results.returns, trials, 3)}

    row = filled["spread", "all"]
    expected = deflated_sharpe(results.returns["spread", "all"], np.array([0.01, 0.02, 0.05]), 3)
    assert row.deflated_sharpe == pytest.approx(expected)
    assert row.n_trials == 3
    # 59 sessions have no yearly Sharpe and so no deflated one.
    assert (filled["spread", "live"].deflated_sharpe, filled["spread", "live"].n_trials) == (None, 3)
    assert filled["spread", "before"].n_trials == 3
    assert not math.isnan(filled["spread", "before"].deflated_sharpe)
    unchanged = dataclasses.replace(row, deflated_sharpe=None, n_trials=None)
    assert unchanged == performance_of(results, "spread", "all")
