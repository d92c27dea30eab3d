"""Tables as pandas frames with real types, for notebooks."""

import datetime as dt

import pandas as pd

from screener.dictionary.column import Column
from screener.dictionary.columns import column_of
from screener.records.table import Table, Value


def frame(table: Table) -> pd.DataFrame:
    """Return a table as a frame.

    Parameters
    ----------
    table : Table

    Returns
    -------
    DataFrame
        One column a column of the table, in its order. Numbers are ``float64`` with NaN where missing, whole numbers
        ``Int64``, yes and no ``boolean``, days ``datetime64[ns]`` with NaT, instants ``datetime64[ns, UTC]``, words
        ``object`` (str) with an empty string where there is none: a ticker ``NA`` stays one. Percent columns hold 1.5
        for 1.5 %. What each column means is in ``frame.attrs["meanings"]``.
    """
    columns = [column_of(table.name, name) for name in table.columns]
    values = list(zip(*table.rows, strict=True)) if table.rows else [() for _ in columns]
    made = pd.DataFrame(
        {column.name: _series(column, cells) for column, cells in zip(columns, values, strict=True)},
        columns=list(table.columns),
    )
    made.attrs = {"table": table.name, "meanings": {column.name: column.meaning for column in columns}}
    return made


def _series(column: Column, cells: tuple[Value, ...]) -> pd.Series:
    if column.kind == "number":
        return pd.Series(cells, dtype="float64")
    if column.kind == "integer":
        return pd.Series(cells, dtype="Int64")
    if column.kind == "boolean":
        return pd.Series(cells, dtype="boolean")
    if column.kind == "date":
        has_time = any(isinstance(cell, dt.datetime) for cell in cells)
        found = pd.to_datetime(pd.Series(cells, dtype="object"), utc=has_time)
        return found.astype("datetime64[ns, UTC]" if has_time else "datetime64[ns]")
    return pd.Series(["" if cell is None else cell for cell in cells], dtype="object")
