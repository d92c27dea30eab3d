"""What went wrong once when people tried hard, or would."""

import csv
import io
import os
import subprocess
import sys

import pytest
from csv_prices import write_prices


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_spread_is_long_less_short_even_with_a_listing_that_closes_early(workspace, screener, rewrite):
    rewrite("[NVDA, AVGO]", "[NVDA, 000660.KS]")
    cars: dict[tuple[str, str], dict[str, float]] = {}
    for row in rows(screener("backtest", "small", "--table", "events").out):
        if row["outcome"] == "used":
            cars.setdefault((row["event_id"], row["window"]), {})[row["basket"]] = float(row["car_pct"])

    assert len(cars) > 30
    for car in cars.values():
        assert car["spread"] == pytest.approx(car["long"] - car["short"], abs=1e-9)


def test_names_add_up_to_their_leg(read_small):
    names: dict[tuple[str, str], list[float]] = {}
    for row in rows(read_small("backtest", "small", "--table", "names").out):
        if row["outcome"] == "used" and row["leg"] == "long_chips":
            names.setdefault((row["event_id"], row["window"]), []).append(float(row["car_pct"]))
    legs = {
        (row["event_id"], row["window"]): float(row["car_pct"])
        for row in rows(read_small("backtest", "small", "--table", "events").out)
        if row["outcome"] == "used" and row["basket"] == "long_chips"
    }

    assert legs.keys() == names.keys()
    for key, car in legs.items():
        assert car == pytest.approx(sum(names[key]) / len(names[key]), abs=1e-9)


def test_a_ledger_that_cannot_be_written_costs_a_warning_not_the_result(workspace, screener):
    (workspace / "state" / "trials.jsonl").mkdir(parents=True)

    ran = screener("backtest", "small")

    assert ran.code == 0
    assert rows(ran.out)
    assert "L102" in ran.err
    assert "not counted" in ran.err


def test_a_period_that_gains_sessions_later_is_counted_then(workspace, screener):
    screener("backtest", "small", "--as-of", "2025-05-30")
    found = rows(screener("backtest", "small", "--table", "performance", "--period", "live").out)

    assert {"1"} == {row["n_trials"] for row in found}


def test_a_book_tried_before_a_period_began_counts_in_it(workspace, screener, rewrite):
    for rebalance in ("weekly", "monthly", "quarterly"):
        path = rewrite("benchmark: SPY", f"benchmark: SPY\nrebalance: {rebalance}")
        screener("backtest", "small", "--as-of", "2025-05-30")
        path.write_text(path.read_text().replace(f"\nrebalance: {rebalance}", ""))

    found = rows(screener("backtest", "small", "--table", "performance", "--period", "live").out)

    # The default is monthly, which is one of the three.
    assert {"3"} == {row["n_trials"] for row in found}


def test_a_ruined_book_is_said_to_be_ruined(workspace, screener, rewrite):
    rewrite("benchmark: SPY", "benchmark: SPY\nborrow_bps_per_year: 100000")

    ran = screener("backtest", "small")

    assert "spread lost everything on" in ran.err
    assert "no name to hold" not in ran.err


def test_machine_formats_are_utf_8_whatever_the_terminal_says(workspace):
    (workspace / "theses" / "small.md").write_text(
        (workspace / "theses" / "small.md").read_text().replace("A small thesis", "日本 ▲"), encoding="utf-8"
    )

    done = subprocess.run(
        [sys.executable, "-m", "screener", "thesis", "list", "--format", "csv"],
        cwd=workspace,
        capture_output=True,
        check=True,
        env=os.environ | {"PYTHONIOENCODING": "cp1252"},
    )

    assert "日本 ▲" in done.stdout.decode("utf-8")
    assert b"\r" not in done.stdout


def test_a_note_named_by_its_path_brings_its_workspace(workspace, screener, tmp_path_factory, monkeypatch):
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))

    ran = screener("backtest", str(workspace / "theses" / "small.md"))

    assert ran.code == 0
    assert (workspace / "state" / "trials.jsonl").is_file()


def test_runs_with_other_events_are_no_other_book(workspace, screener):
    screener("backtest", "small")
    screener("backtest", "small", "--kind", "price_cut")
    found = rows(screener("backtest", "small", "--table", "performance", "--period", "all").out)

    assert len((workspace / "state" / "trials.jsonl").read_text().splitlines()) == 2
    assert {"1"} == {row["n_trials"] for row in found}


@pytest.mark.parametrize("wrong", [("--window", "9..9"), ("--columns", "nope")])
def test_wrong_usage_is_found_before_the_ledger_is_touched(workspace, screener, wrong):
    assert screener("backtest", "small", *wrong).code == 2
    assert not (workspace / "state").exists()


def test_one_thesis_without_prices_does_not_cost_the_others(workspace, screener):
    other = (workspace / "theses" / "small.md").read_text()
    for old, new in (("thesis_id: small", "thesis_id: other"), ("benchmark: SPY", "benchmark: GONE")):
        other = other.replace(old, new)
    (workspace / "theses" / "other.md").write_text(other)
    folder = write_prices(workspace, ["NVDA", "AVGO", "CRM", "ADBE", "SPY"])

    ran = screener("backtest", "other", "small", "--source", f"csv:{folder}")
    strict = screener("backtest", "other", "small", "--source", f"csv:{folder}", "--strict")

    assert ran.code == 0
    assert {"small"} == {row["thesis_id"] for row in rows(ran.out)}
    assert "other: " in ran.err
    assert strict.code == 3


def test_prices_that_end_early_are_named(workspace, screener):
    folder = write_prices(workspace, ["NVDA", "AVGO", "CRM", "ADBE", "SPY"])
    path = folder / "AVGO.csv"
    path.write_text("\n".join(path.read_text().splitlines()[:-100]) + "\n")

    ran = screener("backtest", "small", "--source", f"csv:{folder}")

    assert ran.code == 0
    assert "prices of AVGO end on" in ran.err
    assert screener("backtest", "small", "--source", f"csv:{folder}", "--strict").code == 3


def test_a_price_that_never_moves_gives_empty_cells(workspace, screener):
    folder = write_prices(workspace, ["NVDA", "AVGO", "CRM", "ADBE", "SPY"])
    path = folder / "NVDA.csv"
    lines = [",".join([line.split(",")[0], "5", "5", "5", "5", "5", "1"]) for line in path.read_text().splitlines()[1:]]
    path.write_text("\n".join(["date,open,high,low,close,adj_close,volume", *lines]) + "\n")

    ran = screener("backtest", "small", "--source", f"csv:{folder}", "--table", "names")

    assert ran.code == 0
    assert {"", "0"} >= {row["scar"] for row in rows(ran.out) if row["ticker"] == "NVDA" and row["outcome"] == "used"}


def test_an_unsorted_file_is_told_once(workspace, screener):
    folder = write_prices(workspace, ["NVDA", "AVGO", "CRM", "ADBE", "SPY"])
    path = folder / "NVDA.csv"
    header, *lines = path.read_text().splitlines()
    path.write_text("\n".join([header, *reversed(lines)]) + "\n")

    ran = screener("backtest", "small", "--source", f"csv:{folder}")

    assert ran.code == 0
    assert ran.err.count("P108") == 1


def test_a_file_named_on_the_command_line_beats_a_format_from_the_environment(workspace, screener, monkeypatch):
    monkeypatch.setenv("SCREENER_FORMAT", "csv")

    screener("backtest", "small", "-o", "scores.json")

    assert (workspace / "scores.json").read_text().startswith("[")


def test_every_table_of_an_empty_period_says_so(workspace, screener, rewrite):
    rewrite("opened_on: 2025-06-02", "opened_on: 2025-06-02\nmembers_chosen_on: 2026-11-23")

    for table in ("performance", "attribution", "equity"):
        found = rows(screener("backtest", "small", "--table", table, "--period", "live").out)
        assert found
        assert all("no_sessions" in row["flags"].split(";") for row in found)


def test_market_shocks_are_taken_only_when_named(workspace, screener, rewrite):
    rewrite("event_kinds: [open_weights]\n", "")

    listed = rows(screener("events", "list", "small").out)

    assert "market_shock" not in {row["kind"] for row in listed}
    assert "market_shock" in {row["kind"] for row in rows(screener("events", "list").out)}


def test_replaced_rows_are_named(workspace, screener):
    shipped = screener("events", "list", "--format", "csv").out
    (workspace / "data").mkdir()
    (workspace / "data" / "labs.csv").write_text("lab,names,zone\ndeepseek,DeepSeek,Asia/Shanghai\n")

    ran = screener("events", "list")

    assert shipped == ran.out
    assert "data/labs.csv:2: replaces deepseek" in ran.err


def test_the_fingerprint_follows_what_changes_numbers_and_nothing_else(workspace, screener):
    def fingerprint(*more: str) -> str:
        err = screener("backtest", "small", *more).err
        return err.split("fingerprint ")[1].split(":")[0]

    first = fingerprint()
    (workspace / "theses" / "small.md").rename(workspace / "theses" / "renamed.md")
    moved = fingerprint()
    cut = fingerprint("--as-of", "2026-11-02")
    (workspace / "data").mkdir()
    (workspace / "data" / "exchanges.csv").write_text("suffix,mic,zone,currency\nNVDA,XKRX,Asia/Seoul,KRW\n")
    elsewhere = fingerprint()

    assert first == moved
    assert len({first, cut, elsewhere}) == 3


def test_a_source_in_the_settings_lies_beside_them(workspace, screener, monkeypatch):
    folder = write_prices(workspace, ["NVDA", "AVGO", "CRM", "ADBE", "SPY"])
    (workspace / "screener.toml").write_text(f'source = "csv:{folder.name}"\n')
    (workspace / "deep").mkdir()
    monkeypatch.chdir(workspace / "deep")

    assert screener("backtest", "small").code == 0


def test_a_folder_of_notes_that_is_not_there_is_told(workspace, screener):
    (workspace / "screener.toml").write_text('thesis_folders = ["nowhere"]\n')

    ran = screener("thesis", "list")

    assert ran.code == 2
    assert "nowhere" in ran.err


@pytest.mark.parametrize("day", ["0001-01-01", "1678-01-01"])
def test_a_history_before_any_price_is_refused(workspace, screener, rewrite, day):
    rewrite("opened_on: 2025-06-02", f"opened_on: 2025-06-02\nhistory_from: {day}")

    ran = screener("backtest", "small")

    assert ran.code == 2
    assert "history_from" in ran.err


@pytest.mark.parametrize("command", ["backtest", "events"])
def test_an_as_of_before_all_sessions_is_told(workspace, screener, command):
    arguments = ["events", "list"] if command == "events" else ["backtest", "small"]

    ran = screener(*arguments, "--as-of", "1990-01-02")

    assert ran.code in (2, 3)
    assert "1990-01-02" in ran.err
    assert "Traceback" not in ran.err


def test_a_side_named_without_a_leg_is_an_error(workspace, screener, rewrite):
    rewrite("long_chips: [NVDA, AVGO]", "long: [NVDA, AVGO]")

    ran = screener("backtest", "small")

    assert ran.code == 2
    assert "long_chips" in ran.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_named_like_a_note_does_not_hang(workspace, screener):
    os.mkfifo(workspace / "theses" / "pipe.md")

    assert screener("thesis", "list").code == 0


@pytest.mark.parametrize("close", ["| head -1", ">&-", "2>&-"])
def test_a_reader_that_leaves_or_never_was_is_no_failure(workspace, close):
    command = f"'{sys.executable}' -m screener backtest small --table equity {close}"

    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"], cwd=workspace, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
