from collections.abc import Callable
from pathlib import Path

import pytest

from screener.errors import UsageError
from screener.records.table import Table
from screener.report.formats import FORMATS, format_of, render, select_columns


def test_every_format_starts_as_it_should(make_prose: Callable[..., Table]) -> None:
    starts = {name: render(make_prose("x"), name).split("\n")[0] for name in FORMATS}
    assert starts == {
        "csv": "event_id,name,car_pct,price_source",
        "tsv": "event_id\tname\tcar_pct\tprice_source",
        "json": "[",
        "md": "| event_id | name | car_pct | price_source |",
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


def test_an_unknown_format_gets_the_nearest(make_prose: Callable[..., Table]) -> None:
    with pytest.raises(UsageError, match=r"no format 'cvs' \(did you mean 'csv'\?\)"):
        render(make_prose("x"), "cvs")


def test_columns_come_in_the_order_asked_for(make_names: Callable[..., Table]) -> None:
    table = select_columns(make_names(("e", None, "NVDA", "long", 1.0, "used", "csv")), ["car_pct", "ticker"])
    assert table.columns == ("car_pct", "ticker")
    assert table.rows == ((1.0, "NVDA"),)


def test_all_unknown_columns_are_told_at_once_with_the_nearest(make_names: Callable[..., Table]) -> None:
    with pytest.raises(UsageError, match=r"'tickr'.*did you mean 'ticker'.*'zzz'; the columns are: event_id"):
        select_columns(make_names(), ["tickr", "zzz"])


def test_a_column_asked_for_twice_is_refused(make_names: Callable[..., Table]) -> None:
    with pytest.raises(UsageError, match="more than once: ticker"):
        select_columns(make_names(), ["ticker", "side", "ticker"])


def test_simulated_prices_cannot_be_left_out(make_names: Callable[..., Table]) -> None:
    table = select_columns(make_names(("e", None, "NVDA", "long", 1.0, "used", "simulated")), ["ticker", "car_pct"])
    assert table.columns == ("ticker", "car_pct", "price_source")
    assert render(table, "md").startswith("**SIMULATED PRICES")
