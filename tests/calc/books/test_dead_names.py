"""Names that cease to print, by hand: what each policy leaves, who gets their weight, and what is said of it."""

import pytest
from books_by_hand import (
    DATES,
    LAST,
    NAN,
    N,
    assert_nav,
    contributions_of,
    lay_out_steps,
    row_of,
    run,
    said,
    words,
)

from screener.calc.books.book_plan import held_plan
from screener.records.book_rules import Delisting
from screener.records.thesis import Member

SPREAD = {"long_a": ["A", "X"], "short_a": ["D"]}
# The last print is row 9's, so row 14 is the fifth session without one: decided there, sold at row 15.
DIES = ((0, 100.0), (6, 80.0), (10, NAN))
CUT = (Delisting("change", -0.3),)
ZERO = (Delisting("zero"),)
RISES = ((0, 100.0), (20, 110.0))
# The fifth session still bears its policy; the sixth is the sale's.
# Four sessions without a print; at the fifth it is taken for dead.
HALT = ("X", "halt", 10, 13, 4)

# A close is half a level: the last was 40.
POLICIES = [
    ((), True, 1.0, "its last price"),
    ((Delisting("last_price"),), True, 1.0, "its last price"),
    (ZERO, True, 0.0, "zero"),
    (CUT, True, 0.7, "its last price -30 %"),
    ((Delisting("price", 10.0),), True, 0.25, "10 a share"),
    ((Delisting("price", 60.0),), True, 1.5, "60 a share"),
    ((Delisting("price", 10.0),), False, 1.0, "its last price, since no close is known to compare the price 10 with"),
    ((Delisting("zero"), Delisting("change", 0.25, ticker="X")), True, 1.25, "its last price +25 %"),
    ((Delisting("zero", ticker="A"),), True, 1.0, "its last price"),
]


@pytest.mark.parametrize("rebalance", ["monthly", "never"])
@pytest.mark.parametrize(("delisting", "has_close", "factor", "value"), POLICIES)
def test_a_dead_name_is_marked_by_its_policy_and_sold_and_the_others_get_its_weight(
    delisting, has_close, factor, value, rebalance
):
    results = run(SPREAD, {"A": RISES, "X": DIES}, delisting=delisting, has_close=has_close, rebalance=rebalance)
    left = 0.5 + 0.4 * factor

    # All of the long side is A's by row 20; a name kept for ever at its last value would leave it half.
    assert_nav(results, (1, 1.0), (6, 0.9), (14, left), (20, 1.1 * left))
    lost = round(left - 1.0, 12)
    assert contributions_of(results) == [("long", "A", round(0.1 * left, 12)), ("long", "X", lost), ("short", "D", 0.0)]
    assert said(results) == [HALT, ("X", "delisted", 14, LAST, 26)]
    assert words(results) == [
        "held without a print: it kept its last value and could not be traded",
        f"taken for dead after 5 sessions without a print since 2022-01-21; marked to {value}",
    ]


@pytest.mark.parametrize("rebalance", ["daily", "weekly", "monthly", "quarterly", "never"])
@pytest.mark.parametrize("lag", [0, 1, 3])
def test_a_dead_name_leaves_after_its_fifth_session_and_the_lag_however_seldom_the_book_trades(rebalance, lag):
    book = held_plan(lay_out_steps(SPREAD, {"X": DIES}, rebalance=rebalance, lag_sessions=lag)).run()

    assert book.before[14 + lag, 1] > 0.0
    assert not book.before[15 + lag :, 1].any()
    # Nothing of it stays behind as cash.
    assert book.before[15 + lag, 0] == pytest.approx(book.nav[14 + lag], rel=1e-12)


def test_a_short_that_dies_at_zero_gains_all_of_it_and_its_weight_goes_to_the_other_shorts():
    legs = {"long_a": ["A"], "short_a": ["D", "X"]}
    moves = {"D": ((0, 100.0), (20, 90.0)), "X": ((0, 100.0), (10, NAN))}
    results = run(legs, moves, delisting=ZERO)

    assert_nav(results, (1, 1.0), (14, 1.5), (20, 1.65))
    assert contributions_of(results) == [("long", "A", 0.0), ("short", "D", 0.15), ("short", "X", 0.5)]
    assert said(results) == [HALT, ("X", "delisted", 14, LAST, 26)]


# 49 x (1 / 49) is not 1: rounding leaves 1e-16.
@pytest.mark.parametrize("weight", [1.0, 49.0])
def test_a_thesis_whose_only_name_dies_at_zero_is_ruined(weight):
    # Any weight of an only member is all of the leg; it is traded once more at row 17 and dies at row 24.
    moves = {"X": ((0, 100.0), (6, 90.0), (20, NAN))}
    results = run({"long_a": [Member("X", weight)]}, moves, delisting=ZERO)
    row = row_of(results, "long")

    assert "ruined" in row.flags
    assert row.end_on == DATES[24]
    assert row.total_return == -1.0


def test_a_dead_legs_weight_goes_to_the_other_legs_of_its_side():
    legs = {"long_a": ["A"], "long_b": ["X"], "short_a": ["D"]}
    results = run(legs, {"A": RISES, "X": DIES}, delisting=CUT, leg_weights={"long_a": 60.0, "long_b": 40.0})

    # 40 % lost a fifth, then 30 % of the rest; A's 10 % are on all that is left.
    left = 0.6 + 0.4 * 0.8 * 0.7
    assert_nav(results, (1, 1.0), (6, 0.92), (14, left), (20, 1.1 * left))
    assert_nav(results, (1, 1.0), (6, 0.8), (14, 0.56), basket="long_b")
    assert (row_of(results, "long_b").n_flat_sessions, row_of(results, "long").n_flat_sessions) == (25, 0)


def test_a_short_leg_that_dies_leaves_the_spread_flat_until_it_prints_again_and_can_be_sold():
    moves = {
        "A": ((0, 100.0), (20, 110.0), (38, 121.0)),
        "X": ((0, 100.0), (10, NAN), (22, 300.0), (38, 270.0)),
    }
    results = run({"long_a": ["A"], "short_a": ["X"]}, moves)

    # Both legs earn at row 38 only, the second session after the first of March: 10 % each.
    assert_nav(results, (1, 1.0), (38, 1.2))
    row = row_of(results, "spread")
    assert row.n_flat_sessions == len(range(15, 37))
    assert "flat_sessions" in row.flags
    assert said(results) == [HALT, ("X", "delisted", 14, 21, 8), ("X", "resumed", 22, 22, 1)]


@pytest.mark.parametrize(
    ("rebalance", "later"), [("monthly", ((38, 0.9009),)), ("never", ((25, 0.9009), (38, 0.94809)))]
)
def test_a_name_that_prints_again_after_its_sale_is_bought_at_the_next_decision(rebalance, later):
    again = (*DIES, (20, 120.0), (25, 132.0), (38, 145.2))
    results = run(SPREAD, {"A": RISES, "X": again}, delisting=CUT, rebalance=rebalance)

    # The jump from 56 to 120 is nobody's: half of 0.858 is bought at row 37, or without rebalancing at row 21.
    assert_nav(results, (1, 1.0), (6, 0.9), (14, 0.78), (20, 0.858), *later)
    assert said(results) == [HALT, ("X", "delisted", 14, 19, 6), ("X", "resumed", 20, 20, 1)]
    assert words(results)[2] == "prints again after it was taken for dead; it can be bought at the next decision"


@pytest.mark.parametrize(
    ("delisting", "changes"), [(CUT, ((14, 0.78), (15, 0.8), (20, 0.84))), (ZERO, ((14, 0.5), (20, 0.525)))]
)
def test_a_name_that_prints_on_the_session_of_its_sale_is_sold_at_that_print_unless_nothing_is_left(delisting, changes):
    results = run(SPREAD, {"A": RISES, "X": (*DIES, (15, 60.0))}, delisting=delisting)

    # 60 over the last 80 leaves 0.3 of the 0.4; it is bought again at row 17, so A has half at row 20.
    assert_nav(results, (1, 1.0), (6, 0.9), *changes)
    assert said(results) == [HALT, ("X", "delisted", 14, 14, 1), ("X", "resumed", 15, 15, 1)]


def test_a_name_that_dies_twice_is_marked_twice():
    again = (*DIES, (15, 60.0), (18, 30.0), (24, NAN))
    results = run(SPREAD, {"A": RISES, "X": again}, delisting=CUT)

    # Bought again with 0.4 at row 17 and halved; A's half earns 0.04; what is left of X dies at row 28.
    assert_nav(results, (1, 1.0), (6, 0.9), (14, 0.78), (15, 0.8), (18, 0.6), (20, 0.64), (28, 0.58))
    assert said(results) == [
        HALT,
        ("X", "delisted", 14, 14, 1),
        ("X", "resumed", 15, 15, 1),
        ("X", "halt", 24, 27, 4),
        ("X", "delisted", 28, LAST, 12),
    ]


def test_a_name_dead_before_the_book_begins_is_marked_for_nobody():
    results = run(SPREAD, {"A": RISES, "X": DIES}, delisting=ZERO, history_from=DATES[16])

    assert_nav(results, (17, 1.0), (20, 1.1))
    assert said(results) == [("X", "never_held", 16, LAST, N - 16)]


def test_a_name_dead_before_the_book_begins_is_not_said_to_have_no_price_in_its_span():
    results = run(SPREAD, {"X": DIES}, history_from=DATES[16])

    assert said(results) == [("X", "never_held", 16, LAST, N - 16)]
    assert "no price in its span" not in words(results)[0]


def test_a_name_that_printed_before_the_book_began_is_not_said_to_have_printed_first_in_it():
    results = run(SPREAD, {"X": (*DIES, (20, 60.0))}, history_from=DATES[16])

    assert said(results) == [("X", "late_listing", 17, 37, 20)]
    assert not words(results)[0].startswith("it first printed on 2022-02-07")


def test_a_name_whose_days_end_within_five_sessions_of_its_last_print_is_sold_at_it_and_never_dead():
    legs = {"long_a": ["A", Member("X", to_on=DATES[12])], "short_a": ["D"]}
    results = run(legs, {"A": RISES, "X": DIES}, delisting=ZERO)

    assert_nav(results, (1, 1.0), (6, 0.9), (20, 0.99))
    assert said(results) == [("X", "halt", 10, 12, 3), ("X", "member_to", 13, LAST, 27)]


def test_a_name_without_a_print_on_its_last_day_does_not_stay_for_ever():
    legs = {"long_a": ["A", Member("X", to_on=DATES[12])], "short_a": ["D"]}
    book = held_plan(lay_out_steps(legs, {"X": DIES}, rebalance="never", lag_sessions=0)).run()

    assert not book.before[14:, 1].any()


def test_a_name_that_died_before_its_last_day_is_not_said_to_be_sold_then():
    legs = {"long_a": ["A", Member("X", to_on=DATES[25])], "short_a": ["D"]}
    results = run(legs, {"X": DIES}, delisting=ZERO)

    assert said(results)[:2] == [HALT, ("X", "delisted", 14, LAST, 26)]
    assert not any("sold at its last price" in message for message in words(results))


def test_a_name_whose_only_order_was_not_filled_is_not_said_to_have_met_no_trade():
    results = run(SPREAD, {"X": ((0, 100.0), (1, NAN), (2, 100.0))}, rebalance="never")

    assert {each[1] for each in said(results)} == {"never_held", "unfilled_order"}
    assert words(results)[0] == "never held: no order of it was filled; the money for it stayed cash"


def test_a_name_that_lists_after_the_ruin_is_said_to_have_come_too_late():
    moves = {"D": ((0, 100.0), (5, 400.0)), "LATE": ((20, 100.0),)}
    results = run({"long_a": ["A", "LATE"], "short_a": ["D"]}, moves)

    assert said(results) == [("LATE", "never_held", 0, LAST, N)]
    assert words(results) == ["never held: the book was ruined before"]
