"""What a person has to decide, from made-up claims, decisions and holdings."""

import datetime as dt
from dataclasses import dataclass, replace

import pytest
from make_market import make_thesis

from screener.expressions import parse_statement
from screener.records.claim import ClaimRow
from screener.records.decision import Decision
from screener.records.position import Position, PositionRow
from screener.records.prices import Coverage
from screener.records.review import Change
from screener.records.snapshot import ClaimStanding, Snapshot
from screener.review.rulings import Facing, rulings, verdict

AS_OF = dt.date(2026, 5, 29)
TRIPPED_ON = dt.date(2026, 5, 20)
BREAKER = parse_statement("breaker drawdown: spread_drawdown_pct >= 20")


@dataclass(frozen=True)
class Prices:
    """What rulings read of a backtest."""

    unpriced: tuple[Coverage, ...] = ()
    ended: tuple[Coverage, ...] = ()


def row(claim="drawdown", role="kill", severity="breaker", state="tripped", **given):
    figures = {
        "measure": "spread_drawdown_pct",
        "value": 23.456,
        "unit": "pct",
        "op": ">=",
        "threshold": "20",
        "quoted": None,
        "distance": 3.456,
        "is_true": True,
        "for_n": 0,
        "for_unit": None,
        "n_breach": 9,
        "since_on": TRIPPED_ON,
        "measured_on": AS_OF,
        "known_on": AS_OF,
        "provenance": "",
        "source": "",
        "note": "",
        "line": 1,
    }
    return ClaimRow(claim=claim, role=role, severity=severity, state=state, **(figures | given))


def facing(*claims, thesis=None, **given):
    own = {
        "as_of": AS_OF,
        "backtest": Prices(),
        "previous": None,
        "changes": (),
        "positions": (),
        "decisions": (),
    } | given
    return Facing(thesis or make_thesis({"long_a": ["A"]}, kill=(BREAKER,)), claims=claims, **own)


def said(found):
    return [(each.kind, each.what, each.state) for each in found]


def override(day, criterion="drawdown"):
    return Decision(day, "2026-W21 made", "override", criterion)


def test_a_tripped_breaker_is_told_with_its_figures_and_its_age():
    (found,) = rulings(facing(row()))

    assert said([found]) == [("breaker", "drawdown", "tripped")]
    # 20 to 29 May, both included.
    assert (found.since_on, found.n_days) == (TRIPPED_ON, 10)
    assert found.reason == "spread_drawdown_pct is 23.46 pct, asked >= 20"
    assert verdict([found]) == "breaker"


def test_a_statement_of_two_comparisons_is_one_ruling():
    (found,) = rulings(facing(row(), row(measure="beta(spread)", value=0.5, unit="ratio", op=">", threshold="0.4")))

    assert found.reason == "spread_drawdown_pct is 23.46 pct, asked >= 20; beta(spread) is 0.5, asked > 0.4"


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"severity": "watch"}, "watch"),
        ({"severity": "question", "measure": ""}, "watch"),
        ({"role": "claim", "severity": "", "state": "broken"}, "claim"),
        ({"state": "stale"}, "stale"),
        ({"state": "unknown", "value": None, "why": "no_data"}, "unknown"),
        ({"role": "pillar", "severity": "question", "state": "unknown", "measure": ""}, "question"),
        ({"role": "pillar", "severity": "question", "state": "stale", "measure": ""}, "question"),
    ],
)
def test_each_state_that_needs_somebody_has_its_ruling(given, kind):
    found = rulings(facing(row(**given)))

    assert [each.kind for each in found] == [kind]
    assert verdict(found) == "ruling"


@pytest.mark.parametrize(
    "given",
    [
        {"state": "clear"},
        {"state": "near"},
        {"role": "claim", "severity": "", "state": "holds"},
        {"role": "claim", "severity": "", "state": "weak"},
        # A day ahead, and a review that was never made, are no data that is missing.
        {"state": "unknown", "value": None, "why": "lies_ahead"},
        {"state": "unknown", "value": None, "why": "not_reviewed"},
    ],
)
def test_what_is_well_or_waits_for_time_needs_nobody(given):
    assert rulings(facing(row(**given))) == ()
    assert verdict(()) == "quiet"


def snapshot_with(state):
    standing = ClaimStanding("price", "claim", "", "m", 1.0, "usd", "=", "30", -1.0, state, 3, TRIPPED_ON)
    day = dt.date(2026, 5, 22)
    return Snapshot("made", day, day, "csv", "1", "f", "note", None, (), (standing,), "{}")


def test_a_claim_that_was_broken_at_the_last_review_has_been_seen():
    broken = row(claim="price", role="claim", severity="", state="broken")

    assert rulings(facing(broken, previous=snapshot_with("broken"))) == ()
    assert said(rulings(facing(broken, previous=snapshot_with("holds")))) == [("claim", "price", "broken")]


def test_a_tripped_criterion_stays_however_often_it_was_seen():
    seen = replace(snapshot_with("tripped").claims[0], claim="drawdown", role="kill")

    assert said(rulings(facing(row(), previous=replace(snapshot_with("tripped"), claims=(seen,))))) == [
        ("breaker", "drawdown", "tripped")
    ]


def test_an_override_in_writing_takes_it_out_of_the_verdict_and_not_off_the_list():
    found = rulings(facing(row(), decisions=(override(dt.date(2026, 5, 24), "Drawdown"),)))

    assert found[0].overridden_on == dt.date(2026, 5, 24)
    assert verdict(found) == "quiet"


@pytest.mark.parametrize(
    "decision",
    [
        # Written before it tripped, about another, no override, and after the day asked about.
        override(dt.date(2026, 5, 17)),
        override(dt.date(2026, 5, 24), "price gap"),
        replace(override(dt.date(2026, 5, 24)), decision="hold"),
        override(dt.date(2026, 5, 31)),
    ],
)
def test_other_decisions_override_nothing(decision):
    found = rulings(facing(row(), decisions=(decision,)))

    assert found[0].overridden_on is None
    assert verdict(found) == "breaker"


def test_what_waits_for_the_same_thing_is_one_ruling_with_every_name():
    unanswered = {"role": "pillar", "severity": "question", "state": "unknown", "measure": ""}
    found = rulings(facing(row(claim="brand", **unanswered), row(claim="tools", **unanswered), row(state="stale")))

    assert said(found) == [("stale", "1 figure", "stale"), ("question", "2 questions", "unanswered")]
    assert found[1].reason == "answer under judged: brand; tools"


def test_of_one_kind_the_newest_comes_first():
    found = rulings(facing(row(claim="old", since_on=dt.date(2026, 1, 1)), row(claim="new"), row(claim="older")))

    assert [each.what for each in found] == ["new", "older", "old"]


def test_breakers_come_first_and_what_is_overridden_after_its_kind():
    found = rulings(
        facing(
            row(claim="old figure", state="stale"),
            row(claim="watched", severity="watch"),
            row(claim="overridden"),
            row(claim="standing"),
            decisions=(override(dt.date(2026, 5, 24), "overridden"),),
        )
    )

    assert [each.what for each in found] == ["standing", "overridden", "watched", "1 figure"]


def test_the_horizon_is_due_on_its_day_and_while_the_thesis_runs():
    def due(horizon_on, status="active"):
        thesis = make_thesis({"long_a": ["A"]}, kill=(BREAKER,), horizon_on=horizon_on)
        return said(rulings(facing(thesis=replace(thesis, status=status))))

    assert due(AS_OF) == [("horizon", "made", "due")]
    assert due(AS_OF + dt.timedelta(days=1)) == []
    assert due(AS_OF, "closed") == []


def test_edits_after_a_loss_holdings_without_a_reason_and_dead_prices_need_somebody():
    position = Position("made", "ZZZ", -5.0, 10.0, "USD", TRIPPED_ON, "p.csv", 2)
    found = rulings(
        facing(
            thesis=make_thesis({"long_a": ["A"]}),
            changes=(Change("criterion", "drawdown", "20", "40", "edited after a loss of 3.0 %", is_drift=True),),
            positions=(PositionRow(position, "", "short", flags=("not_in_thesis",)),),
            backtest=Prices(
                unpriced=(Coverage("GONE", "XNYS", 0, None, None, "no file"),),
                ended=(Coverage("DEAD", "XNYS", 9, TRIPPED_ON, TRIPPED_ON),),
            ),
        )
    )

    assert said(found) == [
        ("drift", "criterion drawdown", "edited"),
        ("position", "made", "no breaker"),
        ("position", "ZZZ", "unexplained"),
        ("price", "GONE", "not priced"),
        ("price", "DEAD", "ended"),
    ]
    assert found[2].reason == "held short, and the note does not name it on that side"
