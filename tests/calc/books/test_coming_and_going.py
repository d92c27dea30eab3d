"""Names that come and go, by hand: what it does to NAV, and what is said of it."""

import numpy as np
import pandas as pd
import pytest
from books_by_hand import (
    DATES,
    DAYS,
    LAST,
    NAN,
    N,
    assert_nav,
    contributions_of,
    nav_of,
    row_of,
    run,
    said,
    steps,
    words,
)

from screener.records.thesis import Member

SPREAD = {"long_a": ["A", "B"], "short_a": ["D"]}
THEN = "until then its weight went to the others"


def test_a_name_that_lists_late_is_bought_at_the_next_rebalance_and_the_others_hold_its_weight_until_then():
    late = ((10, 50.0), (12, 55.0), (20, 66.0))
    results = run({"long_a": ["A", "B", "LATE"], "short_a": ["D"]}, {"A": ((0, 100.0), (5, 200.0)), "LATE": late})

    # A half of NAV doubles. Its new owner has a third of 1.5 from row 17 on: the rise of row 12 is nobody's.
    assert_nav(results, (1, 1.0), (5, 1.5), (20, 1.6))
    assert contributions_of(results) == [
        ("long", "A", 0.5),
        ("long", "B", 0.0),
        ("long", "LATE", 0.1),
        ("short", "D", 0.0),
    ]
    # The returns of rows 2 to 17 went without it.
    assert said(results) == [("LATE", "late_listing", 1, 17, 16)]
    assert words(results) == [f"it first printed on 2022-01-24 and was bought on 2022-02-02; {THEN}"]


def test_without_rebalancing_a_late_lister_is_bought_at_once_and_all_are_set_to_their_weights():
    late = ((10, 50.0), (11, 55.0), (12, 66.0))
    moves = {"A": ((0, 100.0), (5, 200.0), (20, 220.0)), "D": ((0, 100.0), (25, 90.0)), "LATE": late}
    results = run({"long_a": ["A", "B", "LATE"], "short_a": ["D"]}, moves, rebalance="never")

    # At row 11: a third of 1.5 each, and 1.5 short; never again after it.
    assert_nav(results, (1, 1.0), (5, 1.5), (12, 1.6), (20, 1.65), (25, 1.8))
    assert said(results) == [("LATE", "late_listing", 1, 11, 10)]


@pytest.mark.parametrize("lag", [0, 1, 2])
def test_a_member_is_held_from_its_first_days_rebalance_to_its_last_price(lag):
    member = Member("B", from_on=DATES[5], to_on=DATES[25])
    b = ((0, 50.0), (5, 100.0), (10, 110.0), (20, 165.0), (25, 198.0), (26, 500.0))
    a = ((0, 100.0), (30, 110.0))
    results = run({"long_a": ["A", member], "short_a": ["D"]}, {"A": a, "B": b}, lag_sessions=lag)

    # Half of NAV rises by half, then by a fifth on its last day; what B does after it is another's.
    assert_nav(results, (lag, 1.0), (20, 1.25), (25, 1.4), (30, 1.54))
    assert said(results) == [("B", "member_from", lag, 16 + lag, 16), ("B", "member_to", 26, LAST, 14)]
    assert words(results) == [
        f"the note names it from 2022-01-17, and it was bought on {DATES[16 + lag]}; {THEN}",
        "the note names it to 2022-02-14; sold at its last price in that span",
    ]


def test_a_ticker_stands_on_both_sides_on_days_of_its_own():
    legs = {"long_a": ["A", Member("F", to_on=DATES[14])], "short_a": ["D", Member("F", from_on=DATES[20])]}
    f = ((0, 100.0), (10, 120.0), (18, 60.0), (30, 90.0), (38, 108.0))
    results = run(legs, {"F": f})

    # Long with half of NAV at row 10; nobody's at rows 18 and 30; short with half of 1.1 at row 38.
    assert_nav(results, (1, 1.0), (10, 1.1), (38, 0.99))
    assert contributions_of(results) == [
        ("long", "A", 0.0),
        ("long", "F", 0.1),
        ("short", "D", 0.0),
        ("short", "F", -0.11),
    ]
    assert said(results) == [("F", "member_to", 15, LAST, 25), ("F", "member_from", 1, 37, 36)]


@pytest.mark.parametrize("n", [1, 4])
@pytest.mark.parametrize("rebalance", ["monthly", "never"])
def test_a_halt_of_less_than_five_sessions_keeps_its_place_and_its_last_value(n, rebalance):
    moves = {"A": ((0, 100.0), (10, 110.0)), "B": ((0, 100.0), (10, NAN), (10 + n, 120.0))}
    results = run(SPREAD, moves, rebalance=rebalance)

    # A stays at its half: none of the weight of B is lent to it.
    assert_nav(results, (1, 1.0), (10, 1.05), (10 + n, 1.15))
    assert said(results) == [("B", "halt", 10, 9 + n, n)]
    assert words(results) == ["held without a print: it kept its last value and could not be traded"]


def test_an_order_that_meets_no_print_is_not_filled_and_its_money_stays_cash_until_the_next_trade():
    moves = {
        "A": ((0, 100.0), (5, 200.0)),
        "B": ((0, 100.0), (17, NAN), (18, 100.0), (20, 120.0), (38, 132.0)),
        "RATE": ((0, 0.0), (17, 36.5), (37, 0.0)),
    }
    still = run({"long_a": ["A", "B"]}, moves)
    earning = run({"long_a": ["A", "B"]}, moves, cash_rate="RATE")

    # At row 17 A is sold down to 0.75 of 1.5 and B, at 0.5, cannot be bought: 0.25 of cash until row 37.
    assert_nav(still, (1, 1.0), (5, 1.5), (20, 1.6), (38, 1.68), basket="long")
    assert said(still) == [("B", "halt", 17, 17, 1), ("B", "unfilled_order", 17, 17, 1)]
    assert words(still)[1] == "no print to trade at: the order was not filled"
    # It earns a thousandth a day on itself.
    days = np.diff(DAYS).astype(float)[17:37]
    assert row_of(earning, "long").interest == pytest.approx(0.25 * (np.prod(1.0 + 0.001 * days) - 1.0), rel=1e-12)
    assert said(earning) == said(still)


def test_the_first_order_that_meets_no_print_is_made_up_for_at_the_next_rebalance():
    moves = {"A": ((0, 100.0), (20, 110.0)), "B": ((0, 100.0), (1, NAN), (2, 100.0), (10, 200.0), (20, 220.0))}
    results = run(SPREAD, moves)

    # Half of NAV is cash until row 17, whatever B does; then both have half.
    assert_nav(results, (1, 1.0), (20, 1.1))
    assert said(results) == [("B", "late_listing", 1, 17, 16), ("B", "unfilled_order", 1, 1, 1)]
    assert words(results)[0] == (
        "it first printed on 2022-01-10 and was bought on 2022-02-02; until then its weight went to the others, or "
        "stayed cash where an order was not filled"
    )


def test_a_name_never_priced_is_as_if_it_were_not_named_and_is_told():
    moves = {"A": ((0, 100.0), (10, 110.0)), "GONE": ()}
    results = run({"long_a": ["A", "GONE"], "short_a": ["D"]}, moves)

    assert_nav(results, (1, 1.0), (10, 1.1))
    assert said(results) == [("GONE", "never_held", 0, LAST, N)]
    assert words(results) == ["never held: it has no price in its span; its weight went to the others"]


def between(first, last):
    """Return a spread of which B is a member on these rows only, priced on all."""
    member = Member("B", from_on=DATES[first], to_on=DATES[last])
    return {"long_a": ["A", member], "short_a": ["D"]}


def test_a_member_whose_days_meet_no_rebalance_is_never_held_and_told():
    results = run(between(5, 9), {"A": ((0, 100.0), (10, 110.0)), "B": ((0, 100.0), (7, 300.0))})

    assert_nav(results, (1, 1.0), (10, 1.1))
    assert said(results)[0] == ("B", "never_held", 0, LAST, N)
    assert words(results)[0] == "never held: no trade fell into its days; its weight went to the others"


def test_a_member_that_was_never_held_is_not_said_to_be_sold():
    assert not any("sold" in message for message in words(run(between(5, 9), {})))


def test_without_rebalancing_the_same_member_is_held_on_its_days():
    results = run(between(5, 9), {"B": ((0, 100.0), (7, 120.0), (10, 300.0))}, rebalance="never")

    # Decided at row 5 and bought at row 6; decided at its last close, and sold at row 10 at that price.
    assert_nav(results, (1, 1.0), (7, 1.1))
    assert said(results) == [("B", "member_from", 1, 6, 5), ("B", "member_to", 10, LAST, 30)]


def test_an_empty_legs_weight_goes_to_the_other_legs_of_its_side():
    legs = {"long_a": ["A"], "long_b": [Member("B", to_on=DATES[14])], "short_a": ["D"]}
    moves = {"A": ((0, 100.0), (10, 110.0), (20, 121.0)), "B": ((0, 100.0), (10, 120.0))}
    results = run(legs, moves, leg_weights={"long_a": 60.0, "long_b": 40.0})

    # 0.6 x 10 % and 0.4 x 20 % at row 10; all of 1.14 is A's from row 15 on.
    assert_nav(results, (1, 1.0), (10, 1.14), (20, 1.254))
    assert_nav(results, (1, 1.0), (10, 1.2), basket="long_b")
    assert (row_of(results, "long_b").n_flat_sessions, row_of(results, "spread").n_flat_sessions) == (25, 0)
    assert "flat_sessions" in row_of(results, "long_b").flags
    assert "flat_sessions" not in row_of(results, "spread").flags


def short_leg_ends(**rules):
    moves = {"A": ((0, 100.0), (10, 110.0), (20, 132.0))}
    return run({"long_a": ["A"], "short_a": [Member("D", to_on=DATES[14])]}, moves, **rules)


def test_a_spread_whose_short_leg_empties_is_flat_and_says_so():
    results = short_leg_ends()

    assert_nav(results, (1, 1.0), (10, 1.1))
    assert_nav(results, (1, 1.0), (10, 1.1), (20, 1.32), basket="long")
    # The closes of rows 15 to 39; the opening is at row 4.
    flat = {period: row_of(results, "spread", period) for period in ("before", "after", "all")}
    assert {period: row.n_flat_sessions for period, row in flat.items()} == {"before": 0, "after": 25, "all": 25}
    assert ["flat_sessions" in row.flags for row in flat.values()] == [False, True, True]
    assert [row_of(results, basket).n_flat_sessions for basket in ("long", "short")] == [0, 25]
    assert said(results) == [("D", "member_to", 15, LAST, 25)]


def test_what_a_flat_book_is_worth_earns_the_cash_rate():
    rate = steps((0, 0.0), (20, 36.5))
    moves = {"A": ((0, 100.0), (10, 110.0), (20, 132.0)), "RATE": tuple(enumerate(rate))}
    legs = {"long_a": ["A"], "short_a": [Member("D", to_on=DATES[14])]}
    days = np.diff(DAYS).astype(float)[20:]

    results = run(legs, moves, cash_rate="RATE")

    assert nav_of(results)[LAST] == pytest.approx(1.1 * np.prod(1.0 + 0.001 * days), rel=1e-12)


def test_bt_runs_the_long_leg_alone_where_the_short_one_is_empty():
    bt = pytest.importorskip("bt", reason="needs bt, an oracle")
    index = pd.DatetimeIndex(DAYS)
    prices = pd.DataFrame({"A": steps((0, 100.0), (10, 110.0), (20, 132.0)), "D": steps((0, 100.0))}, index)
    # Who is no longer to be held has no weight.
    wanted = pd.DataFrame({"A": [1.0, 1.0], "D": [-1.0, NAN]}, index[[1, 15]])
    strategy = bt.Strategy("made", [bt.algos.WeighTarget(wanted), bt.algos.Rebalance()])
    backtest = bt.Backtest(strategy, prices, initial_capital=1e6, integer_positions=False)

    backtest.run()

    # Its first row is a day before the first, at the start's capital.
    theirs = np.array(backtest.strategy.values)[1:] / 1e6
    np.testing.assert_allclose(theirs, steps((0, 1.0), (10, 1.1), (20, 1.32)), rtol=1e-12)
    assert_nav(short_leg_ends(), (1, 1.0), (10, 1.1))
