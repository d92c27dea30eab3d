"""The line that keeps simulated prices from passing for real ones."""

from screener.records.table import Table

SIMULATED_BANNER = "SIMULATED PRICES: made up by a model; they say nothing about any real stock."


def is_simulated(table: Table) -> bool:
    """Tell whether any row was made from simulated prices."""
    if "price_source" not in table.columns:
        return False
    place = table.columns.index("price_source")
    return any(row[place] == "simulated" for row in table.rows)
