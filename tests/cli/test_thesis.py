import csv
import io

import pytest


def test_lint_of_a_sound_note_ends_with_0(workspace, screener):
    ran = screener("thesis", "lint", "small", "--format", "table")

    assert ran.code == 0
    assert ran.out == ""
    assert "1 note checked" in ran.err


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        ("status: active", "statsu: active", "small.md:5:1:", "status"),
        ("status: active", "status: active\nstatus: idea", "small.md:6:1:", "twice"),
        ("opened_on: 2025-06-02", "opened_on: 2025-06-31", "small.md:6:12:", "2025-06-31"),
        ("[CRM, ADBE]", "[CRM, NVDA]", "small.md:9:23:", "NVDA"),
        ("[CRM, ADBE]", "[]", "small.md:9:", "short_software"),
        ("[CRM, ADBE]", "[CRM 40%, ADBE]", "small.md:9:", "x40"),
        ("[deepseek]", "[depseek]", "small.md:11:14:", "deepseek"),
        ("[open_weights]", "[open_weight]", "small.md:10:15:", "open_weights"),
        ("[CRM, ADBE]", "[CRM, 1234.XX]", "small.md:9:", ".XX"),
    ],
)
def test_lint_names_the_place_and_the_remedy(workspace, screener, rewrite, old, new, place, said):
    rewrite(old, new)

    ran = screener("thesis", "lint", "small", "--format", "table")

    assert place in ran.out
    assert said in ran.out


def test_lint_reports_all_problems_at_once_and_ends_with_1(workspace, screener, rewrite):
    rewrite("[CRM, ADBE]", "[CRM 40%, NVDA]")
    rewrite("opened_on: 2025-06-02", "opened_on: June")
    rewrite("[deepseek]", "[depseek]")

    ran = screener("thesis", "lint", "small")
    lines = list(csv.DictReader(io.StringIO(ran.out)))

    assert ran.code == 1
    assert {"6", "9", "11"} <= {row["line"] for row in lines}


def test_lint_of_all_notes_finds_the_shipped_ones_sound(workspace, screener):
    ran = screener("thesis", "lint")

    assert ran.code == 0
    assert "5 notes checked" in ran.err


def test_a_thesis_with_errors_is_not_run(workspace, screener, rewrite):
    rewrite("opened_on: 2025-06-02", "opened_on: June")

    ran = screener("backtest", "small")

    assert ran.code == 2
    assert ran.out == ""
    assert "small.md:6:12: error" in ran.err


def test_tickers_survive_from_note_to_csv_and_back(workspace, screener, rewrite):
    tickers = ["ON", "NO", "TRUE", "NULL", "NA", "Y", "0700.HK", "005930.KS", "1E5", "BRK-B", "^GSPC"]
    rewrite("[NVDA, AVGO]", f"[{', '.join(tickers)}]")

    ran = screener("thesis", "show", "small")
    found = [row["ticker"] for row in csv.DictReader(io.StringIO(ran.out)) if row["side"] == "long"]

    assert ran.code == 0
    assert tickers == found


def test_show_says_weights_and_exchanges(workspace, screener, rewrite):
    rewrite("[NVDA, AVGO]", '["NVDA x3", 0700.HK]')

    found = list(csv.DictReader(io.StringIO(screener("thesis", "show", "small").out)))

    assert [("NVDA", "75", "XNYS"), ("0700.HK", "25", "XHKG")] == [
        (row["ticker"], row["weight_pct"], row["mic"]) for row in found if row["side"] == "long"
    ]


def test_list_has_the_workspaces_and_the_shipped_theses(workspace, screener):
    found = {row["thesis_id"]: row for row in csv.DictReader(io.StringIO(screener("thesis", "list").out))}

    assert {"small", "ai-commoditization"} <= set(found)
    assert len(found) == 5
    assert found["small"]["n_long"] == "2"


def test_init_makes_a_workspace_that_lints_and_never_overwrites(tmp_path, screener, monkeypatch):
    monkeypatch.chdir(tmp_path)
    first = screener("init", "ws")
    (tmp_path / "ws" / "screener.toml").write_text('source = "simulated"\n')
    second = screener("init", "ws")
    lint = screener("thesis", "lint", "my-first-thesis", "--workspace", "ws")

    assert first.code == second.code == lint.code == 0
    assert "wrote" not in second.out
    assert (tmp_path / "ws" / "screener.toml").read_text() == 'source = "simulated"\n'


def test_an_unknown_setting_is_told_with_its_near_miss(workspace, screener):
    (workspace / "screener.toml").write_text('sorce = "yahoo"\n')

    ran = screener("thesis", "list")

    assert ran.code == 2
    assert "source" in ran.err
