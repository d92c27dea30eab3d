import json
import re


def test_a_healthy_workspace_ends_with_0_and_the_count_last(screener, workspace, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    told = screener("doctor", "--format", "table")

    assert told.code == 0
    assert told.out.splitlines()[0] == "versions"
    assert re.fullmatch(r"0 errors, \d warnings? in \d+ checks(: \w+)?", told.out.splitlines()[-1])
    # A path is never broken.
    assert max(len(line) for line in told.out.splitlines() if "/" not in line) <= 80


def test_an_error_ends_with_1(screener, workspace):
    (workspace / "screener.toml").write_text("source = [")
    told = screener("doctor", "--format", "json")

    found = [row for row in json.loads(told.out) if row["state"] == "error"]
    assert told.code == 1
    assert [row["subject"] for row in found] == ["screener.toml"]
    assert found[0]["remedy"]
    assert told.err.startswith("1 error, ")


def test_a_store_that_is_named_by_an_option_is_the_one_looked_at(screener, workspace):
    (workspace / "p.db").write_text("no store")
    told = screener("doctor", "--store", "p.db", "--format", "csv")

    assert told.code == 1
    assert "settings,store,ok,p.db [--store]," in told.out
    assert "p.db is no price store" in told.out
