"""The prices that the figures of a thesis were made from, as a table."""

import datetime as dt
import math
from collections.abc import Iterator

import numpy as np

from screener.dictionary.tables import TABLES
from screener.records.prices import Floats, PricePanel
from screener.records.table import Table, Value

NAME = "prices"
# The one reason of a ticker's coverage that is about how its levels were made.
_PRICE_RETURN_ONLY = "price_return_only"


def prices_table(panel: PricePanel, thesis_id: str, as_of: dt.date, first_row: int = 0) -> Table:
    """Return one row a ticker and session with a level, by ticker in the panel's order, then by session.

    Parameters
    ----------
    panel : PricePanel
    thesis_id : str
    as_of : date
    first_row : int
        Earlier rows of the panel are left out.

    Returns
    -------
    Table
        ``close`` and ``volume`` are empty where the source gives none, and on a session at which the listing's
        exchange was closed and its level was carried (``is_closed``).
    """
    return Table(NAME, TABLES[NAME], tuple(_rows(panel, thesis_id, as_of, first_row)))


def _rows(panel: PricePanel, thesis_id: str, as_of: dt.date, first_row: int) -> Iterator[tuple[Value, ...]]:
    days: list[dt.date] = panel.session_on.tolist()
    reasons = {each.ticker: each.reason for each in panel.coverage}
    for column, ticker in enumerate(panel.tickers):
        flags = ["simulated"] if panel.source == "simulated" else []
        flags += [_PRICE_RETURN_ONLY] if reasons.get(ticker) == _PRICE_RETURN_ONLY else []
        last = (thesis_id, as_of, panel.source, panel.data_as_of, ";".join(flags))
        levels: list[float] = panel.level[:, column].tolist()
        closes, volumes = _cells(panel.close, column, len(days)), _cells(panel.volume, column, len(days))
        closed: list[bool] = panel.closed[:, column].tolist()
        for t in (first_row + np.flatnonzero(np.isfinite(panel.level[first_row:, column]))).tolist():
            yield ticker, days[t], closes[t], levels[t], volumes[t], closed[t], *last


def _cells(values: Floats | None, column: int, n_sessions: int) -> list[float | None]:
    if values is None:
        return [None] * n_sessions
    found: list[float] = values[:, column].tolist()
    return [value if math.isfinite(value) else None for value in found]
