"""Exported tables read back by the programs that people open them with."""

import csv
import io
import math
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from made_exports import (
    CSV_TICKERS,
    FRIDAY,
    HIDDEN_TEXTS,
    HYPERLINK,
    LONG_TEXT,
    PLAIN_TEXTS,
    RUNNABLE_TEXTS,
    TORTURE_TICKERS,
    torture_export,
)

from screener.export.folder import write_folder
from screener.export.tables import gather
from screener.export.workbook_file import write_workbook
from screener.report.delimited import EXCEL, PLAIN

# Loading drops what it does not know, the bars, and says so.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")

WEIGHTS = [-1.25 * n for n in range(len(TORTURE_TICKERS))]
SHOWN = [*PLAIN_TEXTS, *HIDDEN_TEXTS.values()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Return the folder latest of the torture export."""
    return write_folder(torture_export(), tmp_path_factory.mktemp("torture")).places[1]


@pytest.fixture(scope="module")
def sheets(tmp_path_factory) -> Path:
    """Return the workbook of the torture export."""
    return write_workbook(torture_export(), tmp_path_factory.mktemp("torture") / "torture.xlsx").path


@pytest.fixture
def read_signals(checkout, monkeypatch):
    """Run the recipe of the documentation over a folder of exports."""

    def read(exports: Path) -> pd.DataFrame:
        page = (checkout / "docs" / "export.md").read_text(encoding="utf-8")
        (recipe,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
        with monkeypatch.context() as patch:
            patch.chdir(exports.parent)
            told: dict[str, Any] = {}
            exec(recipe.replace('"export/latest"', repr(f"{exports.name}/latest")), told)  # noqa: S102
        found: pd.DataFrame = told["signals"]
        return found

    return read


@pytest.mark.parametrize("dialect", [PLAIN, EXCEL], ids=["plain", "excel"])
def test_pandas_reads_every_ticker_number_and_date_by_the_recipe_of_the_documentation(dialect, read_signals, tmp_path):
    write_folder(torture_export(), tmp_path / "some", dialect)
    found = read_signals(tmp_path / "some")

    assert found["ticker"].tolist() == list(CSV_TICKERS)
    assert found["weight_pct"].tolist() == WEIGHTS
    assert found["name"].tolist() == [""] * len(CSV_TICKERS)
    assert found["next_earnings_on"].tolist() == [pd.Timestamp(FRIDAY)] * len(CSV_TICKERS)
    assert found["close"].isna().all()


def test_pandas_reads_every_text_whole_and_one_that_would_run_behind_an_apostrophe(folder):
    found = pd.read_csv(folder / "events.csv", keep_default_na=False)["name"].tolist()
    runnable, rest = found[: len(RUNNABLE_TEXTS)], found[len(RUNNABLE_TEXTS) :]

    assert [text.removeprefix("'") for text in runnable] == list(RUNNABLE_TEXTS)
    assert [text[0] for text in runnable if text != "="] == ["'"] * (len(RUNNABLE_TEXTS) - 1)
    assert rest == [*SHOWN, LONG_TEXT]


def test_pandas_reads_the_same_from_the_workbook(sheets):
    found = pd.read_excel(sheets, sheet_name="signals", keep_default_na=False)

    assert found["ticker"].tolist() == list(TORTURE_TICKERS)
    assert found["weight_pct"].tolist() == WEIGHTS
    assert found["next_earnings_on"].tolist() == [pd.Timestamp(FRIDAY)] * len(TORTURE_TICKERS)


def test_every_number_day_and_word_of_a_real_export_is_the_same_in_both(dossier, tmp_path):
    export = gather([dossier])
    # A sheet of each table's first rows; all of them would only be slower.
    short = replace(export, tables=tuple(replace(table, rows=table.rows[:25]) for table in export.tables))
    places = write_folder(short, tmp_path / "folder").places
    book = openpyxl.load_workbook(write_workbook(short, tmp_path / "book.xlsx").path)

    for table in short.tables:
        with (places[0] / f"{table.name}.csv").open(encoding="utf-8", newline="") as stream:
            header, *lines = csv.reader(stream)
        cells = [[cell.value for cell in row] for row in book[table.name].iter_rows(max_row=len(lines) + 1)]
        assert tuple(header) == tuple(cells[0]) == table.columns
        assert [[as_text(value) for value in row] for row in cells[1:]] == [
            [normal(text) for text in line] for line in lines
        ], table.name


def as_text(value):
    """Return a sheet's value as the CSV would say it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return float(value)
    if hasattr(value, "date"):
        return value.date().isoformat()
    return number_or(value)


def normal(text):
    return number_or(text.removeprefix("'"))


def number_or(text):
    """Return a text's number where it is one: both sides are compared as numbers, or as words."""
    try:
        number = float(text)
    except ValueError:
        return text
    return number if math.isfinite(number) else text


# LibreOffice


def converted(path: Path, place: Path, *options: str) -> None:
    """Let LibreOffice convert a file, with a profile of its own."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("no LibreOffice: apt-get install libreoffice-calc")
    profile = f"-env:UserInstallation={(place / 'profile').as_uri()}"
    asked = [office, profile, "--headless", *options, "--outdir", str(place), str(path)]
    subprocess.run(asked, check=True, capture_output=True, timeout=110)


def rows_of(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


# Comma, quote, UTF-8, from line 1; then to UTF-8 with cells as they are, not as they are shown, and every sheet.
_AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"


@pytest.mark.desktop
def test_libreoffice_shows_every_ticker_and_text_of_the_workbook(sheets, tmp_path):
    converted(sheets, tmp_path, "--convert-to", _AS_CSV)
    signals, events = (rows_of(tmp_path / f"torture-{name}.csv") for name in ("signals", "events"))
    texts = [row[1] for row in events[1:]]

    assert [row[1] for row in signals[1:]] == list(TORTURE_TICKERS)
    assert [float(row[8]) for row in signals[1:]] == WEIGHTS
    assert texts[:-1] == [*RUNNABLE_TEXTS, *SHOWN]
    assert texts[-1].endswith("[cut here: 40,000 characters in all; the CSV export has them]")
    assert {float(row[11]) for row in events[1:]} == {-1.5}


def columns_as_text(*numbers: int) -> str:
    """Return LibreOffice's import options that take some columns, counted from 1, as text."""
    return "--infilter=CSV:44,34,76,1," + "/".join(f"{number}/2" for number in numbers)


@pytest.mark.desktop
@pytest.mark.parametrize("dialect", [PLAIN, EXCEL], ids=["plain", "excel"])
def test_libreoffice_opens_a_csv_file_without_running_a_text_and_keeps_tickers_taken_as_text(dialect, tmp_path):
    folder = write_folder(torture_export(), tmp_path / "folder", dialect).places[1]
    converted(folder / "signals.csv", tmp_path, columns_as_text(2), "--convert-to", "xlsx")
    converted(folder / "events.csv", tmp_path, columns_as_text(2), "--convert-to", "xlsx")
    signals = openpyxl.load_workbook(tmp_path / "signals.xlsx").active
    events = openpyxl.load_workbook(tmp_path / "events.xlsx").active

    assert [row[1].value for row in signals.iter_rows(min_row=2)] == list(CSV_TICKERS)
    weights = [row[8] for row in signals.iter_rows(min_row=2)]
    assert [cell.value for cell in weights] == WEIGHTS
    assert {cell.data_type for cell in weights} == {"n"}
    assert {row[11].value for row in events.iter_rows(min_row=2)} == {-1.5}
    assert "f" not in {cell.data_type for row in events.iter_rows() for cell in row}


@pytest.mark.desktop
def test_libreoffice_opens_a_csv_file_with_its_defaults_and_runs_no_text(folder, tmp_path):
    converted(folder / "events.csv", tmp_path, "--convert-to", "xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "events.xlsx").active
    names = [row[1].value for row in sheet.iter_rows(min_row=2)]

    assert f"'{HYPERLINK}" in names
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert {row[11].value for row in sheet.iter_rows(min_row=2)} == {-1.5}
