import datetime as dt
from pathlib import Path

import pytest

NOTES = Path(__file__).resolve().parent.parent / "prose_notes"
COMMODITIZATION = str(NOTES / "commoditization.md")


def test_import_writes_a_new_note_says_what_it_holds_and_what_is_left_to_decide(workspace, screener):
    ran = screener("thesis", "import", COMMODITIZATION)

    written = workspace / "theses" / "ai-commoditization.md"
    assert ran.code == 0
    assert ran.out == ""
    lines = ran.err.splitlines()
    assert lines[0].endswith("theses/ai-commoditization.md: 6 legs, 27 members, 10 claims, 8 not mapped")
    assert any(line.startswith("to decide: kill: no number would end it") for line in lines)
    assert lines[-1].startswith("next: screener thesis lint")
    assert "opened_on: 2026-11-23" in written.read_text(encoding="utf-8")


def test_lint_says_what_an_idea_leaves_to_decide_and_ends_with_0(workspace, screener):
    screener("thesis", "import", COMMODITIZATION)

    ran = screener("thesis", "lint", "ai-commoditization")

    assert ran.code == 0
    assert (
        "ai-commoditization: to decide: probability_pct, resolves, horizon_on: how sure you are, of what, by when"
        in ran.err
    )


def test_the_note_is_never_touched_and_no_file_is_ever_overwritten(workspace, screener):
    note = workspace / "note.md"
    note.write_text("## Bullish\n- NVDA\n")
    before = note.stat().st_mtime_ns

    first = screener("thesis", "import", "note.md")
    second = screener("thesis", "import", "note.md")
    onto_itself = screener("thesis", "import", "note.md", "-o", "note.md")

    assert (first.code, second.code, onto_itself.code) == (0, 2, 2)
    assert "is there already and is left as it is; name another file with -o" in second.err
    assert note.read_text() == "## Bullish\n- NVDA\n"
    assert note.stat().st_mtime_ns == before


def test_a_dash_writes_to_standard_output_and_makes_no_file(workspace, screener):
    ran = screener("thesis", "import", COMMODITIZATION, "-o", "-")

    assert ran.code == 0
    assert ran.out.startswith("---\ntype: thesis\nthesis_id: ai-commoditization\n")
    assert [path.name for path in (workspace / "theses").iterdir()] == ["small.md"]


def test_the_opening_day_and_the_id_can_be_given(workspace, screener):
    ran = screener(
        "thesis", "import", COMMODITIZATION, "--opened-on", "2025-12-08", "--id", "mine", "-o", "new/folder/x.md"
    )

    text = (workspace / "new" / "folder" / "x.md").read_text(encoding="utf-8")
    assert ran.code == 0
    assert "thesis_id: mine\n" in text
    assert "opened_on: 2025-12-08\n" in text
    assert "in 3..5 on 2024-12-08" in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("absent.md",), "T001"),
        (("theses/small.md",), "is a thesis already; run: screener thesis lint"),
        ((COMMODITIZATION, "--opened-on", "2027-01-01"), "lies in the future"),
        ((COMMODITIZATION, "--id", "No Good"), "write no-good"),
        ((COMMODITIZATION, "--id", "small"), "has the id small already"),
        ((COMMODITIZATION, "-o", "theses"), "is a directory"),
        ((COMMODITIZATION, "-o", "screener.toml/x.md"), "screener.toml"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_remedy_and_writes_nothing(workspace, screener, arguments, said):
    before = sorted(workspace.rglob("*"))

    ran = screener("thesis", "import", *arguments)

    assert ran.code == 2
    assert said in ran.err
    assert sorted(workspace.rglob("*")) == before


def test_an_id_of_another_note_of_the_workspace_is_refused(workspace, screener):
    (workspace / "theses" / "other.md").write_text("---\ntype: thesis\nthesis_id: ai-commoditization\n---\n")

    ran = screener("thesis", "import", COMMODITIZATION)

    assert ran.code == 2
    assert "give this one another with --id" in ran.err


def test_a_note_that_places_nobody_is_drafted_and_the_linters_error_told(workspace, screener):
    ran = screener("thesis", "import", str(NOTES / "no_sides.md"), "-o", "x.md")

    assert ran.code == 0
    assert "error[T208] the thesis has no leg" in ran.err
    assert "0 legs, 0 members, 8 claims" in ran.err


@pytest.fixture
def new(workspace, screener):
    def call(*more: str):
        needed = ("--title", "Memory is scarce", "--long", "memory=MU,WDC", "--short", "DUOL")
        return screener("thesis", "new", *needed, *more)

    return call


def test_new_writes_a_note_from_options_that_lints_and_runs(workspace, screener, new):
    ran = new("--kill", "spread_drawdown_pct >= 20", "--kill", "labs raise prices", "--probability-pct", "60%")

    text = (workspace / "theses" / "memory-is-scarce.md").read_text()
    assert ran.code == 0
    assert text.startswith(
        "---\ntype: thesis\nthesis_id: memory-is-scarce\ntitle: Memory is scarce\nstatus: idea\nopened_on: 2026-11-23\n"
        'benchmark: SPY\nprobability_pct: 60\nresolves: "spread_return_pct > 0"\nlong_memory:\n  - MU\n  - WDC\n'
        'short_names:\n  - DUOL\nkill:\n  - "breaker spread_drawdown_pct: spread_drawdown_pct >= 20"\n'
        '  - "? labs raise prices"\n---\n# Memory is scarce\n'
    )
    lint = screener("thesis", "lint", "memory-is-scarce")
    assert (lint.code, "1 note checked: no problems" in lint.err) == (0, True)
    assert screener("backtest", "memory-is-scarce", "--table", "performance").code == 0


def test_new_never_overwrites(new):
    assert new("--kill", "x").code == 0
    again = new("--kill", "y")
    assert again.code == 2
    assert "is there already" in again.err


def test_off_a_terminal_new_names_what_is_missing(workspace, screener):
    ran = screener("thesis", "new", "--short", "PATH")

    assert ran.code == 2
    assert "--title, --kill must be given" in ran.err
    assert "--long or --short" in screener("thesis", "new").err


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--kill", "breaker x: nonsense > 5"), "there is no measure 'nonsense'"),
        (("--kill", "x", "--probability-pct", "600"), "write a number from 0 to 100"),
        (("--kill", "x", "--long", "$NVDA"), "write NVDA"),
        (("--kill", "x", "--long", "DUOL"), "error[T206]"),
        (("--kill", "x", "--benchmark", "A.XX"), "error[T405]"),
    ],
)
def test_an_answer_that_cannot_be_used_is_told_and_nothing_written(workspace, new, more, said):
    ran = new(*more)

    assert ran.code == 2
    assert said in ran.err
    assert [path.name for path in (workspace / "theses").iterdir()] == ["small.md"]


@pytest.fixture
def answer(workspace, screener, monkeypatch):
    """Answer the questions of a terminal, one line each."""
    from screener.cli import thesis_new

    def call(*lines: str, options: tuple[str, ...] = ()):
        given = iter(lines)
        monkeypatch.setattr(thesis_new, "_is_terminal", lambda: True)
        monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: next(given))
        return screener("thesis", "new", *options)

    return call


def test_on_a_terminal_new_asks_and_asks_again_after_a_mistake(workspace, answer):
    ran = answer("Chips win", "NVDA,40%", "NVDA", "", "", "", "150", "70")

    text = (workspace / "theses" / "chips-win.md").read_text()
    assert ran.code == 0
    assert "'40%' is not a ticker" in ran.err
    assert "write a number from 0 to 100" in ran.err
    assert (
        'benchmark: SPY\nprobability_pct: 70\nresolves: "long_excess_return_pct > 0"\nlong_names:\n  - NVDA\n' in text
    )
    assert '  - "breaker loss: long_excess_return_pct <= -20"\n' in text


def test_questions_are_asked_only_for_what_options_leave_open(workspace, answer):
    ran = answer("QQQ", "", "", options=("--title", "T", "--short", "apps=PATH"))

    text = (workspace / "theses" / "t.md").read_text()
    assert ran.code == 0
    assert "benchmark: QQQ\nshort_apps:\n  - PATH\n" in text
    assert '  - "breaker loss: leg_return_pct(short_apps) >= 20"\n' in text


def test_without_a_name_on_either_side_new_asks_for_one(workspace, answer):
    ran = answer("T", "", "", "MU", "", "", "", "")

    assert ran.code == 0
    assert "one side needs a name" in ran.err
    assert "long_names:\n  - MU\n" in (workspace / "theses" / "t.md").read_text()


def test_the_day_is_the_clocks(workspace, screener, monkeypatch):
    from screener.cli import clock

    monkeypatch.setattr(clock, "now", lambda: dt.datetime(2026, 11, 27, 12, 0, tzinfo=dt.UTC))
    ran = screener("thesis", "import", COMMODITIZATION, "-o", "-")
    assert "opened_on: 2026-11-27\n" in ran.out
