"""Odds against what came, by hand."""

import datetime as dt

import pytest
from make_market import make_thesis

from screener.expressions import parse_statement
from screener.measures.desk import Desk
from screener.records.decision import Decision
from screener.records.fact import Facts, Usage
from screener.records.review import Ruling
from screener.review.scorecard import Stated, brier, scorecard

AS_OF = dt.date(2026, 5, 29)
RESOLVES = parse_statement("usage(share) > 50")


def desk_with(value, on="2026-05-01"):
    day = dt.date.fromisoformat(on)
    rows = () if value is None else (Usage("share", value, "pct", day, day, False, "a report", "seen", "u.csv", 2),)
    return Desk(make_thesis({"long_a": ["A"]}), Facts(usage=rows))


def lines_of(
    value, *, stated=(0.8, 0.6), horizon_on=None, decisions=(), rulings=(), resolves=RESOLVES, on="2026-05-01"
):
    thesis = make_thesis({"long_a": ["A"]}, resolves=resolves, horizon_on=horizon_on)
    days = [Stated(AS_OF - dt.timedelta(days=7 * n), each) for n, each in enumerate(reversed(stated))][::-1]
    found = scorecard(thesis, desk_with(value, on), AS_OF, days, len(stated), decisions, rulings)
    return {each.figure: each for each in found}


@pytest.mark.parametrize(
    ("stated", "outcome", "expected"), [((0.8, 0.6), 1.0, 0.1), ((0.8, 0.6), 0.0, 0.5), ((), 1.0, None)]
)
def test_brier_is_the_mean_squared_distance(stated, outcome, expected):
    # The mean of 0.04 and 0.16, and of 0.64 and 0.36.
    assert brier(stated, outcome) == (None if expected is None else pytest.approx(expected, abs=1e-15))


def test_before_the_horizon_the_score_is_only_so_far():
    found = lines_of(60.0, horizon_on=dt.date(2027, 6, 30))

    assert found["outcome"].value == 1.0
    assert found["outcome"].note == "usage(share) > 50: usage(share) is 60 pct; so far; resolves on 2027-06-30"
    assert found["brier_so_far"].value == pytest.approx(0.1, abs=1e-15)
    assert "brier" not in found


def test_at_the_horizon_the_score_is_final_and_judged_by_that_day():
    # The only figure is known after the horizon, so it says nothing about it.
    late = lines_of(60.0, horizon_on=dt.date(2026, 5, 10), on="2026-05-20")
    found = lines_of(40.0, horizon_on=AS_OF)

    assert late["outcome"].value is None
    assert "brier" not in late
    assert found["outcome"].value == 0.0
    assert found["brier"].value == pytest.approx(0.5, abs=1e-15)


def test_what_cannot_be_scored_says_why():
    found = lines_of(None, stated=(), resolves=None)

    assert found["stated_probability"].value is None
    assert found["stated_probability"].note == "the note states none: write probability_pct and resolves"
    assert found["outcome"].note == "the note does not say what it resolves on"
    assert found["reviews"].value == 0.0


def test_the_first_odds_are_shown_where_they_have_moved():
    assert lines_of(60.0)["first_probability"].value == pytest.approx(80.0)
    assert lines_of(60.0)["stated_probability"].value == pytest.approx(60.0)
    assert "first_probability" not in lines_of(60.0, stated=(0.6, 0.6))


def test_overrides_and_tripped_criteria_without_a_decision_are_counted():
    def tripped(what, since, kind="breaker"):
        return Ruling(kind, what, "tripped", since, 1, "")

    decided = Decision(dt.date(2026, 5, 17), "n", "override", "drawdown")
    found = lines_of(
        60.0,
        decisions=(decided,),
        rulings=(
            tripped("drawdown", dt.date(2026, 5, 10)),
            tripped("price gap", dt.date(2026, 5, 20), "watch"),
            tripped("old", None, "stale"),
        ),
    )

    assert (found["overrides"].value, found["overrides"].note) == (1.0, "drawdown on 2026-05-17")
    assert (found["open_rulings"].value, found["open_rulings"].note) == (1.0, "price gap")
