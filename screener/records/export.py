"""Everything that one export writes: every table, and what to know before reading them."""

import datetime as dt
from dataclasses import dataclass

from screener.records.table import Table


@dataclass(frozen=True, slots=True)
class ExportedThesis:
    """One thesis of an export.

    Parameters
    ----------
    thesis_id, title : str
    opened_on : date
    as_of : date
        The day the tables speak for.
    price_source : str
        ``yahoo``, ``csv`` or ``simulated``.
    data_as_of : date
        Last session with prices.
    fingerprint : str
        Hash of version, note, options, prices and facts.
    """

    thesis_id: str
    title: str
    opened_on: dt.date
    as_of: dt.date
    price_source: str
    data_as_of: dt.date
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Export:
    """What is written, as a folder of CSV files or as a workbook.

    Parameters
    ----------
    theses : tuple of ExportedThesis
        At least one.
    tables : tuple of Table
        Each of :data:`screener.dictionary.tables.EXPORT_TABLES` once, in that order; rows of all theses.
    missing : tuple of str
        What was used of what was asked for, and what is not there, in words.
    sources : tuple of str
        Where the facts come from, each once.
    fingerprint : str
        Hash of the theses' fingerprints and of the tables that are made from stored reviews and holdings.
    version : str
        Of the program.
    """

    theses: tuple[ExportedThesis, ...]
    tables: tuple[Table, ...]
    missing: tuple[str, ...]
    sources: tuple[str, ...]
    fingerprint: str
    version: str

    @property
    def as_of(self) -> dt.date:
        """The day the export speaks for: the latest of its theses'."""
        return max(each.as_of for each in self.theses)

    @property
    def is_simulated(self) -> bool:
        """Whether any price is made up."""
        return any(each.price_source == "simulated" for each in self.theses)
