"""Prices by time of day and the day of checking, in the token prices."""

import datetime as dt
from pathlib import Path

import pytest

from screener.facts.hours import minutes_of
from screener.facts.tables import read_facts
from screener.records.fact import OtherPrice
from screener.records.problem import Problem

HEADER = (
    "model,provider,input_usd_per_mtok,output_usd_per_mtok,other_input_usd_per_mtok,other_output_usd_per_mtok,"
    "other_hours_utc,effective_on,precision,checked_on,source,provenance\n"
)


def read(tmp_path: Path, row: str):
    (tmp_path / "token_prices.csv").write_text(HEADER + row + "\n", encoding="utf-8")
    facts = read_facts([tmp_path])
    return facts.token_prices, [each for each in facts.problems if each.path.endswith("token_prices.csv")]


def marked(problem: Problem) -> str:
    return problem.excerpt[problem.column - 1 :][: problem.width]


def test_the_price_of_the_other_hours_stands_beside_the_rows_own(tmp_path: Path) -> None:
    row = "v4,deepseek,0.66,1.98,1.32,3.96,01:00-04:00;06:00-10:00,2026-08-16,day,2026-08-21,page,seen"
    (price,), problems = read(tmp_path, row)
    assert problems == []
    assert (price.input_usd_per_mtok, price.output_usd_per_mtok) == (0.66, 1.98)
    assert price.other == OtherPrice(1.32, 3.96, "01:00-04:00;06:00-10:00")
    assert price.checked_on == dt.date(2026, 8, 21)


def test_a_row_without_them_has_one_price_and_no_day_of_checking(tmp_path: Path) -> None:
    (price,), problems = read(tmp_path, "v4,deepseek,1,2,,,,2026-08-16,day,,page,seen")
    assert problems == []
    assert (price.other, price.checked_on) == (None, None)


@pytest.mark.parametrize(
    ("other", "named"),
    [
        ("1.32,3.96,", "other_hours_utc is blank"),
        ("1.32,,01:00-04:00", "other_output_usd_per_mtok is blank"),
        (",,01:00-04:00", "other_input_usd_per_mtok, other_output_usd_per_mtok is blank"),
    ],
)
def test_half_a_second_price_is_left_out(tmp_path: Path, other: str, named: str) -> None:
    prices, (problem,) = read(tmp_path, f"v4,deepseek,0.66,1.98,{other},2026-08-16,day,,page,seen")
    assert prices == ()
    assert (problem.code, problem.severity, problem.line) == ("F116", "error", 2)
    assert named in problem.message


@pytest.mark.parametrize("hours", ["01:00 to 04:00", "01:00-04:00;03:59-05:00"])
def test_hours_that_cannot_be_read_are_marked(tmp_path: Path, hours: str) -> None:
    prices, (problem,) = read(tmp_path, f"v4,deepseek,0.66,1.98,1.32,3.96,{hours},2026-08-16,day,,page,seen")
    assert prices == ()
    assert (problem.code, marked(problem)) == ("F116", hours)


@pytest.mark.parametrize(("hours", "codes"), [("00:00-12:00", []), ("00:00-12:01", ["F117"])])
def test_the_rows_own_price_is_that_of_most_hours(tmp_path: Path, hours: str, codes: list[str]) -> None:
    prices, problems = read(tmp_path, f"v4,deepseek,0.66,1.98,1.32,3.96,{hours},2026-08-16,day,,page,seen")
    assert len(prices) == 1
    assert [(each.code, each.severity) for each in problems] == [(code, "warning") for code in codes]


@pytest.mark.parametrize(("checked_on", "is_kept"), [("2026-08-16", True), ("2026-08-15", False)])
def test_a_price_cannot_have_been_checked_before_it_took_effect(tmp_path: Path, checked_on: str, is_kept: bool) -> None:
    prices, problems = read(tmp_path, f"v4,deepseek,1,2,,,,2026-08-16,day,{checked_on},page,seen")
    assert len(prices) == is_kept
    assert [(each.code, marked(each)) for each in problems] == ([] if is_kept else [("F118", "2026-08-15")])


@pytest.mark.parametrize(
    ("hours", "minutes"),
    [
        ("00:00-00:01", 1),
        ("16:30-00:30", 8 * 60),
        ("01:00-04:00;06:00-10:00", 7 * 60),
        ("01:00-04:00; 06:00-10:00", 7 * 60),
        ("23:00-01:00;01:00-02:00", 3 * 60),
        ("01:00-01:00", None),
        ("24:00-01:00", None),
        ("01:60-02:00", None),
        ("23:00-01:00;00:30-02:00", None),
        ("1:00-4:00", None),
        ("01:00-04:00;", None),
        ("", None),
    ],
)
def test_spans_of_hours_are_counted_in_minutes(hours: str, minutes: int | None) -> None:
    assert minutes_of(hours) == minutes
