"""A table on its way out: plain values under named columns."""

import datetime as dt
from dataclasses import dataclass

Value = str | int | float | bool | dt.date | None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows for one ``--table`` name.

    Parameters
    ----------
    name : str
        As in ``--table``.
    columns : tuple of str
        Each is a key of ``dictionary.COLUMNS``.
    rows : tuple of tuples
        One value a column; ``None`` is an empty cell, never NaN.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
