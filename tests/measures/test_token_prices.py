import datetime as dt

import pytest
from made_facts import day, member, price

from screener.measures.groups import Groups
from screener.measures.price_gap import PriceGap
from screener.measures.price_list import PriceList, blended, seen_on
from screener.measures.price_moves import PriceMoves
from screener.measures.token_price import TokenPriceOf

NOW = day("2026-01-01")
ROWS = (
    price("dear", 10, 30, "2025-01-01"),
    price("dear", 4, 12, "2025-06-01"),
    price("mid", 2, 10, "2025-03-01"),
    price("cheap", 0.5, 1.5, "2025-02-01"),
    price("cheapest", 0.2, 0.6, "2025-09-01"),
)
GROUPS = Groups(
    (
        member("closed", "dear", "2025-01-01"),
        member("closed", "mid", "2025-03-01"),
        member("open", "cheap", "2025-02-01"),
        member("open", "cheapest", "2025-09-01", "2025-11-30"),
    )
)


def read(measure, on, known=None):
    return measure.reading(day(on), day(known or on))


def test_a_blended_price_is_three_parts_input_to_one_part_output():
    assert blended(price("m", 1.25, 10, "2025-01-01")) == 3.4375


@pytest.mark.parametrize(("which", "value"), [("in", 10.0), ("out", 30.0), ("blended", 15.0)])
def test_a_price_counts_from_its_day_until_the_model_s_next(which, value):
    measure = TokenPriceOf(PriceList(ROWS), "dear", which)

    assert read(measure, "2025-05-31").value == value
    assert read(measure, "2025-06-01").value == {"in": 4.0, "out": 12.0, "blended": 6.0}[which]


def test_before_its_launch_a_model_has_no_price_and_says_when_it_was_launched():
    found = read(TokenPriceOf(PriceList(ROWS), "mid", "in"), "2025-02-28", "2025-03-01")

    assert (found.value, found.why) == (None, "before_launch")
    assert found.note == "mid has no price on 2025-02-28: the first is of 2025-03-01"


@pytest.mark.parametrize(
    ("measure", "name"),
    [
        (TokenPriceOf(PriceList(ROWS), "mid", "in"), "mid"),
        (PriceGap(PriceList(ROWS), GROUPS, "mid", "open"), "mid"),
        (PriceGap(PriceList(ROWS), GROUPS, "dear", "open"), "open"),
        (PriceMoves(PriceList(ROWS), GROUPS, "open", "up"), "open"),
    ],
)
def test_a_launch_that_is_known_later_is_not_spoken_of(measure, name):
    found = read(measure, "2025-01-31")

    assert (found.value, found.why) == (None, "not_known_yet")
    assert found.note == f"no price of {name} was known by 2025-01-31"


def test_a_price_is_not_used_before_it_is_known():
    measure = TokenPriceOf(
        PriceList((price("m", 1, 1, "2025-01-01"), price("m", 2, 2, "2025-02-01", "2025-03-01"))), "m", "in"
    )

    assert read(measure, "2025-02-15").value == 1.0
    assert read(measure, "2025-03-01").value == 2.0
    # Looking back, the later row says what held then.
    assert read(measure, "2025-02-15", "2025-03-01").value == 2.0


def test_a_reseller_s_price_neither_prices_a_model_nor_ends_its_own():
    rows = (price("m", 1, 1, "2025-01-01"), price("m", 0.5, 0.5, "2025-02-01", provider="reseller"))

    assert read(TokenPriceOf(PriceList(rows), "m", "in"), "2025-03-01").value == 1.0


def test_until_the_lab_s_own_price_is_known_a_reseller_s_counts():
    prices = PriceList((price("m", 1, 1, "2025-01-01", "2025-04-01"), price("m", 2, 2, "2025-02-01", provider="other")))

    assert read(TokenPriceOf(prices, "m", "in"), "2025-03-31").value == 2.0
    assert read(TokenPriceOf(prices, "m", "in"), "2025-04-01").value == 1.0


def test_a_price_is_as_fresh_as_its_last_check_that_was_made_by_then():
    row = price("m", 1, 1, "2025-01-01", checked_on=day("2025-08-01"))

    assert seen_on(row, day("2025-07-31"), day("2025-07-31")) == day("2025-01-01")
    assert seen_on(row, day("2025-09-01"), day("2025-09-01")) == day("2025-08-01")
    # Looking back from a check to a day before it, the price was right that day.
    assert seen_on(row, day("2025-03-01"), day("2025-08-01")) == day("2025-03-01")


def test_the_gap_is_the_median_of_one_side_over_the_lowest_of_the_other_by_hand():
    gap = PriceGap(PriceList(ROWS), GROUPS, "closed", "open")

    # dear 15, mid not yet: 15 / 0.75.
    assert read(gap, "2025-02-15").value == pytest.approx(20.0)
    # dear 15 and mid 4: median 9.5.
    assert read(gap, "2025-03-15").value == pytest.approx(9.5 / 0.75)
    # dear 6 and mid 4: 5; cheapest 0.3.
    assert read(gap, "2025-09-15").value == pytest.approx(5 / 0.3)
    # cheapest has left.
    assert read(gap, "2025-12-15").value == pytest.approx(5 / 0.75)


def test_every_pair_of_models_is_a_part_of_the_gap():
    found = read(PriceGap(PriceList(ROWS), GROUPS, "closed", "open"), "2025-09-15")

    assert {part.name: round(part.value, 6) for part in found.parts} == {
        "dear/cheap": 8.0,
        "dear/cheapest": 20.0,
        "mid/cheap": round(4 / 0.75, 6),
        "mid/cheapest": round(4 / 0.3, 6),
    }


def test_an_argument_may_be_one_model():
    gap = PriceGap(PriceList(ROWS), GROUPS, "closed", "cheap")

    assert read(gap, "2025-09-15").value == pytest.approx(5 / 0.75)


def test_only_tiers_that_both_sides_have_are_compared():
    rows = (
        price("top", 10, 10, "2025-01-01"),
        price("small", 1, 1, "2025-01-01", tier="low"),
        price("open", 0.5, 0.5, "2025-01-01", tier="low"),
    )
    groups = Groups((member("closed", "top", "2025-01-01"), member("closed", "small", "2025-01-01")))

    assert read(PriceGap(PriceList(rows), groups, "closed", "open"), "2025-02-01").value == pytest.approx(2.0)
    apart = read(PriceGap(PriceList(rows), groups, "top", "open"), "2025-02-01")
    assert (apart.value, apart.why) == (None, "no_common_tier")
    assert apart.note == "the two have no tier in common: top is flagship and open is low"


def test_a_free_model_is_no_divisor():
    rows = (price("a", 1, 1, "2025-01-01"), price("free", 0, 0, "2025-01-01"))

    found = read(PriceGap(PriceList(rows), Groups(()), "a", "free"), "2025-02-01")

    assert (found.value, found.why, found.note) == (None, "zero_price", "free costs nothing on 2025-02-01")


def test_a_gap_names_who_decides_and_is_only_as_sure_as_the_least_sure_of_them():
    rows = (
        price("a", 3, 3, "2025-01-01", provenance="memory"),
        price("b", 1, 1, "2025-02-01", provenance="seen"),
        price("c", 2, 2, "2025-03-01", provenance="mixed"),
        price("open", 0.5, 0.5, "2025-01-15"),
    )
    groups = Groups(tuple(member("g", name, "2025-01-01") for name in "abc"))

    found = read(PriceGap(PriceList(rows), groups, "g", "open"), "2025-04-01")

    # c is the median; a, from memory, decides nothing.
    assert found.value == pytest.approx(4.0)
    assert found.provenance == "mixed"
    assert (found.measured_on, found.known_on) == (day("2025-01-15"), day("2025-03-01"))
    assert "median of g (b 1, c 2, a 3) over the lowest of 1 in open (open 0.5)" in found.note


def test_a_move_is_another_price_of_a_model_that_is_in_the_group_that_day():
    rows = (
        *ROWS,
        price("cheap", 0.6, 1.8, "2025-10-01"),
        price("cheapest", 0.1, 0.3, "2025-12-15"),
        price("cheap", 0.6, 1.8, "2025-11-01"),
    )
    down = PriceMoves(PriceList(rows), GROUPS, "closed", "down")
    up = PriceMoves(PriceList(rows), GROUPS, "open", "up")
    fell = PriceMoves(PriceList(rows), GROUPS, "open", "down")

    assert [read(down, on).value for on in ("2025-05-31", "2025-06-01", "2026-05-31", "2026-06-01")] == [0, 1, 1, 0]
    # The same price again is no move, and cheapest had left before it was cut.
    assert read(up, "2025-12-31").value == 1.0
    assert read(fell, "2025-12-31").value == 0.0
    assert read(up, "2025-12-31").note == "cheap 0.75 to 0.9 on 2025-10-01"


def test_moves_are_counted_from_the_first_price_on_and_that_day_is_told():
    none_yet = PriceMoves(PriceList(ROWS), GROUPS, "open", "down")

    assert read(none_yet, "2025-01-31", "2026-01-01").why == "before_launch"
    assert read(none_yet, "2025-02-01").value == 0.0
    assert min(none_yet.change_days(day("2020-01-01"), NOW)) == day("2025-02-01")


@pytest.mark.parametrize("known_on", ["2025-06-01", "2025-07-01"])
def test_every_day_on_which_a_value_changes_is_among_the_days_told(known_on):
    rows = (*ROWS[:1], price("dear", 4, 12, "2025-06-01", known_on), *ROWS[2:])
    first, last = day("2025-01-01"), day("2026-12-31")
    for measure in (
        TokenPriceOf(PriceList(rows), "dear", "in"),
        PriceGap(PriceList(rows), GROUPS, "closed", "open"),
        PriceMoves(PriceList(rows), GROUPS, "closed", "down"),
    ):
        told = set(measure.change_days(first, last))
        days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
        values = [measure.reading(each, each).value for each in days]
        changed = {now for now, old, new in zip(days[1:], values, values[1:], strict=False) if old != new}
        assert changed <= told
        assert all(first <= each <= last for each in told)
