"""A small export written by hand: chosen rows, and texts and tickers that spreadsheets like to eat or run."""

import datetime as dt
from typing import Any

from screener.dictionary.columns import column_of
from screener.dictionary.tables import EXPORT_TABLES, TABLES
from screener.records.export import Export, ExportedThesis
from screener.records.table import Table, Value
from screener.report.dictionary_table import dictionary_table

FRIDAY = dt.date(2026, 5, 29)

TORTURE_TICKERS = (
    *("ON", "NO", "TRUE", "NA", "NULL", "NaN", "1E5", "0700.HK", "005930.KS", "0005930", "BRK-B", "^GSPC", "-P"),
    *("EURUSD=X", "MAR1", "SEPT2"),
)
CSV_TICKERS = tuple("'-P" if ticker == "-P" else ticker for ticker in TORTURE_TICKERS)
"""The same in a CSV file: no listing begins with a minus, and Excel would make ``-P`` a formula."""
HYPERLINK = '=HYPERLINK("http://x","y")'
RUNNABLE_TEXTS = (
    *(HYPERLINK, "=1+2", "@SUM(1)", "+1+1", "-1+1", "\t=1", "\n=1", "\uff1d1+2", "  =1", "\u200b=1", "=", "-1%"),
    "=cmd|' /C calc'!A0",
)
"""Texts that some spreadsheet takes for a formula."""
PLAIN_TEXTS = (
    *("\U0001f680 r\u00e9sum\u00e9 \u4f60\u597d", 'say "hi", twice', "two\nlines", "]]%%[[#]]", "<b>&amp;</b>"),
    *("<r><t>x</t></r>", "_x0041_", "http://x.example/?a=1&b=2", "mailto:a@b.c", "2026-11-20", "1/2", "TRUE", "-1.5"),
    *(" led and trailed ", "'=1", "0x1F", "1e400", "#N/A"),
)
"""Texts that are only shown, and must come back as they are."""
HIDDEN_TEXTS = {
    "red \x1b[31m": "red \ufffd[31m",
    "left \u202eright": "left \ufffdright",
    "bell\x07, nul\x00": "bell\ufffd, nul\ufffd",
    "one\r\ntwo\rthree": "one\ntwo\nthree",
    "lone \ud800 half": "lone \ufffd half",
}
"""Texts that drive a terminal or disguise what they say, and what stands in a cell instead."""
LONG_TEXT = "x" * 40_000


def made_rows(name: str, rows: list[dict[str, Any]]) -> Table:
    """Return a table from rows by column; what a row does not name is empty."""
    last = {"thesis_id": "made", "as_of": FRIDAY, "price_source": "csv", "data_as_of": FRIDAY}
    known = {key: value for key, value in last.items() if key in TABLES[name]}
    whole = [known | row for row in rows]
    for row in whole:
        assert row.keys() <= set(TABLES[name])
    cells: list[tuple[Value, ...]] = [tuple(row.get(column) for column in TABLES[name]) for row in whole]
    return Table(name, TABLES[name], tuple(cells))


def make_export(tables: dict[str, list[dict[str, Any]]], **given: Any) -> Export:
    """Return an export with these rows; its other tables are empty, but for the dictionary."""
    made = {name: made_rows(name, tables.get(name, [])) for name in EXPORT_TABLES}
    made["dictionary"] = dictionary_table(EXPORT_TABLES)
    source = given.pop("price_source", "csv")
    thesis = ExportedThesis("made", "Made by hand", dt.date(2025, 12, 8), FRIDAY, source, FRIDAY, "0123456789ab")
    own: dict[str, Any] = {
        "theses": (thesis,),
        "tables": tuple(made.values()),
        "missing": ("2 used of 3 events asked for",),
        "sources": ("a filing",),
        "fingerprint": "ba9876543210",
        "version": "1.0",
    }
    return Export(**(own | given))


def torture_export() -> Export:
    """Return an export whose signals hold every torture ticker, and whose events hold every torture text."""
    texts = (*RUNNABLE_TEXTS, *PLAIN_TEXTS, *HIDDEN_TEXTS, LONG_TEXT)
    signals = [
        {"ticker": ticker, "rank": n, "score": -0.5 + n / 8, "weight_pct": -1.25 * n, "next_earnings_on": FRIDAY}
        for n, ticker in enumerate(TORTURE_TICKERS)
    ]
    events = [
        {"event_id": f"E{n:02}", "name": text, "car_pct": -1.5, "session_on": FRIDAY, "basket": "spread",
         "window": "-1..1"}
        for n, text in enumerate(texts)
    ]  # fmt: skip
    return make_export({"signals": signals, "events": events})


def column(export: Export, table: str, name: str) -> list[Value]:
    """Return one column of one table."""
    (found,) = (each for each in export.tables if each.name == table)
    place = found.columns.index(name)
    return [row[place] for row in found.rows]


def has_kind(value: Value, table: str, name: str) -> bool:
    """Tell whether a cell is of the kind that the dictionary says of its column."""
    if value is None:
        return True
    kind = column_of(table, name).kind
    if isinstance(value, bool):
        return kind == "boolean"
    types: dict[str, tuple[type, ...]] = {
        "text": (str,),
        "list": (str,),
        "date": (dt.date,),
        "integer": (int, float),
        "number": (int, float),
        "boolean": (bool,),
    }
    return isinstance(value, types[kind]) and (kind != "integer" or float(value) == int(value))  # type: ignore[arg-type]
