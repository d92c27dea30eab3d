"""A person who asks what the program reads in a note sees every rule of its book."""

import datetime as dt
from dataclasses import fields, replace

import pytest

from screener.records.book_rules import BookRules, Delisting, NameRate
from screener.records.thesis import Leg, Member, Side, Thesis, Window
from screener.report.rule_lines import rule_lines
from screener.report.thesis_tables import facts_text


def thesis_of(rules: BookRules, sides: tuple[Side, ...] = ("long", "short")) -> Thesis:
    day = dt.date(2025, 1, 2)
    legs = tuple(Leg(f"{side}_x", side, 1.0, (Member(side.upper()),)) for side in sides)
    windows = (Window(0, 5),)
    return Thesis("t", "T", "idea", "t.md", "", day, day, legs, ("SPY",), windows, "spread", windows[0], rules=rules)


def test_the_default_rules_are_said_and_the_borrow_rate_is_called_assumed():
    assert rule_lines(thesis_of(BookRules())) == (
        "weighting equal; hedge dollar, gross 2",
        "rebalance monthly, traded 1 session(s) after the decision",
        "cost 10 bps of traded value",
        "borrow 50 bps a year of short value, assumed",
        "cash earns 0",
        "a name that ceases to print: last_price",
    )


def test_every_rule_that_is_set_is_said():
    rules = BookRules(
        weighting="inverse_vol",
        hedge="beta",
        max_weight_pct=12.5,
        rebalance="never",
        lag_sessions=3,
        gross=1.5,
        cost_bps=2.25,
        borrow_bps_per_year=300.0,
        cost_by_name=(NameRate("SOUN", 40.0), NameRate("1E5", 0.5)),
        borrow_by_name=(
            NameRate("SOUN", 800.0),
            NameRate("SOUN", 2_000.0, dt.date(2024, 1, 1), dt.date(2024, 6, 30)),
            NameRate("ON", 7.0, to_on=dt.date(2020, 1, 1)),
        ),
        is_borrow_stated=True,
        cash_rate="^IRX",
        delisting=(
            Delisting("zero", 0.0, "BBAI"),
            Delisting("change", -0.3),
            Delisting("price", 1_234_567.25, "SOUN"),
            Delisting("change", 0.07, "ON"),
            Delisting("last_price", 0.0, "NO"),
        ),
    )
    assert rule_lines(thesis_of(rules)) == (
        "weighting inverse_vol, no name above 12.5 % of its side; hedge beta, gross 1.5",
        "rebalance never, traded 3 session(s) after the decision",
        "cost 2.25 bps of traded value; SOUN 40, 1E5 0.5",
        "borrow 300 bps a year of short value; SOUN 800, SOUN 2000 2024-01-01..2024-06-30, ON 7 ..2020-01-01",
        "cash earns the close of ^IRX, percent a year",
        "a name that ceases to print: -30 %; BBAI zero; SOUN price 1234567.25; ON +7 %; NO last_price",
    )


OTHER = BookRules(
    weighting="inverse_vol",
    hedge="beta",
    max_weight_pct=5.0,
    rebalance="daily",
    lag_sessions=2,
    gross=1.0,
    cost_bps=11.0,
    borrow_bps_per_year=51.0,
    cost_by_name=(NameRate("A", 1.0),),
    borrow_by_name=(NameRate("A", 1.0),),
    is_borrow_stated=True,
    cash_rate="^IRX",
    delisting=(Delisting("zero"),),
)


@pytest.mark.parametrize("name", [field.name for field in fields(BookRules)])
def test_no_rule_is_invisible(name):
    changed = replace(BookRules(), **{name: getattr(OTHER, name)})
    assert facts_text(thesis_of(changed)) != facts_text(thesis_of(BookRules()))


def test_a_side_alone_has_no_hedge_and_no_gross():
    rules = BookRules(hedge="beta", gross=1.0)
    assert rule_lines(thesis_of(rules, ("short",)))[0] == "weighting equal; held at 100 % of NAV"


def test_without_a_short_side_nothing_is_borrowed():
    assert "borrow: nothing is short" in rule_lines(thesis_of(BookRules(), ("long",)))
