"""What has a date ahead."""

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace

import pytest
from made_events import make_event
from make_market import make_thesis

from screener.events.select import Selection
from screener.records.fact import Earnings
from screener.records.thesis import Member
from screener.review.coming import coming

AS_OF = dt.date(2026, 5, 29)


def day(n):
    return AS_OF + dt.timedelta(days=n)


def report(ticker, n, known=-10):
    return Earnings(ticker, day(n), day(known), False, "a page", "seen", "e.csv", 2)


def found_in(thesis, *, events=(), earnings=(), as_of=AS_OF):
    dossier = SimpleNamespace(thesis=thesis, priced=SimpleNamespace(selection=Selection(events, (), ())))
    reference = SimpleNamespace(facts=SimpleNamespace(earnings=earnings))
    return [(each.day_on, each.kind, each.what, each.n_days) for each in coming(dossier, reference, as_of)]


STILL = make_thesis({"long_a": ["A"], "short_b": ["B"]}, rebalance="never")


def test_reports_of_members_in_the_next_four_weeks_are_told_in_order():
    earnings = (
        report("B", 20),
        report("A", 5),
        report("A", 29),
        report("A", 0),
        report("C", 5),
        report("A", 6, known=1),
    )

    # Later than four weeks, today, of a stranger, and not known yet are left out.
    assert found_in(STILL, earnings=earnings) == [
        (day(5), "earnings", "A", 5),
        (day(20), "earnings", "B", 20),
    ]


def test_an_announced_event_is_told_with_how_well_its_day_is_known():
    event = replace(make_event("gpt-9", precision="planned", released_on=day(10)), known_on=day(-3))
    dossier = SimpleNamespace(thesis=STILL, priced=SimpleNamespace(selection=Selection((event,), (), ())))
    (found,) = coming(dossier, SimpleNamespace(facts=SimpleNamespace(earnings=())), AS_OF)

    assert (found.kind, found.what, found.note) == ("event", "gpt-9", "planned; deepseek, open_weights")


@pytest.mark.parametrize(
    ("rebalance", "as_of", "expected"),
    [
        ("weekly", "2026-05-29", "2026-06-01"),
        ("weekly", "2026-06-01", "2026-06-08"),
        ("monthly", "2026-05-29", "2026-06-01"),
        ("monthly", "2026-12-15", "2027-01-01"),
        ("quarterly", "2026-06-20", "2026-07-01"),
        ("quarterly", "2026-12-20", "2027-01-01"),
    ],
)
def test_the_next_rebalance_is_the_first_day_of_the_next_period(rebalance, as_of, expected):
    thesis = make_thesis({"long_a": ["A"]}, rebalance=rebalance)
    found = found_in(thesis, as_of=dt.date.fromisoformat(as_of))

    assert [(on, kind) for on, kind, _, _ in found] == [(dt.date.fromisoformat(expected), "rebalance")]


def test_members_that_come_and_go_and_the_horizon_however_far():
    thesis = make_thesis(
        {"long_a": [Member("A", to_on=day(7)), Member("N", from_on=day(8)), Member("OLD", to_on=day(-7))]},
        rebalance="never",
        horizon_on=day(400),
    )

    assert found_in(thesis) == [
        (day(7), "member", "A", 7),
        (day(8), "member", "N", 8),
        (day(400), "horizon", "made", 400),
    ]


def test_a_horizon_that_has_come_is_no_longer_ahead():
    assert found_in(replace(STILL, horizon_on=AS_OF)) == []
