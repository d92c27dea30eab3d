import csv
import io
import json

import pytest

from screener.dictionary.tables import TABLES

GRID = "weighting,rebalance=weekly/monthly,cost_bps=5:15:5"


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def trials(workspace):
    path = workspace / "state" / "trials.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def test_a_sweep_writes_every_variant_in_all_periods_and_enters_each_once(workspace, screener):
    ran = screener("backtest", "small", "--sweep", GRID)
    again = screener("backtest", "small", "--sweep", GRID)

    found = rows(ran.out)
    assert ran.code == 0
    assert tuple(found[0]) == TABLES["sweep"]
    assert len({row["variant"] for row in found}) == 2 * 2 * 3
    assert {row["period"] for row in found} == {"before", "after", "live", "all"}
    assert len(found) == 12 * 4
    assert [row["is_as_written"] for row in found].count("true") == 4
    assert {row["n_trials"] for row in found} == {"12"}
    assert len(trials(workspace)) == 12
    assert again.out == ran.out
    assert "12 new to the trial ledger" in ran.err
    assert "0 new to the trial ledger" in again.err


def test_the_note_s_own_rules_stand_first_and_are_the_backtest_s_own(workspace, screener):
    swept = rows(screener("backtest", "small", "--sweep", "cost_bps=0").out)
    plain = rows(screener("backtest", "small", "--table", "performance").out)

    assert swept[0]["variant"] == "cost_bps=10"
    own = {row["period"]: row for row in plain if row["basket"] == "spread"}
    for row in swept[:4]:
        assert row["total_return_pct"] == own[row["period"]]["total_return_pct"]
        assert row["sharpe"] == own[row["period"]]["sharpe"]


def test_the_checks_are_rows_of_selection_with_the_question_each_answers(workspace, screener):
    ran = screener("backtest", "small", "--sweep", GRID, "--table", "selection", "--period", "all")

    found = rows(ran.out)
    assert [row["check"] for row in found] == ["reality_check", "superior_ability", "overfitting"]
    assert all(row["answers"].endswith(("?", ")")) and row["value"] for row in found)
    assert all(0.0 < float(row["p"]) <= 1.0 for row in found[:2])


def test_every_table_of_a_sweep_says_that_prices_are_simulated(workspace, screener):
    ran = screener("backtest", "small", "--sweep", "cost_bps=5", "--format", "md")

    assert "simulated" in ran.out
    assert "SIMULATED" in ran.err.upper()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--sweep", "weigthing"], "did you mean weighting?"),
        (["--sweep", "cost_bps=5:50:7"], "do not meet 50"),
        (["--sweep", "cost_bps"], "cost_bps has no values of its own"),
        (["--sweep", ""], "a dimension is missing"),
        (["--sweep", GRID, "--table", "scores"], "has the tables sweep and selection"),
        (["--sweep", GRID, "--kind", "open_weights"], "--kind changes nothing in --sweep"),
        (["--sweep", GRID, "--return-model", "raw"], "--return-model changes nothing in --sweep"),
        (["--sweep", GRID, "--mask-events"], "--mask-events changes nothing in --sweep"),
        (["--sweep", GRID, "--columns", "sharp"], "sharp"),
        (["--table", "sweep"], "needs --sweep GRID"),
    ],
)
def test_what_a_sweep_cannot_do_is_refused_before_anything_is_entered(workspace, screener, arguments, said):
    ran = screener("backtest", "small", *arguments)

    assert ran.code == 2
    assert said in ran.err
    assert trials(workspace) == []


def test_a_terminal_reads_what_the_best_is_worth_before_the_variants(workspace, screener):
    ran = screener("backtest", "small", "--sweep", GRID, "--format", "table")

    assert ran.code == 0
    assert ran.out.index("worth picking?") < ran.out.index("weighting=inverse_vol rebalance=weekly cost_bps=5")
    assert max(len(line) for line in ran.out.splitlines()) <= 80
