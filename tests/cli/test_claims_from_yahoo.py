"""``claims`` with the real client on a loopback Yahoo: statements and prices come, are kept, and are judged."""

import csv
import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from loopback_yahoo.market import Listing, make_listing, weekdays
from loopback_yahoo.server import LoopbackYahoo

from screener.cli import clock

NOW = dt.datetime(2025, 11, 12, 22, tzinfo=dt.UTC)
ENDS = [dt.date.fromisoformat(day) for day in ("2024-09-30", "2024-12-31", "2025-03-31", "2025-06-30", "2025-09-30")]
REVENUE = dict(zip(ENDS, [100e6, 110e6, 120e6, 115e6, 125e6], strict=True))
MARGINS = {"NVDA": (0.6, 0.5), "AVGO": (0.5, 0.7), "CRM": (0.8, 0.7), "ADBE": (0.9, 0.86)}
"""Gross margin of the year-ago quarter, and of the last one."""

CLAIMS = """\
rebalance: never
cost_bps: 0
borrow_bps_per_year: 0
claims:
  - "chips earn less: gross_margin_change_pp(NVDA) < 0"
  - "other chips: gross_margin_change_pp(AVGO) < 0"
  - "software: gross_margin_change_pp(CRM) < 0"
  - "design: gross_margin_change_pp(ADBE) < 0"
  - "all software: gross_margin_change_pp(short_software) < 0"
  - "growth: revenue_growth_pct(AVGO) >= 25"
kill:
  - "breaker spread falls: spread_return_pct < 0"
"""


def company(ticker: str, seed: int) -> Listing:
    first, last = MARGINS[ticker]
    profit = {day: value * (last if day == ENDS[-1] else first) for day, value in REVENUE.items()}
    served = {"quarterlyTotalRevenue": REVENUE, "quarterlyGrossProfit": profit}
    return make_listing(ticker, weekdays("2025-01-02", "2025-12-31"), seed=seed, statements=served)


@pytest.fixture
def yahoo(workspace: Path, rewrite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, warm_asking) -> Iterator:
    rewrite("event_kinds:", f"{CLAIMS}event_kinds:")
    (workspace / "screener.toml").write_text('source = "yahoo"\nstore = "prices.db"\n')
    quick = {"PACE_S": "0.001", "TIMEOUT_S": "1", "RETRY_PAUSE_S": "0.02", "LIMIT_PAUSE_S": "0.02", "DEADLINE_S": "20"}
    for name, value in quick.items():
        monkeypatch.setenv(f"SCREENER_YAHOO_{name}", value)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    spy = make_listing("SPY", weekdays("2025-01-02", "2025-12-31"), seed=9, instrument="ETF")
    listings = [company(ticker, seed) for seed, ticker in enumerate(MARGINS)]
    with LoopbackYahoo(tmp_path, *listings, spy, now_at=NOW) as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        yield server


def rows(text: str) -> dict[str, dict[str, str]]:
    return {row["claim"]: row for row in csv.DictReader(io.StringIO(text))}


def asked(server: LoopbackYahoo) -> list[str]:
    return sorted(record.symbol for record in server.requests if record.kind == "statements")


def without(server: LoopbackYahoo, ticker: str, *items: str) -> None:
    """Let Yahoo have no such items of a company."""
    listing = server.market[ticker]
    kept = {item: values for item, values in listing.statements.items() if item not in items}
    server.market[ticker] = replace(listing, statements=kept)


def held_return(server: LoopbackYahoo) -> float:
    """Return what the spread has earned since the opening: bought once, at the second close there is, and held."""

    def nav(day: str) -> float:
        earned = 1.0
        for ticker, weight in (("NVDA", 0.5), ("AVGO", 0.5), ("CRM", -0.5), ("ADBE", -0.5)):
            listing = server.market[ticker]
            bought, now = (listing.close[listing.place(dt.date.fromisoformat(each))] for each in ("2025-01-03", day))
            earned += weight * (now / bought - 1.0)
        return earned

    return 100.0 * (nav("2025-11-12") / nav("2025-06-02") - 1.0)


def test_statements_and_prices_come_through_the_client_and_are_judged(yahoo, screener):
    ran = screener("claims", "small")
    found = rows(ran.out)

    assert ran.code == 0
    assert asked(yahoo) == ["ADBE", "AVGO", "CRM", "NVDA"]
    assert {name: row["state"] for name, row in found.items()} == {
        "chips earn less": "holds",
        "other chips": "broken",
        "software": "holds",
        "design": "holds",
        "all software": "holds",
        "growth": "weak",  # exactly at the threshold
        "spread falls": "tripped" if held_return(yahoo) < 0 else "clear",
    }
    values = {name: float(row["value"]) for name, row in found.items()}
    assert values["chips earn less"] == pytest.approx(-10.0)
    assert values["other chips"] == pytest.approx(20.0)
    assert values["all software"] == pytest.approx(-7.0)  # the middle of -10 and -4
    assert values["growth"] == pytest.approx(25.0)
    assert values["spread falls"] == pytest.approx(held_return(yahoo), abs=1e-3)
    margin = found["chips earn less"]
    assert (margin["measured_on"], margin["known_on"], margin["source"]) == ("2025-09-30", "2025-11-12", "yahoo")
    assert "growth with falling margin" in margin["note"]
    assert (found["spread falls"]["measured_on"], found["spread falls"]["source"]) == ("2025-11-12", "yahoo")


def test_a_second_run_asks_nothing_and_says_the_same(yahoo, screener):
    first = screener("claims", "small")
    yahoo.forget()

    again = screener("claims", "small")

    assert yahoo.requests == []
    assert (again.code, again.out) == (first.code, first.out)


def test_a_refusal_an_empty_answer_and_a_missing_item_are_told_apart(yahoo, screener):
    yahoo.fault("too_many", "CRM", kind="statements")
    without(yahoo, "ADBE", *yahoo.market["ADBE"].statements)
    without(yahoo, "AVGO", "quarterlyGrossProfit")

    ran = screener("claims", "small")
    found = rows(ran.out)

    assert ran.code == 0
    notes = {name: found[name]["note"] for name in ("software", "design", "other chips")}
    assert notes["software"].startswith("CRM: no quarterly data: rate_limited on 2025-11-12: ")
    assert notes["design"].startswith("ADBE: no quarterly data: empty on 2025-11-12: ")
    assert notes["other chips"] == "AVGO: no gross profit for 2025-09-30"
    assert {found[name]["state"] for name in notes} == {"unknown"}
    assert "CRM: no quarterly data: rate_limited" in found["all software"]["note"]
    assert "ADBE: no quarterly data: empty" in found["all software"]["note"]
    # What came is judged: a revenue needs no gross profit to grow.
    assert found["chips earn less"]["state"] == "holds"
    assert float(found["growth"]["value"]) == pytest.approx(25.0)
    assert "statements rate_limited: 1: CRM (" in ran.err
    assert "statements empty: 1: ADBE (" in ran.err
    assert "\n  CRM: no quarterly data: rate_limited on 2025-11-12: " in ran.err
    assert "\n  ADBE: no quarterly data: empty on 2025-11-12: " in ran.err
    assert screener("claims", "small", "--strict").code == 3


def test_strict_counts_a_refusal_and_not_what_yahoo_has_none_of(yahoo, screener, rewrite):
    rewrite('  - "design: gross_margin_change_pp(ADBE) < 0"\n', "")
    without(yahoo, "ADBE", *yahoo.market["ADBE"].statements)

    # The leg has a figure, that of CRM.
    assert screener("claims", "small", "--strict").code == 0

    yahoo.fault("too_many", "AVGO", kind="statements")
    (Path("prices.db")).unlink()
    assert screener("claims", "small").code == 0
    assert screener("claims", "small", "--strict", "--offline").code == 3


def test_what_was_refused_alone_is_asked_for_again(yahoo, screener):
    yahoo.fault("too_many", "CRM", kind="statements")
    screener("claims", "small")
    yahoo.heal()
    yahoo.forget()

    ran = screener("claims", "small", "--strict")

    assert ran.code == 0
    assert asked(yahoo) == ["CRM"]
    assert rows(ran.out)["software"]["state"] == "holds"


def test_offline_judges_by_what_is_stored(yahoo, screener):
    online = screener("claims", "small")
    yahoo.forget()

    ran = screener("claims", "small", "--offline")

    assert yahoo.requests == []
    assert (ran.code, ran.out) == (0, online.out)


def test_offline_without_a_store_says_that_nothing_was_asked_for(yahoo, screener):
    ran = screener("claims", "small", "--offline")
    found = rows(ran.out)

    assert ran.code == 0
    assert yahoo.requests == []
    assert {row["state"] for row in found.values()} == {"unknown"}
    assert "never asked for; run: screener prices pull --statements" in found["software"]["note"]
    assert "no price store" in found["spread falls"]["note"]
