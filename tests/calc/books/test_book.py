import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.calc.books.book import Frictions, run_book


def slow_book(returns, trades, days, frictions):
    """Keep the books name by name and session by session."""
    n, members = returns.shape
    planned = dict(trades)
    first = min(planned)
    held, cash, nav = [0.0] * members, 1.0, 1.0
    rows = []
    for t in range(first, n):
        gains = [0.0] * members
        borrow = cost = traded = 0.0
        if t > first:
            for j in range(members):
                if held[j] < 0:
                    borrow += -held[j] * frictions.borrow_per_year * days[t] / 365
                gains[j] = held[j] * returns[t, j]
            held = [value + gain for value, gain in zip(held, gains, strict=True)]
            cash -= borrow if frictions.are_charged else 0.0
            nav = cash + sum(held)
        if t in planned and nav > 0:
            target = [nav * weight for weight in planned[t]]
            traded = sum(abs(want - have) for want, have in zip(target, held, strict=True))
            cost = traded * frictions.cost
            cash = nav - sum(target) - (cost if frictions.are_charged else 0.0)
            held = target
            nav = cash + sum(held)
        n_held = sum(value != 0 for value in held) if nav > 0 else 0
        rows.append((nav, gains, cost, borrow, traded, n_held))
        if nav <= 0:
            break
    return first, rows


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


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 100_000), st.booleans())
def test_the_book_agrees_with_one_kept_name_by_name_and_day_by_day(seed, are_charged):
    returns, trades, days = random_case(seed)
    frictions = Frictions(cost=0.002, borrow_per_year=0.05, are_charged=are_charged)
    first, rows = slow_book(returns, trades, days, frictions)

    book = run_book(returns, trades, days, frictions)

    assert book.first == first
    stop = first + len(rows)
    kept = slice(first, stop)
    for ours, theirs in zip(
        (book.nav, book.gain, book.cost, book.borrow, book.traded), list(zip(*rows, strict=True))[:5], strict=True
    ):
        np.testing.assert_allclose(ours[kept], np.array(theirs), rtol=1e-12, atol=1e-12)
    assert book.n_held[kept].tolist() == [row[5] for row in rows]
    assert np.isnan(book.nav[:first]).all()
    assert (book.ruined_row is None) == (rows[-1][0] > 0)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 100_000))
def test_nav_changes_by_gains_less_borrow_less_cost_and_nothing_else(seed):
    returns, trades, days = random_case(seed)

    book = run_book(returns, trades, days, Frictions(0.002, 0.05))

    nav = np.concatenate([[1.0], book.nav[book.first :]])
    change = (book.gain.sum(axis=1) - book.borrow - book.cost)[book.first :]
    np.testing.assert_allclose(np.diff(nav), change, rtol=0, atol=1e-12)


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
    tallied = run_book(returns, trades, days, Frictions(0.002, 0.05, are_charged=False))

    np.testing.assert_array_equal(tallied.nav, free.nav)
    assert tallied.cost.sum() > 0
    assert tallied.borrow.sum() > 0
    assert free.cost.sum() == free.borrow.sum() == 0


def test_positions_drift_between_trades():
    returns = np.array([[0.0, 0.0], [1.0, 0.0], [0.5, 0.5]])

    book = run_book(returns, [(0, np.array([0.5, 0.5]))], np.ones(3), Frictions())

    np.testing.assert_allclose(book.nav, [1.0, 1.5, 1.5 * (1 + (1.0 * 0.5 + 0.5 * 0.5) / 1.5)], rtol=1e-15)


def test_ruin_stops_the_book_where_it_stands():
    returns = np.array([[0.0], [0.5], [0.5], [-0.5], [0.1]])
    trades = [(0, np.array([-1.0])), (3, np.array([-1.0]))]

    book = run_book(returns, trades, np.ones(5), Frictions(cost=0.01, borrow_per_year=0.0))

    # The short goes from -1 to -2.25: NAV 0.99 - 1.25 is below nothing.
    np.testing.assert_allclose(book.nav, [0.99, 0.49, -0.26, -0.26, -0.26], rtol=1e-13)
    assert book.ruined_row == 2
    assert book.n_held.tolist() == [1, 1, 0, 0, 0]
    assert not book.gain[3:].any()
    assert book.cost.tolist() == [0.01, 0.0, 0.0, 0.0, 0.0]
    assert not book.traded[3:].any()


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
@given(st.integers(0, 100_000), st.integers(20, 59))
def test_nothing_in_the_book_depends_on_later_sessions(seed, t):
    returns, trades, days = random_case(seed)
    early = [trade for trade in trades if trade[0] < t]
    if not early:
        return

    whole = run_book(returns, trades, days, Frictions(0.002, 0.05))
    cut = run_book(returns[:t], early, days[:t], Frictions(0.002, 0.05))

    for name in ("nav", "gain", "cost", "borrow", "traded", "n_held"):
        np.testing.assert_allclose(getattr(cut, name), getattr(whole, name)[:t], rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_the_members_changes_nothing_and_inputs_stay(seed):
    returns, trades, days = random_case(seed)
    before = returns.copy(), [(row, weights.copy()) for row, weights in trades], days.copy()
    order = np.array([2, 0, 3, 1])

    book = run_book(returns, trades, days, Frictions(0.002, 0.05))
    turned = run_book(
        returns[:, order], [(row, weights[order]) for row, weights in trades], days, Frictions(0.002, 0.05)
    )

    np.testing.assert_allclose(turned.nav, book.nav, rtol=1e-13)
    np.testing.assert_allclose(turned.gain, book.gain[:, order], rtol=1e-12, atol=1e-15)
    np.testing.assert_array_equal(returns, before[0])
    np.testing.assert_array_equal(days, before[2])
    for (_, now), (_, then) in zip(trades, before[1], strict=True):
        np.testing.assert_array_equal(now, then)
