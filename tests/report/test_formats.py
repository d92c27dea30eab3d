from pathlib import Path

import pytest
from make_table import make_names, make_prose

from screener.errors import UsageError
from screener.report.formats import FORMATS, format_of, render, select_columns


def test_every_format_starts_as_it_should() -> None:
    starts = {name: render(make_prose("x"), name)[:9] for name in FORMATS}
    assert starts == {"csv": "event_id,", "tsv": "event_id\t", "json": '[\n{"event', "md": "| event_i"} | {
        "json": '[\n{"event'[:9]
    }


@pytest.mark.parametrize(
    ("path", "name"),
    [("a.csv", "csv"), (Path("x/y.b.TSV"), "tsv"), ("a.json", "json"), ("Note.md", "md")],
)
def test_a_files_ending_names_its_format(path: str | Path, name: str) -> None:
    assert format_of(path) == name


def test_a_misspelt_ending_gets_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"'\.jsn' \(did you mean '\.json'\?\); use \.csv, \.tsv, \.json or \.md"):
        format_of("a.jsn")


def test_a_file_without_an_ending_is_told_the_endings() -> None:
    with pytest.raises(UsageError, match=r"end it in \.csv, \.tsv, \.json or \.md"):
        format_of("out")


def test_an_unknown_format_gets_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"no format 'cvs' \(did you mean 'csv'\?\)"):
        render(make_prose("x"), "cvs")


def test_columns_come_in_the_order_asked_for() -> None:
    table = select_columns(make_names(("e", None, "NVDA", "long", 1.0, "used", "csv")), ["car_pct", "ticker"])
    assert table.columns == ("car_pct", "ticker")
    assert table.rows == ((1.0, "NVDA"),)


def test_all_unknown_columns_are_told_at_once_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="'tickr'.*did you mean 'ticker'.*'zzz'; the columns are: event_id"):
        select_columns(make_names(), ["tickr", "zzz"])


def test_a_column_asked_for_twice_is_refused() -> None:
    with pytest.raises(UsageError, match="more than once: ticker"):
        select_columns(make_names(), ["ticker", "side", "ticker"])


def test_simulated_prices_cannot_be_left_out() -> None:
    table = select_columns(make_names(("e", None, "NVDA", "long", 1.0, "used", "simulated")), ["ticker", "car_pct"])
    assert table.columns == ("ticker", "car_pct", "price_source")
    assert render(table, "md").startswith("**SIMULATED PRICES")
