"""The shipped theses' claims on real prices and statements: what held, what broke when, and nothing known later."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from screener.claims.check import check_claims, income_tickers
from screener.cli.main import run
from screener.config import Workspace
from screener.files import shipped
from screener.records.claim import ClaimsReport
from screener.records.income import IncomeQuarter, IncomeReading
from screener.records.settings import Settings
from screener.records.thesis import Thesis
from screener.reference import Reference, read_reference
from screener.theses import load

pytestmark = pytest.mark.real

THESES = ("ai-commoditization", "deepseek-releases", "memory-supercycle", "frontier-keeps-pricing-power")
THEN, NOW = "2025-12-15", "2026-11-20"
# Quoted by the first thesis, and what the labs' price lists said: USD for a million tokens.
QUOTED = {
    "GPT-5 in": (30, 1.25),
    "GPT-5 out": (60, 10),
    "Opus 4.5 in": (15, 5),
    "Opus 4.5 out": (75, 25),
    "V3.2 in": (0.27, 0.28),
    "V3.2 out": (1.10, 0.42),
}
# Blended, three parts input to one part output, on the day the first thesis was opened.
FRONTIER_BLENDED = {"gpt-5.1": 3.4375, "gemini-3-pro": 4.5, "grok-4": 6.0, "claude-opus-4-5": 10.0}
V32_BLENDED = 0.315


@pytest.fixture(scope="module")
def tables() -> dict[tuple[str, ...], tuple[list[dict[str, str]], str]]:
    """What was asked for so far, by its options."""
    return {}


@pytest.fixture
def claims(real_data, tmp_path, monkeypatch, capfd, tables):
    """Return a table of the first thesis's claims, and what was said beside it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCREENER_WORKSPACE", str(tmp_path / "workspace"))

    def call(*options: str) -> tuple[list[dict[str, str]], str]:
        if options not in tables:
            code = run(["claims", THESES[0], "--source", f"csv:{real_data / 'prices'}", *options])
            out, err = capfd.readouterr()
            assert code == 0, err
            tables[options] = list(csv.DictReader(io.StringIO(out))), err
        return tables[options]

    return call


def row(found: tuple[list[dict[str, str]], str], claim: str) -> dict[str, str]:
    (one,) = (each for each in found[0] if each["claim"] == claim)
    return one


def test_the_price_gap_holds_in_december_2025_and_is_broken_in_november_2026(claims):
    then, now = (row(claims("--as-of", day), "price gap today") for day in (THEN, NOW))

    # Medians of 4.5, 4.8125, 6 and 10, and of 2, 3, 4, 4 and 8, over DeepSeek-V3.2 and MiniMax-M3.
    assert (then["state"], float(then["value"])) == ("holds", pytest.approx(5.40625 / 0.315))
    assert (now["state"], float(now["value"])) == ("broken", pytest.approx(4 / 0.525))
    # The day a cheap closed flagship joined: 2, 3, 4.5, 10 and 11.25.
    assert now["since_on"] == "2026-07-09"


def test_the_pairs_against_v3_2_at_the_opening_are_eleven_to_thirty_two_times(claims):
    history, _ = claims("--as-of", THEN, "--history")
    pairs = {
        each["part"].removesuffix("/deepseek-v3.2"): float(each["value"])
        for each in history
        if each["claim"] == "price gap at opening" and each["part"].endswith("/deepseek-v3.2")
    }

    assert pairs == pytest.approx({model: price / V32_BLENDED for model, price in FRONTIER_BLENDED.items()})
    assert (round(min(pairs.values()), 1), round(max(pairs.values()), 1)) == (10.9, 31.7)


@pytest.mark.parametrize("day", [THEN, NOW])
def test_prices_quoted_wrong_stand_beside_the_sourced_ones(claims, day):
    found = claims("--as-of", day)

    for claim, (quoted, sourced) in QUOTED.items():
        one = row(found, claim)
        assert (float(one["quoted"]), float(one["value"]), one["state"]) == (quoted, sourced, "broken")
        assert one["source"]
        assert one["provenance"] == "seen"
        assert f"{claim}: the note says {quoted:g}; the sources say {sourced:g} usd (seen, of" in found[1]


def test_the_mmlu_gap_is_shown_to_compare_countries(claims):
    found = claims("--as-of", NOW)

    for claim, gap in (("MMLU gap then", 17.5), ("MMLU gap now", 0.3)):
        assert float(row(found, claim)["value"]) == gap
        assert f"{claim}: compares the United States with China, not closed with open models" in found[1]


def test_the_name_without_prices_is_named(claims):
    assert "not priced: FIG (" in claims("--as-of", NOW)[1]


@pytest.fixture(scope="module")
def reference(tmp_path_factory) -> Reference:
    return read_reference(Workspace(tmp_path_factory.mktemp("none")))


@pytest.fixture(scope="module")
def quarters(real_data: Path) -> tuple[IncomeQuarter, ...]:
    """Filings with the day they were filed, and Yahoo's quarters 60 days after their end."""
    return tuple(_quarters(real_data / "fundamentals"))


def _quarters(folder: Path) -> Iterator[IncomeQuarter]:
    def day(text: str) -> dt.date:
        return dt.date.fromisoformat(text)

    def figures(each: dict[str, str], *names: str) -> Iterator[float | None]:
        return (float(each[name]) if each[name] else None for name in names)

    for each in _rows(folder / "quarterly_pit_sec.csv"):
        given = figures(each, "revenue", "cogs", "gross_profit", "operating_income")
        yield IncomeQuarter(
            each["ticker"], day(each["period_end"]), *given, "USD", day(each["filed"]), False, "filing", "seen"
        )
    for each in _rows(folder / "income_statements.csv"):
        if each["period"] == "Q":
            given = figures(each, "revenue", "cost_of_revenue", "gross_profit", "operating_income")
            ended = day(each["period_end"])
            yield IncomeQuarter(
                each["ticker"], ended, *given, "USD", ended + dt.timedelta(days=60), True, "yahoo", "seen"
            )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def cut_prices(real_data: Path, tmp_path_factory):
    """Return a folder with the prices up to a day."""
    made: dict[dt.date, Path] = {}

    def call(day: dt.date) -> Path:
        if day not in made:
            made[day] = tmp_path_factory.mktemp("prices")
            for path in (real_data / "prices").glob("*.csv"):
                lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
                kept = [line for line in lines[1:] if line[:10] <= str(day)]
                if kept:
                    (made[day] / path.name).write_text("".join([lines[0], *kept]), encoding="utf-8")
        return made[day]

    return call


def cut(reference: Reference, day: dt.date) -> Reference:
    """Return the tables as they were on a day: no row that became known later, and no check made later."""

    def known(found: Iterable) -> tuple:
        return tuple(each for each in found if each.known_on <= day)

    facts = replace(
        reference.facts,
        token_prices=known(reference.facts.token_prices),
        benchmark_gaps=known(reference.facts.benchmark_gaps),
        usage=known(reference.facts.usage),
        model_groups=tuple(each for each in reference.facts.model_groups if each.from_on <= day),
    )
    prices = (
        replace(each, checked_on=None) if each.checked_on is not None and each.checked_on > day else each
        for each in facts.token_prices
    )
    return replace(reference, events=known(reference.events), facts=replace(facts, token_prices=tuple(prices)))


def checked(
    thesis: Thesis, reference: Reference, folder: Path, quarters: tuple[IncomeQuarter, ...], day: dt.date, cache: Path
) -> ClaimsReport:
    at = dt.datetime.combine(day, dt.time(23, 59), dt.UTC)
    own = tuple(each for each in quarters if each.ticker in income_tickers(thesis))
    settings = Settings(f"csv:{folder}", at, at, cache)
    return check_claims(thesis, reference, settings, IncomeReading(own, ()), has_history=True)


@pytest.mark.parametrize("day", ["2025-03-14", THEN, "2026-05-29", NOW])
@pytest.mark.parametrize("thesis_id", THESES)
def test_cutting_away_what_became_known_later_changes_nothing(
    thesis_id, day, reference, quarters, cut_prices, real_data, tmp_path
):
    day = dt.date.fromisoformat(day)
    thesis = load(shipped("theses") / f"{thesis_id}.md", reference).thesis
    known = tuple(each for each in quarters if each.known_on <= day)

    whole = checked(thesis, reference, real_data / "prices", quarters, day, tmp_path)
    then = checked(thesis, cut(reference, day), cut_prices(day), known, day, tmp_path)

    assert any(each.value is not None for each in whole.rows)
    assert whole.rows == then.rows
    assert whole.history == then.history
    assert whole.margins == then.margins
