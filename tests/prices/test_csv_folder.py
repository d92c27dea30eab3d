import datetime as dt
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screener.errors import PriceError
from screener.prices.csv_folder import CsvFolder

START = dt.date(2025, 1, 1)
UNTIL = dt.datetime(2025, 1, 31, 23, tzinfo=dt.UTC)
TORTURE = ["BRK-B", "^GSPC", "0700.HK", "005930.KS", "ON", "NO", "TRUE", "NULL", "NA", "Y", "1E5"]


def write(folder: Path, ticker: str, price: float = 10.0) -> None:
    text = f"date,close,adj_close\n2025-01-02,{price},{price}\n2025-01-03,{price + 1},{price + 1}\n"
    (folder / f"{ticker}.csv").write_text(text, encoding="utf-8")


def reason(folder: Path, ticker: str) -> str:
    answer = CsvFolder(folder).daily((ticker,), START, UNTIL)
    assert answer.bars == ()
    (missing,) = answer.missing
    assert missing.ticker == ticker
    return missing.reason


def test_tickers_that_spreadsheets_and_yaml_eat_come_back_as_they_are(tmp_path: Path) -> None:
    for number, ticker in enumerate(TORTURE, start=1):
        write(tmp_path, ticker, 10.0 * number)
    answer = CsvFolder(tmp_path).daily(tuple(TORTURE), START, UNTIL)
    assert answer.missing == ()
    assert [bars.ticker for bars in answer.bars] == TORTURE
    assert [bars.close[0] for bars in answer.bars] == [10.0 * number for number in range(1, 12)]


@given(st.lists(st.sampled_from(TORTURE), unique=True, min_size=1), st.permutations(TORTURE))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_each_ticker_has_its_own_file_and_no_other(tmp_path: Path, held: list[str], asked: list[str]) -> None:
    for ticker in TORTURE:
        (tmp_path / f"{ticker}.csv").unlink(missing_ok=True)
    for ticker in held:
        write(tmp_path, ticker)
    answer = CsvFolder(tmp_path).daily(tuple(asked), START, UNTIL)
    assert [bars.ticker for bars in answer.bars] == [ticker for ticker in asked if ticker in held]
    assert [each.ticker for each in answer.missing] == [ticker for ticker in asked if ticker not in held]


@pytest.mark.parametrize(
    "ticker",
    ["../../x", "../secret", "/etc/passwd", "a/b", "..", ".", "", "CON", "NUL", "X\x00", "X" * 300, "\n", "nvda"],
)
def test_a_ticker_never_leaves_the_folder(tmp_path: Path, ticker: str) -> None:
    folder = tmp_path / "prices"
    (folder / "a").mkdir(parents=True)
    write(tmp_path, "secret")
    write(folder / "a", "b")
    write(folder, "NVDA")
    told = reason(folder, ticker)
    assert told.startswith("no file ")
    assert len(told) < 100 + len(str(folder))
    assert told.isprintable()


@given(st.text(max_size=60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_text_at_all_leaves_the_folder(tmp_path: Path, ticker: str) -> None:
    folder = tmp_path / "empty"
    folder.mkdir(exist_ok=True)
    write(tmp_path, "secret")
    assert reason(folder, ticker)


def test_a_folder_or_pipe_named_like_a_ticker_is_missing(tmp_path: Path) -> None:
    (tmp_path / "NVDA.csv").mkdir()
    os.mkfifo(tmp_path / "AMD.csv")
    assert reason(tmp_path, "NVDA").startswith("no file NVDA.csv")
    assert reason(tmp_path, "AMD").startswith("no file AMD.csv")


def test_rows_outside_the_range_are_dropped(tmp_path: Path) -> None:
    write(tmp_path, "NVDA")
    source = CsvFolder(tmp_path)
    one = source.daily(("NVDA",), dt.date(2025, 1, 3), UNTIL).bars[0]
    assert [str(day) for day in one.session_on] == ["2025-01-03"]
    morning = dt.datetime(2025, 1, 2, 1, tzinfo=dt.UTC)
    other = source.daily(("NVDA",), START, morning).bars[0]
    assert [str(day) for day in other.session_on] == ["2025-01-02"]


def test_a_file_without_rows_in_the_range_says_what_it_has(tmp_path: Path) -> None:
    write(tmp_path, "NVDA")
    answer = CsvFolder(tmp_path).daily(("NVDA",), dt.date(2025, 1, 10), UNTIL)
    assert answer.missing[0].reason == ("no row from 2025-01-10 to 2025-01-31; its last one before is of 2025-01-03")


def test_a_file_with_adjusted_closes_only_says_so_in_its_basis(tmp_path: Path) -> None:
    (tmp_path / "A.csv").write_text("date,close,adj_close\n2025-01-02,,5\n", encoding="utf-8")
    (tmp_path / "B.csv").write_text("date,close\n2025-01-02,5\n", encoding="utf-8")
    bars = CsvFolder(tmp_path).daily(("A", "B"), START, UNTIL).bars
    assert [each.basis for each in bars] == ["adjusted_only", "split_adjusted"]


def test_the_way_returns_are_made_does_not_depend_on_the_range(tmp_path: Path) -> None:
    text = "date,close,adj_close\n2025-01-02,10,\n2025-01-03,11,11\n"
    (tmp_path / "A.csv").write_text(text, encoding="utf-8")
    first_day = dt.datetime(2025, 1, 2, 23, tzinfo=dt.UTC)
    answer = CsvFolder(tmp_path).daily(("A",), START, first_day)
    assert answer.missing[0].reason.startswith("no adj_close from 2025-01-01 to 2025-01-02")


def test_a_file_with_a_wrong_header_is_missing_with_a_problem(tmp_path: Path) -> None:
    (tmp_path / "A.csv").write_text("Date;Close\n2025-01-02;5\n", encoding="utf-8")
    answer = CsvFolder(tmp_path).daily(("A",), START, UNTIL)
    assert "header" in answer.missing[0].reason
    assert answer.problems[0].path == str(tmp_path / "A.csv")


def test_a_folder_that_is_gone_is_a_price_error(tmp_path: Path) -> None:
    with pytest.raises(PriceError, match="cannot list"):
        CsvFolder(tmp_path / "gone").daily(("A",), START, UNTIL)
