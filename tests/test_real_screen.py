"""The screen of a shipped thesis on real prices: whole, the same twice, and nothing known later."""

import csv
import datetime as dt
import io
import math
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from screener.cli.main import run
from screener.config import Workspace
from screener.dictionary.screen_parts import SCORE_PARTS
from screener.files import shipped
from screener.records.fact import Facts
from screener.records.income import IncomeReading
from screener.records.screen import ScreenReport, ScreenRow
from screener.records.settings import Settings
from screener.records.thesis import Thesis
from screener.reference import Reference, read_reference
from screener.screening.run import screen, tickers_wanted
from screener.theses import load

pytestmark = pytest.mark.real

THESIS, AS_OF = "ai-commoditization", "2026-05-29"
_DATED = ("token_prices", "benchmark_gaps", "usage", "earnings", "income")


@pytest.fixture
def run_screen(real_data, tmp_path, monkeypatch, capfd):
    """Return what the command says on stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCREENER_WORKSPACE", str(tmp_path / "workspace"))

    def call(*options: str) -> tuple[str, str]:
        code = run(["screen", THESIS, "--source", f"csv:{real_data / 'prices'}", "--as-of", AS_OF, *options])
        out, err = capfd.readouterr()
        assert code == 0, err
        return out, err

    return call


@pytest.fixture(scope="module")
def reference(tmp_path_factory) -> Reference:
    return read_reference(Workspace(tmp_path_factory.mktemp("none")))


@pytest.fixture(scope="module")
def thesis(reference) -> Thesis:
    found = load(shipped("theses") / f"{THESIS}.md", reference).thesis
    assert found is not None
    return found


def test_every_member_and_candidate_is_there_once_with_parts_that_add_up(run_screen, thesis, reference):
    out, err = run_screen()
    found = list(csv.DictReader(io.StringIO(out)))
    tickers = [row["ticker"] for row in found]
    candidates = {each.ticker for each in reference.facts.candidates if each.ticker and each.ticker[0] != "^"}
    scored = [row for row in found if row["score"]]

    assert len(set(tickers)) == len(tickers)
    assert set(tickers) == ({*thesis.tickers} | candidates) - {*thesis.benchmark}
    assert {row["ticker"] for row in found if row["universe"] == "member"} == {*thesis.tickers}
    assert len(scored) > 40
    for row in scored:
        assert math.fsum(float(row[part.column]) for part in SCORE_PARTS) == pytest.approx(
            float(row["score"]), abs=1e-12
        )
    for row in found:
        assert row["reasons"]
        assert row["as_of"] == row["data_as_of"] == AS_OF
        assert row["price_source"] == "csv"
    assert "FIG" in err.split("no prices: ")[1].splitlines()[0]


def test_two_runs_are_the_same_to_the_byte(run_screen):
    assert run_screen("--format", "json") == run_screen("--format", "json")


def test_the_track_record_is_told_for_every_horizon_and_then_remembered(run_screen):
    before = run_screen()[1]
    out, err = run_screen("--validate")
    found = list(csv.DictReader(io.StringIO(out)))

    assert {(row["ranking"], row["group"]) for row in found} >= {("screen", "all"), ("momentum", "short")}
    for row in found:
        if row["mean_ic"]:
            assert -1.0 <= float(row["mean_ic"]) <= 1.0
            assert 0.0 < float(row["p_random"]) <= 1.0
    (sentence,) = (line for line in err.splitlines() if line.startswith("  track record: "))
    assert "members chosen with hindsight" in sentence
    assert sentence not in before
    assert sentence in run_screen()[1]


def cut_facts(facts: Facts, day: dt.date) -> Facts:
    """Return the tables without the rows that became known later."""

    def known(found: Iterable) -> tuple:
        return tuple(each for each in found if each.known_on <= day)

    return replace(
        facts,
        model_groups=tuple(each for each in facts.model_groups if each.from_on <= day),
        exposures=tuple(each for each in facts.exposures if each.measured_on is None or each.measured_on <= day),
        **{name: known(getattr(facts, name)) for name in _DATED},
    )


def cut_prices(source: Path, target: Path, tickers: Iterable[str], day: dt.date) -> Path:
    """Copy the files of some tickers without the rows later than a day."""
    target.mkdir()
    for ticker in tickers:
        path = source / f"{ticker}.csv"
        if not path.is_file():
            continue
        header, *lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if line[:10] <= str(day)]
        if kept:
            (target / path.name).write_text("".join([header, *kept]), encoding="utf-8")
    return target


def screened(thesis: Thesis, reference: Reference, folder: Path, day: dt.date, cache: Path) -> ScreenReport:
    at = dt.datetime.combine(day, dt.time(23, 59), dt.UTC)
    return screen(thesis, reference, Settings(f"csv:{folder}", at, at, cache), IncomeReading((), ()))


def rows(report: ScreenReport) -> list[ScreenRow]:
    """Return whole rows; why a file has no price names the file, so that only its kind is compared."""
    return [
        replace(
            row, reasons=tuple(each.split(":")[0] if each.startswith("no prices") else each for each in row.reasons)
        )
        for row in report.rows
    ]


def days() -> list[dt.date]:
    """Return five days of the last two years of prices."""
    offsets = np.random.default_rng(20260529).choice(730, 5, replace=False)
    return [dt.date(2026, 5, 29) - dt.timedelta(days=int(each)) for each in sorted(offsets)]


@pytest.mark.parametrize("day", days(), ids=str)
def test_cutting_away_what_became_known_later_changes_nothing(thesis, reference, real_data, tmp_path, day):
    wanted = (*tickers_wanted(thesis, reference), *thesis.benchmark)
    folder = cut_prices(real_data / "prices", tmp_path / "prices", wanted, day)
    known = replace(
        reference,
        events=tuple(each for each in reference.events if each.known_on <= day),
        facts=cut_facts(reference.facts, day),
    )

    whole = screened(thesis, reference, real_data / "prices", day, tmp_path / "cache")
    then = screened(thesis, known, folder, day, tmp_path / "cache")

    assert sum(row.score is not None for row in whole.rows) > 30
    assert rows(whole) == rows(then)
    assert (whole.gate, whole.compared_on, whole.data_as_of) == (then.gate, then.compared_on, then.data_as_of)
