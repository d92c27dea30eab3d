"""Which command prints which tables: where a column appears, and what ``--columns`` can name."""

from screener.dictionary.fact_columns import FACT_TABLES
from screener.dictionary.tables import BACKTEST_TABLES, CLAIM_TABLES, EXPORT_TABLES, REVIEW_TABLES

COMMAND_TABLES: dict[str, tuple[str, ...]] = {
    "backtest": (*BACKTEST_TABLES, "summary"),
    "screen": ("signals", "validation"),
    "claims": CLAIM_TABLES,
    "review": ("changes", *(table for table in REVIEW_TABLES if table != "changes")),
    "export": EXPORT_TABLES,
    "demo": ("planted",),
    "events list": ("events_list",),
    "thesis list": ("thesis_list",),
    "thesis show": ("thesis_members",),
    "thesis lint": ("thesis_problems",),
    "thesis diff": ("thesis_changes",),
    "facts list": ("facts", *(f"facts_{name}" for name in FACT_TABLES)),
    "facts lint": ("facts_problems",),
    "facts propose": ("facts_proposals",),
    "prices pull": ("pull",),
    "prices status": ("status",),
    "prices import": ("pull",),
    "prices verify": ("verify",),
    "explain": ("terms", "term_kinds"),
    "doctor": ("diagnosis",),
    "config show": ("settings",),
}
"""By command, the table that it prints unless asked for another one first."""

WITH_TABLE_OPTION = ("backtest", "claims", "review")
"""Commands that choose among their tables with ``--table``."""


def commands_of(table: str) -> tuple[str, ...]:
    """Return the commands that print a table, as one would type them.

    Examples
    --------
    >>> commands_of("sensitivity")
    ('screener backtest --table sensitivity', 'screener export')
    """
    found = []
    for command, tables in COMMAND_TABLES.items():
        if table not in tables:
            continue
        by_option = command in WITH_TABLE_OPTION and table != "summary"
        word = f" {table.removeprefix('facts_')}" if command == "facts list" and table != "facts" else ""
        found.append(f"screener {command}{f' --table {table}' if by_option else word}")
    return tuple(found)
