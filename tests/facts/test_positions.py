"""positions.csv: what is read, and what is said of each bad row."""

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.dictionary.table_codes import TABLE_CODES
from screener.facts.columns import POSITIONS
from screener.facts.positions import read_positions
from screener.records.position import Position

HEADER = "thesis_id,ticker,shares,cost,currency,opened_on\n"
AS_OF = dt.date(2026, 5, 29)


def read(tmp_path: Path, *rows: str, header: str = HEADER, known_ids=("made", "other")):
    path = tmp_path / "positions.csv"
    path.write_text(header + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return read_positions(path, AS_OF, known_ids)


def said(reading):
    return [(each.code, each.severity, each.line, each.column) for each in reading.problems]


def test_a_short_has_a_minus_and_every_cell_comes_back(tmp_path: Path) -> None:
    reading = read(tmp_path, "made,NVDA,40,121.5,USD,2025-12-09", "made,000660.KS,-3.5,1e5,krw,2026-05-29")

    path = str(tmp_path / "positions.csv")
    assert reading.problems == ()
    assert reading.positions == (
        Position("made", "NVDA", 40.0, 121.5, "USD", dt.date(2025, 12, 9), path, 2),
        Position("made", "000660.KS", -3.5, 100_000.0, "KRW", AS_OF, path, 3),
    )


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        (",NVDA,1,2,USD,2025-12-09", "F105", 1),
        ("made,,1,2,USD,2025-12-09", "F105", 6),
        ("made,NVDA,,2,USD,2025-12-09", "F105", 11),
        ("made,NVDA,1,2,USD,2025-13-09", "F106", 19),
        ("made,NVDA,ten,2,USD,2025-12-09", "F107", 11),
        ('made,NVDA,1,"1,200",USD,2025-12-09', "F107", 13),
        ("made,NVDA,1,nan,USD,2025-12-09", "F107", 13),
        ("made,NVDA,0,2,USD,2025-12-09", "F130", 11),
        ("made,NVDA,-0.0,2,USD,2025-12-09", "F130", 11),
        ("made,NVDA,1,0,USD,2025-12-09", "F131", 13),
        ("made,NVDA,1,-2,USD,2025-12-09", "F131", 13),
        ("made,NVDA,1,2,dollars,2025-12-09", "F132", 15),
        ("made,NVDA,1,2,$,2025-12-09", "F132", 15),
    ],
)
def test_a_bad_cell_is_an_error_at_its_place_with_a_remedy_and_the_row_is_left_out(
    tmp_path: Path, row: str, code: str, column: int
) -> None:
    reading = read(tmp_path, row, "made,MU,1,2,USD,2025-12-09")

    assert said(reading) == [(code, "error", 2, column)]
    assert reading.problems[0].hint
    assert code in TABLE_CODES
    assert [each.ticker for each in reading.positions] == ["MU"]


def test_what_was_opened_after_the_day_is_not_held_yet_and_told(tmp_path: Path) -> None:
    reading = read(tmp_path, "made,NVDA,1,2,USD,2026-05-30")

    assert said(reading) == [("F133", "warning", 2, 19)]
    assert reading.positions == ()


def test_a_lot_stands_once_and_lots_of_other_days_are_others(tmp_path: Path) -> None:
    lot = "made,NVDA,1,2,USD,2025-12-09"
    reading = read(tmp_path, lot, lot, "made,NVDA,1,2,USD,2025-12-10", "other,NVDA,1,2,USD,2025-12-09")

    assert said(reading) == [("F109", "error", 3, 1)]
    assert [each.line for each in reading.positions] == [2, 4, 5]


def test_an_unknown_thesis_is_told_once_and_its_rows_stay(tmp_path: Path) -> None:
    rows = [f"mode,{ticker},1,2,USD,2025-12-09" for ticker in ("NVDA", "MU")]
    reading = read(tmp_path, *rows, "made,MU,1,2,USD,2025-12-09")

    assert said(reading) == [("F134", "warning", 2, 1)]
    assert reading.problems[0].message == "there is no thesis 'mode', here and in 1 more"
    assert reading.problems[0].hint == "did you mean made?"
    assert len(reading.positions) == 3


def test_no_thesis_is_unknown_where_none_is_asked_about(tmp_path: Path) -> None:
    assert read(tmp_path, "mode,NVDA,1,2,USD,2025-12-09", known_ids=None).problems == ()


def test_a_column_of_ones_own_is_ignored_with_a_warning_and_a_missing_one_refused(tmp_path: Path) -> None:
    own = read(tmp_path, "made,NVDA,1,2,USD,2025-12-09,IB", header=HEADER.replace("\n", ",broker\n"))
    lacking = read(tmp_path, "made,NVDA,1,2,2025-12-09", header=HEADER.replace("currency,", ""))

    assert said(own) == [("F103", "warning", 1, 49)]
    assert len(own.positions) == 1
    assert [each.code for each in lacking.problems] == ["F102"]
    assert lacking.positions == ()


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    reading = read_positions(tmp_path / "none.csv", AS_OF)

    assert [each.code for each in reading.problems] == ["F101"]


cells = st.text(st.characters(codec="utf-8"), max_size=6) | st.sampled_from(
    ["made", "NVDA", "1", "-1", "0", "2.5", "1e308", "-1e-320", "USD", "2025-12-09", "2027-01-01", '"', ",", "\r\n"]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(cells, min_size=5, max_size=7), max_size=4))
def test_whatever_a_file_holds_is_read_or_told(tmp_path_factory: pytest.TempPathFactory, rows) -> None:
    path = tmp_path_factory.mktemp("held") / "positions.csv"
    path.write_bytes((HEADER + "\n".join(",".join(row) for row in rows)).encode())

    reading = read_positions(path, AS_OF, ("made",))

    assert all(each.shares != 0 and each.cost > 0 and each.opened_on <= AS_OF for each in reading.positions)
    assert all(problem.path == str(path) and problem.line > 0 for problem in reading.problems)


def test_the_readme_of_the_tables_names_its_columns_in_order(checkout: Path) -> None:
    text = (checkout / "data" / "README.md").read_text(encoding="utf-8")
    section = text.partition("## positions.csv")[2].partition("\n## ")[0]
    told = re.findall(r"`(\w+)`:", section)

    assert told == HEADER.strip().split(",") == [column.name for column in POSITIONS]
