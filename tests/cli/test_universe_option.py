import csv
import io

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from screener.sessions.calendar import sessions


@pytest.fixture
def universe(workspace):
    """Write made-up prices of the small thesis's names and forty strangers; two of them respond to nothing at all."""
    import datetime as dt

    days = sessions("XNYS", dt.date(2022, 1, 3), dt.date(2026, 11, 20), None).session_on
    tickers = ["SPY", "NVDA", "AVGO", "CRM", "ADBE", *(f"S{j:02d}" for j in range(40)), "DEAD"]
    rng = np.random.default_rng(3)
    market = rng.normal(0.0004, 0.01, len(days))
    moves = market + rng.standard_t(5, (len(tickers), len(days))) * 0.012
    moves[0] = market
    price = 50.0 * np.cumprod(1.0 + moves, axis=1)
    price[-1, len(days) // 4 :] = np.nan
    path = workspace / "all.parquet"
    rows = {
        "ticker": np.repeat(tickers, len(days)),
        "date": np.tile(days, len(tickers)),
        "adj_close": price.ravel().astype(np.float32),
    }
    pq.write_table(pa.table(rows), path)
    return path


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_every_name_has_one_row_a_window_with_a_rank_or_a_reason(universe, screener):
    ran = screener("backtest", "small", "--universe", str(universe))
    found = rows(ran.out)

    assert ran.code == 0
    assert len(found) == 46 * 3
    for window in ("-1..1", "0..5", "0..20"):
        own = [row for row in found if row["window"] == window]
        ranks = [int(row["rank"]) for row in own if row["outcome"] == "used"]
        assert ranks == list(range(1, len(ranks) + 1))
        assert all(row["rank"] == row["p_placebo"] == "" for row in own if row["outcome"] != "used")
    assert {row["ticker"] for row in found if row["is_member"] == "true"} == {"NVDA", "AVGO", "CRM", "ADBE"}
    assert [row["outcome"] for row in found if row["ticker"] == "DEAD"] == ["too_little_history"] * 3
    assert all("hindsight" in row["flags"].split(";") for row in found)
    assert {(row["anchor"], row["return_model"]) for row in found} == {("released", "market")}


def test_the_talk_counts_what_was_read_and_what_chance_would_show(universe, screener):
    ran = screener("backtest", "small", "--universe", str(universe), "--window", "0..5")

    assert "46 names priced" in ran.err
    assert "rows left out: not_finite" in ran.err
    assert "on any calendar" in ran.err
    assert {row["window"] for row in rows(ran.out)} == {"0..5"}


def test_a_scan_is_no_trial_of_the_thesis(universe, screener, workspace):
    screener("backtest", "small", "--universe", str(universe))

    assert not (workspace / "state" / "trials.jsonl").exists()


def test_a_terminal_gets_the_first_names_only_and_says_so(universe, screener):
    ran = screener("backtest", "small", "--universe", str(universe), "--format", "table")

    assert "the first 40 names of each window, and the thesis's own; -o FILE writes all 138 rows" in ran.err
    assert "S0" in ran.out


def test_robustness_compares_the_thesis_with_random_baskets_of_its_shape(universe, screener):
    ran = screener("backtest", "small", "--universe", str(universe), "--table", "robustness")

    found = [row for row in rows(ran.out) if row["variation"] == "placebo_baskets"]
    assert [row["window"] for row in found] == ["-1..1", "0..5", "0..20"]
    assert all(0.0 < float(row["p_placebo"]) <= 1.0 for row in found)
    assert all(row["basket"] == "spread" for row in found)


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--table", "universe"], 2, "needs --universe"),
        (["--universe", "all.parquet", "--table", "names"], 2, "changes nothing"),
        (["--universe", "nowhere.parquet"], 2, "nowhere.parquet"),
        (["--universe", "."], 2, "is a folder"),
        (["--universe", "all.parquet", "--period", "live"], 2, "cuts nothing"),
    ],
)
def test_what_cannot_be_scanned_is_refused_with_a_remedy(universe, screener, options, code, said):
    ran = screener("backtest", "small", *options)

    assert ran.code == code
    assert said in ran.err


def test_a_universe_without_the_benchmark_is_missing_data(workspace, screener, rewrite, universe):
    rewrite("benchmark: SPY", "benchmark: QQQ")

    ran = screener("backtest", "small", "--universe", str(universe))

    assert ran.code == 3
    assert "QQQ" in ran.err


def test_a_member_without_prices_is_named_and_strict_makes_it_an_error(universe, screener, rewrite):
    rewrite("[CRM, ADBE]", "[CRM, ADBE, GONE]")

    ran = screener("backtest", "small", "--universe", str(universe), "--strict")

    assert ran.code == 3
    assert "members without prices: GONE" in ran.err
