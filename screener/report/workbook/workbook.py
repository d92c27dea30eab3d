"""The whole workbook: README first, the tables a reader opens first behind it, prices and dictionary last."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter

from screener.records.export import Export
from screener.report.banner import SIMULATED_BANNER
from screener.report.data_package import created_at
from screener.report.workbook.cells import MAX_ROWS
from screener.report.workbook.read_me import write_read_me
from screener.report.workbook.styles import Styles
from screener.report.workbook.table_sheet import SheetNote, write_table

CREATOR = "screener export"
READ_ME = "README"

_FIRST = ("signals", "scores", "events", "attribution", "claims")
_LAST = ("prices", "dictionary")
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True, slots=True)
class MadeWorkbook:
    """A workbook's bytes, and what it lacks of its tables, in words."""

    data: bytes
    lacks: tuple[str, ...]


def workbook(export: Export, max_rows: int = MAX_ROWS) -> MadeWorkbook:
    """Return an export as a workbook.

    Parameters
    ----------
    export : Export
    max_rows : int
        Rows a sheet can hold besides its header.

    Returns
    -------
    MadeWorkbook
        The same export, the same bytes: the time of making is the day that the export speaks for.
    """
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, _OPTIONS)
    book.set_properties(
        {
            "title": f"screener export as of {export.as_of}",
            "author": CREATOR,
            "comments": f"fingerprint {export.fingerprint}",
            "created": created_at(export).replace(tzinfo=None),
        }
    )
    styles, banner = Styles(book), SIMULATED_BANNER if export.is_simulated else ""
    read_me = book.add_worksheet(READ_ME)
    tables = {table.name: table for table in export.tables}
    notes = [
        write_table(book.add_worksheet(name), tables[name], styles, max_rows, banner) for name in _order(list(tables))
    ]
    lacks = _lacks(notes)
    write_read_me(read_me, export, notes, lacks, styles)
    book.close()
    return MadeWorkbook(stream.getvalue(), lacks)


def _order(names: Sequence[str]) -> list[str]:
    between = [name for name in names if name not in (*_FIRST, *_LAST)]
    return [name for name in (*_FIRST, *between, *_LAST) if name in names]


def _lacks(notes: Sequence[SheetNote]) -> tuple[str, ...]:
    rows = [
        f"{each.name}: {each.n_left_out:,} of {each.n_rows + each.n_left_out:,} rows are left out, the last ones; "
        "a sheet holds no more, the CSV export has them all"
        for each in notes
        if each.n_left_out
    ]
    texts = [
        f"{each.name}: {each.n_cut:,} texts are cut to what a cell holds, and say so at their end; "
        "the CSV export has them whole"
        for each in notes
        if each.n_cut
    ]
    return (*rows, *texts)
