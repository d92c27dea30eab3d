"""Reading a user's CSV file into typed rows, with the place of every mistake.

:mod:`~screener.csv_rows.text` finds the cells, :mod:`~screener.csv_rows.reader` gives them types, and
:mod:`~screener.csv_rows.merge` lays several files of one table over each other.
"""

from screener.csv_rows.merge import Merged, merge
from screener.csv_rows.reader import read_rows
from screener.csv_rows.row import Column, Row, RowsReading

__all__ = ["Column", "Merged", "Row", "RowsReading", "merge", "read_rows"]
