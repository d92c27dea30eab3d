"""How far names of the model portfolio have drifted, by hand."""

import pytest
from books_by_hand import DATES, NAN, lay_out_steps

from screener.calc.books.book_plan import held_plan
from screener.dictionary.flags import FLAGS
from screener.records.thesis import Member
from screener.review.sizing import sizing_rows

SPREAD = {"long_a": ["A", "B"], "short_a": ["D"]}
MOVES = {"A": ((0, 100.0), (20, 110.0)), "D": ((0, 100.0), (38, 90.0))}


def sizing(moves=MOVES, legs=SPREAD, **given):
    market = lay_out_steps(legs, moves, **{"rebalance": "never"} | given)
    plan = held_plan(market)
    return sizing_rows(market, plan, plan.run())


def test_the_largest_drift_comes_first_and_both_weights_are_over_nav():
    rows = sizing()

    # 0.55, 0.5 and -0.9 on a NAV of 1.15.
    assert [(row.ticker, row.leg, row.side, row.target) for row in rows] == [
        ("D", "short_a", "short", -1.0),
        ("B", "long_a", "long", 0.5),
        ("A", "long_a", "long", 0.5),
    ]
    assert [row.weight for row in rows] == pytest.approx([-0.9 / 1.15, 0.5 / 1.15, 0.55 / 1.15], rel=1e-12)
    assert all(row.flags == () for row in rows)


def test_a_name_bought_at_the_last_close_has_not_drifted():
    # Every close trades, so the last one has.
    assert [row.weight - row.target for row in sizing(rebalance="daily")] == pytest.approx([0.0] * 3, abs=1e-12)


def test_an_order_that_met_no_print_is_flagged():
    # B does not print at row 37, where it is traded.
    rows = sizing(MOVES | {"B": ((0, 100.0), (37, NAN), (38, 100.0))}, rebalance="monthly")

    assert {row.ticker: row.flags for row in rows} == {"A": (), "B": ("unfilled",), "D": ()}
    assert "unfilled" in FLAGS


def test_a_ticker_whose_spans_follow_each_other_is_one_row():
    legs = {"long_a": [Member("A", to_on=DATES[20]), Member("A", 3.0, from_on=DATES[21]), "B"]}
    rows = sizing(legs=legs)

    assert sorted((row.ticker, row.target) for row in rows) == [("A", 0.75), ("B", 0.25)]


def test_a_name_that_is_no_longer_held_has_no_row():
    rows = sizing(legs={"long_a": [Member("A", to_on=DATES[20]), "B"]})

    assert [row.ticker for row in rows] == ["B"]


def test_a_ruined_book_has_no_sizes():
    assert sizing({"D": ((0, 100.0), (20, 300.0))}) == ()
