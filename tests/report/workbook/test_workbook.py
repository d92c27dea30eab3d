"""A workbook as another program reads it."""

import datetime as dt
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from made_exports import (
    FRIDAY,
    HIDDEN_TEXTS,
    LONG_TEXT,
    PLAIN_TEXTS,
    RUNNABLE_TEXTS,
    TORTURE_TICKERS,
    column,
    make_export,
    torture_export,
)

from screener.dictionary.tables import EXPORT_TABLES, TABLES
from screener.records.export import ExportedThesis
from screener.report.banner import SIMULATED_BANNER
from screener.report.workbook.workbook import workbook

# Loading drops what it does not know, the bars, and says so.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")

THIRD = 1 / 3
# A sheet's dates have no zone.
MIDNIGHT = dt.datetime.combine(FRIDAY, dt.time.min)
ROWS = {
    "sizing": [
        {"ticker": "NVDA", "leg": "long_chips", "side": "long", "target_pct": 12.5, "weight_pct": 100 * THIRD,
         "drift_pp": -0.1 - 0.2},
        {"ticker": "AI", "leg": "short_ai", "side": "short", "target_pct": -50.0, "weight_pct": None, "drift_pp": 0.0},
    ],
    "prices": [
        {"ticker": "NVDA", "session_on": FRIDAY, "close": 1.5, "level": 2.0, "volume": 1e9, "is_closed": False},
        {"ticker": "NVDA", "session_on": dt.date(2026, 5, 28), "close": None, "level": 2.0, "is_closed": True},
    ],
}  # fmt: skip


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return {name: book.read(name).decode("utf-8") for name in book.namelist()}


@pytest.fixture(scope="module")
def made():
    return workbook(make_export(ROWS))


@pytest.fixture(scope="module")
def book(made):
    return opened(made.data)


@pytest.fixture(scope="module")
def tortured():
    return workbook(torture_export())


def read(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_every_table_has_a_sheet_behind_the_readme_the_first_ones_first_and_the_dictionary_last(book):
    names = book.sheetnames

    assert names[:6] == ["README", "signals", "scores", "events", "attribution", "claims"]
    assert names[-2:] == ["prices", "dictionary"]
    assert sorted(names[1:]) == sorted(EXPORT_TABLES)
    assert max(map(len, names)) <= 31


def test_every_sheet_begins_with_its_columns_names(book):
    for name in EXPORT_TABLES:
        assert tuple(cell.value for cell in book[name][1]) == TABLES[name]


def test_cells_have_their_types_and_a_missing_value_is_an_empty_cell(book):
    header, first, second = read(book["prices"])

    found = dict(zip(header, first, strict=True))
    assert found["session_on"] == MIDNIGHT
    assert (found["close"], found["volume"], found["is_closed"]) == (1.5, 1_000_000_000, False)
    assert (found["as_of"], found["thesis_id"], found["flags"]) == (MIDNIGHT, "made", None)
    late = dict(zip(header, second, strict=True))
    assert (late["close"], late["volume"], late["is_closed"]) == (None, None, True)


def test_percentages_are_the_csvs_own_numbers_shown_with_a_sign_and_never_fractions(book):
    sheet = book["sizing"]
    header = [cell.value for cell in sheet[1]]
    weight, drift = (sheet.cell(2, header.index(name) + 1) for name in ("weight_pct", "drift_pp"))

    assert (weight.value, drift.value) == (33.3333333333333, -0.3)
    assert weight.number_format == '+0.00"%";-0.00"%";0.00"%"'
    assert drift.number_format == '+0.00" pp";-0.00" pp";0.00" pp"'
    assert sheet.cell(2, header.index("as_of") + 1).number_format == "yyyy-mm-dd"
    assert sheet.cell(3, header.index("weight_pct") + 1).value is None
    assert sheet.cell(3, header.index("drift_pp") + 1).value == 0


def test_header_and_first_columns_stay_in_sight_and_every_column_can_be_filtered(book):
    assert book["signals"].freeze_panes == "C2"
    assert book["scores"].freeze_panes == "B2"
    assert book["prices"].freeze_panes == "B2"
    assert book["prices"].auto_filter.ref == "A1:K3"
    assert book["rulings"].auto_filter.ref == "A1:M2"


def test_sheets_print_on_their_side_with_the_header_on_every_page(book):
    for name in EXPORT_TABLES:
        assert book[name].page_setup.orientation == "landscape"
        assert book[name].print_title_rows == "$1:$1"
        assert book[name].print_title_cols.startswith("$A:")


def test_the_first_sheet_says_what_the_rest_is(book):
    told = {row[0]: row[1] for row in read(book["README"])}
    text = "\n".join(str(cell) for row in read(book["README"]) for cell in row if cell is not None)

    assert told["as of"] == "2026-05-29: nothing known later was used"
    assert told["fingerprint"].startswith("ba9876543210 (screener 1.0)")
    assert told["made"] == (
        "Made by hand; opened 2025-12-08; as of 2026-05-29; prices: csv, to 2026-05-29; fingerprint 0123456789ab"
    )
    assert told["sizing"].startswith("2 rows. One row a name of the model portfolio")
    assert "2 used of 3 events asked for" in text
    assert "a filing" in text
    assert "1.5 for 1.5 %" in text
    assert SIMULATED_BANNER not in text


def test_made_up_prices_are_said_on_the_first_sheet_and_on_every_printed_page():
    data = workbook(make_export({}, price_source="simulated")).data
    book = opened(data)

    assert SIMULATED_BANNER in [row[1] for row in read(book["README"])[:3]]
    assert all(book[name].oddHeader.center.text == SIMULATED_BANNER for name in EXPORT_TABLES)


def test_the_dictionary_has_a_row_for_every_column_of_every_sheet(book):
    found = {(row[0], row[1]) for row in read(book["dictionary"])[1:]}

    assert found == {(table, name) for table in EXPORT_TABLES for name in TABLES[table]}


def test_every_ticker_and_text_is_the_text_that_the_export_holds(tortured):
    book = opened(tortured.data)
    tickers = [row[1] for row in read(book["signals"])[1:]]
    texts = [row[1] for row in read(book["events"])[1:]]
    shown = [*RUNNABLE_TEXTS, *PLAIN_TEXTS, *HIDDEN_TEXTS.values()]

    assert tickers == list(TORTURE_TICKERS)
    # This reader leaves an underscore escaped that Excel and LibreOffice read.
    assert [text.replace("_x005F_", "_") for text in texts[:-1]] == shown
    assert texts[-1][:32_000] == LONG_TEXT[:32_000]


def test_no_cell_is_a_formula_and_nothing_leads_out_of_the_workbook(tortured):
    inside = parts(tortured.data)

    assert not any("<f>" in text or "<f " in text for text in inside.values())
    assert not any('TargetMode="External"' in text for text in inside.values())
    assert not [name for name in inside if "external" in name.lower() or name.endswith(".bin")]
    kinds = {cell.data_type for sheet in opened(tortured.data) for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n", "d", "b"}


def test_links_lead_to_the_sheets_and_nowhere_else(book):
    links = [cell.hyperlink for row in book["README"].iter_rows() for cell in row if cell.hyperlink]

    assert [each.location for each in links] == [f"'{name}'!A1" for name in book.sheetnames[1:]]
    assert {each.target for each in links} == {None}


def test_what_a_cell_or_a_sheet_cannot_hold_is_counted_and_said():
    events = [{"event_id": f"E{n}", "name": LONG_TEXT if n == 1 else "short"} for n in range(5)]
    made = workbook(make_export({"events": events}), max_rows=3)
    sheet = opened(made.data)["events"]
    told = [row[1] for row in read(opened(made.data)["README"])]

    assert [row[0] for row in read(sheet)] == ["event_id", "E0", "E1", "E2"]
    assert [line for line in made.lacks if line.startswith("events: ")] == [
        "events: 2 of 5 rows are left out, the last ones; a sheet holds no more, the CSV export has them all",
        "events: 1 texts are cut to what a cell holds, and say so at their end; the CSV export has them whole",
    ]
    assert set(made.lacks) <= set(told)
    assert sheet["B3"].value.endswith("[cut here: 40,000 characters in all; the CSV export has them]")


def test_bars_are_blue_above_and_vermilion_below_zero_on_signed_figures(made):
    sheets = [text for name, text in parts(made.data).items() if "dataBar" in text and "sheet" in name]

    # The figures that are compared down a column; of the tables here only sizing has both rows and such a figure.
    assert len(sheets) == 1
    assert "sqref>F2:F3<" in sheets[0].replace("xm:", "")
    assert 'rgb="FF0072B2"' in sheets[0]
    assert 'negativeFillColor rgb="FFD55E00"' in sheets[0]


def test_texts_that_look_like_numbers_are_not_marked_as_mistakes(made):
    sheets = {name: text for name, text in parts(made.data).items() if name.startswith("xl/worksheets/sheet")}

    assert sum("numberStoredAsText" in text for text in sheets.values()) == len(EXPORT_TABLES)


def test_it_is_made_on_the_day_that_it_speaks_for(made):
    core = parts(made.data)["docProps/core.xml"]

    assert core.count("2026-05-29T00:00:00Z") == 2
    assert "<dc:creator>screener export</dc:creator>" in core


def test_another_process_makes_the_same_bytes(tortured, checkout: Path):
    program = (
        "import sys; sys.path.insert(0, 'tests'); from made_exports import torture_export; "
        "from screener.report.workbook.workbook import workbook as made; "
        "sys.stdout.buffer.write(made(torture_export()).data)"
    )
    other = subprocess.run([sys.executable, "-c", program], cwd=checkout, capture_output=True, check=True)

    assert other.stdout == tortured.data


def test_a_thesis_named_like_a_formula_is_only_its_name():
    odd = ExportedThesis("=1+2", "@SUM(1)\x1b[31m\nB", FRIDAY, FRIDAY, "csv", FRIDAY, "f" * 12)
    rows = read(opened(workbook(make_export({}, theses=(odd,))).data)["README"])

    assert [row[0] for row in rows if str(row[0]).startswith("=")] == ["=1+2"]
    assert any(str(row[1]).startswith("@SUM(1)\ufffd[31m B; opened") for row in rows)


def test_columns_of_the_export_survive_as_they_are(tortured):
    export = torture_export()
    scores = [row[7] for row in read(opened(tortured.data)["signals"])[1:]]

    assert scores == column(export, "signals", "score")
    assert min(scores) < 0
