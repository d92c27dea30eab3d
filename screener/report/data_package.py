"""What a folder of CSV files says about itself: ``datapackage.json``.

Data Package version 2 with Table Schema (https://datapackage.org): files, hashes, types, units and keys.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from screener.dictionary.column import Column, Kind
from screener.dictionary.columns import column_of
from screener.dictionary.tables import TABLE_MEANINGS
from screener.records.export import Export
from screener.records.table import Table
from screener.report.banner import SIMULATED_BANNER
from screener.report.cell_text import one_line
from screener.report.delimited import Dialect
from screener.report.table_keys import key_of

FILE = "datapackage.json"
NAME = "screener-export"
# Columns are only ever appended; a change that breaks readers makes it one more.
SCHEMA_VERSION = 1

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_TYPES: dict[Kind, str] = {
    "text": "string",
    "list": "string",
    "date": "date",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
}
_READING = (
    "Percent columns hold 1.5 for 1.5 %. An empty cell is a missing value, never 0. Lists in a cell are joined by ;. "
    "A text that a spreadsheet would run as a formula begins with an apostrophe. Columns are only ever appended."
)


def csv_name(table: str) -> str:
    """Return the name of a table's file."""
    return f"{table}.csv"


def data_package_text(export: Export, files: Mapping[str, bytes], dialect: Dialect) -> str:
    r"""Return a folder's description as JSON.

    Parameters
    ----------
    export : Export
    files : mapping
        Each table's file by its name, see :func:`csv_name`.
    dialect : Dialect
        Of those files.

    Returns
    -------
    str
        Ends in ``\n``; the same files, the same text: ``created`` is the day that the tables speak for.
    """
    said: dict[str, Any] = {
        "$schema": _PROFILE,
        "name": NAME,
        "title": one_line(f"Export of {', '.join(each.thesis_id for each in export.theses)}, as of {export.as_of}"),
        "description": " ".join([*([SIMULATED_BANNER] if export.is_simulated else []), _READING]),
        "created": created_at(export).isoformat().replace("+00:00", "Z"),
        "sources": [{"title": one_line(source)} for source in (*_prices(export), *export.sources)],
        "screener": _own(export),
        "resources": [_resource(table, files[csv_name(table.name)], dialect) for table in export.tables],
    }
    return json.dumps(said, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def created_at(export: Export) -> dt.datetime:
    """Return what stands for the time of making: the start, in UTC, of the day that the export speaks for."""
    return dt.datetime.combine(export.as_of, dt.time.min, dt.UTC)


def _own(export: Export) -> dict[str, Any]:
    """Return what tells such a folder from others, and what it was made of."""
    return {
        "schema_version": SCHEMA_VERSION,
        "version": export.version,
        "as_of": export.as_of.isoformat(),
        "fingerprint": export.fingerprint,
        "is_simulated": export.is_simulated,
        "theses": [
            {
                "thesis_id": one_line(each.thesis_id),
                "title": one_line(each.title),
                "opened_on": each.opened_on.isoformat(),
                "as_of": each.as_of.isoformat(),
                "price_source": each.price_source,
                "data_as_of": each.data_as_of.isoformat(),
                "fingerprint": each.fingerprint,
            }
            for each in export.theses
        ],
        "missing": [one_line(line) for line in export.missing],
    }


def _prices(export: Export) -> list[str]:
    return list(dict.fromkeys(f"prices: {each.price_source}" for each in export.theses))


def _resource(table: Table, data: bytes, dialect: Dialect) -> dict[str, Any]:
    return {
        "name": table.name,
        "type": "table",
        "path": csv_name(table.name),
        "title": table.name,
        "description": TABLE_MEANINGS[table.name],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "bytes": len(data),
        "rows": len(table.rows),
        "dialect": {"delimiter": ",", "lineTerminator": dialect.line_end, "quoteChar": '"', "doubleQuote": True},
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    key = key_of(table)
    fields = [_field(column_of(table.name, name), is_key=name in key) for name in table.columns]
    return {
        "fields": fields,
        "fieldsMatch": "subset",
        "missingValues": [""],
        **({"primaryKey": list(key)} if key else {}),
    }


def _field(column: Column, *, is_key: bool) -> dict[str, Any]:
    return {
        "name": column.name,
        "type": "datetime" if column.unit == "UTC instant" else _TYPES[column.kind],
        "title": column.name.replace("_", " "),
        "description": column.meaning,
        "unit": column.unit,
        **({"constraints": {"required": True}} if is_key else {}),
    }
