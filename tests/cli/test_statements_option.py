"""``prices pull --statements``, with the real client on a loopback Yahoo and a clock that moves."""

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from loopback_yahoo.market import make_listing, weekdays
from loopback_yahoo.server import LoopbackYahoo

from screener.calc.margins import margin_quarters
from screener.cli import clock
from screener.records.fact import Facts
from screener.records.settings import Settings
from screener.statements import income_of

DAY = dt.datetime(2025, 11, 12, 22, tzinfo=dt.UTC)
TICKERS = ("NVDA", "AVGO", "CRM", "ADBE", "SPY")
COMPANIES = TICKERS[:4]
Q3, YEAR_AGO = dt.date(2025, 9, 30), dt.date(2024, 9, 30)
ENDS = [YEAR_AGO, dt.date(2024, 12, 31), dt.date(2025, 3, 31), dt.date(2025, 6, 30), Q3]
QUICK = {"PACE_S": "0.001", "TIMEOUT_S": "1", "RETRY_PAUSE_S": "0.02", "LIMIT_PAUSE_S": "0.02", "DEADLINE_S": "20"}


def served(last_revenue: float = 125e6) -> dict[str, dict[dt.date, float]]:
    revenue = dict(zip(ENDS, [100e6, 110e6, 120e6, 115e6, last_revenue], strict=True))
    return {
        "quarterlyTotalRevenue": revenue,
        "quarterlyGrossProfit": {day: (0.6 if day == YEAR_AGO else 0.5) * value for day, value in revenue.items()},
    }


class World:
    """A loopback Yahoo and this program's clock, moved together."""

    def __init__(self, server: LoopbackYahoo, patch: pytest.MonkeyPatch) -> None:
        self.server = server
        self._patch = patch

    def move_to(self, now_at: dt.datetime) -> None:
        self.server.now_at = now_at
        self.server.forget()
        self._patch.setattr(clock, "now", lambda: now_at)

    def asked(self) -> list[str]:
        return sorted(record.symbol for record in self.server.requests if record.kind == "statements")


@pytest.fixture
def world(workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, warm_asking) -> Iterator[World]:
    (workspace / "screener.toml").write_text('source = "yahoo"\nstore = "prices.db"\n')
    for name, value in QUICK.items():
        monkeypatch.setenv(f"SCREENER_YAHOO_{name}", value)
    sessions = weekdays("2025-01-02", "2026-02-27")
    listings = [
        make_listing(name, sessions, seed=seed, statements=served() if name in COMPANIES else {})
        for seed, name in enumerate(TICKERS)
    ]
    with LoopbackYahoo(tmp_path, *listings, now_at=DAY) as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        world = World(server, monkeypatch)
        world.move_to(DAY)
        yield world


@pytest.fixture
def crm(workspace: Path) -> Callable[..., list[tuple[str, float | None, float | None, bool | None]]]:
    """Return what the store says of CRM's last quarter on a day, as known at an instant."""

    def call(known_by: dt.date, known_at: dt.datetime | None = None) -> list[tuple]:
        settings = Settings("yahoo", DAY, DAY, workspace, workspace / "prices.db", known_at)
        rows = margin_quarters(income_of(["CRM"], settings, Facts()).of("CRM"), known_by)
        return [
            (str(row.period_end_on), row.revenue, row.revenue_growth, row.is_growth_with_falling_margin) for row in rows
        ][-1:]

    return call


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_statements_are_asked_for_only_when_wanted(world, screener):
    ran = screener("prices", "pull", "small")

    assert ran.code == 0
    assert world.asked() == []
    assert "statements" not in ran.err
    assert "income statements of" not in screener("prices", "status").err


def test_statements_come_beside_prices_and_a_fund_has_none(world, screener, crm):
    ran = screener("prices", "pull", "small", "--statements", "--strict")

    assert ran.code == 0
    assert {row["outcome"] for row in rows(ran.out)} == {"ok"}
    assert world.asked() == sorted(TICKERS)
    assert "statements ok: 4 of 5 tickers, 0 asked within a week; 20 quarters added" in ran.err
    assert "statements empty: 1: SPY (Yahoo has no quarterly income statement of it)" in ran.err
    assert "income statements of 4 companies, 20 quarters" in screener("prices", "status").err
    assert crm(DAY.date()) == [("2025-09-30", 125e6, pytest.approx(0.25), True)]
    assert crm(DAY.date() - dt.timedelta(days=1)) == [("2025-06-30", 115e6, None, None)]


def test_for_a_week_nothing_is_asked_again(world, screener):
    screener("prices", "pull", "small", "--statements")
    world.server.forget()

    again = screener("prices", "pull", "small", "--statements")
    assert world.server.requests == []
    assert "statements ok: 4 of 5 tickers, 4 asked within a week; 0 quarters added" in again.err
    assert "statements empty: 1: SPY" in again.err

    world.move_to(DAY + dt.timedelta(days=7))
    screener("prices", "pull", "small", "--statements")
    assert world.asked() == []

    world.move_to(DAY + dt.timedelta(days=7, seconds=1))
    screener("prices", "pull", "small", "--statements")
    assert world.asked() == sorted(TICKERS)


def test_a_restatement_is_told_kept_and_replayed(world, screener, crm):
    screener("prices", "pull", "small", "--statements")
    later = DAY + dt.timedelta(days=8)
    world.move_to(later)
    world.server.market["CRM"] = replace(world.server.market["CRM"], statements=served(95e6))

    ran = screener("prices", "pull", "small", "--statements")

    assert "statements changed: 1: CRM 2025-09-30" in ran.err
    assert crm(later.date()) == [("2025-09-30", 95e6, pytest.approx(-0.05), False)]
    # The day before, and as known then: the figures of the first answer.
    assert crm(later.date() - dt.timedelta(days=1)) == [("2025-09-30", 125e6, pytest.approx(0.25), True)]
    assert crm(later.date(), known_at=DAY) == [("2025-09-30", 125e6, pytest.approx(0.25), True)]


@pytest.mark.parametrize(
    ("fault", "outcome"), [("too_many", "rate_limited"), ("server_error", "failed"), ("cut_json", "failed")]
)
def test_what_yahoo_could_not_say_is_named_asked_again_and_missing_under_strict(world, screener, fault, outcome):
    world.server.fault(fault, "CRM", kind="statements")

    ran = screener("prices", "pull", "small", "--statements")
    assert ran.code == 0
    assert f"statements {outcome}: 1: CRM (" in ran.err
    assert {row["outcome"] for row in rows(ran.out)} == {"ok"}
    assert screener("prices", "pull", "small", "--statements", "--strict").code == 3

    world.server.heal()
    world.server.forget()
    assert screener("prices", "pull", "small", "--statements", "--strict").code == 0
    assert world.asked() == ["CRM"]


def test_on_a_terminal_the_lines_are_the_output(world, screener):
    ran = screener("prices", "pull", "--tickers", "CRM", "--statements", "--format", "table")

    assert ran.out.splitlines() == [
        "ok: 1 of 1 tickers, 0 with nothing new to ask for; 225 rows added",
        "statements ok: 1 of 1 tickers, 0 asked within a week; 5 quarters added",
    ]
