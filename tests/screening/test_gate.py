"""A breaker that stands keeps names from being entered, and does nothing else."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from made_facts import usage
from made_screens import NOTE, by_ticker, make_screen, scored_names, screen_of

from screener.calc.screen.weekly_rows import weekly_rows
from screener.screening.scores import Scores, standing_at

BREAKER = '  - "breaker burn: usage(made_burn_pct) > 50"\n  - "watch smoke: usage(made_burn_pct) > 10"'
# A Friday; the week after, its entries are what is compared with.
DAY = dt.date(2024, 10, 4)


@pytest.fixture(scope="module")
def calm(tmp_path_factory):
    """The made thesis with one breaker about a figure that was 20 from the start, beside a watch that is tripped."""
    note = NOTE.replace('  - "breaker drawdown: spread_drawdown_pct >= 8"', BREAKER)
    return make_screen(
        tmp_path_factory.mktemp("gate"), note, usage=(usage("made_burn_pct", "2024-01-02", 20.0, "2024-01-02"),)
    )


def burning(made, value, known, on="2024-01-03"):
    """Add a later figure of the breaker's measure."""
    facts = made.reference.facts
    more = replace(facts, usage=(*facts.usage, usage("made_burn_pct", on, value, known)))
    return replace(made, reference=replace(made.reference, facts=more))


@pytest.fixture(scope="module")
def free(calm):
    """Return the screen while no breaker stands; some name is entered."""
    report = screen_of(calm, DAY)
    assert report.gate == ()
    assert any(row.signal == "enter" for row in report.rows)
    return by_ticker(report)


def test_a_tripped_breaker_turns_every_entry_into_avoid_and_touches_nothing_else(calm, free):
    report = screen_of(burning(calm, 60.0, "2024-09-30"), DAY)

    assert report.gate == ("burn",)
    for ticker, row in by_ticker(report).items():
        was = free[ticker].signal
        assert row.signal == ("avoid" if was == "enter" else was)
        assert (row.score, row.rank) == (free[ticker].score, free[ticker].rank)
    assert {row.signal for row in free.values()} >= {"hold", "enter"}


def test_who_is_not_entered_has_no_weight_and_a_reason_that_names_the_breaker(calm, free):
    rows = by_ticker(screen_of(burning(calm, 60.0, "2024-09-30"), DAY))

    for ticker in (ticker for ticker, row in free.items() if row.signal == "enter"):
        assert free[ticker].weight
        assert (rows[ticker].weight, rows[ticker].shares) == (None, None)
        assert rows[ticker].reasons[0].endswith("would enter, but a breaker stands: burn")
    others = (row for ticker, row in rows.items() if free[ticker].signal != "enter")
    assert not any("breaker" in reason for row in others for reason in row.reasons)


@pytest.mark.parametrize("on", ["2024-06-14", "2024-08-23", "2024-10-18", "2024-12-27"])
def test_a_breaker_of_that_week_touches_neither_hold_nor_reduce_nor_exit(calm, on):
    day = dt.date.fromisoformat(on)
    known = str(day - dt.timedelta(days=1))
    before, now = (by_ticker(screen_of(made, day)) for made in (calm, burning(calm, 60.0, known, known)))

    assert {row.signal for row in before.values()} & {"hold", "reduce", "exit"}
    for ticker, row in now.items():
        assert row.signal == ("avoid" if before[ticker].signal == "enter" else before[ticker].signal)


def test_who_was_kept_out_stays_out_while_the_breaker_stands(calm, free):
    kept_out = {ticker for ticker, row in free.items() if row.signal == "enter"}
    tripped = burning(calm, 60.0, "2024-09-30")

    for weeks in (1, 2, 3):
        report = screen_of(tripped, DAY + dt.timedelta(weeks=weeks))
        assert report.gate == ("burn",)
        rows = by_ticker(report)
        assert {rows[ticker].signal for ticker in kept_out} == {"avoid"}
        assert {rows[ticker].weight for ticker in kept_out} == {None}
        assert {rows[ticker].signal_before for ticker in kept_out} == {"avoid"}


def test_who_was_kept_out_comes_in_at_the_first_week_without_a_breaker_whose_score_reaches_it(calm, free):
    tripped = burning(calm, 60.0, "2024-09-30")
    cleared = burning(tripped, 30.0, "2024-10-09", "2024-10-09")

    rows = by_ticker(screen_of(cleared, DAY + dt.timedelta(weeks=1)))

    for ticker in (ticker for ticker, row in free.items() if row.signal == "enter"):
        assert rows[ticker].signal == ("enter" if rows[ticker].score >= 0.25 else "avoid")


def test_the_fingerprint_is_another_where_a_breaker_of_an_earlier_week_kept_a_name_out(calm):
    later = DAY + dt.timedelta(weeks=3)
    cleared = burning(burning(calm, 60.0, "2024-09-30"), 30.0, "2024-10-09", "2024-10-09")
    again = burning(calm, 30.0, "2024-10-09", "2024-10-09")

    assert screen_of(cleared, later).gate == screen_of(again, later).gate == ()
    assert screen_of(cleared, later).fingerprint != screen_of(again, later).fingerprint


@pytest.mark.parametrize("known", ["2024-10-05", "2025-03-03"])
def test_a_breaker_that_trips_later_gates_nothing(calm, free, known):
    report = screen_of(burning(calm, 60.0, known), DAY)

    assert report.gate == ()
    assert by_ticker(report) == free


def test_a_breaker_that_has_cleared_gates_nothing(calm, free):
    cleared = burning(burning(calm, 60.0, "2024-09-10"), 30.0, "2024-10-02", "2024-10-02")

    report = screen_of(cleared, DAY)

    assert report.gate == ()
    assert {ticker: row.signal for ticker, row in by_ticker(report).items()} == {
        ticker: row.signal for ticker, row in free.items()
    }


def test_the_day_compared_with_is_gated_by_what_stood_then(calm):
    later = DAY + dt.timedelta(days=7)
    entered = {ticker for ticker, row in by_ticker(screen_of(calm, DAY)).items() if row.signal == "enter"}

    since = by_ticker(screen_of(burning(calm, 60.0, "2024-10-07"), later))
    from_then_on = by_ticker(screen_of(burning(calm, 60.0, "2024-10-04"), later))

    assert {since[ticker].signal_before for ticker in entered} == {"enter"}
    assert {from_then_on[ticker].signal_before for ticker in entered} == {"avoid"}


def test_the_fingerprint_is_another_once_a_fact_has_tripped_a_breaker(calm):
    assert screen_of(calm, DAY).fingerprint != screen_of(burning(calm, 60.0, "2024-09-30"), DAY).fingerprint


def slowly(score, available, held, gated):
    """Go through the weeks one by one."""
    held, was_there, states = list(held), list(available[0]), []
    for row, there, is_shut in zip(score.tolist(), available.tolist(), gated, strict=True):
        for j, value in enumerate(row):
            if there[j] and not was_there[j] and is_shut:
                held[j] = False
            elif value >= 0.25:
                held[j] = held[j] or not is_shut
            elif value <= -0.25:
                held[j] = False
        states.append([has and is_there for has, is_there in zip(held, there, strict=True)])
        was_there = there
    return np.array(states)


@pytest.mark.parametrize("seed", range(60))
def test_who_is_held_is_as_going_through_the_weeks_with_each_one_s_gate(made, seed):
    rng = np.random.default_rng(seed)
    board = scored_names(made, dt.date(2023, 12, 29)).board
    weeks = weekly_rows(board.session_on, board.first, board.last)
    shape = (len(weeks), len(board.names))
    available = np.repeat(rng.random((-(-shape[0] // 4), shape[1])) < 0.7, 4, axis=0)[: shape[0]]
    score = np.where(available, np.cumsum(rng.normal(0.0, 0.2, shape), axis=0), np.nan)
    gated = np.repeat(rng.random(-(-shape[0] // 3)) < 0.5, 3)[: shape[0]]
    is_gated = dict(zip(weeks.tolist(), gated.tolist(), strict=True)).__getitem__
    members = np.array([each.universe == "member" for each in board.names])

    found = standing_at(board, weeks, Scores(score[:, None, :], score, available), board.last, is_gated)

    expected = slowly(score, available, members, gated)
    np.testing.assert_array_equal(found.held, expected[-1])
    for name, before, now in zip(found.signals, expected[-2], expected[-1], strict=True):
        assert (name in ("enter", "hold", "reduce")) == now
        assert (name == "enter") == (now and not before)
        assert (name == "exit") == (before and not now)
