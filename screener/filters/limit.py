"""The first rows of a table."""

from screener.errors import UsageError
from screener.records.table import Table


def limit_table(table: Table, n: int, *, origin: str = "--limit") -> tuple[Table, int]:
    """Return the first ``n`` rows, and how many were cut.

    Raises
    ------
    UsageError
        ``n`` is below 1.
    """
    if n < 1:
        raise UsageError(f"{origin} {n} leaves no row; write 1 or more")
    return Table(table.name, table.columns, table.rows[:n]), max(0, len(table.rows) - n)
