import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.calc.books.book import Frictions, run_book
from screener.calc.books.many_books import ManyTrades, run_many

T, N, B, J = 300, 9, 12, 4


def make_case(seed, *, scale=1.0, n_trades=5):
    """Return returns of a pool, which name stands where, and what the books trade to; longs and shorts."""
    rng = np.random.default_rng(seed)
    returns = np.clip(rng.standard_t(4, (T, N)) * 0.03, -1.0, 1.0)
    columns = rng.random((B, N)).argsort(axis=1)[:, :J]
    rows = np.sort(rng.choice(np.arange(2, T), n_trades, replace=False))
    plan = [
        ManyTrades(int(row), rng.normal(0, scale, (B, J)), (rng.random(B) < 0.7) | (row == rows[0])) for row in rows
    ]
    return returns, columns, plan, rng.choice([1.0, 1.0, 3.0], T)


def make_spans(seed):
    """Return one span of sessions a place, half of them open at either end."""
    rng = np.random.default_rng([seed, 3])
    starts = np.where(rng.random(J) < 0.5, 0, rng.integers(0, T, J))
    ends = np.where(rng.random(J) < 0.5, T, rng.integers(0, T, J))
    rows = np.arange(T)[:, None]
    return (rows >= starts) & (rows < ends)


def alone(b, returns, columns, plan, days, frictions, fillable=None, valid=None):
    """Run one of the books by itself."""
    own = returns[:, columns[b]]
    can_fill = None if fillable is None else fillable[:, columns[b]]
    if valid is not None:
        own = np.where(valid, own, 0.0)
        can_fill = can_fill if can_fill is None else can_fill | ~valid
    trades = [(each.row, each.weights[b]) for each in plan if each.trades[b]]
    return run_book(own, trades, days, frictions, can_fill)


def assert_each_is_as_by_itself(case, frictions, fillable=None, valid=None):
    returns, columns, plan, days = case
    nav = run_many(
        returns,
        columns,
        plan,
        days,
        cost=frictions.cost,
        borrow_per_year=frictions.borrow_per_year,
        cash_per_year=frictions.cash_per_year,
        fillable=fillable,
        valid=valid,
    )

    books = [alone(b, *case, frictions, fillable, valid) for b in range(B)]
    np.testing.assert_allclose(nav, np.column_stack([each.nav for each in books]), rtol=1e-10, atol=1e-10)
    return books


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 100_000),
    st.sampled_from([0.3, 2.0]),
    st.sampled_from([0.0, 0.004]),
    st.sampled_from([0.0, 0.9]),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
def test_each_book_is_what_it_is_by_itself(seed, scale, cost, borrow, earns, has_holes, has_spans):
    rng = np.random.default_rng([seed, 1])
    cash = rng.uniform(-0.01, 0.08, T) if earns else None
    fillable = rng.random((T, N)) < 0.7 if has_holes else None
    valid = make_spans(seed) if has_spans else None

    assert_each_is_as_by_itself(make_case(seed, scale=scale), Frictions(cost, borrow, cash), fillable, valid)


def test_books_that_are_ruined_stay_where_they_fell():
    books = assert_each_is_as_by_itself(make_case(1, scale=2.0), Frictions(0.004, 0.9))

    assert 2 < sum(each.ruined_row is not None for each in books) < B


def test_cost_alone_can_ruin():
    books = assert_each_is_as_by_itself(make_case(3, scale=0.2), Frictions(2.0, 0.1))

    assert 2 < sum(each.ruined_row == each.first for each in books) < B


def test_books_that_hardly_trade_are_followed_over_years():
    books = assert_each_is_as_by_itself(make_case(2, scale=0.2, n_trades=1), Frictions(0.001, 0.05, np.full(T, 0.03)))

    assert all(each.ruined_row is None for each in books)


def test_a_place_whose_span_is_over_keeps_its_value_pays_its_borrow_and_is_sold_without_a_print():
    returns = np.zeros((6, 2))
    returns[2:5] = [0.1, 0.5]
    plan = [ManyTrades(0, np.array([[0.5, -0.5]]), np.array([True]))]
    plan += [ManyTrades(4, np.zeros((1, 2)), np.array([True]))]
    valid = np.ones((6, 2), dtype=bool)
    valid[3:, 1] = False
    fillable = np.ones((6, 2), dtype=bool)
    fillable[4, 1] = False
    days = np.array([0.0, 1.0, 1.0, 1.0, 1.0, 1.0])

    nav = run_many(
        returns,
        np.array([[0, 1]]),
        plan,
        days,
        cost=0.01,
        borrow_per_year=0.365,
        fillable=fillable,
        valid=valid,
    )[:, 0]

    # The short is worth 0.75 from row 2 on and pays a thousandth a day; both are sold at row 4 for 1 %.
    expected = np.array([0.99, 0.99 - 0.0005, 0.99 - 0.001 + 0.05 - 0.25])
    third = expected[2] + 0.055 - 0.00075
    fourth = third + 0.0605 - 0.00075 - 0.01 * (0.5 * 1.1**3 + 0.75)
    np.testing.assert_allclose(nav, [*expected, third, fourth, fourth], rtol=1e-12)


@pytest.mark.parametrize("t", [150, 270, 299])
def test_nothing_depends_on_later_sessions(t):
    returns, columns, plan, days = make_case(4, scale=0.3)
    valid, fillable = make_spans(4), np.random.default_rng(4).random((T, N)) < 0.7
    frictions = {"cost": 0.002, "borrow_per_year": 0.1}

    whole = run_many(returns, columns, plan, days, **frictions, fillable=fillable, valid=valid)
    early = [each for each in plan if each.row < t]
    cut = run_many(returns[:t], columns, early, days[:t], **frictions, fillable=fillable[:t], valid=valid[:t])

    np.testing.assert_allclose(cut, whole[:t], rtol=1e-12)


def test_inputs_stay():
    returns, columns, plan, days = make_case(5)
    fillable, valid, cash = np.ones((T, N), dtype=bool), make_spans(5), np.full(T, 0.02)
    inputs = (returns, columns, days, fillable, valid, cash, *(each.weights for each in plan))
    before = [each.copy() for each in inputs]

    run_many(returns, columns, plan, days, cash_per_year=cash, fillable=fillable, valid=valid, borrow_per_year=0.1)

    for now, then in zip(inputs, before, strict=True):
        np.testing.assert_array_equal(now, then)
