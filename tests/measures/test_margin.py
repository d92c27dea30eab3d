import datetime as dt

import pytest
from made_facts import day, quarter

from screener.measures.margin import MarginOf
from screener.records.thesis import Member

INCOME = (
    quarter("A", "2024-03-31", 100, 50),
    quarter("A", "2025-03-31", 120, 54),
    quarter("B", "2024-03-31", 100, 80),
    quarter("B", "2025-03-31", 90, 81),
    quarter("C", "2025-03-31", 10, 1),
)
LEG = (Member("A"), Member("B"), Member("C"), Member("D"))


def read(measure, on, known=None):
    return measure.reading(day(on), day(known or on))


@pytest.mark.parametrize(
    ("figure", "value", "unit"),
    [("gross_margin", 45.0, "pct"), ("gross_margin_change", -5.0, "pp"), ("revenue_growth", 20.0, "pct")],
)
def test_a_name_has_its_latest_quarter_by_hand(figure, value, unit):
    found = read(MarginOf(INCOME, "A", None, figure), "2025-06-01")

    assert found.value == pytest.approx(value)
    assert (found.unit, found.measured_on, found.known_on) == (unit, day("2025-03-31"), day("2025-05-30"))
    assert found.note == "quarter to 2025-03-31; growth with falling margin"
    assert found.is_known_on_assumed


def test_a_quarter_counts_from_the_day_it_is_known():
    measure = MarginOf(INCOME, "A", None, "gross_margin")

    assert read(measure, "2025-05-29").value == pytest.approx(50.0)
    assert read(measure, "2025-05-30").value == pytest.approx(45.0)


def test_a_leg_has_the_median_of_those_that_have_a_figure_and_names_the_others():
    margin = read(MarginOf(INCOME, "leg", LEG, "gross_margin"), "2025-06-01")
    change = read(MarginOf(INCOME, "leg", LEG, "gross_margin_change"), "2025-06-01")

    # 45, 90 and 10.
    assert margin.value == pytest.approx(45.0)
    assert margin.note == "median of 3: A 45, B 90, C 10; D: no quarterly data"
    # -5 and +10.
    assert change.value == pytest.approx(2.5)
    assert "C: no year-ago quarter to compare with for 2025-03-31" in change.note
    assert {part.name for part in margin.parts} == {"A", "B", "C"}


def test_a_leg_leaves_out_who_is_no_member_that_day_and_who_stopped_reporting():
    leg = (Member("A", to_on=day("2025-05-31")), Member("B"), Member("C"))
    income = (*INCOME[:2], INCOME[2], INCOME[4])

    found = read(MarginOf(income, "leg", leg, "gross_margin"), "2025-06-01")

    assert found.value == pytest.approx(10.0)
    assert found.note == "median of 1: C 10; B: last quarter is of 2024-03-31"


def test_without_quarters_there_is_no_value_and_the_names_are_said():
    found = read(MarginOf((), "leg", LEG[:2], "gross_margin"), "2025-06-01")

    assert (found.value, found.why, found.note) == (
        None,
        "no_quarterly_data",
        "A, B: no quarterly data",
    )


def test_why_a_name_has_no_quarter_is_said_where_it_is_known():
    reasons = {"A": "no quarterly data: failed on 2025-05-01", "B": "no quarterly data: failed on 2025-05-01"}

    found = read(MarginOf(INCOME[4:], "leg", LEG, "gross_margin", no_quarters=reasons), "2025-06-01")

    assert found.note == "median of 1: C 10; A, B: no quarterly data: failed on 2025-05-01; D: no quarterly data"


def test_growth_needs_no_gross_profit_and_does_not_ask_for_one():
    income = (quarter("A", "2024-03-31", 100, None), quarter("A", "2025-03-31", 120, None))

    assert read(MarginOf(income, "A", None, "revenue_growth"), "2025-06-01").value == pytest.approx(20.0)
    first = read(MarginOf(income[1:], "A", None, "revenue_growth"), "2025-06-01")
    assert first.note == "A: no year-ago quarter to compare with for 2025-03-31"
    assert "no gross profit" in read(MarginOf(income, "A", None, "gross_margin_change"), "2025-06-01").note


def test_where_statements_cannot_be_had_at_all_the_reason_is_said():
    found = read(MarginOf((), "A", None, "gross_margin", "simulated prices have no statements"), "2025-06-01")

    assert (found.value, found.note) == (None, "simulated prices have no statements")


def test_an_impossible_quarter_is_not_used_and_is_named():
    income = (*INCOME[:1], quarter("A", "2024-06-30", -488, None), quarter("A", "2025-06-30", 130, 65))

    found = read(MarginOf(income, "A", None, "revenue_growth"), "2025-09-01")

    assert found.value is None
    assert "revenue_not_positive" in found.note


def test_every_day_on_which_a_value_changes_is_among_the_days_told():
    leg = (Member("A", to_on=day("2025-10-15")), Member("B", from_on=day("2025-02-01")), Member("C"))
    first, last = day("2024-01-01"), day("2026-12-31")
    days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    for figure in ("gross_margin", "gross_margin_change", "revenue_growth"):
        measure = MarginOf(INCOME, "leg", leg, figure)
        values = [measure.reading(each, each).value for each in days]
        changed = {now for now, old, new in zip(days[1:], values, values[1:], strict=False) if old != new}

        assert changed
        assert changed <= set(measure.change_days(first, last))
