"""Small tables with every kind of value, for the tests of the formats."""

import datetime as dt

from screener.records.table import Table, Value

AS_OF = dt.date(2026, 11, 20)
DATA_AS_OF = dt.date(2026, 11, 19)

# Tickers that spreadsheets, YAML readers and data frames like to take for something else.
TORTURE_TICKERS = (
    *("ON", "NO", "TRUE", "NULL", "NA", "Y", "0700.HK", "005930.KS", "1E5", "BRK-B", "^GSPC", "EURUSD=X"),
)


def make_names(*rows: tuple[Value, ...]) -> Table:
    """Make a table of event, day 0, ticker, side, CAR, outcome and source."""
    columns = ("event_id", "session_on", "ticker", "side", "car_pct", "outcome", "price_source")
    return Table("names", columns, rows)


def make_prose(*texts: str, price_source: str = "csv") -> Table:
    """Make a table with one free text a row between a ticker and a number."""
    return Table(
        "events", ("event_id", "name", "car_pct", "price_source"), tuple(("E1", text, -1.5, price_source) for text in texts)
    )
