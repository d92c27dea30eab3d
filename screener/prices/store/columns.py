"""The six numeric columns of bars as one table."""

import numpy as np

from screener.records.prices import Bars, Floats

COLUMNS = ("open", "high", "low", "close", "adj_close", "volume")
OPTIONAL = ("open", "high", "low", "volume")
CLOSE, ADJ_CLOSE, VOLUME = (COLUMNS.index(name) for name in ("close", "adj_close", "volume"))


def table(bars: Bars) -> Floats:
    """Return the columns as an array of shape (6, T), in the order of ``COLUMNS``; a column not given is NaN."""
    found = np.full((len(COLUMNS), len(bars.session_on)), np.nan)
    for row, name in enumerate(COLUMNS):
        column = getattr(bars, name)
        if column is not None:
            found[row] = column
    return found
