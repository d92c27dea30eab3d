"""How the baskets are held: each rule as a note writes it, each mistake at its column."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from screener.records.book_rules import BookRules, Delisting, NameRate
from screener.thesis.links import LinkAnswer
from screener.thesis.reading import ThesisReading, read_thesis_bytes

Reader = Callable[..., ThesisReading]


def rules_of(reading: ThesisReading) -> BookRules:
    assert reading.problems == ()
    assert reading.thesis is not None
    return reading.thesis.rules


def test_a_note_that_says_nothing_has_the_default_rules(read: Reader) -> None:
    rules = rules_of(read())
    assert (rules.weighting, rules.hedge, rules.max_weight_pct) == ("equal", "dollar", None)
    assert (rules.rebalance, rules.lag_sessions, rules.gross) == ("monthly", 1, 2.0)
    assert (rules.cost_bps, rules.borrow_bps_per_year) == (10.0, 50.0)
    assert (rules.cost_by_name, rules.borrow_by_name, rules.delisting) == ((), (), ())
    assert (rules.is_borrow_stated, rules.cash_rate) == (False, "")


def test_every_rule_reaches_the_record(read: Reader) -> None:
    reading = read(
        """
weighting: inverse_vol
hedge: beta
max_weight_pct: 12.5
rebalance: never
lag_sessions: 2
gross: 1
cost_bps: 0
cost_bps_by_name: ZZLONG 40
borrow_bps_per_year: 12.5
borrow_bps_per_year_by_name: ZZSHORT 2000
cash_rate: ^IRX
delisting: zero
"""
    )
    assert rules_of(reading) == BookRules(
        weighting="inverse_vol",
        hedge="beta",
        max_weight_pct=12.5,
        rebalance="never",
        lag_sessions=2,
        gross=1.0,
        cost_bps=0.0,
        borrow_bps_per_year=12.5,
        cost_by_name=(NameRate("ZZLONG", 40.0),),
        borrow_by_name=(NameRate("ZZSHORT", 2_000.0),),
        is_borrow_stated=True,
        cash_rate="^IRX",
        delisting=(Delisting("zero"),),
    )


def test_the_defaults_may_be_written_out(read: Reader) -> None:
    rules = rules_of(read("weighting: equal\nhedge: dollar\nmax_weight_pct: 100\ndelisting: last_price"))
    assert (rules.weighting, rules.hedge, rules.max_weight_pct) == ("equal", "dollar", 100.0)
    assert rules.delisting == (Delisting("last_price"),)


@pytest.mark.parametrize("empty", ["", " ~", " null", " NULL", " []", " [~]"])
def test_an_empty_rule_is_as_good_as_none(read: Reader, empty: str) -> None:
    names = ("weighting", "hedge", "max_weight_pct", "cost_bps_by_name", "borrow_bps_per_year_by_name", "delisting")
    more = ("borrow_bps_per_year", "currency")
    assert rules_of(read("\n".join(f"{name}:{empty}" for name in names + more))) == BookRules()


@pytest.mark.parametrize(
    ("text", "is_stated"),
    [
        ("borrow_bps_per_year: 50", True),
        ("borrow_bps_per_year: 0", True),
        ("borrow_bps_per_year:", False),
        ("borrow_bps_per_year_by_name: ZZSHORT 900", False),
    ],
)
def test_borrow_is_stated_where_the_note_has_a_rate_for_all_names(read: Reader, text: str, is_stated: bool) -> None:
    assert rules_of(read(text)).is_borrow_stated is is_stated


@pytest.mark.parametrize(
    ("written", "ticker"),
    [
        ("^IRX", "^IRX"),
        ('"^IRX"', "^IRX"),
        ("[^IRX]", "^IRX"),
        ('"[[Treasury bills|^IRX]]"', "^IRX"),
        ('"[[onsemi]]"', "ON"),
        ("NULL", "NULL"),
        ("1E5", "1E5"),
        ("NO", "NO"),
        ("0700.HK", "0700.HK"),
    ],
)
def test_the_cash_rate_is_a_ticker_or_a_link_taken_as_written(read: Reader, written: str, ticker: str) -> None:
    reading = read(f"cash_rate: {written}")
    assert rules_of(reading).cash_rate == ticker
    assert [mention.name for mention in reading.mentions if mention.line == 2] == [ticker]


@pytest.mark.parametrize("empty", ["", " []"])
def test_without_a_cash_rate_cash_earns_nothing(read: Reader, empty: str) -> None:
    assert rules_of(read(f"cash_rate:{empty}")).cash_rate == ""


# Property line, column of the problem, code, part of the hint.
MISTAKES = [
    ("weighting: qual", 12, "T106", "did you mean equal"),
    ("weighting: [equal, inverse_vol]", 20, "T113", "keep one"),
    ("weighting: cap", 12, "T106", "known: equal, inverse_vol"),
    ("hedge: bta", 8, "T106", "did you mean beta"),
    ("hedge: true", 8, "T106", "known: beta, dollar"),
    ("max_weight_pct: 0", 17, "T105", "above 0 and at most 100"),
    ("max_weight_pct: 100.5", 17, "T105", "above 0 and at most 100"),
    ("max_weight_pct: 10 %", 17, "T104", "write 10"),
    ("max_weight_pct: none", 17, "T104", "digits"),
    ("rebalance: hourly", 12, "T106", "monthly"),
    ("lag_sessions: 11", 15, "T105", "at most 10"),
    ("lag_sessions: 1.5", 15, "T105", "write 2"),
    ("gross: 0", 8, "T105", "above 0 and at most 10"),
    ("gross: 10.5", 8, "T105", "at most 10"),
    ("gross: 1e999", 8, "T104", "digits"),
    ("cost_bps: -1", 11, "T105", "at least 0"),
    ("cost_bps: 1001", 11, "T105", "at most 1000"),
    ("cost_bps: 0.1 %", 11, "T104", "write 10: one percent is 100 bps"),
    ("cost_bps: 10bps", 11, "T104", "write 10"),
    ("borrow_bps_per_year: \u0665", 22, "T104", "digits"),
    ("borrow_bps_per_year: 100001", 22, "T105", "at most 100000"),
    ("cash_rate: [^IRX, ^TNX]", 19, "T113", "keep one"),
    ("cash_rate: ^IRX x2", 12, "T201", "write ^IRX"),
    ("cash_rate: ^IRX 2020-01-01..", 12, "T201", "write ^IRX"),
    ("cash_rate: 4.5%", 12, "T202", "write x4.5"),
    ("cash_rate: ~", 12, "T201", "a ticker has"),
    ('cash_rate: "[[Nobody]]"', 13, "T210", "[[X|TICKER]]"),
    ("currency: USD", 11, "T107", "own currency"),
    ("currency: [USD, EUR]", 12, "T107", "own currency"),
]


@pytest.mark.parametrize(("line", "column", "code", "hint"), MISTAKES)
def test_a_faulty_rule_is_an_error_at_its_column(read: Reader, line: str, column: int, code: str, hint: str) -> None:
    reading = read(line)
    assert reading.thesis is None
    (problem,) = reading.problems
    assert (problem.line, problem.column, problem.code, problem.severity) == (2, column, code, "error")
    assert hint in problem.hint


@pytest.mark.parametrize("side", ["long_a", "short_a"])
def test_a_beta_hedge_of_one_side_is_a_warning(read: Reader, side: str) -> None:
    reading = read(f"hedge: beta\n{side}: [A]", without=("long_base", "short_base"))
    (problem,) = reading.problems
    assert (problem.line, problem.column, problem.code, problem.severity) == (2, 8, "T124", "warning")
    assert reading.thesis is not None
    assert reading.thesis.rules.hedge == "beta"


def test_faulty_legs_are_not_held_against_the_rules(read: Reader) -> None:
    reading = read(
        """
long_base: [ZZLONG, "ZZMORE 40%"]
cost_bps_by_name: [ZZMORE 5]
borrow_bps_per_year_by_name: [ZZMORE 5]
delisting: ZZMORE zero
hedge: beta
""",
        without=("short_base",),
    )
    assert [(problem.line, problem.code) for problem in reading.problems] == [(2, "T202")]


def test_the_example_of_the_format_page_means_what_it_says(checkout: Path) -> None:
    page = (checkout / "theses" / "README.md").read_text(encoding="utf-8")
    example = re.search(r"```yaml\n(cost_bps: 10\n.*?)```", page, re.DOTALL)
    assert example is not None
    note = f"---\ntype: thesis\nopened_on: 2025-12-08\nshort_a: [SOUN, BBAI]\n{example[1]}---\n"
    reading = read_thesis_bytes("note.md", note.encode(), lookup=lambda _: LinkAnswer())
    rules = rules_of(reading)
    assert [(rate.ticker, rate.bps) for rate in rules.cost_by_name] == [("SOUN", 40.0), ("BBAI", 30.0)]
    spans = [f"{rate.ticker} {rate.bps:g} {rate.from_on}..{rate.to_on}" for rate in rules.borrow_by_name]
    assert spans == ["SOUN 800 None..None", "SOUN 2000 2024-01-01..2024-06-30", "BBAI 1500 2025-03-01..None"]
    assert rules.delisting == (
        Delisting("change", -0.3),
        Delisting("price", 1.25, "SOUN"),
        Delisting("zero", 0.0, "BBAI"),
    )
