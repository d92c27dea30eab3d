"""A breaker that stands keeps names from being entered, and does nothing else."""

import datetime as dt
from dataclasses import replace

import pytest
from made_facts import usage
from made_screens import NOTE, by_ticker, make_screen, screen_of

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


def test_a_breaker_touches_neither_hold_nor_reduce_nor_exit_over_a_year(calm):
    tripped = burning(calm, 60.0, "2024-01-10")
    seen = set()
    for on in ("2024-06-14", "2024-08-23", "2024-10-18", "2024-12-27"):
        day = dt.date.fromisoformat(on)
        before, now = (by_ticker(screen_of(made, day)) for made in (calm, tripped))
        for ticker, row in now.items():
            seen.add(before[ticker].signal)
            assert row.signal == ("avoid" if before[ticker].signal == "enter" else before[ticker].signal)
    assert seen >= {"enter", "hold", "reduce", "exit", "avoid"}


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
