import csv
import io
import json

import pytest
from csv_prices import write_prices

from screener.dictionary.tables import TABLES
from screener.records.event import PERIODS

ALL_TABLES = ("scores", "events", "names", "performance", "attribution", "equity")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("table", ALL_TABLES)
def test_piped_output_is_the_whole_table_as_csv_with_the_promised_columns(read_small, table):
    ran = read_small("backtest", "small", "--table", table)
    found = rows(ran.out)

    assert ran.code == 0
    assert ",".join(TABLES[table]) == ran.out.splitlines()[0]
    assert found
    assert {"simulated"} == {row["price_source"] for row in found}
    assert all("simulated" in row["flags"].split(";") for row in found)


def test_piped_without_a_table_is_the_scores_table(read_small):
    assert ",".join(TABLES["scores"]) == read_small("backtest", "small").out.splitlines()[0]


def test_talk_goes_to_stderr_and_counts_what_was_used(read_small):
    ran = read_small("backtest", "small")

    assert "used of" in ran.err
    assert "used of" not in ran.out
    assert "SIMULATED" in ran.err


@pytest.mark.parametrize("table", ["scores", "performance"])
def test_every_basket_has_all_four_periods(read_small, table):
    found = rows(read_small("backtest", "small", "--table", table).out)

    for basket in ("long_chips", "short_software", "long", "short", "spread"):
        assert set(PERIODS) == {row["period"] for row in found if row["basket"] == basket}


def test_an_empty_period_says_so(workspace, screener, rewrite):
    rewrite("opened_on: 2025-06-02", "opened_on: 2025-06-02\nmembers_chosen_on: 2026-11-23")

    live = [row for row in rows(screener("backtest", "small", "--table", "performance").out) if row["period"] == "live"]

    assert all(row["n_sessions"] == "0" for row in live)
    assert all("no_sessions" in row["flags"] for row in live)
    assert all("no_out_of_sample_session" in row["flags"] for row in live)


def test_every_event_has_one_outcome_per_basket_and_window(read_small):
    found = rows(read_small("backtest", "small", "--table", "events").out)
    asked = rows(read_small("events", "list", "small").out)

    keys = [(row["event_id"], row["basket"], row["window"]) for row in found]
    assert len(keys) == len(set(keys)) == len(asked) * 5 * 3
    assert all(row["outcome"] for row in found)
    assert all(bool(row["car_pct"]) == (row["outcome"] == "used") for row in found)


def test_attribution_adds_up_to_the_net_return(read_small):
    lines = rows(read_small("backtest", "small", "--table", "attribution").out)
    performance = rows(read_small("backtest", "small", "--table", "performance").out)

    for row in performance:
        if row["basket"] == "spread" and row["n_sessions"] != "0":
            own = [line for line in lines if line["period"] == row["period"]]
            total = sum(float(line["contribution_pct"]) for line in own if line["is_subtotal"] == "false")
            (net,) = (float(line["contribution_pct"]) for line in own if line["line"] == "net")
            assert float(row["total_return_pct"]) == pytest.approx(total, abs=1e-10)
            assert net == pytest.approx(total, abs=1e-10)


def test_json_and_csv_say_the_same(read_small):
    as_json = json.loads(read_small("backtest", "small", "--format", "json").out)
    as_csv = rows(read_small("backtest", "small", "--format", "csv").out)

    assert len(as_csv) == len(as_json)
    for left, right in zip(as_json, as_csv, strict=True):
        assert list(left) == list(right)
        assert float(left["caar_pct"] or 0) == float(right["caar_pct"] or 0)


def test_a_file_gets_the_format_of_its_ending_and_stdout_stays_empty(workspace, screener):
    ran = screener("backtest", "small", "-o", "scores.md")

    assert ran.code == 0
    assert ran.out == ""
    assert (workspace / "scores.md").read_text().startswith("**SIMULATED PRICES")


def test_two_runs_give_the_same_bytes(workspace, screener):
    first = screener("backtest", "small", "--table", "performance").out

    assert first == screener("backtest", "small", "--table", "performance").out


def test_the_ledger_counts_variants_not_reruns(workspace, screener, rewrite):
    def trials() -> set[str]:
        found = rows(screener("backtest", "small", "--table", "performance").out)
        return {row["n_trials"] for row in found if row["basket"] == "spread" and row["period"] == "all"}

    assert trials() == {"1"}
    assert trials() == {"1"}
    rewrite("long_chips: [NVDA, AVGO]", "long_chips: [NVDA, AVGO, TSM]")
    assert trials() == {"2"}
    assert len((workspace / "state" / "trials.jsonl").read_text().splitlines()) == 2


def test_as_of_hides_later_sessions_and_later_events(workspace, screener):
    found = rows(screener("backtest", "small", "--table", "events", "--as-of", "2025-06-30").out)

    assert {"2025-06-30"} == {row["data_as_of"] for row in found}
    assert max(row["released_on"] for row in found) <= "2025-06-30"


def test_as_of_changes_nothing_that_was_known(workspace, screener, read_small):
    keys = ("event_id", "basket", "window")
    early = rows(screener("backtest", "small", "--table", "events", "--as-of", "2025-09-30").out)
    late = {
        tuple(row[key] for key in keys): row for row in rows(read_small("backtest", "small", "--table", "events").out)
    }

    compared = 0
    for row in early:
        if row["outcome"] == "used":
            later = late[tuple(row[key] for key in keys)]
            # Plants follow the events known, so only events whose estimation window holds the same plants compare.
            if row["released_on"] <= "2025-06-30":
                assert float(later["car_pct"]) == pytest.approx(float(row["car_pct"]), abs=1e-9)
                compared += 1
    assert compared > 0


def test_noticed_anchor_says_chosen_with_hindsight_and_tests_nothing(workspace, screener):
    found = rows(screener("backtest", "small", "--anchor", "noticed").out)

    assert all("chosen_with_hindsight" in row["flags"].split(";") for row in found)
    for column in ("p_event", "p_bmp_event", "p_placebo", "p_adjusted", "ci_low_pct", "ci_high_pct", "verdict"):
        assert {""} == {row[column] for row in found}


def test_r1_is_anchored_after_the_holiday_or_where_the_market_noticed(read_small):
    def day0(*more: str) -> set[str]:
        found = rows(read_small("backtest", "small", "--table", "events", *more).out)
        return {row["session_on"] for row in found if row["event_id"] == "E2025-01-20-r1"}

    assert day0() == {"2025-01-21"}
    assert day0("--anchor", "noticed") == {"2025-01-27"}


def test_market_shocks_are_shown_but_never_tested(workspace, screener):
    ran = screener("backtest", "small", "--kind", "market_shock")

    assert {""} == {row["p_placebo"] for row in rows(ran.out)}
    assert all("chosen_with_hindsight" in row["flags"] for row in rows(ran.out))


def test_period_and_window_cut_rows(workspace, screener):
    found = rows(screener("backtest", "small", "--period", "before", "--window", "0..5").out)

    assert {"before"} == {row["period"] for row in found}
    assert {"0..5"} == {row["window"] for row in found}


def test_planted_effect_is_found_with_its_sign(workspace, screener):
    found = rows(screener("backtest", "small", "--period", "all", "--window", "0..5").out)
    effect = {row["basket"]: float(row["excess_pct"]) for row in found}

    assert effect["long"] > 0.5
    assert effect["short"] < -0.5


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("backtest", "no-such-thesis"), 2, "no-such-thesis"),
        (("backtest", "smal"), 2, "small"),
        (("backtest", "small", "--source", "csv:nowhere"), 2, "nowhere"),
        (("backtest", "small", "--source", "yahooo"), 2, "yahoo"),
        (("backtest", "small", "--kind", "open_weight"), 2, "open_weights"),
        (("backtest", "small", "--lab", "depseek"), 2, "deepseek"),
        (("backtest", "small", "--event", "E2025-01-20-r2"), 2, "E2025-01-20-r1"),
        (("backtest", "small", "--window", "0..6"), 2, "0..5"),
        (("backtest", "small", "--columns", "baskett"), 2, "basket"),
        (("backtest", "small", "-o", "scores.xslx"), 2, ".xslx"),
        (("backtest", "small", "--as-of", "2031-01-01"), 2, "future"),
        (("backtest", "small", "--as-of", "yesterday"), 2, "yesterday"),
        (("backtest", "small", "--tabel", "names"), 2, "--table"),
        (("bactest",), 2, "bactest"),
    ],
)
def test_wrong_usage_is_told_with_a_remedy_and_ends_with_2(workspace, screener, arguments, code, said):
    ran = screener(*arguments)

    assert code == ran.code
    assert said in ran.err
    assert ran.out == ""
    assert "Traceback" not in ran.err
    assert not list(workspace.glob("scores*"))


def test_a_ticker_without_prices_is_named_and_the_rest_runs(workspace, screener, rewrite):
    rewrite("[NVDA, AVGO]", "[NVDA, AVGO, ZZZZ]")
    folder = write_prices(workspace, ["NVDA", "AVGO", "CRM", "ADBE", "SPY"])

    ran = screener("backtest", "small", "--source", f"csv:{folder}", "--table", "names")
    strict = screener("backtest", "small", "--source", f"csv:{folder}", "--strict")

    assert ran.code == 0
    assert "ZZZZ" in ran.err
    assert {"not_priced"} == {row["outcome"] for row in rows(ran.out) if row["ticker"] == "ZZZZ"}
    assert strict.code == 3


def test_no_prices_at_all_ends_with_3(workspace, screener):
    (workspace / "empty").mkdir()

    ran = screener("backtest", "small", "--source", "csv:empty")

    assert ran.code == 3
    assert "SPY" in ran.err
    assert ran.out == ""


def test_a_bad_row_in_the_users_events_is_told_and_the_good_ones_count(workspace, screener):
    shipped = screener("events", "list", "--columns", "event_id").out.splitlines()
    (workspace / "data").mkdir()
    (workspace / "data" / "events.csv").write_text(
        "event_id,lab,name,kind,released_at,released_precision,released_note,market_noticed_on,open_weights,licence,"
        "token_in_usd_per_mtok,token_out_usd_per_mtok,price_direction,summary,source,provenance,confidence,known_on\n"
        "mine-1,deepseek,Mine,open_weights,2025-03-03,day,,,yes,,,,,mine,me,seen,high,\n"
        "mine-2,deepseek,Broken,open_weights,2025-02-31,day,,,yes,,,,,mine,me,seen,high,\n"
    )

    ran = screener("events", "list", "--columns", "event_id")
    strict = screener("events", "list", "--strict")

    assert ran.code == 0
    assert len(shipped) + 1 == len(ran.out.splitlines())
    assert "data/events.csv:3:" in ran.err
    assert "2025-02-31" in ran.err
    assert strict.code == 3


def test_several_theses_come_as_one_table(workspace, screener):
    other = (workspace / "theses" / "small.md").read_text().replace("thesis_id: small", "thesis_id: other")
    (workspace / "theses" / "other.md").write_text(other)

    found = rows(screener("backtest", "small", "other").out)

    assert ["small", "other"] == list(dict.fromkeys(row["thesis_id"] for row in found))


def test_without_a_name_all_active_theses_run(workspace, screener):
    found = rows(screener("backtest", "--window", "0..5").out)

    assert {"small", "ai-commoditization"} == {row["thesis_id"] for row in found}


def test_a_broken_thesis_beside_a_good_one_is_told_and_ends_with_2(workspace, screener):
    (workspace / "bad.md").write_text("---\ntype: thesis\nopened_on: 2025-13-01\nlong_x: [NVDA]\n---\n")

    ran = screener("backtest", "small", "bad.md")

    assert ran.code == 2
    assert "bad.md:3:" in ran.err
    assert {"small"} == {row["thesis_id"] for row in rows(ran.out)}


@pytest.mark.parametrize(
    ("benchmark", "day0"),
    [
        # 20 January 2025, noon in Beijing: a holiday in New York, a session everywhere else.
        ("SPY", "2025-01-21"),
        ("0700.HK", "2025-01-20"),
        ("005930.KS", "2025-01-20"),
        ("ASML.AS", "2025-01-20"),
        ("6857.T", "2025-01-20"),
        ("REL.L", "2025-01-20"),
    ],
)
def test_each_exchange_can_be_the_panels(workspace, screener, rewrite, benchmark, day0):
    rewrite("benchmark: SPY", f"benchmark: {benchmark}")
    rewrite("[NVDA, AVGO]", "[NVDA, 0001.HK, 000660.KS]")
    rewrite("[CRM, ADBE]", "[CRM, WKL.AS, 9984.T, ARM.L]")

    ran = screener("backtest", "small", "--table", "events", "--window", "0..5")
    found = [row for row in rows(ran.out) if row["event_id"] == "E2025-01-20-r1" and row["basket"] == "spread"]

    assert ran.code == 0
    assert [(day0, "used")] == [(row["session_on"], row["outcome"]) for row in found]


def test_a_fund_s_price_is_no_rate_that_cash_earns(workspace, screener, rewrite):
    write_prices(workspace, ["NVDA", "AVGO", "CRM", "ADBE", "SPY", "BIL"])
    rewrite("benchmark: SPY\n", "benchmark: SPY\ncash_rate: BIL\n")

    ran = screener("backtest", "small", "--source", "csv:prices")

    assert ran.code == 3
    assert "cash_rate BIL reaches 1" in ran.err
    assert "no yearly rate in percent" in ran.err


def test_the_rules_what_they_cost_and_the_borrow_that_is_assumed_are_told(read_small):
    ran = read_small("backtest", "small")

    assert "held: spread, equal weights, hedged by dollars, gross 2; rebalanced monthly" in ran.err
    assert "borrow of 50 bps a year is ASSUMED" in ran.err
    assert "cash and short proceeds earn nothing" in ran.err
    assert "with lag 0" in ran.err


@pytest.mark.parametrize("table", ["sensitivity", "selection", "overlap"])
def test_the_tables_of_what_a_result_hangs_on_are_written_whole(read_small, table):
    ran = read_small("backtest", "small", "--table", table)

    assert ran.code == 0
    assert ran.out.splitlines()[0] == ",".join(TABLES[table])


def test_selection_is_told_in_words_with_what_baskets_were_drawn_from(read_small):
    ran = read_small("backtest", "small", "--table", "selection")

    assert "did we just try many?" in ran.err
    assert "baskets are drawn from" in ran.err
    assert {row["check"] for row in rows(ran.out)} == {"probabilistic_sharpe", "deflated_sharpe", "random_baskets"}
    assert all("simulated" in row["flags"].split(";") for row in rows(ran.out))


@pytest.mark.parametrize(
    "options", [("--format", "table"), ("--table", "overlap"), ("--sweep", "lag", "--format", "table")]
)
def test_what_a_note_says_of_itself_drives_no_terminal(screener, rewrite, options):
    hostile = 'title: "\\e[31mred\\x07 [bold]end"\nprivate_short: ["\\e]0;own\\x07lab"]'
    rewrite("title: A small thesis", hostile)

    ran = screener("backtest", "small", "--color", "never", *options)

    assert ran.code == 0
    assert "[bold]end" in ran.out or "own\ufffdlab" in ran.err
    assert not {"\x1b", "\x07"} & set(ran.out + ran.err)
