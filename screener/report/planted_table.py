"""The demo's table: planted beside found."""

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from screener.dictionary.tables import TABLES
from screener.records.study import BasketSide, Score
from screener.records.table import Table
from screener.records.thesis import Window


class PlantedRow(Protocol):
    """What the table needs of one basket and window; decimals."""

    @property
    def basket(self) -> str:
        """Basket's name."""
        ...

    @property
    def side(self) -> BasketSide:
        """Basket's side."""
        ...

    @property
    def window(self) -> Window:
        """Event window."""
        ...

    @property
    def planted(self) -> float:
        """Effect planted in the window."""
        ...

    @property
    def expected(self) -> float:
        """What the estimate gives without noise."""
        ...

    @property
    def found(self) -> Score:
        """What was found."""
        ...


def planted_table(rows: Sequence[PlantedRow], thesis_id: str, as_of: dt.date, data_as_of: dt.date) -> Table:
    """Return one row a basket and window of the demo."""
    return Table(
        "planted",
        TABLES["planted"],
        tuple(
            (
                row.basket,
                str(row.window),
                100.0 * row.planted,
                100.0 * row.expected,
                _pct(row.found.excess),
                _pct(row.found.ci_low),
                _pct(row.found.ci_high),
                row.found.p_placebo,
                thesis_id,
                as_of,
                "simulated",
                data_as_of,
                "simulated",
            )
            for row in rows
        ),
    )


def _pct(value: float | None) -> float | None:
    return None if value is None else 100.0 * value
