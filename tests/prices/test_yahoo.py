"""What holds without a network; frames are shaped as yfinance 1.7 returns them."""

import datetime as dt
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from screener.prices import yahoo
from screener.prices.yahoo import symbol
from screener.records.prices import Bars, Missing

START, PAST = dt.date(2025, 1, 1), dt.date(2025, 1, 31)


def frame(rows: dict[str, tuple[float, float]], zone: str = "America/New_York") -> pd.DataFrame:
    index = pd.DatetimeIndex(list(rows)).tz_localize(zone)
    return pd.DataFrame(list(rows.values()), index=index, columns=["Close", "Adj Close"])


@pytest.mark.parametrize(
    ("ticker", "expected"),
    [
        (" nvda ", "NVDA"),
        ("T00 ", "T00"),
        ("700.HK", "0700.HK"),
        ("0700.hk", "0700.HK"),
        ("09992.HK", "9992.HK"),
        ("80700.HK", "80700.HK"),
        ("005930.KS", "005930.KS"),
        ("^GSPC", "^GSPC"),
        ("BRK-B", "BRK-B"),
    ],
)
def test_symbols_are_written_as_yahoo_wants_them(ticker: str, expected: str) -> None:
    assert symbol(ticker) == expected


def test_dates_are_those_of_the_exchange_and_the_ticker_is_the_one_asked() -> None:
    rows = {"2025-01-02": (10.0, 9.0), "2025-01-03": (11.0, 10.0)}
    bars, problems = yahoo._answer("700.HK", frame(rows, "Asia/Hong_Kong"), START, PAST)
    assert isinstance(bars, Bars)
    assert bars.ticker == "700.HK"
    assert [str(day) for day in bars.session_on] == ["2025-01-02", "2025-01-03"]
    assert bars.close.tolist() == [10.0, 11.0]
    assert bars.adj_close.tolist() == [9.0, 10.0]
    assert problems == ()


def test_rows_without_a_price_are_left_out_and_counted() -> None:
    rows = {
        "2025-01-02": (10.0, 9.0),
        "2025-01-03": (np.nan, np.nan),
        "2025-01-06": (np.inf, -1.0),
        "2025-01-07": (12.0, np.nan),
    }
    bars, (problem,) = yahoo._answer("X", frame(rows), START, PAST)
    assert isinstance(bars, Bars)
    assert [str(day) for day in bars.session_on] == ["2025-01-02", "2025-01-07"]
    assert np.isnan(bars.adj_close[1])
    assert problem.message.startswith("2 rows of X")


def test_repeated_and_unordered_dates_come_out_once_and_in_order() -> None:
    index = pd.DatetimeIndex(["2025-01-03", "2025-01-02", "2025-01-03"]).tz_localize("America/New_York")
    twice = pd.DataFrame({"Close": [11.0, 10.0, 99.0], "Adj Close": [11.0, 10.0, 99.0]}, index=index)
    bars, (problem,) = yahoo._answer("X", twice, START, PAST)
    assert isinstance(bars, Bars)
    assert bars.close.tolist() == [10.0, 11.0]
    assert problem.code == "P112"


def test_rows_outside_the_range_are_dropped() -> None:
    rows = {"2024-12-31": (9.0, 9.0), "2025-01-31": (10.0, 10.0), "2025-02-03": (11.0, 11.0)}
    bars, problems = yahoo._answer("X", frame(rows), START, PAST)
    assert isinstance(bars, Bars)
    assert bars.close.tolist() == [10.0]
    assert problems == ()


def test_an_answer_without_adjusted_closes_leaves_them_blank() -> None:
    bars, _ = yahoo._answer("X", frame({"2025-01-02": (10.0, 9.0)})[["Close"]], START, PAST)
    assert isinstance(bars, Bars)
    assert np.isnan(bars.adj_close).all()


@pytest.mark.parametrize(
    "empty", [pd.DataFrame(), frame({}), frame({"2025-01-02": (np.nan, np.nan)})], ids=["bare", "none", "nan"]
)
def test_an_empty_answer_is_missing(empty: pd.DataFrame) -> None:
    found, _ = yahoo._answer("X", empty, START, PAST)
    assert isinstance(found, Missing)
    assert "2025-01-01 to 2025-01-31" in found.reason


def test_without_a_network_each_ticker_is_missing_with_the_true_reason_and_nothing_is_printed(
    tmp_path: Path,
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        proxy = f"http://127.0.0.1:{closed.getsockname()[1]}"
    names = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy")
    kept = {name: value for name, value in os.environ.items() if name.lower() != "no_proxy"}
    code = (
        "import datetime as dt, json; from pathlib import Path\n"
        "from screener.prices.yahoo import Yahoo\n"
        f"source = Yahoo(Path({str(tmp_path / 'yahoo')!r}))\n"
        "until = dt.datetime(2025, 1, 31, 23, tzinfo=dt.UTC)\n"
        "asked = ('SPY', '700.HK', 'SPY', 'ON', '../../x', '', 'X' * 300, 'NVDA')\n"
        "answer = source.daily(asked, dt.date(2025, 1, 1), until)\n"
        "print(json.dumps([len(answer.bars), [[m.ticker, m.reason] for m in answer.missing]]))\n"
    )
    started = time.monotonic()
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={**kept, **dict.fromkeys(names, proxy), "XDG_CACHE_HOME": str(tmp_path / "xdg")},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert time.monotonic() - started < 30
    assert run.stderr == ""
    priced, missing = json.loads(run.stdout)
    assert priced == 0
    assert [ticker for ticker, _ in missing] == ["SPY", "700.HK", "ON", "../../x", "", "X" * 300, "NVDA"]
    reasons = dict(missing)
    assert all(reason for reason in reasons.values())
    assert "ConnectionError" in reasons["SPY"]
    assert "delisted" not in reasons["NVDA"]
    assert reasons["../../x"] == reasons[""] == reasons["X" * 300] == "not a symbol that Yahoo could know"
    assert not (tmp_path / "xdg" / "py-yfinance").exists()
