"""Tables as JSON: an array of objects, one row a line."""

import json

from screener.records.table import Table, Value
from screener.report.cell_text import number_text, value_text


def json_text(table: Table) -> str:
    """Return a table as a JSON array of objects keyed by column.

    Returns
    -------
    str
        One row a line, UTF-8 characters as they are, the same 15-digit numbers as in CSV, null for None.
    """
    keys = [json.dumps(name) for name in table.columns]
    rows = (
        "{" + ", ".join(f"{key}: {_literal(value)}" for key, value in zip(keys, row, strict=True)) + "}"
        for row in table.rows
    )
    body = ",\n".join(rows)
    return f"[\n{body}\n]\n" if body else "[]\n"


def _literal(value: Value) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_text(value)
    return json.dumps(value_text(value), ensure_ascii=False)
