"""What tells the rows of a table apart."""

from screener.records.table import Table

KEYS: dict[str, tuple[str, ...]] = {
    "signals": ("ticker",),
    "scores": ("basket", "period", "window"),
    "events": ("event_id", "basket", "window"),
    "names": ("event_id", "ticker", "leg", "window"),
    "tests": ("basket", "period", "window", "level", "test"),
    "performance": ("basket", "period"),
    "equity": ("session_on", "basket", "period"),
    "selection": ("check", "period"),
    "overlap": ("side", "leg", "ticker", "lab"),
    "sizing": ("ticker", "leg"),
    "scorecard": ("figure",),
    "signals_history": ("snapshot_on", "ticker"),
    "prices": ("ticker", "session_on"),
}
"""By table, the columns that with ``thesis_id`` tell its rows apart. In the other tables some of them may be empty."""

_DICTIONARY = ("table", "column")


def key_of(table: Table) -> tuple[str, ...]:
    """Return the columns that tell a table's rows apart, in the table's order.

    Returns
    -------
    tuple of str
        Empty where the table has no such columns, or where these very rows are not told apart by them: a key that is
        written down is one.
    """
    named = _named(table.name)
    columns = tuple(column for column in table.columns if column in named)
    places = [table.columns.index(column) for column in columns]
    keys = {tuple(row[place] for place in places) for row in table.rows}
    is_whole = all(value not in (None, "") for key in keys for value in key)
    return columns if columns and is_whole and len(keys) == len(table.rows) else ()


def _named(table: str) -> tuple[str, ...]:
    if table == "dictionary":
        return _DICTIONARY
    return (*KEYS[table], "thesis_id") if table in KEYS else ()
