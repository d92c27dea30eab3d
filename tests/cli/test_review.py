"""``screener review`` as a person and as cron run it."""

import csv
import io
import json
from pathlib import Path

import pytest
from made_claims import give_claims

from screener.dictionary.tables import REVIEW_TABLES, TABLES

# The made-up prices end in March 2026.
ONE = ("review", "small", "--source", "csv:prices", "--as-of", "2026-03-20")
TWO = ("review", "small", "--source", "csv:prices", "--as-of", "2026-03-27")


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def small(workspace, rewrite):
    return give_claims(workspace, rewrite)


def edit(small, old, new):
    note = small / "theses" / "small.md"
    text = note.read_text(encoding="utf-8")
    assert old in text
    note.write_text(text.replace(old, new), encoding="utf-8")


def test_the_second_review_says_what_changed_since_the_first(small, screener):
    assert screener(*ONE).code == 0
    edit(small, "[NVDA, AVGO]", "[NVDA x2, AVGO]")
    edit(small, "token_price_gap_x(frontier, open) < 9", "token_price_gap_x(frontier, open) < 4")
    ran = screener(*TWO)

    assert ran.code == 0
    changed = {(row["kind"], row["what"]): row for row in rows(ran.out)}
    assert tuple(rows(ran.out)[0]) == TABLES["changes"]
    assert changed["weight", "weight NVDA"]["after"] == "x2"
    criterion = changed["criterion", "criterion gap closes"]
    assert "< 9" in criterion["before"]
    assert "< 4" in criterion["after"]
    assert {row["week"] for row in rows(ran.out)} == {"2026-W13"}


def test_an_edit_of_a_criterion_after_a_loss_is_drift_and_needs_a_ruling(small, screener):
    screener(*ONE)
    edit(small, "token_price_gap_x(frontier, open) < 9", "token_price_gap_x(frontier, open) < 4")
    drift = [row for row in rows(screener(*TWO).out) if row["is_drift"] == "true"]
    rulings = rows(screener(*TWO, "--table", "rulings").out)
    nets = {row["span"]: float(row["contribution_pct"]) for row in rows(screener(*TWO, "--table", "pnl").out)
            if row["line"] == "net"}  # fmt: skip

    # The saw-teeth lose over at least one span, or this test shows nothing.
    assert min(nets.values()) < 0
    assert [row["what"] for row in drift] == ["criterion gap closes"]
    assert f"edited after a loss of {-min(nets.values()):.1f} %" in drift[0]["note"]
    assert ("drift", "criterion gap closes") in {(row["ruling"], row["what"]) for row in rulings}


def test_names_costs_and_borrow_add_up_to_net_in_the_table(small, screener):
    found = rows(screener(*ONE, "--table", "pnl").out)

    for span in ("week", "month", "opening"):
        own = [row for row in found if row["span"] == span]
        parts = sum(float(row["contribution_pct"]) for row in own if row["is_subtotal"] == "false")
        (net,) = [float(row["contribution_pct"]) for row in own if row["line"] == "net"]
        assert parts == pytest.approx(net, abs=1e-10)


@pytest.mark.parametrize("table", REVIEW_TABLES)
def test_every_table_has_its_columns(small, screener, table):
    ran = screener(*ONE, "--table", table)

    assert ran.code == 0
    assert ran.out.splitlines()[0] == ",".join(TABLES[table])


def test_two_runs_are_the_same_to_the_byte_whatever_was_stored_between(small, screener, tmp_path):
    written = ("--note", "notes", "--html", "pages", "--format", "json")
    first = screener(*ONE, *written), screener(*TWO, *written)
    kept = files_of(small)
    again = screener(*ONE, *written), screener(*TWO, *written)

    assert [each.out for each in first] == [each.out for each in again]
    assert files_of(small) == kept
    assert {"state/snapshots/small/2026-03-20.json", "state/snapshots/small/2026-03-27.json"} <= kept.keys()


def test_json_is_one_object_a_thesis_with_every_table(small, screener):
    (found,) = json.loads(screener(*ONE, "--format", "json").out)

    assert found["thesis_id"] == "small"
    assert found["week"] == "2026-W12"
    assert set(found["tables"]) == set(REVIEW_TABLES)


def test_a_note_is_made_once_and_then_only_its_marked_part_is_written(small, screener):
    assert screener(*TWO, "--note", "notes").code == 0
    (note,) = (small / "notes").glob("*.md")
    text = note.read_bytes()
    assert text.count(b"%% screener:begin review %%") == text.count(b"%% screener:end review %%") == 1
    mine = text.replace(b"\ndecision::", b"\ndecision:: hold", 1) + "\r\nmine, with no end of line \u2713".encode()
    note.write_bytes(mine)
    edit(small, "title: A small thesis", "title: Another title")
    assert screener(*TWO, "--note", "notes").code == 0

    after = note.read_bytes()
    assert after != mine
    begin, end = b"%% screener:begin review %%", b"%% screener:end review %%"
    assert after.partition(begin)[0] == mine.partition(begin)[0]
    assert after.partition(end)[2] == mine.partition(end)[2]
    assert b"Another title" in after


def test_notes_of_two_weeks_link_to_each_other(small, screener):
    screener(*ONE, "--note", "notes")
    screener(*TWO, "--note", "notes")
    screener(*ONE, "--note", "notes")
    earlier, later = sorted((small / "notes").glob("*.md"))

    assert f"[[{later.stem}]]" in earlier.read_text(encoding="utf-8") or f"[[{later.stem}|" in earlier.read_text(
        "utf-8"
    )
    assert f"[[{earlier.stem}" in later.read_text(encoding="utf-8")


def test_an_override_in_a_note_is_counted_and_takes_the_breaker_out_of_the_gate(small, screener):
    edit(small, "spread_drawdown_pct >= 0", "spread_drawdown_pct >= 0.001")
    before = screener(*ONE, "--note", "notes", "--fail-on", "breaker")
    assert before.code == 1
    (note,) = (small / "notes").glob("*.md")
    text = note.read_text(encoding="utf-8")
    note.write_text(text.replace("\ndecision::", "\ndecision:: override drawdown", 1), encoding="utf-8")
    after = screener(*TWO, "--note", "notes", "--fail-on", "breaker")
    scores = rows(screener(*TWO, "--note", "notes", "--table", "scorecard").out)

    assert after.code == 0
    assert {row["figure"]: row["value"] for row in scores}["overrides"] == "1"


def test_cron_hears_one_line_where_something_needs_a_ruling_and_nothing_else(small, screener):
    ran = screener(*TWO, "--note", "notes", "--html", "pages", "--fail-on", "breaker")

    assert ran.code == 1
    assert ran.out == ""
    assert len(ran.err.splitlines()) == 1
    assert ran.err.startswith("small: ")
    assert "drawdown" in ran.err


QUIET = """\
kill:
  - "breaker drawdown: spread_drawdown_pct >= 99"
event_kinds:"""


def test_cron_hears_nothing_while_all_is_well(workspace, rewrite, screener):
    from csv_prices import write_prices

    rewrite("event_kinds:", QUIET)
    write_prices(workspace, ["NVDA", "AVGO", "CRM", "ADBE", "SPY"])
    ran = screener(*TWO, "--note", "notes", "--fail-on", "any")

    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert len(list((workspace / "notes").glob("*.md"))) == 1


def test_a_note_that_has_lost_its_marks_is_refused_before_anything_is_run_or_written(small, screener):
    screener(*TWO, "--note", "notes")
    (note,) = (small / "notes").glob("*.md")
    note.write_text(note.read_text(encoding="utf-8").replace("%% screener:end review %%", ""), encoding="utf-8")
    kept = files_of(small)
    ran = screener(*TWO, "--note", "notes", "--html", "pages")

    assert ran.code == 2
    assert "begins here and does not end" in ran.err
    assert files_of(small) == kept


def test_rows_of_ones_own_that_replace_shipped_ones_are_no_news_for_cron(small, screener, checkout):
    shipped = (checkout / "data" / "usage.csv").read_text(encoding="utf-8").splitlines()
    (small / "data" / "usage.csv").write_text("\n".join(shipped[:2]) + "\n", encoding="utf-8")

    assert "replaces" not in screener(*TWO, "--note", "notes").err
    assert "replaces" in screener(*TWO, "--table", "risk").err


def test_a_dry_run_writes_nothing_and_a_diff_shows_what_it_would(small, screener):
    kept = files_of(small)
    ran = screener(*TWO, "--note", "notes", "--html", "pages", "--dry-run", "--diff", "--format", "json")

    assert ran.code == 0
    assert files_of(small) == kept
    assert "+%% screener:begin review %%" in ran.err
    assert "notes" not in {path.name for path in small.iterdir()}


def test_a_week_is_its_last_session_in_new_york(small, screener):
    (found,) = json.loads(screener("review", "small", "--source", "csv:prices", "--week", "2026-W12",
                                   "--format", "json").out)  # fmt: skip

    assert (found["week"], found["as_of"]) == ("2026-W12", "2026-03-20")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--week", "2026-W54"), "2026-W54"),
        (("--week", "next"), "next"),
        (("--week", "2026-W12", "--as-of", "2026-03-20"), "--week and --as-of"),
        (("--note-name", "QQQQ", "--note", "notes"), "QQQQ"),
        (("--note-name", "../out", "--note", "notes"), "out"),
        (("--columns", "nothing"), "nothing"),
        (("--positions", "nowhere.csv"), "nowhere.csv"),
    ],
)
def test_what_cannot_be_done_is_refused_before_anything_is_written(small, screener, options, said):
    kept = files_of(small)
    ran = screener("review", "small", "--source", "csv:prices", *options)

    assert ran.code == 2
    assert said in ran.err
    assert files_of(small) == kept


def test_holdings_of_the_workspace_are_reviewed(small, screener):
    (small / "data" / "positions.csv").write_text(
        "thesis_id,ticker,shares,cost,currency,opened_on\n"
        "small,NVDA,10,100,USD,2025-06-03\nsmall,ZZZ,-5,10,USD,2025-06-03\nother,CRM,1,1,USD,2025-06-03\n"
    )
    ran = screener(*TWO, "--table", "positions")
    found = {row["ticker"]: row for row in rows(ran.out)}
    rulings = {(row["ruling"], row["what"]) for row in rows(screener(*TWO, "--table", "rulings").out)}

    assert set(found) == {"NVDA", "ZZZ"}
    close = float(found["NVDA"]["close"])
    assert float(found["NVDA"]["opening_pnl"]) == pytest.approx(10 * (close - 100), abs=1e-9)
    assert ("position", "ZZZ") in rulings


def test_several_theses_are_reviewed_at_once_and_one_without_prices_is_told(small, screener):
    second = (
        (small / "theses" / "small.md").read_text(encoding="utf-8").replace("thesis_id: small", "thesis_id: second")
    )
    (small / "theses" / "second.md").write_text(second, encoding="utf-8")
    gone = second.replace("second", "gone").replace("benchmark: SPY", "benchmark: NONE")
    (small / "theses" / "gone.md").write_text(gone, encoding="utf-8")
    ran = screener("review", "small", "second", "gone", *TWO[2:], "--format", "json", "--html", "pages")

    assert [each["thesis_id"] for each in json.loads(ran.out)] == ["small", "second"]
    assert "gone: no prices of the benchmark NONE" in ran.err
    assert sorted(path.suffix for path in (small / "pages").iterdir()) == [".html", ".html"]


def test_simulated_and_real_reviews_are_not_compared(small, screener):
    screener("review", "small", "--source", "simulated", "--as-of", "2026-03-20")
    (found,) = json.loads(screener(*TWO, "--format", "json").out)

    assert found["previous_on"] is None


def test_a_spoilt_stored_review_is_told_and_the_review_goes_on(small, screener):
    screener(*ONE)
    path = small / "state" / "snapshots" / "small" / "2026-03-20.json"
    path.write_text("{", encoding="utf-8")
    ran = screener(*TWO)

    assert ran.code == 0
    assert "L103" in ran.err
    assert path.read_text(encoding="utf-8") == "{"


def test_the_page_comes_first_on_a_terminal(small, screener):
    ran = screener(*TWO, "--format", "table")
    lines = ran.out.splitlines()

    assert "A small thesis" in lines[0]
    assert any("ruling" in line for line in lines[:6])
    assert screener(*TWO, "--format", "md").out.startswith("> [!danger]")
