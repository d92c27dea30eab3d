"""Small tables with every kind of value, for the tests of the formats."""

from collections.abc import Callable

import pytest

from screener.records.table import Table, Value


@pytest.fixture(scope="session")
def torture_tickers() -> tuple[str, ...]:
    """Return tickers that spreadsheets, YAML readers and data frames take for something else."""
    return ("ON", "NO", "TRUE", "NULL", "NA", "Y", "0700.HK", "005930.KS", "1E5", "BRK-B", "^GSPC", "EURUSD=X")


@pytest.fixture(scope="session")
def make_names() -> Callable[..., Table]:
    """Return a function that makes a table of event, day 0, ticker, side, CAR, outcome and source."""

    def make(*rows: tuple[Value, ...]) -> Table:
        columns = ("event_id", "session_on", "ticker", "side", "car_pct", "outcome", "price_source")
        return Table("names", columns, rows)

    return make


@pytest.fixture(scope="session")
def make_prose() -> Callable[..., Table]:
    """Return a function that makes a table with one free text a row between an id and a number."""

    def make(*texts: str, price_source: str = "csv") -> Table:
        columns = ("event_id", "name", "car_pct", "price_source")
        return Table("events", columns, tuple(("E1", text, -1.5, price_source) for text in texts))

    return make
