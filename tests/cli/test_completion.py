"""What Tab offers, through Click's own classes for each shell."""

import shutil
import subprocess
import sys

import click
import pytest
from click.shell_completion import BashComplete, FishComplete, ShellComplete, ZshComplete

from screener.cli.completion import SHELLS, VARIABLE
from screener.cli.main import screener as root
from screener.dictionary.command_tables import COMMAND_TABLES, WITH_TABLE_OPTION
from screener.dictionary.tables import CLAIM_TABLES, TABLES

CLASSES = [BashComplete, ZshComplete, FishComplete]


@pytest.fixture(params=CLASSES, ids=lambda each: each.name)
def offered(request, workspace, monkeypatch):
    """Return what one shell is offered behind some words, as its own script would read it."""
    kind: type[ShellComplete] = request.param

    def complete(*words: str) -> list[str]:
        *given, incomplete = words
        line = " ".join(["screener", *given, incomplete])
        # fish hands the incomplete word over, the others its place.
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", incomplete if kind is FishComplete else str(len(given) + 1))
        shell = kind(root, {}, "screener", VARIABLE)
        assert shell.get_completion_args() == (list(given), incomplete)
        lines = shell.complete().split("\n") if shell.complete() else []
        if kind is ZshComplete:
            return lines[1::3]
        return [line.split(",", 1)[1].split("\t")[0] for line in lines]

    return complete


def test_ids_of_theses_of_the_workspace_and_of_those_that_ship(offered):
    assert offered("backtest", "sm") == ["small"]
    assert offered("thesis", "show", "ai") == ["ai-commoditization"]
    assert offered("screen", "small", "") == [
        "ai-commoditization",
        "deepseek-releases",
        "frontier-keeps-pricing-power",
        "memory-supercycle",
    ]


def test_tickers_of_theses_and_candidates_the_last_of_a_list(offered, workspace):
    (workspace / "data").mkdir()
    header = "ticker,name,leg,side,listed_on,why,pitfalls,source,provenance\n"
    (workspace / "data" / "candidates.csv").write_text(f"{header}ZZZQ,Invented,chips,long,,,,,memory\n")

    assert offered("prices", "pull", "--tickers", "AVG") == ["AVGO"]
    # CRM is a member of the small thesis, CRWV and CRWD are only candidates.
    assert {"CRM", "CRWV", "CRWD"} <= set(offered("prices", "pull", "--tickers", "CR"))
    assert offered("prices", "status", "--tickers", "NVDA,zzz") == ["NVDA,ZZZQ"]
    assert "NVDA" not in offered("prices", "pull", "--tickers", "NVDA,NVD")


def test_tables(offered):
    assert offered("claims", "--table", "") == list(CLAIM_TABLES)
    assert offered("facts", "list", "token") == ["token_prices"]


def test_columns_are_those_of_the_table_that_will_be_printed(offered):
    assert offered("backtest", "--columns", "n_pl") == ["n_placebo", "n_placebo_eff"]
    assert offered("backtest", "--table", "equity", "--columns", "period,dra") == ["period,drawdown_pct"]
    assert offered("facts", "list", "exposures", "--columns", "st") == ["stake_pct"]
    assert offered("screen", "--validate", "--columns", "mean") == ["mean_ic"]
    assert offered("prices", "status", "--columns", "age") == ["age_sessions"]


def test_columns_to_sort_and_to_filter_by(offered):
    assert offered("screen", "--sort", "mom") == ["momentum_pct"]
    assert offered("screen", "--where", "mom") == ["momentum_pct"]


def test_words_that_can_be_explained(offered):
    assert offered("explain", "deflated") == ["deflated_sharpe"]
    assert "exit-code" in offered("explain", "exit")
    assert offered("explain", "T20")[:2] == ["T201", "T202"]


def completions(*words: str) -> list[str]:
    """Return what is offered for words with blanks in them, which only some shells can tell apart."""
    shell = ShellComplete(root, {}, "screener", VARIABLE)
    return [item.value for item in shell.get_completions(list(words[:-1]), words[-1])]


def test_a_filter_is_completed_where_a_comparison_begins(workspace):
    assert completions("screen", "--where", "signal = enter and mom") == ["signal = enter and momentum_pct"]
    assert completions("screen", "--where", "signal = en") == []
    assert completions("screen", "--sort", "score desc,mom") == ["score desc,momentum_pct"]
    assert completions("screen", "--sort", "score d") == ["score desc"]


def test_what_looks_like_a_path_is_left_to_the_shell(workspace):
    shell = ShellComplete(root, {}, "screener", VARIABLE)

    assert [item.type for item in shell.get_completions(["backtest"], "./no")] == ["file"]
    assert [item.type for item in shell.get_completions(["backtest"], "no-such-thesis")] == ["file"]


@pytest.mark.parametrize("broken", ["toml", "note", "table", "gone"])
def test_a_broken_workspace_offers_what_is_left_and_never_fails(broken, workspace, monkeypatch):
    if broken == "toml":
        (workspace / "screener.toml").write_text("source = [")
    elif broken == "note":
        (workspace / "theses" / "bad.md").write_bytes(b"---\ntype: thesis\nlong_x: [\xff\n---\n")
    elif broken == "table":
        (workspace / "data").mkdir()
        (workspace / "data" / "candidates.csv").write_bytes(b"\xff\xfe no table")
    else:
        monkeypatch.setenv("SCREENER_WORKSPACE", str(workspace / "screener.toml"))

    assert "ai-commoditization" in completions("backtest", "ai")
    assert "NVDA" in completions("prices", "pull", "--tickers", "NV")


def test_a_failure_is_silent(workspace, monkeypatch, capsys):
    monkeypatch.setattr("screener.completions.thesis_ids", lambda _: 1 / 0)

    assert completions("backtest", "ai") == []
    assert capsys.readouterr() == ("", "")


def commands(group: click.Group, path: tuple[str, ...] = ()) -> dict[str, click.Command]:
    found = {}
    for name, command in group.commands.items():
        is_group = isinstance(command, click.Group)
        found.update(commands(command, (*path, name)) if is_group else {" ".join((*path, name)): command})
    return found


def test_every_command_with_columns_says_which_tables_it_prints():
    known = commands(root)
    with_columns = {name for name, command in known.items() if any(p.name == "columns" for p in command.params)}

    assert with_columns - COMMAND_TABLES.keys() == set(), "screener/dictionary/command_tables.py lacks a command"
    for name in WITH_TABLE_OPTION:
        tables = [p for p in known[name].params if p.name == "table"] if name in known else []
        for option in tables:
            assert set(option.type.choices) <= set(COMMAND_TABLES[name]) <= TABLES.keys()


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_says_how_to_install_it(shell, screener):
    told = screener("completion", shell)

    assert told.code == 0
    assert "To install" in told.out
    assert f"screener completion {shell}" in told.out
    assert VARIABLE in told.out
    comment = [line for line in told.out.splitlines()[:4] if line.startswith("#")]
    assert len(comment) >= 2


def test_bash_accepts_the_script_and_completes_with_it(screener, workspace, tmp_path_factory):
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("no bash")
    folder = tmp_path_factory.mktemp("bin")
    program = folder / "screener"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m screener "$@"\n')
    program.chmod(0o755)
    script = f"""{screener("completion", "bash").out}
COMP_WORDS=({program} backtest sm); COMP_CWORD=2
_screener_completion {program}
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    done = subprocess.run([bash, "-c", script], capture_output=True, text=True, check=True, cwd=workspace)

    assert done.stdout.split() == ["small"]
