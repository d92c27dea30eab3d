import csv
import datetime as dt
import io
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.records.table import Table
from screener.report.delimited import EXCEL, csv_text, is_formula, tsv_text

DAY = dt.date(2025, 1, 27)

GOLDEN_CSV = (
    "event_id,session_on,ticker,side,car_pct,outcome,price_source\n"
    "deepseek-r1,2025-01-27,NVDA,long,-16.9682,used,csv\n"
    'deepseek-r1,,"A,B",short,,not_priced,csv\n'
    'deepseek-r1,2025-01-27,"say ""hi""",short,0,used,csv\n'
)


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_csv_is_as_written_by_hand(make_names: Callable[..., Table]) -> None:
    table = make_names(
        ("deepseek-r1", DAY, "NVDA", "long", -16.9682, "used", "csv"),
        ("deepseek-r1", None, "A,B", "short", None, "not_priced", "csv"),
        ("deepseek-r1", DAY, 'say "hi"', "short", -0.0, "used", "csv"),
    )
    assert csv_text(table) == GOLDEN_CSV


def test_torture_tickers_come_back(make_names: Callable[..., Table], torture_tickers: tuple[str, ...]) -> None:
    table = make_names(*(("e", DAY, ticker, "long", 1.0, "used", "csv") for ticker in torture_tickers))
    assert tuple(row["ticker"] for row in read(csv_text(table))) == torture_tickers
    assert tuple(line.split("\t")[2] for line in tsv_text(table).splitlines()[1:]) == torture_tickers


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://x")',
        "=1+2",
        "+1+1",
        "-cmd",
        "@SUM(1)",
        "  =1",
        "\u3000=1",
        "\u200b=1",
        "\uff1d1+2",
        "\uff0b1x",
        "\uff0d1x",
        "\uff20SUM",
        "\t1",
        "\n=1",
        "\r=1",
        "-1.2.3",
        "-1 + 2",
        "-1%",
    ],
)
def test_text_that_a_sheet_would_run_gets_an_apostrophe(text: str, make_prose: Callable[..., Table]) -> None:
    (row,) = read(csv_text(make_prose(text)))
    assert row["name"].startswith("'")
    assert tsv_text(make_prose(text)).splitlines()[1].split("\t")[1].startswith("'")


@pytest.mark.parametrize(
    "text", ["-1.5", "+3", "-.5", "1e5", "-1E-5", "BRK-B", "^GSPC", "BAC-PL", "EURUSD=X", "'=1", "=", ""]
)
def test_harmless_text_stays_as_it_is(text: str, make_prose: Callable[..., Table]) -> None:
    assert not is_formula(text)
    assert read(csv_text(make_prose(text)))[0]["name"] == text


def test_a_negative_number_stays_a_number(make_prose: Callable[..., Table]) -> None:
    assert read(csv_text(make_prose("x")))[0]["car_pct"] == "-1.5"


def test_a_newline_stays_inside_its_quoted_cell_in_csv_and_is_a_space_in_tsv(make_prose: Callable[..., Table]) -> None:
    table = make_prose("one\r\ntwo\tthree")
    assert read(csv_text(table))[0]["name"] == "one\ntwo\tthree"
    assert tsv_text(table) == "event_id\tname\tcar_pct\tprice_source\nE1\tone two three\t-1.5\tcsv\n"


def test_an_empty_table_is_its_header(make_names: Callable[..., Table]) -> None:
    assert csv_text(make_names()) == "event_id,session_on,ticker,side,car_pct,outcome,price_source\n"


@given(st.lists(st.text(st.characters()), max_size=4))
def test_no_text_changes_the_number_of_rows_or_columns(make_prose: Callable[..., Table], texts: list[str]) -> None:
    table = make_prose(*texts)
    rows = list(csv.reader(io.StringIO(csv_text(table), newline=""), strict=True))
    assert [len(row) for row in rows] == [4] * (len(texts) + 1)
    lines = tsv_text(table).split("\n")
    assert [line.count("\t") for line in lines] == [3] * (len(texts) + 1) + [0]
    for text in (csv_text(table), tsv_text(table)):
        assert "\x1b" not in text
        assert "\x00" not in text
        text.encode("utf-8")


@given(st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1))
def test_ordinary_text_comes_back_but_for_the_apostrophe(text: str) -> None:
    table = Table("events", ("name", "lab"), ((text, "x"),))
    cell = read(csv_text(table))[0]["name"]
    assert cell in (text, f"'{text}")


def test_for_excel_a_byte_order_mark_comes_first_and_lines_end_in_crlf(make_prose: Callable[..., Table]) -> None:
    data = csv_text(make_prose("one\r\ntwo"), EXCEL).encode()

    assert data == b'\xef\xbb\xbfevent_id,name,car_pct,price_source\r\nE1,"one\ntwo",-1.5,csv\r\n'
