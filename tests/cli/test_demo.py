import csv

from screener.dictionary.tables import TABLES


def test_demo_shows_planted_beside_found_and_writes_every_table(demo):
    assert demo.code == 0
    assert "SIMULATED" in demo.out
    assert "planted" in demo.out.lower()
    for name in ("scores", "events", "names", "performance", "attribution", "equity", "planted"):
        lines = (demo.folder / "tables" / f"{name}.csv").read_text().splitlines()
        assert ",".join(TABLES[name]) == lines[0]
        assert len(lines) > 1


def test_a_second_demo_says_and_writes_the_same(demo, demo_over_edited_note):
    again = demo_over_edited_note

    assert again.code == 0
    assert again.out == demo.out
    for table in (demo.folder / "tables").iterdir():
        assert (again.folder / "tables" / table.name).read_bytes() == table.read_bytes()


def test_demo_recovers_the_planted_effect_inside_its_interval(demo):
    with (demo.folder / "tables" / "planted.csv").open() as stream:
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
