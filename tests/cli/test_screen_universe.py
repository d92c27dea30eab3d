import csv
import datetime as dt
import io
import statistics

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from csv_prices import write_prices

MEMBERS = ["NVDA", "AVGO", "CRM", "ADBE"]
CSV = ("screen", "small", "--source", "csv:prices", "--as-of", "2026-03-31")


@pytest.fixture
def priced(workspace):
    write_prices(workspace, [*MEMBERS, "SPY"])
    return workspace


def rows(text):
    return {row["ticker"]: row for row in csv.DictReader(io.StringIO(text))}


def write_parquet(path, days, levels):
    """Write prices, NaN where there is none."""
    told = [(ticker, day, price) for ticker in levels for day, price in zip(days, levels[ticker], strict=True)]
    kept = [each for each in told if np.isfinite(each[2])]
    ticker, date, price = zip(*kept, strict=True)
    pq.write_table(pa.table({"ticker": ticker, "date": date, "adj_close": price}), path)


def days_of(workspace):
    """Return the days that the benchmark's file has."""
    with (workspace / "prices" / "SPY.csv").open(encoding="utf-8") as stream:
        return [dt.date.fromisoformat(row["date"]) for row in csv.DictReader(stream)]


def test_names_of_a_parquet_file_are_ranked_by_its_prices(priced, screener):
    days = days_of(priced)
    rises, falls = 100.0 * 1.002 ** np.arange(len(days)), 100.0 * 0.998 ** np.arange(len(days))
    halted = np.where(np.arange(len(days)) < len(days) - 400, rises, np.nan)
    write_parquet(
        priced / "more.parquet",
        days,
        {"SPY": np.full(len(days), 100.0), "UP": rises, "DOWN": falls, "HALT": halted, "NVDA": falls},
    )

    ran = screener(*CSV, "--universe", "more.parquet")
    found = rows(ran.out)

    assert ran.code == 0
    assert [found[each]["universe"] for each in ("UP", "DOWN", "HALT", "NVDA")] == [*["listed"] * 3, "member"]
    assert found["UP"]["leg"] == "long_listed"
    # 231 sessions, from 252 to 21 before, over the benchmark of the note's own source.
    plain = rows(screener(*CSV).out)
    assert float(found["UP"]["momentum_pct"]) - float(found["DOWN"]["momentum_pct"]) == pytest.approx(
        100.0 * (1.002**231 - 0.998**231), rel=1e-9
    )
    assert found["NVDA"]["momentum_pct"] == plain["NVDA"]["momentum_pct"]
    assert found["HALT"]["signal"] == "no_data"
    assert found["HALT"]["reasons"].startswith("no prices: no print in the last five sessions of the file's prices")
    assert list(found)[-1] == "HALT"


def test_a_parquet_file_that_is_none_is_refused(priced, screener):
    (priced / "more.parquet").write_text("ticker\nNVDA\n", encoding="utf-8")

    ran = screener(*CSV, "--universe", "more.parquet")

    assert ran.code != 0
    assert "more.parquet" in ran.err
    assert ran.out == ""


def test_names_of_a_text_file_are_ranked_by_the_source(workspace, screener):
    write_prices(workspace, [*MEMBERS, "SPY", "ZZZ"])
    (workspace / "mine.txt").write_text("# mine\nZZZ\nNVDA\n", encoding="utf-8")

    found = rows(screener(*CSV, "--universe", "mine.txt").out)

    assert (found["ZZZ"]["universe"], found["ZZZ"]["side"]) == ("listed", "long")
    assert found["ZZZ"]["score"]
    assert found["NVDA"]["universe"] == "member"


def test_traded_value_is_the_median_of_close_times_volume_over_21_sessions(priced, screener):
    path = priced / "prices" / "NVDA.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        lines = list(csv.DictReader(stream))
    for n, row in enumerate(lines):
        row["volume"] = str(1000 + 37 * (n % 29))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, lines[0].keys())
        writer.writeheader()
        writer.writerows(lines)
    until = [row for row in lines if row["date"] <= "2026-03-31"]
    traded = [float(row["close"]) * float(row["volume"]) for row in until[-21:]]

    found = rows(screener(*CSV).out)

    assert float(found["NVDA"]["dollar_volume_usd"]) == pytest.approx(statistics.median(traded), rel=1e-12)
    # A saw-tooth of 1,000 shares a session at 100 to 110.
    assert 100_000.0 < float(found["AVGO"]["dollar_volume_usd"]) < 110_000.0
