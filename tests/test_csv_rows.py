import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.csv_rows import Column, RowsReading, merge, read_rows
from screener.csv_rows.text import records
from screener.dictionary.table_codes import FACT_ROW_CODES, TABLE_CODES
from screener.errors import CodeError

COLUMNS = (
    Column("name", required=True),
    Column("on", "date"),
    Column("at", "instant_or_date"),
    Column("price", "number", at_least=0),
    Column("side", "choice", choices=("long", "short")),
    Column("note"),
)
HEADER = "name,on,at,price,side,note\n"


def read(tmp_path: Path, text: str | bytes, columns: tuple[Column, ...] = COLUMNS) -> RowsReading:
    path = tmp_path / "table.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_rows(path, columns, codes=FACT_ROW_CODES)


def places(reading: RowsReading) -> list[tuple[str, int, int]]:
    return [(problem.code, problem.line, problem.column) for problem in reading.problems]


def test_cells_come_back_typed(tmp_path: Path) -> None:
    row = '"Nvidia, Inc.",2025-01-20,2025-01-20T16:00:00-05:00,.27,long,said "" x\n'
    reading = read(tmp_path, HEADER + row)
    assert reading.problems == ()
    found = reading.rows[0]
    assert found.text("name") == "Nvidia, Inc."
    assert found.need("on", dt.date) == dt.date(2025, 1, 20)
    assert found.need("at", dt.datetime) == dt.datetime(2025, 1, 20, 21, tzinfo=dt.UTC)
    assert found.need("price", float) == pytest.approx(0.27)
    assert found.text("side") == "long"
    assert found.text("note") == 'said "" x'


def test_blank_cells_are_empty_text_or_none(tmp_path: Path) -> None:
    row = read(tmp_path, HEADER + "a,,,,,\n").rows[0]
    assert row.values == {"name": "a", "on": None, "at": None, "price": None, "side": "", "note": ""}
    assert row.get("price", float) is None


def test_words_that_other_readers_eat_stay_text(tmp_path: Path) -> None:
    reading = read(tmp_path, HEADER + "NA,,,,,nan\nNULL,,,,,None\nON,,,,,0700.HK\n")
    assert [(row.text("name"), row.text("note")) for row in reading.rows] == [
        ("NA", "nan"),
        ("NULL", "None"),
        ("ON", "0700.HK"),
    ]


def test_one_bad_row_does_not_stop_the_rest(tmp_path: Path) -> None:
    reading = read(tmp_path, HEADER + "a,,,1,,\nb,,,x,up,\nc,,,2,,\n")
    assert [row.text("name") for row in reading.rows] == ["a", "c"]
    assert places(reading) == [("F107", 3, 5), ("F108", 3, 7)]
    assert reading.problems[0].excerpt == "b,,,x,up,"
    assert reading.problems[1].hint == "known: long, short"
    assert reading.problems[1].width == 2


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        (",,,,,", None, None),
        (",2025-01-20,,,,", "F105", 1),
        ("a,20.01.2025,,,,", "F106", 3),
        ("a,2025-02-30,,,,", "F106", 3),
        ("a,20250120,,,,", "F106", 3),
        ("a,2025-01-20T16:00:00Z,,,,", "F106", 3),
        ("a,٢٠٢٥-01-20,,,,", "F106", 3),
        ("a,,2025-01-20T16:00:00,,,", "F106", 4),
        ("a,,2025-01-20T25:00:00Z,,,", "F106", 4),
        ("a,,0001-01-01T00:00:00+14:00,,,", "F106", 4),
        ("a,,,1_000,,", "F107", 5),
        ('a,,,"1,000",,', "F107", 5),
        ("a,,,5%,,", "F107", 5),
        ("a,,,nan,,", "F107", 5),
        ("a,,,inf,,", "F107", 5),
        ("a,,,1e999,,", "F107", 5),
        ("a,,,-1,,", "F107", 5),
        ("a,,,,Long,", "F108", 6),
        ("a,,,,", "F104", 6),
        ("a,,,,,,", "F104", 8),
        ("a,\0,,,,", "F104", 3),
        ('a,"2025,,,,', "F104", 3),
        ('"a" b,,,,,', "F104", 1),
    ],
)
def test_each_mistake_has_its_code_and_place(tmp_path: Path, line: str, code: str | None, column: int | None) -> None:
    reading = read(tmp_path, HEADER + line + "\nlast,,,,,\n")
    assert [row.text("name") for row in reading.rows] == ["last"]
    assert places(reading) == ([] if code is None else [(code, 2, column)])


def test_a_near_miss_of_a_choice_is_suggested(tmp_path: Path) -> None:
    assert read(tmp_path, HEADER + "a,,,,shrot,\n").problems[0].hint == "did you mean short?"


def test_lines_are_physical_lines_also_after_a_quoted_line_break(tmp_path: Path) -> None:
    reading = read(tmp_path, HEADER + 'a,,,,,"two\nlines"\n\nb,,,,,"x\ny",z\nc,,,bad,,\n"d\nd",bad,,,,\n')
    assert reading.rows[0].text("note") == "two\nlines"
    assert reading.rows[0].line == 2
    assert places(reading) == [("F104", 6, 4), ("F107", 7, 5), ("F106", 9, 4)]


def test_an_unclosed_quote_costs_one_row_only(tmp_path: Path) -> None:
    reading = read(tmp_path, HEADER + 'a,,,,,"open\nb,,,,,\nc,,,,,"quoted"\n')
    assert [row.text("name") for row in reading.rows] == ["b", "c"]
    assert places(reading) == [("F104", 2, 7)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_byte_order_mark_and_line_ends_do_not_matter(tmp_path: Path, end: str, mark: bytes) -> None:
    text = (HEADER + "a,,,1,,\n\nb,,,2,,").replace("\n", end)
    reading = read(tmp_path, mark + text.encode())
    assert [(row.text("name"), row.line) for row in reading.rows] == [("a", 2), ("b", 4)]
    assert reading.problems == ()


def test_a_line_separator_inside_a_cell_is_no_line(tmp_path: Path) -> None:
    reading = read(tmp_path, HEADER + "a\u2028b\x0bc,,,,,\nd,,,x,,\n")
    assert places(reading) == [("F107", 3, 5)]


def test_columns_may_stand_in_any_order_and_optional_ones_may_be_missing(tmp_path: Path) -> None:
    reading = read(tmp_path, "price, name\n3,a\n")
    assert reading.problems == ()
    assert reading.rows[0].values["note"] == ""
    assert reading.rows[0].values["on"] is None
    assert reading.rows[0].need("price", float) == 3.0


def test_an_extra_column_is_a_warning_with_a_guess(tmp_path: Path) -> None:
    reading = read(tmp_path, "name,pricee\na,3\n")
    assert [row.text("name") for row in reading.rows] == ["a"]
    assert places(reading) == [("F103", 1, 6)]
    assert reading.problems[0].severity == "warning"
    assert reading.problems[0].hint == "did you mean price?"


def test_a_missing_required_column_is_an_error(tmp_path: Path) -> None:
    reading = read(tmp_path, "price\n3\n")
    assert reading.rows == ()
    assert places(reading) == [("F102", 1, 1)]
    assert "name" in reading.problems[0].message


def test_a_column_named_twice_is_an_error(tmp_path: Path) -> None:
    reading = read(tmp_path, "name,price,name\na,3,b\n")
    assert reading.rows == ()
    assert places(reading) == [("F102", 1, 12)]


@pytest.mark.parametrize(("mark", "word"), [(";", "semicolons"), ("\t", "tabs")])
def test_another_separator_is_named(tmp_path: Path, mark: str, word: str) -> None:
    reading = read(tmp_path, (HEADER + "a,,,,,\n").replace(",", mark))
    errors = [problem for problem in reading.problems if problem.severity == "error"]
    assert [problem.code for problem in errors] == ["F102"]
    assert word in errors[0].hint


def test_a_missing_file_and_a_folder_are_errors(tmp_path: Path) -> None:
    for path in (tmp_path / "no.csv", tmp_path):
        reading = read_rows(path, COLUMNS, codes=FACT_ROW_CODES)
        assert [(problem.code, problem.path) for problem in reading.problems] == [("F101", str(path))]


def test_an_empty_file_is_an_error(tmp_path: Path) -> None:
    for text in ("", "\n\n", "\ufeff"):
        assert [code for code, _, _ in places(read(tmp_path, text))] == ["F102"]


def test_text_in_another_encoding_is_placed(tmp_path: Path) -> None:
    reading = read(tmp_path, HEADER.encode() + b"caf\xe9,,,,,\n")
    assert reading.rows == ()
    assert places(reading) == [("F101", 2, 4)]
    assert places(read(tmp_path, HEADER.encode("utf-16"))) == [("F101", 1, 1)]


def test_asking_for_the_wrong_type_is_an_error_of_the_program(tmp_path: Path) -> None:
    row = read(tmp_path, HEADER + "a,,,1,,\n").rows[0]
    with pytest.raises(CodeError, match="price"):
        row.text("price")
    with pytest.raises(CodeError, match="on"):
        row.need("on", dt.date)


def test_every_code_is_explained() -> None:
    codes = {getattr(FACT_ROW_CODES, name) for name in FACT_ROW_CODES.__slots__}
    assert len(codes) == len(FACT_ROW_CODES.__slots__)
    assert codes <= set(TABLE_CODES)
    assert all(meaning.endswith(".") for meaning in TABLE_CODES.values())


def test_a_later_file_adds_and_replaces_and_one_file_may_not_repeat(tmp_path: Path) -> None:
    first = read(tmp_path, HEADER + "a,,,1,,\nb,,,2,,\na,,,3,,\n")
    second = read(tmp_path, HEADER + "b,,,4,,\nc,,,5,,\n")
    files = [[(row, row) for row in reading.rows] for reading in (first, second)]
    merged = merge("prices", files, ("name",), lambda row: (row.text("name"),), "F109")
    assert [(row.text("name"), row.need("price", float)) for row in merged.records] == [
        ("a", 1.0),
        ("b", 4.0),
        ("c", 5.0),
    ]
    assert [(problem.code, problem.line) for problem in merged.problems] == [("F109", 4)]
    assert "line 2" in merged.problems[0].message
    replacement = merged.replacements[0]
    assert (replacement.table, replacement.key, replacement.replaced_line, replacement.line) == (
        "prices",
        "b",
        3,
        2,
    )


CELL_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=8).map(str.strip)


@given(st.lists(st.lists(CELL_TEXT, min_size=2, max_size=4), min_size=1, max_size=6))
def test_what_is_written_quoted_is_read_back(table: list[list[str]]) -> None:
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in table]
    found = list(records("\n".join(quoted) + "\n"))
    assert [[cell.text for cell in record.cells] for record in found] == table
    line = 1
    for record, text in zip(found, quoted, strict=True):
        assert record.line == line
        line += text.count("\n") + 1


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=60))
def test_any_text_is_read_to_its_end_with_places_inside_it(text: str) -> None:
    lines = text.split("\n")
    last = 0
    for record in records(text):
        assert record.line > last
        last = record.line
        for cell in (*record.cells, *((record.broken,) if record.broken else ())):
            assert 1 <= cell.line <= len(lines)
            assert 1 <= cell.column <= len(lines[cell.line - 1]) + 1
