"""Profit and loss by span, with prices that move in steps."""

import datetime as dt

import numpy as np
import pytest
from books_by_hand import DATES, LAST, N, lay_out_steps
from hypothesis import given, settings
from hypothesis import strategies as st
from made_comings import cut

from screener.calc.books.book_plan import held_plan
from screener.calc.market import lay_out
from screener.review.pnl import pnl_lines
from screener.review.weeks import span_sessions, week_of

SPREAD = {"long_a": ["A", "B"], "short_a": ["D"]}
# Sessions from Monday 2022-01-10; rows 35 to 39 are the week from 2022-02-28 to 2022-03-04.
MONDAY, FRIDAY = dt.date(2022, 2, 28), dt.date(2022, 3, 4)
# Half of NAV is long each of A and B and all of it short D, from row 1 on.
MOVES = {"A": ((0, 100.0), (20, 110.0), (37, 121.0)), "D": ((0, 100.0), (38, 90.0))}


def lines_of(market, as_of=FRIDAY):
    return pnl_lines(market, held_plan(market).run(), as_of)


def by_name(lines, span):
    return {
        each.line.ticker: each.line.contribution for each in lines if each.span == span and each.line.line == "name"
    }


def net(lines, span):
    (line,) = [each for each in lines if each.span == span and each.line.line == "net"]
    return line


def test_names_of_the_week_are_over_nav_at_the_weeks_start():
    lines = lines_of(lay_out_steps(SPREAD, MOVES, rebalance="never"))

    # Before the week NAV is 1.05: half in A rose by a tenth. In it A's 0.55 rise by a tenth, D's -1 falls by a tenth.
    week = by_name(lines, "week")
    assert week == pytest.approx({"A": 0.055 / 1.05, "B": 0.0, "D": 0.1 / 1.05}, abs=1e-12)
    assert net(lines, "week").line.contribution == pytest.approx(0.155 / 1.05, abs=1e-12)
    assert (net(lines, "week").start_on, net(lines, "week").end_on) == (MONDAY, FRIDAY)


def test_the_month_begins_on_its_first_session_and_the_opening_after_its_day():
    lines = lines_of(lay_out_steps(SPREAD, MOVES, rebalance="never"))

    # March begins with row 36; the thesis was opened on row 4.
    assert net(lines, "month").start_on == dt.date(2022, 3, 1)
    assert net(lines, "opening").start_on == DATES[5]
    assert by_name(lines, "opening") == pytest.approx({"A": 0.105, "B": 0.0, "D": 0.1}, abs=1e-12)


@pytest.mark.parametrize("rebalance", ["never", "weekly", "monthly"])
def test_names_cost_borrow_and_cash_add_up_to_net_in_every_span(rebalance):
    rng = np.random.default_rng(7)
    moves = {name: [(0, 100.0), *((row, float(rng.uniform(60, 140))) for row in range(3, N))] for name in "ABD"}
    market = lay_out_steps(SPREAD, moves, rebalance=rebalance, cost_bps=25.0, borrow_bps_per_year=400.0)
    lines = lines_of(market)

    for span in ("week", "month", "opening"):
        parts = [
            each.line.contribution
            for each in lines
            if each.span == span and each.line.line in ("name", "cost", "borrow", "cash")
        ]
        assert sum(parts) == pytest.approx(net(lines, span).line.contribution, abs=1e-10)
        assert any(each.line.line == "borrow" and each.line.contribution < 0 for each in lines if each.span == span)


def test_the_week_is_what_nav_did_in_it():
    market = lay_out_steps(SPREAD, MOVES, rebalance="weekly", cost_bps=10.0)
    book = held_plan(market).run()

    assert net(lines_of(market), "week").line.contribution == pytest.approx(book.nav[39] / book.nav[34] - 1, abs=1e-12)


def test_a_span_without_a_session_says_so():
    market = lay_out_steps(SPREAD, MOVES, opened_on=dt.date(2022, 12, 1))
    # The prices end in the first week of March.
    lines = lines_of(market, dt.date(2022, 3, 9))

    for span in ("week", "opening"):
        assert net(lines, span).end_on is None
        assert net(lines, span).line.flags == ("no_sessions",)
    assert net(lines, "month").line.flags == ("hindsight",)


def test_a_span_after_the_opening_and_before_the_members_were_chosen_says_so():
    market = lay_out_steps(SPREAD, MOVES, members_chosen_on=FRIDAY)

    assert net(lines_of(market), "week").line.flags == ("members_chosen_later",)


def test_a_ruined_book_has_no_week_after_its_ruin():
    # D is short for all of NAV and rises threefold.
    market = lay_out_steps(SPREAD, {"D": ((0, 100.0), (20, 300.0))}, rebalance="never")

    assert net(lines_of(market), "week").line.flags == ("ruined",)
    assert net(lines_of(market), "opening").line.contribution == pytest.approx(-2.0, abs=1e-12)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.integers(10, LAST))
def test_the_spans_look_at_no_later_session(seed, t):
    rng = np.random.default_rng(seed)
    moves = {name: [(0, 100.0), *((row, float(rng.uniform(80, 120))) for row in range(3, N))] for name in "ABD"}
    whole = lay_out_steps(SPREAD, moves, rebalance="weekly", cost_bps=10.0)
    early = lay_out(whole.thesis, cut(whole.panel, t))
    as_of = DATES[t - 1]
    mask = span_sessions(whole.panel.session_on[:t], as_of, whole.thesis.opened_on)["week"]
    book = held_plan(whole).run()
    rows = np.flatnonzero(mask)

    expected = book.nav[rows[-1]] / book.base(int(rows[0])) - 1
    assert net(lines_of(early, as_of), "week").line.contribution == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    ("day", "week", "monday"),
    [
        # The standard's own examples.
        ("2005-01-01", "2004-W53", "2004-12-27"),
        ("2005-12-31", "2005-W52", "2005-12-26"),
        ("2007-01-01", "2007-W01", "2007-01-01"),
        ("2008-12-29", "2009-W01", "2008-12-29"),
        ("2010-01-03", "2009-W53", "2009-12-28"),
    ],
)
def test_weeks_are_those_of_iso_8601(day, week, monday):
    name, first, last = week_of(dt.date.fromisoformat(day))

    assert (name, first, (last - first).days) == (week, dt.date.fromisoformat(monday), 6)
