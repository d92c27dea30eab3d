"""Two reviews of a shipped thesis, a week apart, on real prices."""

import csv
import io
import json
from pathlib import Path

import pytest

from screener.cli.main import run

pytestmark = pytest.mark.real

THESIS = "ai-commoditization"


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def review(real_data, tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCREENER_WORKSPACE", str(tmp_path / "workspace"))

    def call(day: str, *options: str) -> str:
        code = run(["review", THESIS, "--source", f"csv:{real_data / 'prices'}", "--as-of", day, *options])
        out, err = capfd.readouterr()
        assert code == 0, err
        return out

    return call


def test_the_second_of_two_reviews_names_what_changed_and_both_repeat_to_the_byte(review, tmp_path):
    written = ("--note", "notes", "--html", "pages", "--format", "json")
    first, second = review("2026-05-22", *written), review("2026-05-29", *written)
    kept = files_of(tmp_path)
    (found,) = json.loads(second)

    assert found["previous_on"] == "2026-05-22"
    changed = found["tables"]["changes"]
    assert changed
    assert {row["kind"] for row in changed} <= {"signal", "weight", "state"}
    assert [review("2026-05-22", *written), review("2026-05-29", *written)] == [first, second]
    assert files_of(tmp_path) == kept
    assert all(len(path.read_bytes()) < 500_000 for path in (tmp_path / "pages").iterdir())


def test_each_weeks_attribution_sums_to_the_spreads_return(review):
    for day in ("2026-05-22", "2026-05-29"):
        found = rows(review(day, "--table", "pnl"))
        for span in ("week", "month", "opening"):
            own = [row for row in found if row["span"] == span]
            (net,) = [float(row["contribution_pct"]) for row in own if row["line"] == "net"]
            parts = sum(float(row["contribution_pct"]) for row in own if row["is_subtotal"] == "false")
            # Percent here: 1e-10 of the decimal.
            assert parts == pytest.approx(net, abs=1e-8)
