import json


def test_settings_are_shown_with_the_layer_they_come_from(screener, workspace, monkeypatch):
    monkeypatch.setenv("SCREENER_STORE", "p.db")
    monkeypatch.setenv("SCREENER_FORMAT", "json")
    told = screener("config", "show")

    rows = {row["setting"]: row for row in json.loads(told.out)}
    assert told.code == 0
    assert (rows["source"]["value"], rows["source"]["layer"]) == ("simulated", "screener.toml")
    assert (rows["store"]["value"], rows["store"]["place"]) == ("p.db", "SCREENER_STORE")
    assert (rows["--format"]["value"], rows["--format"]["layer"]) == ("json", "environment")
    assert rows["yahoo.threads"]["layer"] == "default"
    assert "--as-of" not in rows


def test_a_thesis_adds_what_its_note_sets(screener, workspace):
    told = screener("config", "show", "small", "--format", "csv")

    assert "small: benchmark,SPY,,thesis," in told.out
    assert "small: rebalance,monthly,,default," in told.out


def test_all_lists_what_a_variable_could_set(screener, workspace):
    told = screener("config", "show", "--all", "--format", "csv")

    assert "--as-of,,,default,SCREENER_AS_OF," in told.out
    assert "--anchor,released,,default,SCREENER_ANCHOR," in told.out


def test_people_get_a_line_a_setting(screener, workspace, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("SCREENER_YAHOO_PACE_S", "1")
    lines = screener("config", "show", "--format", "table").out.splitlines()

    assert "yahoo.pace_s         1 seconds  [environment: SCREENER_YAHOO_PACE_S, default 0.25]" in lines
    assert "yahoo.threads        3 requests  [default; SCREENER_YAHOO_THREADS sets it]" in lines


def test_a_variable_that_nobody_reads_is_told_with_the_nearest_and_without_its_value(screener, workspace, monkeypatch):
    monkeypatch.setenv("SCREENER_SOURC", "hunter2")
    told = screener("config", "show")

    assert told.code == 0
    assert "SCREENER_SOURC is read by no command; did you mean SCREENER_SOURCE" in told.err
    assert "hunter2" not in told.out + told.err


def test_broken_settings_end_with_2(screener, workspace):
    (workspace / "screener.toml").write_text("source = [")
    told = screener("config", "show")

    assert told.code == 2
    assert "cannot be read as TOML" in told.err
