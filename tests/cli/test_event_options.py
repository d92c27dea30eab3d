import csv
import io
import json

import pytest


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def trials(workspace):
    return [json.loads(line) for line in (workspace / "state" / "trials.jsonl").read_text().splitlines()]


@pytest.mark.parametrize("name", ["market_adjusted", "constant_mean", "raw"])
def test_another_return_model_is_named_in_every_score_and_entered_as_a_trial(workspace, screener, name):
    plain = rows(screener("backtest", "small").out)
    other = rows(screener("backtest", "small", "--return-model", name).out)

    assert {row["return_model"] for row in plain} == {"market"}
    assert {row["return_model"] for row in other} == {name}
    assert [row["caar_pct"] for row in plain] != [row["caar_pct"] for row in other]
    assert [each["options"].get("return_model") for each in trials(workspace)] == [None, name]


def test_masking_events_is_a_flag_and_lowers_what_a_fit_needs(workspace, screener, read_small):
    plain = rows(read_small("backtest", "small", "--table", "events").out)
    masked = rows(screener("backtest", "small", "--table", "events", "--mask-events").out)

    assert all("masked_events" in row["flags"].split(";") for row in masked)
    fits = [(row["n_estimation"], other["n_estimation"]) for row, other in zip(plain, masked, strict=True)]
    assert all(int(other) <= int(own) for own, other in fits if own and other)
    assert any(int(other) < int(own) for own, other in fits if own and other)


def test_another_estimation_window_shows_in_the_sessions_fitted_on(workspace, screener):
    ran = screener("backtest", "small", "--table", "names", "--estimation=-130..-11")

    fitted = {row["n_estimation"] for row in rows(ran.out) if row["outcome"] == "used"}
    assert ran.code == 0
    assert max(int(each) for each in fitted) == 120


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--estimation=-20..0"], "reaches into the event window"),
        (["--estimation=soon"], "no window"),
        (["--estimation=-21..-270"], "no window"),
        (["--estimation=-60..-21", "--min-returns", "41"], "has 40 sessions, and a fit needs 41"),
        (["--min-returns", "5"], "20"),
        (["--estimation=-25..-21"], "a fit needs 20"),
        (["--return-model", "capm"], "market_adjusted"),
    ],
)
def test_what_cannot_be_fitted_is_refused_before_anything_runs(workspace, screener, options, said):
    ran = screener("backtest", "small", *options)

    assert ran.code == 2
    assert said in ran.err
    assert not (workspace / "state" / "trials.jsonl").exists()


@pytest.mark.parametrize("table", ["tests", "robustness", "paths"])
def test_the_further_tables_come_whole_and_can_be_cut(workspace, screener, read_small, table):
    whole = rows(read_small("backtest", "small", "--table", table).out)
    cut = rows(screener("backtest", "small", "--table", table, "--period", "all").out)

    assert whole
    assert cut == [row for row in whole if row["period"] == "all"]


def test_robustness_says_how_far_one_name_moves_the_result(read_small):
    ran = read_small("backtest", "small", "--table", "robustness")

    assert "without one name" in ran.err
    assert "without one event" in ran.err


def test_a_report_of_a_member_flags_the_event_it_shares_a_day_with(workspace, screener):
    events = rows(screener("backtest", "small", "--table", "events").out)
    used = next(row for row in events if row["outcome"] == "used" and row["basket"] == "long_chips")
    (workspace / "data").mkdir(exist_ok=True)
    (workspace / "data" / "earnings.csv").write_text(
        f"ticker,reported_on,known_on,source,provenance\nNVDA,{used['session_on']},,page,seen\n"
    )

    ran = screener("backtest", "small", "--table", "events")

    same = next(
        row
        for row in rows(ran.out)
        if (row["event_id"], row["basket"], row["window"]) == (used["event_id"], used["basket"], used["window"])
    )
    assert "earnings NVDA" in same["confounders"].split(";")
    assert "confounded" in same["flags"].split(";")
    assert used["event_id"] in ran.err.partition("share day 0")[2]


def test_the_summary_draws_the_path_around_the_events(workspace, screener):
    ran = screener("backtest", "small", "--format", "table")

    assert "mean cumulative abnormal return from session -1 to 20" in " ".join(ran.out.split())
    assert "shifted calendars: mean" in " ".join(ran.out.split())


@pytest.mark.parametrize(("table", "cut"), [("coverage", "--window=0..5"), ("coverage", "--period=live")])
def test_a_cut_that_would_cut_nothing_is_refused(workspace, screener, table, cut):
    ran = screener("backtest", "small", "--table", table, cut)

    assert ran.code == 2
    assert "cuts nothing" in ran.err


def test_what_responses_are_measured_against_stands_under_every_report(workspace, screener, read_small):
    plain = read_small("backtest", "small")
    other = screener("backtest", "small", "--return-model", "raw", "--estimation=-130..-11", "--mask-events")

    assert "abnormal returns: market on SPY, sessions -270..-21 with at least 200 returns" in plain.err
    assert "abnormal returns: raw, sessions -130..-11 with at least 58 returns, events masked" in other.err


def test_a_report_that_disturbs_an_event_makes_another_fingerprint(workspace, screener):
    before = screener("backtest", "small").err.partition("fingerprint ")[2][:12]
    (workspace / "data").mkdir(exist_ok=True)
    (workspace / "data" / "earnings.csv").write_text(
        "ticker,reported_on,known_on,source,provenance\nNVDA,2025-01-17,,page,seen\n"
    )
    after = screener("backtest", "small").err.partition("fingerprint ")[2][:12]

    assert len(before) == len(after) == 12
    assert before != after
