import csv
import json
import re

from screener.dictionary.tables import EXPORT_TABLES, TABLES


def test_demo_shows_planted_beside_found_and_writes_every_table(demo):
    assert demo.code == 0
    assert "SIMULATED" in demo.out
    assert "planted" in demo.out.lower()
    for name in EXPORT_TABLES:
        for place in ("2026-11-20", "latest"):
            with (demo.folder / "export" / place / f"{name}.csv").open() as stream:
                assert stream.readline().rstrip("\n") == ",".join(TABLES[name])
                assert stream.readline() or name in ("evidence", "decisions", "positions"), name


def test_demo_says_where_everything_is_and_it_is_there(demo):
    said = dict(re.findall(r"^  screener-demo/(.+): (.+)$", demo.out, re.MULTILINE))

    assert list(said.values()) == [
        "planted beside found",
        "the thesis",
        "review, a note to write in",
        "review, a note to write in",
        "the same as a page with charts",
        "the same as JSON",
        "every table as CSV",
        "every table as a workbook",
    ]
    assert all((demo.folder / name).exists() for name in said)


def test_the_second_of_the_demos_reviews_is_compared_with_the_first(demo):
    (review,) = json.loads((demo.folder / "reviews" / "2026-W47 ai-commoditization.json").read_text(encoding="utf-8"))

    assert review["previous_on"] == "2026-11-13"
    assert review["price_source"] == "simulated"
    assert review["tables"]["changes"]
    for name in ("2026-W47 ai-commoditization.md", "2026-W47 ai-commoditization.html"):
        assert "SIMULATED PRICES" in (demo.folder / "reviews" / name).read_text(encoding="utf-8")


def test_demo_recovers_the_planted_effect_inside_its_interval(demo):
    with (demo.folder / "planted.csv").open() as stream:
        rows = [row for row in csv.DictReader(stream) if row["window"] == "0..5"]

    inside = [float(row["ci_low_pct"]) <= float(row["expected_pct"]) <= float(row["ci_high_pct"]) for row in rows]
    spread = next(row for row in rows if row["basket"] == "spread")
    assert sum(inside) >= len(inside) - 1
    assert float(spread["ci_low_pct"]) > 0
    assert float(spread["p_placebo"]) < 0.05


def test_demo_refuses_a_folder_that_is_not_its_own(tmp_path, screener, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep me")

    ran = screener("demo", "mine")

    assert ran.code == 2
    assert ["letter.txt"] == [path.name for path in (tmp_path / "mine").iterdir()]
