import csv
import io
import json
import subprocess
import sys

import pytest

from screener.cli.command_terms import command_terms
from screener.cli.main import screener as root
from screener.dictionary.terms import all_terms

HEAVY = {"numpy", "pandas", "scipy", "yfinance", "exchange_calendars", "rich", "ruamel"}


def test_a_word_is_told_with_unit_formula_source_and_where_it_stands(screener, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    told = screener("explain", "deflated_sharpe", "--format", "table")

    assert told.code == 0
    assert "deflated_sharpe  column of performance, sweep\n" in told.out
    for words in (
        "unit       probability",
        "formula    Phi(",
        "Bailey and Lopez de Prado (2014)",
        "--table performance",
    ):
        assert words in told.out
    assert "deflated_sharpe  check\n" in told.out


def test_every_term_is_told_on_a_narrow_terminal_and_no_line_is_wider_than_it(screener, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    names = dict.fromkeys(term.name.lstrip("-") for term in (*all_terms(), *command_terms(root)))
    told = screener("explain", *names, "--format", "table")

    assert told.code == 0, told.err
    wide = [line for line in told.out.splitlines() if len(line) > 80]
    # One option's way of writing is a single word of 105 letters.
    assert [line for line in wide if len(line.split()) > 1] == []


def test_machine_formats_have_one_row_a_meaning(screener):
    told = screener("explain", "t-event", "T202", "--format", "json")

    rows = json.loads(told.out)
    assert [(row["term"], row["kind"], row["where"]) for row in rows] == [
        ("t_event", "column", "scores;robustness"),
        ("t_event", "column", "universe"),
        ("T202", "problem code", "column code"),
    ]
    assert rows[2]["meaning"] == "A weight is written as a percentage"
    assert rows[2]["commands"] == "screener thesis lint"
    assert screener("explain", "T202", "--format", "md").out.startswith("| term | kind | meaning |")


def test_without_a_word_the_kinds_are_listed_with_how_many_words_each_has(screener):
    rows = {row["kind"]: row for row in csv.DictReader(io.StringIO(screener("explain").out))}

    assert rows["measure"]["n_terms"] == "23"
    assert rows["exit code"]["n_terms"] == "5"
    assert "screener explain KIND" in screener("explain", "--format", "table").out


def test_a_kind_lists_its_words(screener):
    told = screener("explain", "exit-codes", "--format", "table")

    assert told.out.splitlines()[0] == "exit code  The number a command ends with: 5 words"
    assert "130" in told.out
    rows = json.loads(screener("explain", "signals", "--format", "json").out)
    assert {row["term"] for row in rows} == {"signals", "enter", "hold", "reduce", "exit", "avoid", "no_data"}


def test_options_and_commands_are_words_too(screener):
    rows = json.loads(screener("explain", "--mask-events", "prices pull", "--format", "json").out)

    kinds = {(row["term"], row["kind"]) for row in rows}
    assert ("--mask-events", "option") in kinds
    assert ("mask_events", "variation") in kinds
    assert ("prices pull", "command") in kinds
    (option,) = [row for row in rows if row["kind"] == "option"]
    assert "SCREENER_MASK_EVENTS" in option["meaning"]


def test_an_unknown_word_ends_with_2_and_the_nearest(screener):
    told = screener("explain", "shapre", "zzzzzz")

    assert told.code == 2
    assert told.out == ""
    assert "no word is called 'shapre'; did you mean sharpe" in told.err
    assert "'zzzzzz'; screener explain lists the kinds of words" in told.err


def test_columns_can_be_chosen_and_a_file_written(screener, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told = screener("explain", "flags", "--columns", "term,meaning", "-o", "flags.csv")

    assert told.code == 0
    lines = (tmp_path / "flags.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "term,meaning"
    assert any(line.startswith("hindsight,") for line in lines)


@pytest.mark.parametrize(
    ("environment", "arguments"),
    [
        ({}, ["explain", "sharpe", "flags", "--format", "table"]),
        ({"_SCREENER_COMPLETE": "bash_complete", "COMP_WORDS": "screener explain sha", "COMP_CWORD": "2"}, []),
        ({"_SCREENER_COMPLETE": "bash_complete", "COMP_WORDS": "screener screen --sort m", "COMP_CWORD": "3"}, []),
    ],
)
def test_explaining_and_completing_words_import_nothing_heavy(environment, arguments, tmp_path):
    script = f"""
import json, os, sys
os.environ.update({environment!r})
from screener.cli.main import run
code = run({arguments!r})
print("\\n" + json.dumps([code, sorted({HEAVY!r} & set(sys.modules))]))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=tmp_path)

    assert json.loads(done.stdout.splitlines()[-1]) == [0, []]
    assert len(done.stdout.splitlines()) > 1
