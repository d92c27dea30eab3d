"""What became known between two reviews, from a few facts."""

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace

import pytest
from made_events import make_event
from made_facts import gap, price, quarter, usage
from make_market import make_thesis

from screener.calc.margins import margin_quarters
from screener.events.select import Selection
from screener.expressions import parse_statement
from screener.measures.desk import Desk
from screener.records.event import Alignment, Outcome
from screener.records.fact import Facts
from screener.records.study import BasketEvent, StudiedEvent
from screener.records.thesis import Window
from screener.review.evidence import Between, evidence

BETWEEN = Between(dt.date(2026, 5, 22), dt.date(2026, 5, 29))
THESIS = make_thesis({"long_a": ["UP"], "short_b": ["DOWN"]}, primary_window=Window(0, 5))


def found_in(facts=Facts(), *, thesis=THESIS, selected=(), others=(), responses=(), margins=()):  # noqa: B008
    dossier = SimpleNamespace(
        thesis=thesis,
        priced=SimpleNamespace(selection=Selection(selected, (), others)),
        backtest=SimpleNamespace(study=SimpleNamespace(basket_events=responses)),
        claims=SimpleNamespace(margins=margins),
    )
    return evidence(dossier, facts, Desk(thesis, facts), BETWEEN)


def event_on(day, event_id="e"):
    noon = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(12), dt.UTC)
    return make_event(event_id, noon=noon)


def response(event, car, *, basket="spread", side="spread", outcome=Outcome.USED):
    studied = StudiedEvent(event, Alignment(event.released_on), 3, "live")
    return BasketEvent(studied, basket, side, Window(0, 5), car, None, 2, 2, outcome, (), None, None, (), ())


@pytest.mark.parametrize(("day", "n"), [("2026-05-22", 0), ("2026-05-23", 1), ("2026-05-29", 1), ("2026-05-30", 0)])
def test_only_what_became_known_after_the_last_review_counts(day, n):
    facts = Facts(
        token_prices=(price("m", 1, 2, day),), usage=(usage("u", day, 3),), benchmark_gaps=(gap("b", "p", day, 4),)
    )

    assert len(found_in(facts, others=(event_on(day),))) == 4 * n


@pytest.mark.parametrize(
    ("basket", "side", "car", "direction"),
    [
        ("spread", "spread", 0.012, "for"),
        ("spread", "spread", -0.012, "against"),
        ("short_b", "short", -0.012, "for"),
        ("short_b", "short", 0.012, "against"),
    ],
)
def test_an_event_speaks_by_the_response_of_the_primary_basket(basket, side, car, direction):
    event = event_on("2026-05-26")
    thesis = replace(THESIS, primary_basket=basket)
    (found,) = found_in(thesis=thesis, selected=(event,), responses=(response(event, car, basket=basket, side=side),))

    assert (found.kind, found.direction) == ("event", direction)
    assert found.note == f"{basket} 0..5: {100 * car:+.1f} %"


def test_an_event_whose_window_is_not_over_is_neutral_and_says_so():
    event = event_on("2026-05-26")
    still = response(event, None, outcome=Outcome.WINDOW_NOT_OVER)
    (found,) = found_in(selected=(event,), responses=(still,))

    assert (found.direction, found.note) == ("neutral", "spread 0..5: window_not_over")


def test_an_event_that_nobody_asked_for_is_told_as_such():
    (found,) = found_in(others=(event_on("2026-05-26"),))

    assert (found.direction, found.note) == ("neutral", "not among the thesis's events")


def with_statements(**given):
    return replace(THESIS, **{key: tuple(parse_statement(each) for each in value) for key, value in given.items()})


@pytest.mark.parametrize(
    ("kept", "text", "direction"),
    [
        # The share goes from 40 to 45.
        ("claims", "share: usage(share) > 30", "for"),
        ("claims", "share: usage(share) < 50", "against"),
        ("kill", "watch share: usage(share) > 50", "against"),
        ("kill", "watch share: usage(share) < 30", "for"),
        ("claims", "quoted: usage(share) = 50", "for"),
    ],
)
def test_a_claim_speaks_by_where_its_value_went(kept, text, direction):
    facts = Facts(usage=(usage("share", "2026-01-05", 40), usage("share", "2026-05-25", 45)))
    moved = [each for each in found_in(facts, thesis=with_statements(**{kept: [text]})) if each.kind == "claim"]

    assert [(each.direction, each.day_on) for each in moved] == [(direction, dt.date(2026, 5, 25))]
    assert moved[0].note.startswith("usage(share) from 40 to 45 pct")


def test_a_claim_about_a_day_and_one_that_did_not_move_say_nothing():
    facts = Facts(usage=(usage("share", "2026-01-05", 40), usage("share", "2026-05-25", 40)))
    thesis = with_statements(claims=["share: usage(share) > 30", "then: usage(share) > 30 on 2026-05-25"])

    assert [each.kind for each in found_in(facts, thesis=thesis)] == ["usage"]


def test_a_price_is_told_with_the_one_before():
    facts = Facts(token_prices=(price("m", 2, 8, "2026-01-05"), price("m", 1, 4, "2026-05-25")))
    (found,) = found_in(facts)

    assert found.note == "1 in, 4 out, USD a million tokens at lab; before 2 and 8"


@pytest.mark.parametrize(
    ("ticker", "margin", "direction"),
    [("UP", 60, "for"), ("UP", 40, "against"), ("DOWN", 60, "against"), ("DOWN", 40, "for"), ("UP", 50, "neutral")],
)
def test_a_margin_speaks_by_its_side(ticker, margin, direction):
    quarters = [
        quarter(ticker, "2025-03-31", 100, 50, known="2025-05-01"),
        quarter(ticker, "2026-03-31", 200, 2 * margin, known="2026-05-25"),
    ]
    margins = tuple(margin_quarters(quarters, dt.date(2026, 5, 29)))
    (found,) = found_in(margins=margins)

    assert (found.kind, found.what, found.direction) == ("margin", ticker, direction)
    assert f"gross margin {margin:.1f} %, {margin - 50:+.1f} pp over the year, revenue +100.0 %" in found.note


def test_a_name_that_is_no_member_any_more_has_no_margin_here():
    quarters = [quarter("OTHER", "2026-03-31", 200, 100, known="2026-05-25")]

    assert found_in(margins=tuple(margin_quarters(quarters, dt.date(2026, 5, 29)))) == ()


def test_what_came_first_is_told_first():
    facts = Facts(usage=(usage("u", "2026-05-28", 3), usage("v", "2026-05-24", 3)))

    assert [each.what for each in found_in(facts, others=(event_on("2026-05-26", "middle"),))] == ["v", "middle", "u"]
