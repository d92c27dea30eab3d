"""How the unit of a column may be written behind a number."""

from screener.dictionary.column import Column
from screener.dictionary.measures import UNIT_SPELLINGS

_USD = UNIT_SPELLINGS["usd"]
_BY_UNIT: dict[str, tuple[str, ...]] = {
    "percent": UNIT_SPELLINGS["pct"],
    "percentage points": UNIT_SPELLINGS["pp"],
    "basis points": ("bps",),
    "USD": _USD,
    "days": UNIT_SPELLINGS["days"],
    "sessions": ("sessions", "session"),
}
_BY_SUFFIX = {"_usd": _USD}


def unit_spellings(column: Column) -> tuple[str, ...]:
    """Return the spellings of a column's unit in small letters, the one for hints first; empty if it takes none.

    Examples
    --------
    >>> unit_spellings(Column("growth_pct", "number", "percent", "Growth over a year"))
    ('%', 'pct')
    >>> unit_spellings(Column("close", "number", "units of currency", "Last close"))
    ()
    """
    for unit, spellings in _BY_UNIT.items():
        if column.unit == unit or column.unit.startswith(f"{unit} "):
            return spellings
    for suffix, spellings in _BY_SUFFIX.items():
        if column.name.endswith(suffix):
            return spellings
    return (column.unit.casefold(),) if column.unit.isalpha() else ()
