import dataclasses

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from make_market import BENCHMARK, date_of, make_market, random_returns, weekdays

from screener.calc.books.all_books import run_books
from screener.calc.books.attribution import market_gains
from screener.calc.books.book_plan import held_plan, history_of
from screener.calc.market import lay_out
from screener.records.thesis import Member

NAN = np.nan
N = 260
DAYS = weekdays(N, "2021-01-04")
PERIODS = ("before", "after", "live", "all")
LEGS = {
    "long_a": ["A", Member("B", 2.0)],
    "long_b": ["C", "GONE"],
    "short_a": ["D", Member("E", 1.0, from_on=date_of(DAYS[90]))],
    "short_b": [Member("F", 3.0, to_on=date_of(DAYS[200]))],
}
ONE_SIDED = {
    side: {leg: members for leg, members in LEGS.items() if leg.startswith(side)} for side in ("long", "short")
}
MONTHS = [t for t in range(1, N) if DAYS[t].astype("datetime64[M]") != DAYS[t - 1].astype("datetime64[M]")]


def market_of(seed, legs=None, *, rate=None, opening=120, chosen=150, **settings):
    """Lay a thesis of six names and a rate on random prices; the rate moves about 4 % a year."""
    rng = np.random.default_rng(seed)
    returns = random_returns(rng, N, 7)
    series = dict(zip((*"ABCDEF", "XLK", BENCHMARK), returns.T, strict=True))
    series["RATE"] = np.concatenate([[0.0], [-0.96], rng.normal(0, 0.01, N - 2)])
    return make_market(
        legs or LEGS,
        series,
        session_on=DAYS,
        opened_on=date_of(DAYS[opening]),
        members_chosen_on=date_of(DAYS[chosen]),
        leg_weights={"long_a": 60.0, "long_b": 40.0, "short_b": 0.5},
        cash_rate="RATE" if rate else "",
        **settings,
    )


def lines_of(results, period):
    return [line for line in results.attribution if line.period == period]


def one(lines, kind, **where):
    (found,) = [line for line in lines if line.line == kind and all(getattr(line, k) == v for k, v in where.items())]
    return found


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 10_000),
    st.sampled_from(["daily", "weekly", "monthly", "quarterly", "never"]),
    st.sampled_from([0, 1, 3]),
    st.sampled_from(["equal", "inverse_vol"]),
    st.sampled_from(["dollar", "beta"]),
    st.sampled_from([0.5, 2.0]),
    st.sampled_from([LEGS, *ONE_SIDED.values()]),
    st.booleans(),
    st.sampled_from([None, 40.0]),
    st.sampled_from([0, 120, N - 1]),
)
def test_the_lines_of_every_period_add_up_to_its_return(
    seed, rebalance, lag, weighting, hedge, gross, legs, earns, most, opening
):
    market = market_of(
        seed,
        legs,
        rate=earns,
        opening=opening,
        chosen=min(opening + 30, N - 1),
        rebalance=rebalance,
        lag_sessions=lag,
        weighting=weighting,
        hedge=hedge,
        gross=gross,
        max_weight_pct=most,
        cost_bps=15.0,
        borrow_bps_per_year=300.0,
    )
    results = run_books(market)
    held = market.thesis.held_basket

    for row in (each for each in results.performance if each.basket == held):
        lines = lines_of(results, row.period)
        net = one(lines, "net")
        if row.n_sessions == 0:
            assert [line.contribution for line in lines] == [0.0]
            continue
        parts = [line for line in lines if not line.is_subtotal]
        assert {line.line for line in parts} == {"name", "cost", "borrow", "cash"}
        assert sum(line.contribution for line in parts) == pytest.approx(row.total_return, abs=1e-12)
        assert net.contribution == pytest.approx(row.total_return, abs=1e-15)
        assert one(lines, "cost").contribution == pytest.approx(-row.cost, abs=1e-15)
        assert one(lines, "borrow").contribution == pytest.approx(-row.borrow, abs=1e-15)
        assert one(lines, "cash").contribution == pytest.approx(row.interest, abs=1e-15)
        assert (row.interest != 0.0) == (earns is True)
        for line in lines:
            assert line.market + line.residual == pytest.approx(line.contribution, abs=1e-14)
        for kind in ("market", "residual"):
            assert sum(getattr(line, kind) for line in parts) == pytest.approx(getattr(net, kind), abs=1e-12)


@pytest.mark.parametrize("legs", [LEGS, *ONE_SIDED.values()])
def test_subtotals_are_the_sums_of_their_names(legs):
    market = market_of(1, legs, cost_bps=20.0)
    results = run_books(market)

    for period in PERIODS:
        lines = lines_of(results, period)
        names = [line for line in lines if line.line == "name"]
        for line in lines:
            mine = {
                "leg": [name for name in names if name.leg == line.leg],
                "side": [name for name in names if name.side == line.side],
                "gross": names,
            }.get(line.line)
            if mine is not None:
                assert len(mine) > 0
                for kind in ("contribution", "market", "residual"):
                    expected = sum(getattr(name, kind) for name in mine)
                    assert getattr(line, kind) == pytest.approx(expected, abs=1e-14)


def test_lines_come_in_a_fixed_order_and_say_what_they_are_of():
    found = [(line.line, line.side, line.leg, line.ticker) for line in lines_of(run_books(market_of(2)), "all")]

    assert found == [
        ("name", "long", "long_a", "A"),
        ("name", "long", "long_a", "B"),
        ("name", "long", "long_b", "C"),
        ("name", "long", "long_b", "GONE"),
        ("name", "short", "short_a", "D"),
        ("name", "short", "short_a", "E"),
        ("name", "short", "short_b", "F"),
        ("leg", "long", "long_a", ""),
        ("leg", "long", "long_b", ""),
        ("leg", "short", "short_a", ""),
        ("leg", "short", "short_b", ""),
        ("side", "long", "", ""),
        ("side", "short", "", ""),
        ("gross", "spread", "spread", ""),
        ("cost", "spread", "spread", ""),
        ("borrow", "spread", "spread", ""),
        ("cash", "spread", "spread", ""),
        ("net", "spread", "spread", ""),
    ]
    subtotals = {line.line for line in lines_of(run_books(market_of(2)), "all") if line.is_subtotal}
    assert subtotals == {"leg", "side", "gross", "net"}


def test_contributions_by_hand_of_a_book_that_never_trades_again():
    market = market_of(3, {"long_a": ["A", "B"], "short_a": ["D"]}, rebalance="never", cost_bps=0.0)
    level = market.panel.level[:, :4]
    # Bought at row 1, so a position of w is worth w P(t) / P(1) at t.
    worth = np.array([0.5, 0.5, -1.0]) * level[:, [0, 1, 3]] / level[1, [0, 1, 3]]
    borrow = np.diff(DAYS).astype(float)[1:] * -worth[1:-1, 2] * 0.005 / 365
    nav = 1.0 + worth.sum(axis=1) - worth[1].sum() - np.concatenate([[0.0, 0.0], np.cumsum(borrow)])
    results = run_books(market)

    for period, first, last in (("before", 1, 120), ("after", 120, N - 1), ("live", 150, N - 1), ("all", 1, N - 1)):
        lines = lines_of(results, period)
        for j, ticker in enumerate("ABD"):
            expected = (worth[last, j] - worth[first, j]) / nav[first]
            assert one(lines, "name", ticker=ticker).contribution == pytest.approx(expected, abs=1e-12)
        paid = borrow[first - 1 : last - 1].sum() / nav[first]
        assert one(lines, "borrow").contribution == pytest.approx(-paid, abs=1e-14)


def slow_market_gains(market, book):
    """Explain each session by slopes fitted at the last month's first session before it."""
    members, x = market.members.estimation, market.regressors
    fitted = [book.first, *(t for t in MONTHS if t > book.first)]
    explained = np.zeros(book.before.shape)
    for t in range(book.first + 1, N):
        row = max(r for r in fitted if r < t)
        span = slice(max(0, row - 249), row + 1)
        for j in np.flatnonzero(book.before[t]):
            joint = np.isfinite(members[span, j]) & np.isfinite(x[span]).all(axis=1)
            if joint.sum() < 60:
                explained[t, j] = NAN
                continue
            slopes = sm.OLS(members[span, j][joint], sm.add_constant(x[span][joint])).fit().params[1:]
            explained[t, j] = book.before[t, j] * float(slopes @ x[t])
    return explained


@pytest.mark.parametrize("legs", [LEGS, ONE_SIDED["short"]])
@pytest.mark.parametrize(
    ("benchmarks", "early", "begins"),
    [((BENCHMARK,), False, 0), ((BENCHMARK,), False, 70), ((BENCHMARK, "XLK"), True, 0)],
)
def test_the_market_part_agrees_with_statsmodels_month_by_month(legs, benchmarks, early, begins):
    history_from = date_of(DAYS[begins])
    market = market_of(4, legs, rebalance="quarterly", hedge="beta", benchmark=benchmarks, history_from=history_from)
    if early:
        closes_early = market.panel.closes_early.copy()
        closes_early[market.panel.column("D")] = True
        market = lay_out(market.thesis, dataclasses.replace(market.panel, closes_early=closes_early))
    assert market.regressors.shape[1] == (4 if early else 1)
    book = held_plan(market).run()
    expected = slow_market_gains(market, book)

    found = market_gains(book, history_of(market), DAYS)

    np.testing.assert_allclose(found, expected, rtol=1e-8, atol=1e-13)
    lines = lines_of(run_books(market), "after")
    base = book.nav[120]
    for j, (_, member) in enumerate(market.members.members):
        line = one(lines, "name", ticker=member.ticker)
        assert line.market == pytest.approx(np.nansum(expected[121:, j]) / base, abs=1e-10)
        assert ("no_beta" in line.flags) == bool(np.isnan(expected[121:, j]).any())


def test_a_member_without_a_beta_yet_says_so_and_explains_nothing_until_then():
    # History is too short at the first trade; at the first session of April 65 returns are known.
    results = run_books(market_of(5, {"long_a": ["A"]}, rebalance="never", opening=40, chosen=100))
    by_period = {period: one(lines_of(results, period), "name", ticker="A") for period in PERIODS}

    assert [date_of(DAYS[t]).month for t in MONTHS[:3]] == [2, 3, 4]
    assert (MONTHS[1], MONTHS[2]) == (40, 63)
    assert by_period["before"].market == 0.0
    assert by_period["before"].residual == by_period["before"].contribution != 0.0
    assert {period for period in PERIODS if "no_beta" in by_period[period].flags} == {"before", "after", "all"}
    assert by_period["live"].market != 0.0


def test_a_stock_that_is_the_benchmark_leaves_no_residual():
    returns = random_returns(np.random.default_rng(6), N, 0)[:, 0]
    market = make_market(
        {"long_a": [BENCHMARK]}, {BENCHMARK: returns}, session_on=DAYS, opened_on=date_of(DAYS[120]), rebalance="never"
    )
    line = one(lines_of(run_books(market), "after"), "name", ticker=BENCHMARK)

    worth = market.panel.level[:, 0] / market.panel.level[1, 0]
    # The purchase cost 10 bps of NAV, on top.
    assert line.contribution == pytest.approx((worth[-1] - worth[120]) / (worth[120] - 0.001), rel=1e-12)
    assert line.market == pytest.approx(line.contribution, abs=1e-12)
    assert line.residual == pytest.approx(0.0, abs=1e-12)


def test_a_planted_beta_is_what_the_market_part_shows():
    rng = np.random.default_rng(7)
    spy = rng.normal(0, 0.01, N)
    own = np.where(np.arange(N) == 200, 0.05, 0.0)
    series = {"A": 1.5 * spy + own, "D": 0.5 * spy, BENCHMARK: spy}
    market = make_market(
        {"long_a": ["A"], "short_a": ["D"]},
        series,
        session_on=DAYS,
        opened_on=date_of(DAYS[150]),
        rebalance="never",
        cost_bps=0.0,
        borrow_bps_per_year=0.0,
    )
    lines = lines_of(run_books(market), "after")
    book = held_plan(market).run()
    # The jump is in the windows of the later slopes, so only the short's part is exact.
    short = one(lines, "name", ticker="D")
    assert short.residual == pytest.approx(0.0, abs=1e-12)
    assert short.market == pytest.approx((book.before[151:, 1] * 0.5 * spy[151:]).sum() / book.nav[150], abs=1e-12)
    long = one(lines, "name", ticker="A")
    jump = book.before[200, 0] * 0.05 / book.nav[150]
    assert long.residual == pytest.approx(jump, abs=0.004)
    assert abs(jump) > 0.03


def test_frictions_have_no_market_part():
    lines = lines_of(run_books(market_of(8, rate=True, cost_bps=50.0, borrow_bps_per_year=900.0)), "all")

    for kind in ("cost", "borrow", "cash"):
        line = one(lines, kind)
        assert line.market == 0.0
        assert line.residual == line.contribution != 0.0


def test_a_ruined_book_adds_up_to_its_ruin():
    returns = {"A": np.zeros(N), "D": np.zeros(N), BENCHMARK: np.random.default_rng(9).normal(0, 0.01, N)}
    returns["D"][130] = 1.5
    market = make_market(
        {"long_a": ["A"], "short_a": ["D"]},
        returns,
        session_on=DAYS,
        opened_on=date_of(DAYS[120]),
        members_chosen_on=date_of(DAYS[140]),
    )
    results = run_books(market)
    lines = lines_of(results, "after")

    assert one(lines, "net").contribution < -1.0
    assert one(lines, "name", ticker="D").contribution == pytest.approx(-1.5, abs=0.01)
    parts = sum(line.contribution for line in lines if not line.is_subtotal)
    assert parts == pytest.approx(one(lines, "net").contribution, abs=1e-12)
    assert [(line.line, line.contribution, line.flags) for line in lines_of(results, "live")] == [
        ("net", 0.0, ("ruined",))
    ]


def test_hindsight_is_on_every_line_of_what_lies_before_the_opening():
    results = run_books(market_of(10))

    for line in results.attribution:
        assert ("hindsight" in line.flags) == (line.period in ("before", "all"))


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000), st.integers(70, N - 1))
def test_no_market_part_looks_at_a_later_session(seed, t):
    market = market_of(seed, rebalance="monthly", hedge="beta", weighting="inverse_vol", opening=20, chosen=20)
    panel = market.panel
    cut = dataclasses.replace(
        panel,
        session_on=panel.session_on[:t],
        closes_at=panel.closes_at[:t],
        level=panel.level[:t],
        closed=panel.closed[:t],
    )
    early = lay_out(market.thesis, cut)

    whole = market_gains(held_plan(market).run(), history_of(market), DAYS)

    found = market_gains(held_plan(early).run(), history_of(early), DAYS[:t])
    np.testing.assert_allclose(found, whole[:t], rtol=1e-9, atol=1e-14)
