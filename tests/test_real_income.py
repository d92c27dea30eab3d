"""Margins of real companies: filings with their dates, Yahoo's figures dated by reports, and a broken restatement."""

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from screener.calc.margins import margin_quarters
from screener.facts.tables import read_facts
from screener.files import shipped
from screener.records.fact import Facts
from screener.records.income import IncomeReading, MarginQuarter
from screener.records.settings import Settings
from screener.statements import NO_DATA, income_of

pytestmark = pytest.mark.real

HEADER = ("ticker", "period_end_on", "revenue", "cost_of_revenue", "gross_profit", "operating_income")
NONE = ("AI", "SOUN", "BBAI")
ON = dt.date(2026, 11, 20)
NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def table_rows(folder: Path) -> Iterator[tuple[str, ...]]:
    """Yield filings with the day they were filed, then Yahoo's quarters without one."""
    for row in rows(folder / "quarterly_pit_sec.csv"):
        figures = (row["revenue"], row["cogs"], row["gross_profit"], row["operating_income"])
        yield row["ticker"], row["period_end"], *figures, "USD", row["filed"], row["form"], "seen"
    for row in rows(folder / "income_statements.csv"):
        if row["period"] == "Q":
            figures = (row["revenue"], row["cost_of_revenue"], row["gross_profit"], row["operating_income"])
            yield row["ticker"], row["period_end"], *figures, "USD", "", row["source"], "seen"


@pytest.fixture(scope="module")
def facts(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Facts:
    folder = tmp_path_factory.mktemp("workspace") / "data"
    folder.mkdir()
    with (folder / "income.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow((*HEADER, "currency", "known_on", "source", "provenance"))
        writer.writerows(table_rows(real_data / "fundamentals"))
    with (folder / "earnings.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("ticker", "reported_on", "source", "provenance"))
        reports = {(row["ticker"], row["date"]) for row in rows(real_data / "fundamentals" / "earnings_history.csv")}
        writer.writerows((*report, "page", "seen") for report in sorted(reports))
    found = read_facts([shipped("data"), folder])
    assert found.problems == ()
    return found


@pytest.fixture(scope="module")
def reading(facts: Facts, tmp_path_factory: pytest.TempPathFactory) -> IncomeReading:
    tickers = (*sorted({row.ticker for row in facts.income}), *NONE)
    return income_of(tickers, Settings("csv:prices", NOON, NOON, tmp_path_factory.mktemp("cache")), facts)


def judged(reading: IncomeReading, ticker: str, on: dt.date = ON) -> dict[str, MarginQuarter]:
    return {str(row.period_end_on): row for row in margin_quarters(reading.of(ticker), on)}


def figures(row: MarginQuarter) -> tuple[float | None, ...]:
    """Return margin in percent, change in points, growth in percent."""
    values = (row.gross_margin, row.gross_margin_change, row.revenue_growth)
    return tuple(None if value is None else round(100 * value, 2) for value in values)


# Divided by hand from the filings: margin in percent, change in points, growth in percent, growth with falling margin.
@pytest.mark.parametrize(
    ("ticker", "end", "expected", "is_flagged"),
    [
        ("CRM", "2026-01-31", (77.61, -0.21, 12.09), True),
        ("CRM", "2025-10-31", (78.02, None, None), None),
        ("ADBE", "2025-11-30", (89.52, 0.51, 10.49), False),
        ("SNOW", "2024-10-31", (65.94, -2.88, 28.32), True),
        ("SNOW", "2025-01-31", (66.23, -2.55, 27.37), True),
        ("SNOW", "2025-04-30", (66.53, -0.59, 25.75), True),
        ("SNOW", "2025-07-31", (67.53, 0.68, 31.78), False),
        ("SNOW", "2025-10-31", (67.77, 1.84, 28.75), False),
        ("SNOW", "2026-01-31", (66.80, 0.56, 30.12), False),
        ("SNOW", "2026-04-30", (66.61, 0.08, 33.48), False),
        ("SNOW", "2026-07-31", (67.02, -0.50, 35.09), True),
        ("PLTR", "2026-06-30", (84.66, None, None), None),
        ("MU", "2026-05-28", (84.56, 46.85, 345.72), False),
        ("CRWV", "2026-06-30", (65.86, -8.31, 112.46), True),
    ],
)
def test_stories_of_growth_are_judged_by_their_margins(reading, ticker, end, expected, is_flagged):
    row = judged(reading, ticker)[end]

    assert figures(row) == expected
    assert row.is_growth_with_falling_margin is is_flagged


def test_a_quarter_that_is_dated_and_blank_is_not_the_latest(reading):
    adobe = judged(reading, "ADBE")

    assert [each.check for each in adobe["2026-02-28"].findings] == ["blank_quarter"]
    assert [end for end, row in adobe.items() if row.is_used][-1] == "2025-11-30"


def test_names_without_quarterly_rows_say_so(reading):
    told = {each.ticker: each for each in reading.outcomes}

    for ticker in NONE:
        assert told[ticker].n_quarters == 0
        assert told[ticker].reason.startswith(NO_DATA)
    assert told["CRM"].reason == ""


@pytest.mark.parametrize(
    ("ticker", "end", "known_on"),
    [("NVDA", "2025-10-31", "2025-11-19"), ("CRM", "2025-10-31", "2025-12-03"), ("ADBE", "2025-11-30", "2025-12-10")],
)
def test_figures_without_a_filing_day_are_known_on_the_day_of_the_report(reading, ticker, end, known_on):
    row = judged(reading, ticker)[end]
    before = dt.date.fromisoformat(known_on) - dt.timedelta(days=1)

    assert (str(row.known_on), row.quarter.known_on_assumed) == (known_on, True)
    assert end not in judged(reading, ticker, before)


def test_the_broken_quarter_of_a_restated_year_is_caught_and_used_nowhere(reading):
    app = judged(reading, "APP")

    broken = app["2023-12-31"]
    assert {each.check for each in broken.findings} == {
        "revenue_not_positive",
        "cost_negative",
        "operating_income_above_revenue",
    }
    assert any("-488.1 million" in each.message for each in broken.findings)
    assert (broken.revenue, broken.gross_margin) == (None, None)
    # A quarter of before the restatement is found by the step to the first one after it.
    assert [each.check for each in app["2024-03-31"].findings] == ["revenue_step"]
    for end in ("2024-09-30", "2024-12-31", "2025-03-31"):
        assert (app[end].gross_margin_change, app[end].revenue_growth) == (None, None)
        assert app[end].findings
    assert figures(app["2025-06-30"]) == (87.68, 4.80, 77.04)


def test_the_checks_call_no_other_quarter_broken(reading):
    named = {
        each.ticker
        for ticker in {row.ticker for row in reading.quarters}
        for row in margin_quarters(reading.of(ticker), ON)
        for each in row.findings
        if each.check not in ("blank_quarter", "missing_quarter")
    }

    assert named == {"APP"}
