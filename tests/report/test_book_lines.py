"""What is said of the held basket: where borrow ends it, what another lag does, and why a figure is missing."""

import datetime as dt
from types import SimpleNamespace

import numpy as np
from make_market import make_thesis

from screener.records.performance import Performance
from screener.records.prices import Finding
from screener.records.variant import AS_WRITTEN, VariantResult
from screener.report.book_lines import book_lines

DAY = dt.date(2024, 1, 2)
THESIS = make_thesis({"long_a": ["A"], "short_a": ["B"]})
PERIODS = ("before", "after", "live", "all")


def row(period, total, n=100, flags=(), **figures):
    return Performance("spread", "spread", period, DAY, DAY, n, total_return=total, flags=flags, **figures)


def variant(choice, case, total, flags=()):
    held = tuple(row(period, total, flags=flags) for period in PERIODS)
    return VariantResult(choice, case, THESIS.rules, held, 2, np.zeros(3))


def told(rows, sensitivity=(), affected=()):
    report = SimpleNamespace(thesis=THESIS, performance=rows, sensitivity=sensitivity, affected=affected)
    return list(book_lines(report))


def test_each_period_says_at_what_borrow_it_dies_or_that_it_loses_without():
    rows = [
        row("before", -0.1, borrow=0.02),
        row("after", 0.2, breakeven_borrow=0.4, borrow=0.01),
        row("live", 0.3, breakeven_borrow=1.236, borrow=0.01),
        row("all", -0.05, borrow=0.02),
    ]

    lines = told(rows)

    assert (
        "  the thesis dies where borrow on all shorts costs more than 123.6 % a year (live), 40.0 % a year (after)"
        in lines
    )
    assert "  it loses even if borrow is free: before, all" in lines


def test_a_lag_that_ruins_is_said_to():
    lags = [
        variant(AS_WRITTEN, "", -0.5),
        variant("lag_sessions", "0", 0.1),
        variant("lag_sessions", "2", -2.25, ("ruined",)),
    ]

    lines = told([row(period, -0.5) for period in PERIODS], lags)

    assert (
        "  lag, all sessions: -50.0 % as written, +10.0 % with lag 0, -225.0 % (ruined) with lag 2 "
        "(lag 0 is what nobody can trade)" in lines
    )


def test_the_reason_why_nothing_is_annualised_is_told_with_the_sessions_there_are():
    short = {"after": 41, "live": 12}
    rows = [row(p, 0.1, short.get(p, 100), ("too_short",) if p in short else ()) for p in PERIODS]

    assert "  nothing is annualised under 60 sessions: live (12), after (41)" in told(rows)


def test_names_not_simply_held_are_told_by_check_with_their_first_day_and_how_often():
    found = [Finding("A", "halt", DAY, DAY, 1, ""), Finding("A", "halt", DAY, DAY, 1, "")]
    found += [Finding(name, "late_listing", DAY, DAY, 1, "") for name in "BCDEFGH"]

    lines = told([row(period, 0.1) for period in PERIODS], affected=found)

    first_six = ", ".join(f"{name} 2024-01-02" for name in "BCDEFG")
    assert lines[-3:] == [
        "8 names not simply held (--table coverage has every day and why)",
        "  halt: A 2024-01-02 and 1 more",
        f"  late_listing: {first_six} and 1 more ticker",
    ]
