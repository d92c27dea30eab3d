"""The demo's table: planted beside found."""

import datetime as dt
from collections.abc import Sequence

from screener.dictionary.tables import TABLES
from screener.records.demonstration import Planted
from screener.records.table import Table
from screener.report.percent import percent


def planted_table(rows: Sequence[Planted], thesis_id: str, as_of: dt.date, data_as_of: dt.date) -> Table:
    """Return one row a basket and window of the demo."""
    return Table(
        "planted",
        TABLES["planted"],
        tuple(
            (
                row.basket,
                str(row.window),
                percent(row.planted),
                percent(row.expected),
                percent(row.found.excess),
                percent(row.found.ci_low),
                percent(row.found.ci_high),
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
