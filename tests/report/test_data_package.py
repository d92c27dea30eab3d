"""What a folder says of itself, as another program checks it."""

import csv
import hashlib
import json

import frictionless
import pytest
from made_exports import CSV_TICKERS, FRIDAY, make_export, torture_export

from screener.dictionary.columns import column_of
from screener.dictionary.tables import EXPORT_TABLES, TABLES
from screener.report.banner import SIMULATED_BANNER
from screener.report.data_package import csv_name, data_package_text
from screener.report.delimited import EXCEL, PLAIN, csv_text

TYPES = {"text": "string", "list": "string", "date": "date", "integer": "integer", "number": "number",
         "boolean": "boolean"}  # fmt: skip
SIZING = [{"ticker": ticker, "leg": "long_chips", "side": "long", "target_pct": -1.5} for ticker in ("NA", "ON")]


def files_of(export, dialect=PLAIN):
    return {csv_name(table.name): csv_text(table, dialect).encode() for table in export.tables}


def write(folder, export, dialect=PLAIN):
    files = files_of(export, dialect)
    text = data_package_text(export, files, dialect)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    return json.loads(text)


def resource(said, name):
    (found,) = (each for each in said["resources"] if each["name"] == name)
    return found


@pytest.fixture(scope="module")
def said():
    export = make_export({"sizing": SIZING})
    return json.loads(data_package_text(export, files_of(export), PLAIN))


@pytest.mark.parametrize("dialect", [PLAIN, EXCEL], ids=["plain", "excel"])
def test_frictionless_finds_nothing_wrong_even_with_torture_texts(tmp_path, dialect):
    write(tmp_path, torture_export(), dialect)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))

    assert report.valid, report.flatten(["title", "message"])
    assert len(report.tasks) == len(EXPORT_TABLES)
    assert report.warnings == []


@pytest.mark.parametrize("dialect", [PLAIN, EXCEL], ids=["plain", "excel"])
def test_frictionless_reads_every_ticker_and_negative_number_back(tmp_path, dialect):
    write(tmp_path, torture_export(), dialect)
    rows = frictionless.Package(str(tmp_path / "datapackage.json")).get_resource("signals").read_rows()

    assert [row["ticker"] for row in rows] == list(CSV_TICKERS)
    assert [float(row["weight_pct"]) for row in rows] == [-1.25 * n for n in range(len(CSV_TICKERS))]
    assert {row["next_earnings_on"] for row in rows} == {FRIDAY}


def test_a_reader_is_told_to_bear_a_column_that_is_appended_later(tmp_path):
    write(tmp_path, make_export({"sizing": SIZING}))
    path = tmp_path / "sizing.csv"
    with path.open(newline="") as stream:
        rows = list(csv.reader(stream))
    with path.open("w", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([*row, "new"] for row in rows)
    package = json.loads((tmp_path / "datapackage.json").read_text())
    for each in package["resources"]:
        each.pop("hash")
        each.pop("bytes")
    (tmp_path / "datapackage.json").write_text(json.dumps(package))

    assert {each["schema"]["fieldsMatch"] for each in package["resources"]} == {"subset"}
    assert frictionless.validate(str(tmp_path / "datapackage.json")).valid


def test_a_spoilt_file_is_found_by_its_hash_though_its_size_is_the_same(tmp_path):
    write(tmp_path, make_export({"sizing": SIZING}))
    path = tmp_path / "sizing.csv"
    path.write_text(path.read_text().replace("-1.5", "-1.6"))
    found = frictionless.validate(str(tmp_path / "datapackage.json")).flatten(["type"])

    assert found == [["hash-count"]]


def test_every_table_is_a_resource_with_its_hash_and_size(said):
    files = files_of(make_export({"sizing": SIZING}))

    assert [each["name"] for each in said["resources"]] == list(EXPORT_TABLES)
    for each in said["resources"]:
        data = files[each["path"]]
        assert each["path"] == f"{each['name']}.csv"
        assert each["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        assert each["bytes"] == len(data)
    assert resource(said, "sizing")["rows"] == 2


@pytest.mark.parametrize("name", EXPORT_TABLES)
def test_every_column_has_its_type_unit_and_meaning(said, name):
    schema = resource(said, name)["schema"]

    assert [each["name"] for each in schema["fields"]] == list(TABLES[name])
    assert schema["missingValues"] == [""]
    for field in schema["fields"]:
        column = column_of(name, field["name"])
        assert field["type"] == TYPES[column.kind]
        assert (field["unit"], field["description"]) == (column.unit, column.meaning)


def test_it_says_what_it_is_made_of_and_when_by_the_day_that_it_speaks_for(said):
    assert said["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert said["created"] == "2026-05-29T00:00:00Z"
    assert said["sources"] == [{"title": "prices: csv"}, {"title": "a filing"}]
    assert said["screener"] == {
        "schema_version": 1,
        "version": "1.0",
        "as_of": "2026-05-29",
        "fingerprint": "ba9876543210",
        "is_simulated": False,
        "theses": [
            {
                "thesis_id": "made",
                "title": "Made by hand",
                "opened_on": "2025-12-08",
                "as_of": "2026-05-29",
                "price_source": "csv",
                "data_as_of": "2026-05-29",
                "fingerprint": "0123456789ab",
            }
        ],
        "missing": ["2 used of 3 events asked for"],
    }


def test_made_up_prices_are_said_first():
    export = make_export({}, price_source="simulated")
    told = json.loads(data_package_text(export, files_of(export), PLAIN))

    assert told["description"].startswith(SIMULATED_BANNER)
    assert told["screener"]["is_simulated"] is True


def test_the_dialect_is_that_of_the_files():
    for dialect, expected in ((PLAIN, "\n"), (EXCEL, "\r\n")):
        export = make_export({})
        told = json.loads(data_package_text(export, files_of(export, dialect), dialect))
        assert {each["dialect"]["lineTerminator"] for each in told["resources"]} == {expected}


def test_a_key_is_written_down_where_it_tells_these_rows_apart(said):
    assert resource(said, "sizing")["schema"]["primaryKey"] == ["ticker", "leg", "thesis_id"]
    assert resource(said, "dictionary")["schema"]["primaryKey"] == ["table", "column"]
    assert "primaryKey" not in resource(said, "paths")["schema"]
    for field in resource(said, "sizing")["schema"]["fields"]:
        assert ("constraints" in field) == (field["name"] in ("ticker", "leg", "thesis_id"))


@pytest.mark.parametrize("ticker", ["ON", None, ""])
def test_a_key_that_these_rows_break_is_left_out(ticker):
    export = make_export({"sizing": [*SIZING, {"ticker": ticker, "leg": "long_chips", "target_pct": 2.0}]})
    told = json.loads(data_package_text(export, files_of(export), PLAIN))

    assert "primaryKey" not in resource(told, "sizing")["schema"]
