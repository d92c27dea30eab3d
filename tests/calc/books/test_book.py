from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.calc.books.book import Frictions, run_book

SERIES = ("nav", "before", "gain", "cost", "borrow", "interest", "traded", "n_held")


def slow_book(returns, trades, days, frictions, fillable):
    """Keep the books name by name and session by session."""
    n, members = returns.shape
    cost_of = np.broadcast_to(frictions.cost, members).tolist()
    borrow_of = np.broadcast_to(frictions.borrow_per_year, (n, members)).tolist()
    planned = dict(trades)
    first = min(planned)
    held, cash, nav = [0.0] * members, 1.0, 1.0
    rows, unfilled = [], []
    for t in range(first, n):
        before, gains = list(held) if t > first else [0.0] * members, [0.0] * members
        borrow = interest = cost = traded = 0.0
        if t > first:
            for j in range(members):
                borrowed = -held[j] if frictions.borrowed < 0 else held[j]
                if borrowed > 0:
                    borrow += borrowed * borrow_of[t - 1][j] * days[t] / 365
                gains[j] = held[j] * returns[t, j]
            held = [value + gain for value, gain in zip(held, gains, strict=True)]
            if frictions.are_charged:
                interest = (
                    0.0 if frictions.cash_per_year is None else cash * frictions.cash_per_year[t - 1] * days[t] / 365
                )
                cash += interest - borrow
            nav = cash + sum(held)
        if t in planned and nav > 0:
            for j, weight in enumerate(planned[t]):
                order = nav * weight - held[j]
                if not fillable[t, j]:
                    unfilled += [(t, j)] if order != 0 else []
                    continue
                traded += abs(order)
                cost += abs(order) * cost_of[j]
                cash -= order
                held[j] = nav * weight
            cash -= cost if frictions.are_charged else 0.0
            nav = cash + sum(held)
        n_held = sum(value != 0 for value in held) if nav > 0 else 0
        rows.append((nav, before, gains, cost, borrow, interest, traded, n_held))
        if nav <= 0:
            break
    return first, rows, unfilled


def random_case(seed, n=60, members=4):
    rng = np.random.default_rng(seed)
    returns = np.clip(rng.standard_t(4, (n, members)) * 0.03, -0.9, 0.9)
    scale = rng.choice([0.6, 6.0])  # the second is ruined more often than not
    rows = np.sort(rng.choice(np.arange(2, n), 6, replace=False))
    trades = []
    for row in rows:
        weights = rng.normal(0, scale, members) * (rng.random(members) < 0.8)
        trades.append((int(row), weights * (rng.random() < 0.9)))
    days = rng.choice([1.0, 1.0, 1.0, 3.0, 4.0], n)
    return returns, trades, days


def random_frictions(seed, n=60, members=4):
    """Return costs by name, borrow by name and day, and a rate on cash that may be negative; or one rate for all."""
    rng = np.random.default_rng([seed, 1])
    are_charged, borrowed = bool(rng.random() < 0.8), float(rng.choice([-1.0, -1.0, 1.0]))
    cash = rng.uniform(-0.01, 0.08, n) if rng.random() < 0.5 else None
    if rng.random() < 0.5:
        return Frictions(0.002, 0.05, cash, are_charged, borrowed)
    return Frictions(rng.uniform(0, 0.01, members), rng.uniform(0, 3.0, (n, members)), cash, are_charged, borrowed)


def random_fills(seed, n=60, members=4):
    return np.random.default_rng([seed, 2]).random((n, members)) < 0.7


SEEDS = st.integers(0, 100_000)


@settings(max_examples=150, deadline=None)
@given(SEEDS)
def test_the_book_agrees_with_one_kept_name_by_name_and_day_by_day(seed):
    returns, trades, days = random_case(seed)
    frictions, fillable = random_frictions(seed), random_fills(seed)
    first, rows, unfilled = slow_book(returns, trades, days, frictions, fillable)

    book = run_book(returns, trades, days, frictions, fillable)

    assert book.first == first
    kept = slice(first, first + len(rows))
    for name, theirs in zip(SERIES, zip(*rows, strict=True), strict=True):
        np.testing.assert_allclose(getattr(book, name)[kept], np.array(theirs), rtol=1e-11, atol=1e-11, err_msg=name)
    assert np.isnan(book.nav[:first]).all()
    assert book.ruined_row == (kept.stop - 1 if rows[-1][0] <= 0 else None)
    assert sorted(book.unfilled) == sorted(unfilled)


@settings(max_examples=50, deadline=None)
@given(SEEDS)
def test_nav_changes_by_gains_and_interest_less_borrow_and_cost_and_nothing_else(seed):
    returns, trades, days = random_case(seed)
    frictions = replace(random_frictions(seed), are_charged=True)

    book = run_book(returns, trades, days, frictions, random_fills(seed))

    nav = np.concatenate([[1.0], book.nav[book.first :]])
    change = (book.gain.sum(axis=1) + book.interest - book.borrow - book.cost)[book.first :]
    np.testing.assert_allclose(np.diff(nav), change, rtol=0, atol=1e-11)
    # What is held moves by its own gain and by what is traded, and no more is gained than was held.
    np.testing.assert_allclose(book.gain, book.before * returns, rtol=1e-9, atol=1e-11)
    assert all((getattr(book, name) >= 0).all() for name in ("cost", "borrow", "traded"))


def test_a_spread_by_hand():
    returns = np.array([[0.9, 0.9], [0.10, 0.20], [0.0, -0.25], [0.05, 0.0]])
    days = np.array([0.0, 1.0, 3.0, 1.0])
    trades = [(0, np.array([1.0, -1.0])), (2, np.array([1.0, -1.0]))]

    book = run_book(returns, trades, days, Frictions(cost=0.001, borrow_per_year=0.365))

    # Row 0: both sides bought at 1, 0.2 % paid; its own return is not earned.
    # Row 1: long to 1.1, short to -1.2; borrow 1 x 0.1 %.
    # Row 2: short to -0.9; borrow 1.2 x 0.3 %; then both to NAV: 1.1 -> N, -0.9 -> -N, cost on the difference.
    second = 1 - 0.002 + 0.1 - 0.2 - 0.001
    third = second + 0.3 - 1.2 * 0.003
    cost = (abs(third - 1.1) + abs(-third + 0.9)) * 0.001
    fourth = third - cost + third * 0.05 - third * 0.001
    np.testing.assert_allclose(book.nav, [0.998, second, third - cost, fourth], rtol=1e-14)
    np.testing.assert_allclose(book.cost, [0.002, 0, cost, 0], atol=1e-16)
    np.testing.assert_allclose(book.borrow, [0, 0.001, 0.0036, third * 0.001], atol=1e-16)
    assert book.n_held.tolist() == [2, 2, 2, 2]


def test_borrow_and_interest_are_those_of_the_close_before_over_the_days_since():
    returns = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 0.0], [0.0, 0.0]])
    days = np.array([9.0, 1.0, 3.0, 1.0])
    borrow = np.array([[0.365, 9.0], [0.73, 9.0], [3.65, 9.0], [99.0, 9.0]])
    cash = np.array([0.365, 0.0, 0.73, 99.0])

    book = run_book(returns, [(0, np.array([-0.5, 0.75]))], days, Frictions(0.0, borrow, cash))

    # The short is 0.5, then doubles to 1 at row 1: each day is charged on what stood the evening before, at its rate.
    np.testing.assert_allclose(book.borrow, [0.0, 0.5 * 0.001, 1.0 * 0.002 * 3, 1.0 * 0.01], rtol=1e-13)
    # Cash is 1 - 0.75 + 0.5 of short proceeds, and does not move with the short.
    paid = [0.75 * 0.001, 0.0]
    third = (0.75 + paid[0] - 0.0005 - 0.006) * 0.002
    np.testing.assert_allclose(book.interest, [0.0, *paid, third], rtol=1e-12, atol=1e-18)
    np.testing.assert_allclose(book.nav[-1], 1 - 0.5 + sum(paid) + third - book.borrow.sum(), rtol=1e-14)


def test_a_long_leg_of_a_short_side_alone_tallies_what_borrowing_it_would_cost():
    book = run_book(
        np.zeros((2, 2)),
        [(0, np.array([0.25, 0.75]))],
        np.array([0.0, 1.0]),
        Frictions(0.0, np.array([[0.365, 3.65]] * 2), are_charged=False, borrowed=1.0),
    )

    np.testing.assert_allclose(book.borrow, [0.0, 0.25 * 0.001 + 0.75 * 0.01], rtol=1e-14)
    assert book.nav.tolist() == [1.0, 1.0]


def test_the_first_purchase_is_charged_and_a_final_sale_is_not():
    trades = [(1, np.array([1.0]))]

    book = run_book(np.zeros((5, 1)), trades, np.ones(5), Frictions(cost=0.01))

    assert book.cost.tolist() == [0.0, 0.01, 0.0, 0.0, 0.0]
    assert book.nav[1:].tolist() == [0.99] * 4
    assert book.base(1) == 1.0
    assert book.base(2) == 0.99


def test_what_is_only_tallied_leaves_nav_alone():
    returns, trades, days = random_case(5)
    free = run_book(returns, trades, days, Frictions())
    tallied = run_book(returns, trades, days, Frictions(0.002, 0.05, np.full(60, 0.04), are_charged=False))

    np.testing.assert_array_equal(tallied.nav, free.nav)
    assert tallied.cost.sum() > 0
    assert tallied.borrow.sum() > 0
    assert free.cost.sum() == free.borrow.sum() == tallied.interest.sum() == 0


def test_positions_drift_between_trades():
    returns = np.array([[0.0, 0.0], [1.0, 0.0], [0.5, 0.5]])

    book = run_book(returns, [(0, np.array([0.5, 0.5]))], np.ones(3), Frictions())

    np.testing.assert_allclose(book.nav, [1.0, 1.5, 1.5 * (1 + (1.0 * 0.5 + 0.5 * 0.5) / 1.5)], rtol=1e-15)


def test_an_order_that_cannot_be_filled_leaves_the_position_and_its_cash_until_the_next_trade():
    trades = [(0, np.array([0.5, 0.5])), (1, np.array([0.0, 1.0])), (3, np.array([0.0, 1.0]))]
    fillable = np.ones((5, 2), dtype=bool)
    fillable[[0, 1], [1, 0]] = False

    book = run_book(np.zeros((5, 2)), trades, np.ones(5), Frictions(cost=0.01), fillable)

    # The second name's half stays cash at row 0; at row 1 it is bought on what NAV is, the first not yet sold.
    assert book.unfilled == ((0, 1), (1, 0))
    nav = [0.995, 0.995 - 0.00995]
    np.testing.assert_allclose(book.traded, [0.5, 0.995, 0.0, 0.5 + 0.995 - nav[1], 0.0], rtol=1e-13)
    np.testing.assert_allclose(book.nav[:3], [nav[0], nav[1], nav[1]], rtol=1e-14)
    np.testing.assert_allclose(book.before, [[0, 0], [0.5, 0], [0.5, 0.995], [0.5, 0.995], [0, nav[1]]], rtol=1e-13)
    assert book.n_held.tolist() == [1, 2, 2, 1, 1]


def test_no_order_is_none_that_was_not_filled():
    fillable = np.array([[True, False], [True, False]])

    book = run_book(np.zeros((2, 2)), [(0, np.array([1.0, 0.0]))], np.ones(2), Frictions(), fillable)

    assert book.unfilled == ()


def test_a_position_that_goes_to_nothing_is_lost_once_and_costs_nothing_to_leave():
    returns = np.array([[0.0, 0.0], [-1.0, 0.0], [0.0, 0.1], [0.0, 0.0]])
    trades = [(0, np.array([0.5, -0.5])), (2, np.array([0.0, -0.5]))]

    book = run_book(returns, trades, np.ones(4), Frictions(cost=0.01))

    assert book.gain[:, 0].tolist() == [0.0, -0.5, 0.0, 0.0]
    assert book.before[:, 0].tolist() == [0.0, 0.5, 0.0, 0.0]
    np.testing.assert_allclose(book.traded[2], 0.55 - 0.5 * (0.99 - 0.5 - 0.05), rtol=1e-13)


def test_a_member_worth_nothing_is_not_held():
    returns = np.array([[0.0, 0.0], [-1.0, 0.0], [0.0, 0.0]])

    book = run_book(returns, [(0, np.array([0.5, 0.5]))], np.ones(3), Frictions())

    assert book.n_held.tolist() == [2, 1, 1]


def test_ruin_stops_the_book_where_it_stands():
    returns = np.array([[0.0], [0.5], [0.5], [-0.5], [0.1]])
    trades = [(0, np.array([-1.0])), (3, np.array([-1.0]))]

    book = run_book(returns, trades, np.ones(5), Frictions(cost=0.01, borrow_per_year=0.0))

    # The short goes from -1 to -2.25: NAV 0.99 - 1.25 is below nothing.
    np.testing.assert_allclose(book.nav, [0.99, 0.49, -0.26, -0.26, -0.26], rtol=1e-13)
    assert book.ruined_row == 2
    assert book.n_held.tolist() == [1, 1, 0, 0, 0]
    assert not book.gain[3:].any()
    assert not book.before[3:].any()
    assert book.cost.tolist() == [0.01, 0.0, 0.0, 0.0, 0.0]
    assert not book.traded[3:].any()


def test_a_ruined_book_earns_nothing_on_its_debt():
    returns = np.array([[0.0], [1.5], [0.0], [0.0]])

    book = run_book(returns, [(0, np.array([-1.0]))], np.ones(4), Frictions(0.0, 0.1, np.full(4, 0.1)))

    assert book.ruined_row == 1
    assert not book.interest[2:].any()
    assert not book.borrow[2:].any()
    assert book.nav[1:].tolist() == [book.nav[1]] * 3


def test_a_nav_of_exactly_nothing_is_ruin():
    returns = np.array([[0.0], [1.0], [-0.5]])

    book = run_book(returns, [(0, np.array([-1.0]))], np.ones(3), Frictions())

    assert book.ruined_row == 1
    assert book.nav.tolist() == [1.0, 0.0, 0.0]


def test_cost_alone_can_ruin():
    book = run_book(np.zeros((3, 1)), [(0, np.array([1.0]))], np.ones(3), Frictions(cost=1.0))

    assert book.ruined_row == 0
    assert book.nav.tolist() == [0.0, 0.0, 0.0]


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.integers(20, 59))
def test_nothing_in_the_book_depends_on_later_sessions(seed, t):
    returns, trades, days = random_case(seed)
    frictions, fillable = random_frictions(seed), random_fills(seed)
    early = [trade for trade in trades if trade[0] < t]
    if not early:
        return

    whole = run_book(returns, trades, days, frictions, fillable)
    cash, borrow = frictions.cash_per_year, frictions.borrow_per_year
    known = replace(
        frictions,
        cash_per_year=None if cash is None else cash[:t],
        borrow_per_year=borrow if np.ndim(borrow) == 0 else borrow[:t],
    )
    cut = run_book(returns[:t], early, days[:t], known, fillable[:t])

    for name in SERIES:
        np.testing.assert_allclose(getattr(cut, name), getattr(whole, name)[:t], rtol=1e-13, atol=1e-15)
    assert cut.unfilled == tuple(each for each in whole.unfilled if each[0] < t)


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_the_members_changes_nothing_and_inputs_stay(seed):
    returns, trades, days = random_case(seed)
    frictions = Frictions(np.linspace(0.0, 0.01, 4), np.linspace(0.0, 2.0, 240).reshape(60, 4), np.full(60, 0.03))
    fillable = random_fills(seed)
    inputs = (returns, days, fillable, frictions.cost, frictions.borrow_per_year, *(weights for _, weights in trades))
    before = [each.copy() for each in inputs]
    order = np.array([2, 0, 3, 1])
    turned_frictions = replace(
        frictions, cost=frictions.cost[order], borrow_per_year=frictions.borrow_per_year[:, order]
    )

    book = run_book(returns, trades, days, frictions, fillable)
    turned = run_book(
        returns[:, order],
        [(row, weights[order]) for row, weights in trades],
        days,
        turned_frictions,
        fillable[:, order],
    )

    np.testing.assert_allclose(turned.nav, book.nav, rtol=1e-12)
    np.testing.assert_allclose(turned.gain, book.gain[:, order], rtol=1e-12, atol=1e-14)
    assert sorted((row, int(order[j])) for row, j in turned.unfilled) == sorted(book.unfilled)
    for now, then in zip(inputs, before, strict=True):
        np.testing.assert_array_equal(now, then)
