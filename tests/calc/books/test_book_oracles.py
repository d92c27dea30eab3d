"""Books beside another package's, and beside a thesis kept name by name and day by day from its prices alone."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from make_market import BENCHMARK, date_of, levels_from, make_panel, make_thesis, random_returns, weekdays

from screener.calc.books.all_books import run_books
from screener.calc.books.book import Frictions, run_book
from screener.calc.books.book_plan import held_plan
from screener.calc.books.schedule import decision_rows
from screener.calc.market import lay_out
from screener.errors import DataError
from screener.records.book_rules import Delisting, NameRate
from screener.records.thesis import Member

NAN = math.nan
COST = 0.001
START = 1e8
SMALL = (30, 300)
FULL = (500, 2_520)
KINDS = [(is_two_sided, is_random) for is_two_sided in (False, True) for is_random in (False, True)]


@pytest.fixture(scope="module")
def bt():
    return pytest.importorskip("bt", reason="needs bt, an oracle")


def month_starts(days):
    months = days.astype("datetime64[M]")
    return [0] + [t for t in range(1, len(days)) if months[t] != months[t - 1]]


def target_of(rng, n_names, *, is_two_sided, is_random):
    weights = rng.uniform(0.1, 2.0, n_names) if is_random else np.ones(n_names)
    half = n_names // 2 if is_two_sided else n_names
    weights[:half] /= weights[:half].sum()
    weights[half:] /= -weights[half:].sum()
    # Now and then a name is left out, and so sold whole.
    if is_random:
        weights[rng.random(n_names) < 0.1] = 0.0
    return weights


def made_case(seed, n_names, n_sessions, **kind):
    rng = np.random.default_rng(seed)
    returns = np.clip(random_returns(rng, n_sessions, n_names, sd=0.012)[:, :-1], -0.5, 0.5)
    days = weekdays(n_sessions, "2015-01-01")
    plan = {row: target_of(rng, n_names, **kind) for row in month_starts(days)}
    return levels_from(returns), days, plan


def plain_loop(level, plan, fee):
    """Keep cash and shares of each name; ``fee`` is paid ``on_top``, or inside an ``outlay`` equal to the order."""
    prices, n_names = level.tolist(), level.shape[1]
    shares, cash, path = [0.0] * n_names, 1.0, []
    for row, price in enumerate(prices):
        nav = cash + sum(map(float.__mul__, shares, price))
        for j, weight in enumerate(plan[row].tolist() if row in plan else ()):
            order = weight * nav - shares[j] * price[j]
            if fee == "outlay" and weight != 0.0:
                # A purchase and its fee take the order; a sale less its fee raises it.
                order /= 1.0 + COST if order > 0.0 else 1.0 - COST
            shares[j] = 0.0 if weight == 0.0 else shares[j] + order / price[j]
            cash -= order + COST * abs(order)
        path.append(cash + sum(map(float.__mul__, shares, price)))
    return np.array(path)


def bt_frame(level, days):
    return pd.DataFrame(level, index=pd.DatetimeIndex(days), columns=[f"N{j}" for j in range(level.shape[1])])


def run_bt(bt, prices, *algos):
    strategy = bt.Strategy("made", [*algos, bt.algos.Rebalance()])
    backtest = bt.Backtest(
        strategy,
        prices,
        initial_capital=START,
        commissions=lambda quantity, price: COST * abs(quantity) * price,
        integer_positions=False,
    )
    backtest.run()
    return backtest


def agree_with_bt(bt, size, kind):
    level, days, plan = made_case(1, *size, **dict(zip(("is_two_sided", "is_random"), kind, strict=True)))
    prices = bt_frame(level, days)
    targets = pd.DataFrame(list(plan.values()), index=prices.index[list(plan)], columns=prices.columns)

    strategy = run_bt(bt, prices, bt.algos.WeighTarget(targets)).strategy
    # Its first row is a day before the first, at the start's capital.
    theirs = np.array(strategy.values)[1:] / START
    ours = run_book(
        np.vstack([np.zeros(level.shape[1]), level[1:] / level[:-1] - 1.0]),
        list(plan.items()),
        np.ones(len(level)),
        Frictions(cost=COST),
    )

    outlay, on_top = plain_loop(level, plan, "outlay"), plain_loop(level, plan, "on_top")
    np.testing.assert_allclose(outlay, theirs, rtol=1e-12)
    np.testing.assert_allclose(ours.nav, on_top, rtol=1e-12)
    # The loop keeps two books, and the difference is what the other says of fees: of second order in the cost.
    assert 1e-9 < np.abs(on_top / outlay - 1.0).max() < 1e-2


@pytest.mark.parametrize("kind", KINDS)
def test_a_loop_that_agrees_with_bt_agrees_with_the_book_once_the_fee_is_on_top(bt, kind):
    agree_with_bt(bt, SMALL, kind)


@pytest.mark.soak
@pytest.mark.parametrize("kind", KINDS)
def test_ten_years_of_five_hundred_names_agree_with_bt(bt, kind):
    agree_with_bt(bt, FULL, kind)


@pytest.mark.parametrize("rebalance", ["daily", "weekly", "monthly", "quarterly"])
def test_periods_begin_where_bt_says_but_bt_never_trades_on_the_last_session(bt, rebalance):
    level, days, _ = made_case(2, 3, 300, is_two_sided=False, is_random=False)
    algo = getattr(bt.algos, f"Run{rebalance.capitalize()}")()

    theirs = run_bt(bt, bt_frame(level, days), algo, bt.algos.SelectAll(), bt.algos.WeighEqually())
    traded = theirs.strategy.get_transactions().index.get_level_values(0).unique()
    ours = decision_rows(days, np.ones(level.shape, dtype=bool), 0, rebalance)

    assert [row for row in ours if row != 299] == [int(np.searchsorted(days, day)) for day in traded.to_numpy()]


def bt_of(bt, prices):
    return run_bt(
        bt,
        prices,
        bt.algos.RunMonthly(),
        bt.algos.SelectThese(list(prices.columns), include_no_data=True),
        bt.algos.WeighEqually(),
    )


def market_of(prices, days, **options):
    levels = {ticker: prices[ticker].to_numpy() for ticker in prices} | {BENCHMARK: np.full(len(days), 1.0)}
    thesis = make_thesis({"long_a": list(prices)}, opened_on=date_of(days[0]), **options)
    return lay_out(thesis, make_panel(levels, session_on=days))


def test_bt_raises_on_a_name_that_lists_late_and_ours_buys_it_at_the_next_rebalance(bt):
    level, days, _ = made_case(3, 3, 80, is_two_sided=False, is_random=False)
    level[:30, 2] = NAN
    prices = bt_frame(level, days)
    with pytest.raises(ValueError, match="Cannot allocate capital to N2 because price is nan"):
        bt_of(bt, prices)

    book = held_plan(market_of(prices, days)).run()

    # Decided at the month's first close after the listing, traded at the next: held a session later.
    bought = next(row for row in month_starts(days) if row >= 30) + 1
    assert np.flatnonzero(book.before[:, 2])[0] == bought + 1
    np.testing.assert_allclose(book.before[2, :2], [0.5, 0.5], rtol=1e-15)
    # bt is content as soon as the name is bought nowhere before it prints.
    bt_of(bt, prices.iloc[30:])


def test_bt_raises_on_a_name_that_ceases_to_print_and_ours_sells_it(bt):
    level, days, _ = made_case(4, 3, 80, is_two_sided=False, is_random=False)
    level[30:, 2] = NAN
    prices = bt_frame(level, days)
    with pytest.raises(ValueError, match=r"Position is open .* latest price is NaN for security N2"):
        bt_of(bt, prices)

    book = held_plan(market_of(prices, days)).run()

    # Its last print is row 29's; the fifth session without is row 34, and what is decided there is traded at row 35.
    assert np.flatnonzero(book.before[:, 2])[-1] == 35


DAYS = weekdays(140)
SHORT_SIDE = [Member("D", to_on=date_of(DAYS[55])), Member("F", from_on=date_of(DAYS[75]))]
THESES = [
    {
        "long_a": ["A", Member("B", 2.0)],
        "long_b": ["C", Member("F", to_on=date_of(DAYS[60]))],
        "short_a": ["D", Member("E", 0.5, from_on=date_of(DAYS[45]))],
        "short_b": [Member("F", from_on=date_of(DAYS[80])), Member("G", to_on=date_of(DAYS[70]))],
    },
    {"long_a": ["A", "B"], "short_a": SHORT_SIDE},
    {"long_a": ["A", "C", Member("F", 3.0)]},
    {"short_a": ["E", *SHORT_SIDE]},
]
WEIGHTS = {"long_a": 60.0, "long_b": 40.0, "short_a": 30.0, "short_b": 70.0}
POLICIES = (Delisting("change", -0.3), Delisting("zero", ticker="D"), Delisting("price", 40.0, ticker="B"))
RULES = {
    "rebalance": st.sampled_from(["daily", "weekly", "monthly", "quarterly", "never"]),
    "lag_sessions": st.integers(0, 3),
    "gross": st.sampled_from([1.0, 2.0]),
    "delisting": st.sampled_from([(), POLICIES]),
    "cash_rate": st.sampled_from(["", "RATE"]),
}


def holey_market(seed, legs, **rules):
    """Return a thesis whose names list late, halt for one to nine sessions, have holidays, and die."""
    rng = np.random.default_rng(seed)
    level = levels_from(random_returns(rng, 140, 7, sd=0.03))
    for j in range(7):
        level[: rng.choice([0, 0, 0, 20, 50]), j] = NAN
        for start in rng.integers(0, 140, rng.integers(0, 5)):
            level[start : start + int(rng.integers(1, 10)), j] = NAN
        if rng.random() < 0.25:
            level[int(rng.integers(40, 140)) :, j] = NAN
    # Two exchanges with holidays of one to six sessions beside the one that is open on all of them.
    shut = {}
    for names in ("BD", "CF"):
        starts = rng.integers(1, 140, rng.integers(0, 6))
        shut |= dict.fromkeys(names, sorted({t for s in starts for t in range(s, min(s + rng.integers(1, 7), 140))}))
    rate = np.where(rng.random(140) < 0.2, NAN, rng.uniform(0.5, 5.0, 140))
    thesis = make_thesis(
        legs,
        leg_weights=WEIGHTS,
        opened_on=date_of(DAYS[70]),
        cost_bps=20.0,
        borrow_bps_per_year=400.0,
        cost_by_name=(NameRate("B", 80.0),),
        borrow_by_name=(NameRate("D", 2_000.0, date_of(DAYS[50]), date_of(DAYS[90])), NameRate("F", 0.0)),
        **rules,
    )
    levels = dict(zip((*"ABCDEFG", BENCHMARK), level.T, strict=True)) | {"RATE": rate}
    panel = make_panel(levels, session_on=DAYS, shut=shut)
    # A source gives a close beside each print.
    return lay_out(thesis, replace(panel, close=np.where(panel.shut, NAN, 2.0 * panel.level)))


def rate_of(rates, ticker, day, otherwise):
    for rate in rates:
        if rate.ticker == ticker and (rate.from_on or day) <= day <= (rate.to_on or day):
            return rate.bps / 1e4
    return otherwise / 1e4


def left_of(rules, ticker, close):
    """Return what a dead name is marked to, over its last price."""
    policies = {policy.ticker: policy for policy in rules.delisting}
    policy = policies.get(ticker, policies.get("", Delisting("last_price")))
    kinds = {"last_price": 1.0, "zero": 0.0, "change": 1.0 + policy.value, "price": policy.value / close}
    return kinds[policy.kind]


def shares_of_nav(thesis, there):
    """Return the weights of who is there: by leg, then by side; nothing where a side has nobody."""
    weights, gross = dict.fromkeys(there, 0.0), thesis.rules.gross / 2.0 if len(thesis.sides) == 2 else 1.0
    legs = {leg: [key for key in there if key[0] == leg.name and there[key]] for leg in thesis.legs}
    for side in thesis.sides:
        filled = [leg for leg in thesis.side_legs(side) if legs[leg]]
        if not filled:
            return dict.fromkeys(there, 0.0)
        for leg in filled:
            for key in legs[leg]:
                of_leg = key[1].weight / sum(each[1].weight for each in legs[leg])
                of_side = leg.weight / sum(each.weight for each in filled)
                weights[key] = (gross if side == "long" else -gross) * of_leg * of_side
    return weights


def is_due(thesis, day, before):
    parts = {
        "daily": lambda d: d,
        "weekly": lambda d: d.isocalendar()[:2],
        "monthly": lambda d: (d.year, d.month),
        "quarterly": lambda d: (d.year, (d.month - 1) // 3),
        "never": lambda _: 0,
    }
    part = parts[thesis.rules.rebalance]
    return part(day) != part(before)


def silent_for(member, price, is_shut):
    """Return how many sessions of its exchange ago a name last printed inside its span, by row; many before it did."""
    silent, found = 99, []
    for day, now, is_closed in zip(DAYS, price, is_shut, strict=True):
        if not is_closed:
            silent = 0 if math.isfinite(now) and member.is_valid_on(date_of(day)) else silent + 1
        found.append(silent)
    return found


def slow_thesis(market):
    """Keep what the thesis holds day by day; return NAV and the names held, by row from the first trade on."""
    thesis, rules, panel = market.thesis, market.thesis.rules, market.panel
    keys = [(leg.name, member) for leg in thesis.legs for member in leg.members]
    price = {key: panel.level[:, panel.column(key[1].ticker)].tolist() for key in keys}
    is_shut = {key: panel.shut[:, panel.column(key[1].ticker)].tolist() for key in keys}
    rates = panel.level[:, panel.column("RATE")].tolist()
    silent = {key: silent_for(key[1], price[key], is_shut[key]) for key in keys}
    mark, last, held = {}, {}, dict.fromkeys(keys, 0.0)
    cash, orders, path, was_there, known_rate, rate = 1.0, {}, {}, {}, 0.0, 0.0
    for t in range(len(DAYS)):
        day, before = date_of(DAYS[t]), date_of(DAYS[max(t - 1, 0)])
        years = (day - before).days / 365.0
        # Nothing is earned before the first trade.
        cash += cash * rate * years * bool(path)
        cash += sum(
            min(held[key], 0.0)
            * years
            * rate_of(rules.borrow_by_name, key[1].ticker, before, rules.borrow_bps_per_year)
            for key in keys
        )
        there, trades = {}, {}
        for key in keys:
            member, now = key[1], price[key][t]
            is_named = member.is_valid_on(day)
            is_open, n_silent = not is_shut[key][t], silent[key][t]
            if is_open and n_silent == 0:
                held[key] *= now / mark[key] if mark.get(key) else 1.0
                mark[key], last[key] = now, t
            elif is_named and is_open and n_silent == 5:
                factor = left_of(rules, member.ticker, 2.0 * price[key][last[key]])
                held[key] *= factor
                mark[key] *= factor
            is_fresh = n_silent < 5
            there[key] = is_named and is_fresh and day != member.to_on
            trades[key] = math.isfinite(now) or not is_named or not is_fresh or day == member.to_on
        came, went = (
            any(one.get(key) and not other.get(key) for key in keys)
            for one, other in ((there, was_there), (was_there, there))
        )
        decides = is_due(thesis, day, before) or went or (rules.rebalance == "never" and came)
        if t == market.first or (t > market.first and decides):
            orders[t + rules.lag_sessions] = shares_of_nav(thesis, there)
        nav = cash + sum(held.values())
        for key, weight in orders.get(t, {}).items():
            # A book that is ruined at the session of a trade trades no more.
            if trades[key] and nav > 0.0:
                order = weight * nav - held[key]
                cost = rate_of(rules.cost_by_name, key[1].ticker, day, rules.cost_bps)
                cash -= order + abs(order) * cost
                held[key] += order
        if orders and t >= min(orders):
            path[t] = cash + sum(held.values())
            if path[t] <= 0.0:
                break
        was_there = there
        known_rate = rates[t] / 100.0 if math.isfinite(rates[t]) else known_rate
        rate = known_rate if rules.cash_rate else 0.0
    return path


@pytest.mark.parametrize("n_examples", [25, pytest.param(1_000, marks=pytest.mark.soak)])
def test_a_thesis_kept_by_hand_from_its_prices_agrees_day_by_day(n_examples):
    @settings(max_examples=n_examples, deadline=None)
    @given(st.integers(0, 10**6), st.sampled_from(THESES), st.fixed_dictionaries(RULES))
    def agrees(seed, legs, rules):
        try:
            market = holey_market(seed, legs, **rules)
        except DataError:
            return
        path = slow_thesis(market)

        held = market.thesis.held_basket
        points = [each for each in run_books(market).equity if (each.basket, each.period) == (held, "all")]

        if len(path) < 2:
            assert points[0].value is None
            return
        assert [each.session_on for each in points] == [date_of(DAYS[t]) for t in path]
        np.testing.assert_allclose([each.value for each in points], list(path.values()), rtol=1e-11, atol=1e-13)

    agrees()
