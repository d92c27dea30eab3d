"""Fact tables as a person looks at them: their rows by what was known on a day."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from screener.records.table import Value


@dataclass(frozen=True, slots=True)
class FactRow:
    """One row of a fact table.

    Parameters
    ----------
    values : mapping of str to value
        One entry a column of the table, and ``path`` and ``line`` where the row says where it stands.
    dated_on : date or None
        When it took effect, was measured or begins; None for an undated one.
    flags : tuple of str
        What to know before trusting it; keys of ``dictionary.flags.FLAGS``.
    """

    values: Mapping[str, Value]
    dated_on: dt.date | None
    flags: tuple[str, ...]

    @property
    def provenance(self) -> str:
        """How it came to be known; empty in tables that don't say."""
        return str(self.values.get("provenance", ""))


@dataclass(frozen=True, slots=True)
class FactTable:
    """One fact table.

    Parameters
    ----------
    name : str
        Its file is ``NAME.csv``.
    as_of : date
        Nothing known later is in it.
    rows : tuple of FactRow
        In the table's order.
    n_later : int
        Rows left out because they became known later.
    paths : tuple of str
        The files it was read from, the shipped one first.
    n_replaced : int
        Rows of an earlier file that a later one replaced.
    """

    name: str
    as_of: dt.date
    rows: tuple[FactRow, ...]
    n_later: int
    paths: tuple[str, ...]
    n_replaced: int

    @property
    def first_on(self) -> dt.date | None:
        """Earliest date of a row."""
        return min(self._dates(), default=None)

    @property
    def last_on(self) -> dt.date | None:
        """Latest date of a row."""
        return max(self._dates(), default=None)

    def count(self, provenance: str) -> int | None:
        """Return how many rows came to be known this way; None where the table does not say."""
        if any("provenance" not in row.values for row in self.rows):
            return None
        return sum(row.provenance == provenance for row in self.rows)

    def _dates(self) -> list[dt.date]:
        return [row.dated_on for row in self.rows if row.dated_on is not None]
