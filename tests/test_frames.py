"""Tables as frames: types, missing values, and words that pandas would like to eat."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from screener.dictionary.columns import column_of
from screener.dictionary.tables import TABLES
from screener.frames import frame
from screener.records.table import Table

COLUMNS = ("ticker", "session_on", "n_used", "excess_pct", "is_drift")


def test_each_kind_of_column_has_its_type_and_its_missing_value():
    rows = (
        ("NA", dt.date(2026, 5, 29), 3, 1.5, True),
        ("0700.HK", None, None, None, None),
    )
    made = frame(Table("made", COLUMNS, rows))

    assert [str(each) for each in made.dtypes] == ["object", "datetime64[ns]", "Int64", "float64", "boolean"]
    assert made["ticker"].tolist() == ["NA", "0700.HK"]
    assert made.loc[0, "session_on"] == pd.Timestamp("2026-05-29")
    assert made.loc[1, ["session_on", "n_used", "excess_pct", "is_drift"]].isna().all()
    assert made["n_used"].sum() == 3


def test_instants_are_in_utc():
    at = dt.datetime(2025, 1, 20, 4, 30, tzinfo=dt.UTC)
    made = frame(Table("events_list", ("released_at",), ((at,), (None,))))

    assert str(made["released_at"].dtype) == "datetime64[ns, UTC]"
    assert made.loc[0, "released_at"] == pd.Timestamp("2025-01-20 04:30", tz="UTC")


def test_an_empty_word_is_an_empty_word():
    assert frame(Table("made", ("ticker",), ((None,), ("",)))).ticker.tolist() == ["", ""]


@pytest.mark.parametrize("name", TABLES)
def test_every_table_without_a_row_has_its_columns_and_their_meanings(name):
    made = frame(Table(name, TABLES[name], ()))

    assert tuple(made.columns) == TABLES[name]
    assert made.attrs["meanings"] == {each: column_of(name, each).meaning for each in TABLES[name]}
    assert made.select_dtypes(include=[np.number]).columns.tolist() == [
        each for each in TABLES[name] if column_of(name, each).kind in ("integer", "number")
    ]
