import datetime as dt
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.prices import csv_table
from screener.prices.csv_table import TableAnswer, read_daily

HEADER = "date,open,high,low,close,adj_close,volume"


def read(*lines: str, header: str = HEADER, end: str = "\n") -> TableAnswer:
    return read_daily(end.join([header, *lines, ""]).encode(), "X.csv")


def dates(answer: TableAnswer) -> list[str]:
    assert answer.columns is not None
    return [str(day) for day in answer.columns.session_on]


def prices(answer: TableAnswer) -> list[tuple[float, float]]:
    assert answer.columns is not None
    return list(zip(answer.columns.close.tolist(), answer.columns.adj_close.tolist(), strict=True))


def codes(answer: TableAnswer) -> list[tuple[str, int]]:
    return [(problem.code, problem.line) for problem in answer.problems]


def test_a_clean_file_gives_its_rows_and_no_problem() -> None:
    answer = read("2025-01-02,1,2,0.5,10.5,10.25,100", "2025-01-03,1,2,0.5,11,10.75,100")
    assert dates(answer) == ["2025-01-02", "2025-01-03"]
    assert prices(answer) == [(10.5, 10.25), (11.0, 10.75)]
    assert answer.problems == ()


def test_columns_may_stand_in_any_order_among_others() -> None:
    answer = read("7,10.25,2025-01-02,NASDAQ", header="volume,Adj_Close, date ,exchange")
    assert dates(answer) == ["2025-01-02"]
    assert math.isnan(prices(answer)[0][0])
    assert prices(answer)[0][1] == 10.25
    assert answer.problems == ()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_a_byte_order_mark_do_not_matter(end: str, mark: str) -> None:
    text = mark + end.join([HEADER, "2025-01-02,1,2,0.5,10.5,10.25,100"])
    answer = read_daily(text.encode(), "X.csv")
    assert prices(answer) == [(10.5, 10.25)]
    assert answer.problems == ()


@pytest.mark.parametrize(("close", "adj_close"), [("", "10.25"), ("10.5", "")])
def test_either_price_may_be_blank(close: str, adj_close: str) -> None:
    answer = read(f"2025-01-02,,,,{close},{adj_close},", f"2025-01-03,,,,{close},{adj_close},")
    blank = [math.isnan(price) for price in prices(answer)[0]]
    assert blank == [not close, not adj_close]
    assert answer.problems == ()


GOOD = "2025-01-02,1,2,0.5,10.5,10.25,100"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("2025-13-03,1,2,0.5,11,10.75,100", "P105"),
        ("2025-02-30,1,2,0.5,11,10.75,100", "P105"),
        ("2025-00-10,1,2,0.5,11,10.75,100", "P105"),
        ("2025-01-00,1,2,0.5,11,10.75,100", "P105"),
        ("0000-01-10,1,2,0.5,11,10.75,100", "P105"),
        ("03/01/2025,1,2,0.5,11,10.75,100", "P105"),
        ("2025-1-3,1,2,0.5,11,10.75,100", "P105"),
        ("20250103,1,2,0.5,11,10.75,100", "P105"),
        ("2025-W01-5,1,2,0.5,11,10.75,100", "P105"),
        (",1,2,0.5,11,10.75,100", "P105"),
        ("today,1,2,0.5,11,10.75,100", "P105"),
        ("NaT,1,2,0.5,11,10.75,100", "P105"),
        ("2025-01-03,1,2,0.5,eleven,10.75,100", "P106"),
        ("2025-01-03,1,2,0.5,11,n/a,100", "P106"),
        ("2025-01-03,1,2,0.5,11,nan,100", "P106"),
        ("2025-01-03,1,2,0.5,1_1,10.75,100", "P106"),
        ("2025-01-03,1,2,0.5,\u0661\u0661,10.75,100", "P106"),
        ("2025-01-03,1,2,0.5,inf,10.75,100", "P106"),
        ("2025-01-03,1,2,0.5,1e999,10.75,100", "P106"),
        ("2025-01-03,1,2,0.5,0,10.75,100", "P106"),
        ("2025-01-03,1,2,0.5,-11,10.75,100", "P106"),
        ("2025-01-02,1,2,0.5,11,10.75,100", "P107"),
        ("2025-01-03,1,2,0.5,,,100", "P109"),
        ("2025-01-03,1,2,0.5,11,10.75", "P104"),
        ("2025-01-03,1,2,0.5,11,10.75,100,", "P104"),
        ('2025-01-03,1,2,0.5,11,10.75,"100', "P104"),
        ("2025-01-03;1;2;0.5;11;10.75;100", "P104"),
    ],
)
def test_a_bad_line_is_left_out_and_named_and_the_others_stay(line: str, code: str) -> None:
    answer = read(GOOD, line, "2025-01-06,1,2,0.5,12,11.75,100")
    assert dates(answer) == ["2025-01-02", "2025-01-06"]
    assert codes(answer) == [(code, 3)]
    (problem,) = answer.problems
    assert problem.path == "X.csv"
    assert problem.severity == "error"
    assert problem.excerpt == line
    assert problem.hint


def test_dates_out_of_order_are_put_in_order_with_a_warning() -> None:
    answer = read("2025-01-03,,,,11,11,", "2025-01-02,,,,10,10,", "2025-01-06,,,,12,12,")
    assert dates(answer) == ["2025-01-02", "2025-01-03", "2025-01-06"]
    assert prices(answer) == [(10.0, 10.0), (11.0, 11.0), (12.0, 12.0)]
    assert codes(answer) == [("P108", 3)]
    assert answer.problems[0].severity == "warning"


def test_a_file_sorted_newest_first_is_read_whole() -> None:
    answer = read(*[f"2025-01-{day:02d},,,,{day},{day}," for day in range(31, 0, -1)])
    assert [price for price, _ in prices(answer)] == [float(day) for day in range(1, 32)]
    assert {problem.code for problem in answer.problems} == {"P108"}


def test_an_open_quote_costs_one_line_not_the_rest_of_the_file() -> None:
    answer = read(GOOD, '2025-01-03,1,2,0.5,"11,10.75,100', "2025-01-06,1,2,0.5,12,11.75,100")
    assert dates(answer) == ["2025-01-02", "2025-01-06"]


def test_quoted_cells_and_blank_lines_are_fine() -> None:
    answer = read('"2025-01-02","1","2","0.5","10.5"," 10.25 ","1,000"', "", "2025-01-03,,,,11,11,")
    assert prices(answer) == [(10.5, 10.25), (11.0, 11.0)]
    assert answer.problems == ()


def test_lines_that_make_up_for_each_other_are_not_taken_for_clean() -> None:
    answer = read("2025-01-02,1,2,0.5,10.5,10.25,100,9", "2025-01-03,1,2,0.5,11,10.75", GOOD)
    assert codes(answer) == [("P104", 2), ("P104", 3)]


def test_an_adjusted_close_blank_on_some_rows_is_a_warning() -> None:
    answer = read("2025-01-02,,,,10,10,", "2025-01-03,,,,11,,")
    assert codes(answer) == [("P111", 1)]
    assert "1 rows have no adj_close, the first on 2025-01-03" in answer.problems[0].message


def test_many_bad_lines_are_counted_in_one_last_problem() -> None:
    answer = read(GOOD, *["x,1,2,0.5,11,10.75,100"] * 250)
    assert len(answer.problems) == 101
    assert answer.problems[-1].code == "P110"
    assert answer.problems[-1].message == "150 more lines of this file have problems"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "P102"),
        (b" \n\n", "P102"),
        (HEADER.encode(), "P102"),
        (HEADER.encode() + b"\n", "P102"),
        (HEADER.encode() + b"\n\n\n", "P102"),
        (b"date,open\n2025-01-02,1\n", "P103"),
        (b"close,adj_close\n1,1\n", "P103"),
        (b"date,close,close\n2025-01-02,1,1\n", "P103"),
        (b"Date;Close\n2025-01-02;1\n", "P103"),
        (b"2025-01-02,1,2,0.5,10.5,10.25,100\n", "P103"),
        (b"<!DOCTYPE html>\n<html>\n", "P103"),
        (b'date,"close\n2025-01-02,1\n', "P103"),
        (b"date,close\n2025-01-02,\xff\xfe\n", "P101"),
        ("date,close\n2025-01-02,1\n".encode("utf-16"), "P101"),
        (b"\x00\x01\x02\x03", "P103"),
    ],
)
def test_an_unusable_file_says_why(data: bytes, code: str) -> None:
    answer = read_daily(data, "X.csv")
    assert answer.columns is None
    assert answer.reason.startswith("X.csv: ")
    assert [problem.code for problem in answer.problems] == [code]


def test_a_file_of_bad_lines_only_is_unusable_and_keeps_their_problems() -> None:
    answer = read("x,1,2,0.5,11,10.75,100")
    assert answer.columns is None
    assert codes(answer) == [("P105", 2), ("P102", 1)]


PRICE = st.floats(1e-6, 1e9, allow_nan=False).map(repr)
ROWS = st.lists(
    st.tuples(st.dates(dt.date(1900, 1, 1)), st.tuples(PRICE, PRICE | st.just(""))),
    min_size=1,
    max_size=30,
    unique_by=lambda row: row[0],
).map(sorted)


@given(ROWS)
def test_the_fast_and_the_careful_way_read_the_same(rows: list[tuple[dt.date, tuple[str, str]]]) -> None:
    lines = [f"{date},,,,{close},{adj_close}," for date, (close, adj_close) in rows]
    fast = read(*lines)
    # A quoted cell is what sends a file to the careful way.
    careful = read(*[f'{line}"1"' for line in lines])
    assert fast.columns is not None
    assert careful.columns is not None
    assert fast.problems == careful.problems
    assert fast.columns.session_on.tolist() == [date for date, _ in rows]
    assert fast.columns.close.tolist() == [float(close) for _, (close, _) in rows]
    for name in ("session_on", "close", "adj_close"):
        ours, theirs = getattr(fast.columns, name), getattr(careful.columns, name)
        assert ours.dtype == theirs.dtype
        assert np.array_equal(ours, theirs, equal_nan=name != "session_on")


@given(st.text(alphabet='0123456789-.,eEinfa \n"\r\u0661\x00', max_size=200))
def test_no_text_breaks_the_reader_and_only_prices_come_out(body: str) -> None:
    answer = read_daily(f"date,close,adj_close\n{body}".encode(), "X.csv")
    if answer.columns is None:
        assert answer.reason
        return
    assert np.all(np.diff(answer.columns.session_on).astype(int) > 0)
    for column in (answer.columns.close, answer.columns.adj_close):
        priced = column[~np.isnan(column)]
        assert np.all(np.isfinite(priced) & (priced > 0))


def test_a_clean_file_takes_the_fast_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_table, "_careful_columns", None)
    assert read(GOOD).columns is not None
