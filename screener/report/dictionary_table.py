"""What every column of an export means, as one of its tables."""

from collections.abc import Iterable

from screener.dictionary.columns import column_of
from screener.dictionary.tables import TABLES
from screener.records.table import Table

NAME = "dictionary"


def dictionary_table(names: Iterable[str]) -> Table:
    """Return one row a table and column, in the tables' own order.

    Parameters
    ----------
    names : iterable of str
        Keys of :data:`screener.dictionary.tables.TABLES`.
    """
    columns = ((name, column_of(name, word)) for name in names for word in TABLES[name])
    rows = tuple((name, column.name, column.kind, column.unit, column.meaning) for name, column in columns)
    return Table(NAME, TABLES[NAME], rows)
