"""Real holdings beside a thesis whose prices move in steps; a close is half a level."""

import datetime as dt
from dataclasses import replace

import pytest
from books_by_hand import DATES, lay_out_steps

from screener.calc.books.book_plan import held_plan
from screener.dictionary.flags import FLAGS
from screener.records.position import Position
from screener.records.thesis import Member
from screener.review.holdings import holdings
from screener.sessions.listings import Exchange, Exchanges

EXCHANGES = Exchanges([Exchange("", "XNYS", "America/New_York", "USD"), Exchange(".KS", "XKRX", "Asia/Seoul", "KRW")])
# The last session; its week began on row 35, its month on row 36.
FRIDAY = dt.date(2022, 3, 4)
LEGS = {"long_a": ["A", "B"], "long_k": ["K.KS"], "short_a": ["D"]}
# A closes at 50, from row 20 on at 55, from row 37 on at 60; D at 50 and from row 38 on at 45.
MOVES = {"A": ((0, 100.0), (20, 110.0), (37, 120.0)), "D": ((0, 100.0), (38, 90.0))}
JANUARY = dt.date(2022, 1, 12)


def held(ticker, shares, cost=50.0, opened_on=JANUARY, currency="USD"):
    return Position("made", ticker, shares, cost, currency, opened_on, "positions.csv", 2)


def review(*positions, legs=LEGS, moves=MOVES, as_of=FRIDAY, **settings):
    market = lay_out_steps(legs, moves, **{"rebalance": "never"} | settings)
    return holdings(positions, market, held_plan(market), as_of, EXCHANGES)


def test_profit_is_over_the_week_the_month_and_since_it_was_opened():
    (row,), _ = review(held("A", 10, cost=48.0))

    assert (row.leg, row.side, row.flags) == ("long_a", "long", ())
    assert (row.close, row.value) == (60.0, 600.0)
    assert (row.week, row.month, row.opening) == (50.0, 50.0, 120.0)


def test_a_short_gains_by_a_fall_and_what_was_opened_inside_starts_at_its_cost():
    # Opened on Wednesday, in the week and in the month.
    (row,), _ = review(held("D", -4, cost=52.0, opened_on=dt.date(2022, 3, 2)))

    assert (row.leg, row.side, row.value) == ("short_a", "short", -180.0)
    assert (row.week, row.month, row.opening) == (28.0, 28.0, 28.0)


def test_weights_are_over_the_gross_of_what_is_held_and_targets_over_that_of_the_same_names():
    legs = {"long_a": ["A", "B"], "short_a": ["D"]}
    (a, d), lines = review(held("A", 10), held("D", -40 / 9), legs=legs)

    # 600 long and 200 short; of the model half of NAV is long A and all of it short D, and B is not held.
    assert (a.weight, d.weight) == pytest.approx((0.75, -0.25), abs=1e-12)
    assert (a.target, d.target) == pytest.approx((1 / 3, -2 / 3), abs=1e-12)
    assert lines == ("Not held, so left out of the targets: B",)


def test_lots_of_one_ticker_share_its_target_by_their_shares():
    rows, _ = review(held("A", 10), held("A", 30, opened_on=DATES[5]), held("D", -10))

    # A third of each side's NAV is A's leg's other name; K's leg has half the long side.
    assert [row.target for row in rows] == pytest.approx([0.25 * 0.2, 0.75 * 0.2, -0.8], abs=1e-12)


def test_a_side_that_is_held_alone_has_its_own_sign():
    (row,), _ = review(held("D", -10), legs={"short_a": ["D", "E"]})

    assert (row.weight, row.target) == (-1.0, -1.0)


def test_currencies_are_not_weighed_against_each_other():
    rows, lines = review(held("A", 10), held("K.KS", 1, currency="KRW"))

    assert [row.weight for row in rows] == [1.0, 1.0]
    assert lines[0].startswith("Holdings in KRW and USD cannot be weighed against each other")


def test_cost_in_another_currency_than_the_listings_gives_no_figures():
    (row, other), lines = review(held("K.KS", 1), held("A", 1))

    assert row.flags == ("other_currency",)
    assert (row.close, row.value, row.week, row.opening, row.weight, row.target) == (None,) * 6
    assert other.weight == 1.0
    assert lines[0] == ("K.KS: cost is in USD and the listing is quoted in KRW; write cost and currency in KRW")
    assert lines[1] == "Weights leave out 1 holding without a value: K.KS"


def test_what_the_note_does_not_name_has_no_price_here():
    (row,), lines = review(held("TSLA", 1))

    assert (row.leg, row.flags, row.value) == ("", ("not_in_thesis", "not_priced"), None)
    assert lines[:2] == (
        "TSLA: held long, and the note does not name it",
        "TSLA: no prices were asked for, since the note does not name it",
    )


def test_a_name_held_on_the_other_side_is_weighed_and_has_no_target():
    (wrong, right), lines = review(held("D", 4), held("A", 10))

    assert (wrong.leg, wrong.flags, wrong.value) == ("", ("not_in_thesis",), 180.0)
    assert (wrong.target, right.target) == (0.0, 1.0)
    assert lines[0] == "D: held long, and the note has it in short_a"


def test_a_name_whose_span_is_over_is_no_longer_in_the_thesis():
    (row,), lines = review(held("A", 1), legs={"long_a": [Member("A", to_on=DATES[20]), "B"]})

    assert row.flags == ("not_in_thesis",)
    assert lines[0] == "A: held long, and no span of it in long_a covers 2022-03-04"


@pytest.mark.parametrize(
    ("cost", "is_far"), [(24.9, True), (25.0, False), (100.0, False), (100.1, True), (5_000.0, True)]
)
def test_a_cost_far_from_the_close_of_its_day_is_told(cost, is_far):
    (row,), lines = review(held("A", 1, cost=cost))

    assert ("cost_far_from_close" in row.flags) is is_far
    assert any(f"cost {cost:g}" in line and "a split" in line for line in lines) is is_far
    assert row.opening == pytest.approx(60.0 - cost)


@pytest.mark.parametrize(("opened_on", "is_far"), [(DATES[19], True), (DATES[20], False)])
def test_a_cost_is_held_against_the_close_of_the_day_itself(opened_on, is_far):
    (row,), _ = review(held("A", 1, cost=140.0, opened_on=opened_on), moves={"A": ((0, 100.0), (20, 300.0))})

    assert ("cost_far_from_close" in row.flags) is is_far


def test_prices_that_have_ended_value_nothing():
    gone = ((0, 100.0), (30, float("nan")))
    (row, kept), lines = review(held("B", 1), held("A", 1), moves=MOVES | {"B": gone})

    assert row.flags == ("price_ended",)
    assert (row.close, row.value, row.week, row.opening, row.weight) == (None,) * 5
    assert kept.weight == 1.0
    assert lines[0].startswith("B: no close in the last sessions up to 2022-03-04")


def test_a_holding_opened_after_the_last_close_has_a_value_and_no_profit():
    (row,), lines = review(held("A", 1, opened_on=dt.date(2022, 3, 5)), as_of=dt.date(2022, 3, 6))

    assert (row.value, row.week, row.month, row.opening) == (60.0, None, None, None)
    assert lines[0] == "A: opened on 2022-03-05, after the last close of 2022-03-04: no profit yet"


def test_a_week_without_a_session_yet_has_no_profit():
    (row,), _ = review(held("A", 1), as_of=dt.date(2022, 3, 7))

    assert (row.week, row.month) == (None, 5.0)


def test_without_closes_nothing_is_priced():
    (row,), lines = review(held("A", 1), has_close=False)

    assert (row.flags, row.value) == (("not_priced",), None)
    assert lines[0] == "A: the source gave no closes"


def test_before_the_first_trade_nothing_has_a_target():
    market = lay_out_steps(LEGS, MOVES)
    (row,), lines = holdings([held("A", 1)], market, replace(held_plan(market), trades=()), FRIDAY, EXCHANGES)

    assert (row.weight, row.target) == (1.0, None)
    assert lines == ("The model portfolio has not traded yet, so nothing has a target",)


def test_nothing_held_says_nothing():
    assert review() == ((), ())


def test_every_flag_has_a_meaning():
    rows, _ = review(held("TSLA", 1), held("K.KS", 1), held("A", 1, cost=1.0))

    assert {flag for row in rows for flag in row.flags} <= FLAGS.keys()
