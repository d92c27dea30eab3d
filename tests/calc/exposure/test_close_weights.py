"""What a book holds at a close: by hand, and as the next session finds it."""

import numpy as np
import pytest
from books_by_hand import LAST, NAN, lay_out_steps
from hypothesis import given, settings
from hypothesis import strategies as st
from made_comings import N, coming_and_going, cut

from screener.calc.books.book_plan import held_plan
from screener.calc.exposure.close_weights import close_weights, exposures
from screener.calc.market import lay_out

SPREAD = {"long_a": ["A", "B"], "short_a": ["D"]}
# Half of NAV is long each of A and B and all of it short D, from row 1 on.
MOVES = {"A": ((0, 100.0), (20, 110.0)), "D": ((0, 100.0), (38, 90.0))}


def weights_at(row, moves=MOVES, **given):
    market = lay_out_steps(SPREAD, moves, **{"rebalance": "never"} | given)
    plan = held_plan(market)
    return close_weights(plan, plan.run(), row)


def test_weights_drift_with_prices_over_the_nav_that_they_make():
    # A's 0.5 is worth 0.55 and D's -1 is worth -0.9, so NAV is 1.15.
    np.testing.assert_allclose(weights_at(LAST), np.array([0.55, 0.5, -0.9]) / 1.15, rtol=1e-12)


def test_nothing_is_held_before_the_first_trade_and_its_targets_right_after_it():
    np.testing.assert_array_equal(weights_at(0), [0.0, 0.0, 0.0])
    np.testing.assert_allclose(weights_at(1), [0.5, 0.5, -1.0], rtol=1e-12)


def test_at_a_trade_the_targets_stand_on_the_nav_before_its_cost():
    # Traded at rows 1, 17 and 37. The first trade costs 0.02 of the 1, the second 1 % of the 0.04 that it brings back,
    # so that 0.49, 0.49 and -0.98 are held on 0.9796. A's part rises to 0.539, and NAV to 1.0286.
    found = weights_at(37, rebalance="monthly", cost_bps=100.0)

    cost = 0.01 * ((0.539 - 0.5143) + (0.5143 - 0.49) + (1.0286 - 0.98))
    np.testing.assert_allclose(found, np.array([0.5143, 0.5143, -1.0286]) / (1.0286 - cost), rtol=1e-12)


def test_what_cannot_be_traded_stays_as_it_was():
    moves = MOVES | {"A": ((0, 100.0), (20, 110.0), (37, NAN), (38, 110.0))}

    np.testing.assert_allclose(weights_at(37, moves, rebalance="monthly"), [0.55 / 1.05, 0.5, -1.0], rtol=1e-12)


def test_a_ruined_book_has_no_weights():
    moves = {"D": ((0, 100.0), (20, 300.0))}

    assert np.isfinite(weights_at(19, moves)).all()
    assert np.isnan(weights_at(20, moves)).all()
    assert np.isnan(weights_at(LAST, moves)).all()


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(["never", "weekly", "monthly"]))
def test_weights_at_a_close_are_what_the_next_session_begins_with(seed, rebalance):
    plan = held_plan(coming_and_going(seed, rebalance=rebalance))
    book = plan.run()
    stop = N - 1 if book.ruined_row is None else book.ruined_row

    for row in range(book.first, stop):
        np.testing.assert_allclose(
            close_weights(plan, book, row) * book.nav[row], book.before[row + 1], rtol=1e-9, atol=1e-12
        )


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6), st.integers(60, N))
def test_weights_look_at_no_later_session(seed, t):
    whole = coming_and_going(seed, rebalance="monthly")
    early = lay_out(whole.thesis, cut(whole.panel, t))
    plans = held_plan(whole), held_plan(early)

    ours, theirs = (close_weights(plan, plan.run(), t - 1) for plan in plans)

    np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-12)


def test_exposures_sum_weights_and_find_the_largest_group():
    weights = np.array([0.5, 0.4, -0.3, -0.6])
    by_name, by_leg = exposures(weights, ["A", "B", "A", "D"]), exposures(weights, ["x", "x", "y", "y"])

    assert (by_name.gross, by_name.net) == pytest.approx((1.8, 0.0), abs=1e-12)
    # A is long in one leg and short in another.
    assert by_name.largest == ("D", -0.6)
    assert (by_leg.largest[0], by_leg.largest[1]) == ("x", pytest.approx(0.9))


@pytest.mark.parametrize("weights", [[0.0, 0.0], [NAN, 0.5]])
def test_without_positions_no_group_is_the_largest(weights):
    found = exposures(np.array(weights), ["A", "B"])

    assert found.largest[0] == ""
    assert np.isnan(found.largest[1])
    assert np.isnan(found.gross) == np.isnan(weights[0])
