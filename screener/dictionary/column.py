"""What a column of a table is: its kind, unit and meaning, and how a terminal shows it."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "date", "integer", "number", "boolean", "list"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column, the same in every format.

    Parameters
    ----------
    name : str
        CSV header and JSON key; carries the unit where there is one (``_pct``, ``_on``, ``_days``).
    kind : {"text", "date", "integer", "number", "boolean", "list"}
        A ``list`` is text whose items are joined by ``;``. Instants are dates with a time in UTC.
    unit : str
        Never empty: ``percent``, ``sessions``, ``probability``, or ``text`` and ``date`` where nothing is measured.
    meaning : str
        One sentence without a full stop at its end.
    digits : int
        Decimals in terminal and note; CSV and JSON never round.
    is_signed : bool
        Terminal and note write a plus before positive values.
    priority : int
        1 is kept longest on a narrow terminal, 9 goes first.
    is_prose : bool
        A terminal may shorten it; all other columns are shown whole or not at all.
    """

    name: str
    kind: Kind
    unit: str
    meaning: str
    digits: int = 0
    is_signed: bool = False
    priority: int = 5
    is_prose: bool = False


def text_column(priority: int, name: str, meaning: str) -> Column:
    """Return a column of words."""
    return Column(name, "text", "text", meaning, priority=priority)


def prose_column(priority: int, name: str, meaning: str) -> Column:
    """Return a column that a terminal may shorten."""
    return Column(name, "text", "text", meaning, priority=priority, is_prose=True)


def list_column(priority: int, name: str, meaning: str) -> Column:
    """Return a column of words joined by ;."""
    return Column(name, "list", "text", meaning, priority=priority, is_prose=True)


def date_column(priority: int, name: str, meaning: str, unit: str = "date") -> Column:
    """Return a column of dates."""
    return Column(name, "date", unit, meaning, priority=priority)


def count_column(priority: int, name: str, unit: str, meaning: str) -> Column:
    """Return a column of whole numbers."""
    return Column(name, "integer", unit, meaning, priority=priority)


def pct_column(priority: int, name: str, meaning: str) -> Column:
    """Return a signed percentage."""
    return Column(name, "number", "percent", meaning, digits=1, is_signed=True, priority=priority)


def share_column(priority: int, name: str, meaning: str) -> Column:
    """Return a percentage that has no sign."""
    return Column(name, "number", "percent", meaning, digits=1, priority=priority)


def chance_column(priority: int, name: str, meaning: str) -> Column:
    """Return a probability."""
    return Column(name, "number", "probability", meaning, digits=3, priority=priority)


def number_column(priority: int, name: str, unit: str, meaning: str) -> Column:
    """Return a signed figure with two decimals."""
    return Column(name, "number", unit, meaning, digits=2, is_signed=True, priority=priority)
