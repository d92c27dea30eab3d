import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.calc.books.book import Frictions, run_book
from screener.calc.books.periods import period_slice


def make_book(seed, n=260, first=20, cost=0.002, borrow=0.02):
    rng = np.random.default_rng(seed)
    returns = rng.standard_t(5, (n, 4)) * 0.012
    trades = [(row, np.array([0.6, 0.4, -0.5, -0.5]) * rng.uniform(0.8, 1.2, 4)) for row in range(first, n, 21)]
    cash = rng.uniform(0.0, 0.06, n)
    return run_book(returns, trades, rng.choice([1.0, 3.0], n), Frictions(cost, borrow, cash))


def upto(n, last):
    """Return the sessions up to ``last`` and those after it."""
    before = np.arange(n) <= last
    return before, ~before


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 259))
def test_periods_chain_and_their_lines_add_up_exactly(seed, opening):
    book = make_book(seed)
    before, after = upto(260, opening)
    grown = 1.0
    for mask in (before, after):
        part = period_slice(book, mask)
        if len(part.return_rows) == 0:
            assert len(part.rows) == 0
            continue
        total = part.nav[-1] / part.base - 1
        paid = book.cost[part.rows].sum() + book.borrow[part.rows].sum() - book.interest[part.rows].sum()
        assert (book.gain[part.rows].sum() - paid) / part.base == pytest.approx(total, abs=1e-12)
        assert np.prod(1 + part.returns) - 1 == pytest.approx(total, abs=1e-12)
        grown *= 1 + total

    whole = period_slice(book, np.ones(260, dtype=bool))
    assert grown == pytest.approx(whole.nav[-1] / whole.base, abs=1e-12)
    assert whole.base == 1.0


@pytest.mark.parametrize(("opening", "n_before", "n_after"), [(18, 0, 239), (19, 0, 239), (20, 0, 239), (21, 1, 238)])
def test_the_first_purchase_belongs_to_the_period_of_the_first_return(opening, n_before, n_after):
    book = make_book(1)
    before, after = (period_slice(book, mask) for mask in upto(260, opening))

    assert (len(before.return_rows), len(after.return_rows)) == (n_before, n_after)
    bought_in = before if opening == 21 else after
    assert bought_in.rows[0] == 20
    assert bought_in.base == 1.0
    assert bought_in.returns[0] == pytest.approx(book.nav[21] - 1.0, rel=1e-12)
    other = after if opening == 21 else before
    assert 20 not in other.rows


def test_a_book_bought_on_the_last_session_has_no_return_in_any_period():
    book = run_book(np.zeros((5, 1)), [(4, np.array([1.0]))], np.ones(5), Frictions(0.01))

    for mask in (*upto(5, 2), np.ones(5, dtype=bool)):
        part = period_slice(book, mask)
        assert len(part.return_rows) == 0
        assert len(part.returns) == 0


def test_a_period_without_sessions_has_no_base():
    part = period_slice(make_book(2), np.zeros(260, dtype=bool))

    assert len(part.rows) == 0
    assert math.isnan(part.base)


def test_a_ruined_book_ends_with_the_session_of_its_ruin():
    returns = np.array([[0.0], [0.5], [0.7], [-0.5], [0.1]])
    book = run_book(returns, [(0, np.array([-1.0]))], np.ones(5), Frictions())

    assert period_slice(book, np.ones(5, dtype=bool)).rows.tolist() == [0, 1, 2]
    assert period_slice(book, np.arange(5) >= 3).rows.tolist() == []


def test_the_mask_of_a_period_is_left_as_it_was():
    mask, _ = upto(260, 20)
    before = mask.copy()

    period_slice(make_book(7), mask)

    np.testing.assert_array_equal(mask, before)
