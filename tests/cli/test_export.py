"""``screener export`` as a person and as cron run it."""

import json
from pathlib import Path

import openpyxl
import pytest
from csv_prices import write_prices

from screener.dictionary.tables import EXPORT_TABLES, TABLES

DAY = "2026-03-20"
ARGUMENTS = ("export", "small", "--source", "csv:prices", "--as-of", DAY)
BANNER = "SIMULATED PRICES"


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def small(workspace):
    write_prices(workspace, ["NVDA", "AVGO", "CRM", "ADBE", "SPY"])
    return workspace


def test_a_folder_gets_every_table_the_same_in_every_run_and_stderr_says_where_and_what_is_missing(small, screener):
    ran = screener(*ARGUMENTS, "-o", "out")

    assert ran.code == 0, ran.err
    assert ran.out == ""
    assert {path.name for path in (small / "out").iterdir()} == {DAY, "latest"}
    assert tree(small / "out" / DAY) == tree(small / "out" / "latest")
    assert tree(small / "out" / DAY).keys() == {*(f"{name}.csv" for name in EXPORT_TABLES), "datapackage.json"}
    for name in EXPORT_TABLES:
        header = (small / "out" / DAY / f"{name}.csv").read_text(encoding="utf-8").partition("\n")[0]
        assert header == ",".join(TABLES[name])
    assert "wrote out/2026-03-20 and out/latest: 31 tables, " in ran.err
    assert "used of" in ran.err
    assert "of the names that are only screened, not priced: " in ran.err
    assert f"entered as a new variant in {small / 'state' / 'trials.jsonl'}" in ran.err
    assert BANNER not in ran.err
    # A look at the tables is a try, and no review.
    assert [path.name for path in (small / "state").iterdir() if not path.name.startswith(".")] == ["trials.jsonl"]

    # A name with a dot is a folder's once the folder is there.
    (small / "again.2026").mkdir()
    again = screener(*ARGUMENTS, "-o", "again.2026", "--no-progress")
    assert again.code == 0, again.err
    assert "new variant" not in again.err
    assert tree(small / "again.2026") == tree(small / "out")


# Loading drops what it does not know, the bars, and says so.
@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
def test_a_workbook_has_a_sheet_a_table_with_what_stored_reviews_said_and_a_spoilt_one_is_told(small, screener):
    assert screener("review", "small", "--source", "csv:prices", "--as-of", "2026-03-13", "--format", "json").code == 0
    spoilt = small / "state" / "snapshots" / "small" / "2026-03-06.json"
    spoilt.write_text("{")
    ran = screener(*ARGUMENTS, "-o", "out.XLSX")
    book = openpyxl.load_workbook(small / "out.XLSX", read_only=True)
    stored = list(book["signals_history"].iter_rows(min_row=2, max_col=2, values_only=True))

    assert ran.code == 0, ran.err
    assert {day.date().isoformat() for day, _ in stored} == {"2026-03-13"}
    assert {"NVDA", "AVGO", "CRM", "ADBE"} <= {ticker for _, ticker in stored}
    assert book["sizing"].max_row > 1
    assert f"{spoilt}" in ran.err
    assert "this stored review cannot be read" in ran.err
    assert sorted(book.sheetnames) == sorted(["README", *EXPORT_TABLES])
    assert "wrote out.XLSX: 31 tables, " in ran.err


def test_made_up_prices_are_said_on_stderr_and_in_the_description(workspace, screener):
    ran = screener("export", "small", "--as-of", "2016-06-30", "-o", "out", "--excel")
    said = json.loads((workspace / "out" / "latest" / "datapackage.json").read_text(encoding="utf-8"))

    assert ran.code == 0, ran.err
    assert BANNER in ran.err
    assert said["description"].startswith(BANNER)
    assert (workspace / "out" / "latest" / "scores.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_rows_of_several_theses_are_joined_and_one_without_prices_is_told(small, screener):
    note = (small / "theses" / "small.md").read_text()
    second = note.replace("thesis_id: small", "thesis_id: second")
    (small / "theses" / "second.md").write_text(second)
    (small / "theses" / "gone.md").write_text(
        note.replace("thesis_id: small", "thesis_id: gone").replace("benchmark: SPY", "benchmark: NOTHERE")
    )
    ran = screener("export", "small", "gone", "second", *ARGUMENTS[2:], "-o", "out", "--strict")
    said = json.loads((small / "out" / "latest" / "datapackage.json").read_text(encoding="utf-8"))

    assert ran.code == 3
    assert "error: gone: " in ran.err
    assert "--strict is set" in ran.err
    assert [each["thesis_id"] for each in said["screener"]["theses"]] == ["small", "second"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("-o", "out.csv"), "out.csv ends in .csv, and an export is a folder of CSV files, or a workbook that ends in"),
        (("-o", "out.xls"), "out.xls ends in .xls"),
        (("-o", "out.xlsx", "--excel"), "--excel is for CSV files"),
        (("-o", "screener.toml"), "ends in .toml"),
        (("-o", "strange"), "datapackage.json cannot be read; move it away, or name another folder; nothing was"),
        (("-o", "mine.xlsx"), "mine.xlsx is there and no export made it; move it away, or name another file"),
        ((), "Missing option '--output' / '-o'"),
    ],
)
def test_what_cannot_be_written_is_refused_before_anything_is_run(small, screener, options, said):
    (small / "strange" / "latest").mkdir(parents=True)
    (small / "strange" / "latest" / "datapackage.json").write_text("{")
    (small / "mine.xlsx").write_text("mine")
    before = tree(small)
    ran = screener(*ARGUMENTS, *options)

    assert ran.code == 2
    assert said in ran.err
    assert tree(small) == before


def test_without_any_usable_thesis_nothing_is_written(workspace, screener):
    (workspace / "prices").mkdir()
    ran = screener(*ARGUMENTS, "-o", "out")

    assert ran.code == 3
    assert not (workspace / "out").exists()
