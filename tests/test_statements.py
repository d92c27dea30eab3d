"""Statements for whoever asks: the table's rows, Yahoo's answers out of the store, and since when each was known."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from screener.prices.store.price_store import PriceStore
from screener.records.fact import Earnings, Facts
from screener.records.income import IncomeOutcome, IncomeQuarter
from screener.records.income_fetch import IncomeFetched, IncomeReceived, ReportedQuarter
from screener.records.prices import FetchOutcome
from screener.records.settings import Settings
from screener.statements import income_of

Q3, Q4 = dt.date(2025, 10, 31), dt.date(2026, 1, 31)
NOON = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
WEEK = dt.timedelta(days=7)


def row(ticker: str, end: dt.date, revenue: float | None, known_on: dt.date) -> IncomeQuarter:
    return IncomeQuarter(
        ticker, end, revenue, None, None, None, "USD", known_on, False, "10-Q", "seen", "income.csv", 2
    )


def reported(end: dt.date, revenue: float | None) -> ReportedQuarter:
    return ReportedQuarter(end, revenue, 1.0, 2.0, 3.0, "EUR")


def report(ticker: str, on: dt.date) -> Earnings:
    return Earnings(ticker, on, on, True, "page", "seen", "earnings.csv", 2)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings("yahoo", NOON, NOON, tmp_path, tmp_path / "prices.db")


@pytest.fixture
def answer(settings: Settings):
    """Keep what Yahoo answers of CRM at an instant."""

    def call(at: dt.datetime, *quarters: ReportedQuarter) -> None:
        with PriceStore.open(settings.store_path) as store:
            store.statements.keep(IncomeReceived("CRM", "yahoo", at, quarters))

    return call


def known(settings: Settings, facts: Facts = Facts()) -> list[tuple[dt.date, float | None, str, bool]]:  # noqa: B008
    quarters = income_of(["CRM"], settings, facts).of("CRM")
    return [(each.period_end_on, each.revenue, str(each.known_on), each.known_on_assumed) for each in quarters]


def test_what_yahoo_answered_is_given_with_its_currency_and_source(settings, answer) -> None:
    answer(NOON, reported(Q4, 7.0))

    assert income_of(["CRM"], settings, Facts()).quarters == (
        IncomeQuarter("CRM", Q4, 7.0, 1.0, 2.0, 3.0, "EUR", dt.date(2026, 4, 1), True, "yahoo", "seen"),
    )


def test_a_quarter_counts_as_known_on_the_report_else_after_sixty_days(settings, answer) -> None:
    answer(NOON, reported(Q3, 6.0), reported(Q4, 7.0))
    facts = Facts(earnings=(report("CRM", dt.date(2025, 12, 3)), report("ADBE", dt.date(2026, 2, 2))))

    assert known(settings, facts) == [(Q3, 6.0, "2025-12-03", True), (Q4, 7.0, "2026-04-01", True)]


@pytest.mark.parametrize(("report_on", "day"), [(None, "2026-03-02"), (dt.date(2026, 3, 20), "2026-03-02")])
def test_a_quarter_is_never_known_later_than_it_was_seen(settings, answer, report_on, day) -> None:
    answer(dt.datetime(2026, 3, 2, 1, tzinfo=dt.UTC), reported(Q4, 7.0))
    facts = Facts(earnings=(report("CRM", report_on),) if report_on else ())

    assert known(settings, facts) == [(Q4, 7.0, day, False)]


def test_what_yahoo_says_anew_is_known_from_that_answer_on(settings, answer) -> None:
    answer(NOON, reported(Q4, 7.0))
    answer(NOON + WEEK, reported(Q4, 8.0))

    assert known(settings) == [(Q4, 7.0, "2026-04-01", True), (Q4, 8.0, "2026-06-08", False)]
    assert known(replace(settings, known_at=NOON + WEEK / 2)) == [(Q4, 7.0, "2026-04-01", True)]


def test_a_period_end_that_moves_by_days_is_the_same_quarter_said_anew(settings, answer) -> None:
    answer(NOON, reported(Q4, 7.0))
    answer(NOON + WEEK, reported(dt.date(2026, 1, 25), 8.0))

    assert [each[2:] for each in known(settings)] == [("2026-06-08", False), ("2026-04-01", True)]


def test_figures_after_a_blank_are_the_first_that_were_told(settings, answer) -> None:
    answer(NOON, reported(Q4, None))
    answer(NOON + WEEK, reported(Q4, 7.0))

    assert known(settings) == [(Q4, None, "2026-04-01", True), (Q4, 7.0, "2026-04-01", True)]


def test_a_row_of_the_table_wins_over_the_same_quarter_of_yahoo(settings, answer) -> None:
    answer(NOON, reported(Q3, 6.0), reported(Q4, 7.0))
    mine = row("CRM", dt.date(2026, 1, 25), 9.0, dt.date(2026, 2, 25))

    assert known(settings, Facts(income=(mine,))) == [
        (Q3, 6.0, "2025-12-30", True),
        (dt.date(2026, 1, 25), 9.0, "2026-02-25", False),
    ]


def test_a_blank_row_of_the_table_wins_over_nothing(settings, answer) -> None:
    answer(NOON, reported(Q4, 7.0))

    assert [each[1] for each in known(settings, Facts(income=(row("CRM", Q4, None, Q4 + WEEK),)))] == [None, 7.0]


def test_csv_reads_the_table_alone(settings, answer) -> None:
    answer(NOON, reported(Q4, 7.0))
    facts = Facts(income=(row("ADBE", Q3, 5.0, Q4), row("CRM", Q3, 6.0, Q4), row("SNOW", Q3, 1.0, Q4)))

    reading = income_of(["CRM", "AI", "ADBE", "CRM"], replace(settings, source="csv:prices"), facts)

    assert [(each.ticker, each.revenue) for each in reading.quarters] == [("ADBE", 5.0), ("CRM", 6.0)]
    assert reading.outcomes == (
        IncomeOutcome("CRM", 1),
        IncomeOutcome("AI", 0, reason="no quarterly data: income.csv has no row of it"),
        IncomeOutcome("ADBE", 1),
    )


def test_real_statements_do_not_stand_beside_simulated_prices(settings, answer) -> None:
    answer(NOON, reported(Q4, 7.0))

    reading = income_of(["CRM"], replace(settings, source="simulated"), Facts(income=(row("CRM", Q3, 6.0, Q4),)))

    assert reading.quarters == ()
    assert "prices are simulated" in reading.outcomes[0].reason


def test_without_a_store_the_table_is_read_and_the_rest_was_never_asked_for(settings) -> None:
    reading = income_of(["CRM", "AI"], settings, Facts(income=(row("CRM", Q3, 6.0, Q4),)))

    assert len(reading.quarters) == 1
    assert [each.reason for each in reading.outcomes] == [
        "",
        "no quarterly data: never asked for; run: screener prices pull --statements",
    ]
    assert not settings.store_path.exists()


@pytest.mark.parametrize("outcome", [each for each in FetchOutcome if each is not FetchOutcome.OK])
def test_how_asking_ended_is_the_reason(settings, answer, outcome: FetchOutcome) -> None:
    answer(NOON, reported(Q4, 7.0))
    with PriceStore.open(settings.store_path) as store:
        for ticker in ("CRM", "SPY"):
            store.statements.note(IncomeFetched(ticker, outcome, "why"), "yahoo", NOON + WEEK)

    crm, spy = income_of(["CRM", "SPY"], settings, Facts()).outcomes

    said = f"{outcome.value} on 2026-06-08: why"
    assert spy == IncomeOutcome("SPY", 0, outcome, f"no quarterly data: {said}")
    assert crm == IncomeOutcome("CRM", 1, outcome, said if outcome.value in ("failed", "rate_limited") else "")


def test_before_the_first_answer_nothing_was_known(settings, answer) -> None:
    answer(NOON, reported(Q4, 7.0))

    reading = income_of(["CRM"], replace(settings, known_at=NOON - WEEK), Facts())

    assert reading.quarters == ()
    assert reading.outcomes[0].reason == "no quarterly data: nothing was known of it by 2026-05-25"
