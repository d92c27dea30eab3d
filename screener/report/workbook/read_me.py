"""The first sheet: what the workbook is, how to read it, what it lacks, and where each table is."""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

from screener.dictionary.tables import TABLE_MEANINGS
from screener.records.export import Export, ExportedThesis
from screener.report.banner import SIMULATED_BANNER
from screener.report.cell_text import one_line
from screener.report.workbook.cells import cell_text
from screener.report.workbook.styles import Styles
from screener.report.workbook.table_sheet import SheetNote

Kind = Literal["title", "warning", "heading", "said"]
Line = tuple[Kind, str, str]

_LABEL_WIDTH, _TEXT_WIDTH = 24, 110
# Not every program makes a row as high as its text; fonts differ, so there is room to spare.
_CHARACTERS_A_LINE, _LINE_HEIGHT = 100, 15
_READING = {
    "numbers": "Cells hold what the CSV files hold, up to 15 digits; a format rounds what is shown. None is a formula.",
    "percent": "Columns in _pct hold 1.5 for 1.5 %, those in _pp percentage points.",
    "bars": "Blue to the right for positive, vermilion to the left for negative; the sign says the same.",
    "empty cells": "A missing value, never 0. Why it is missing stands in flags, outcome, reason or note.",
    "dates": "Real dates; instants are in UTC.",
    "lists": "Words joined by ;",
    "hindsight": "period is before (the opening: hindsight), after, live (out of sample) or all.",
    "flags": "What to know before trusting a row. Each word is in docs/tables.md, or: screener explain WORD",
    "columns": "The last sheet, dictionary, says what each column means, and its unit.",
}


def write_read_me(sheet: Any, export: Export, notes: Sequence[SheetNote], lacks: Sequence[str], styles: Styles) -> None:
    """Write the first sheet.

    Parameters
    ----------
    sheet : xlsxwriter.worksheet.Worksheet
    export : Export
    notes : sequence of SheetNote
        The other sheets, in their order.
    lacks : sequence of str
        What the workbook lacks of its tables.
    styles : Styles
    """
    sheet.set_column(0, 0, _LABEL_WIDTH)
    sheet.set_column(1, 1, _TEXT_WIDTH)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    row = _write_lines(sheet, 0, _introduction(export), styles)
    row = _write_lines(sheet, row, [("heading", "sheets", "")], styles)
    for note in notes:
        sheet.write_url(row, 0, f"internal:'{note.name}'!A1", styles.link, note.name)
        sheet.write_string(row, 1, f"{note.n_rows:,} rows. {TABLE_MEANINGS[note.name]}", styles.prose)
        row += 1
    _write_lines(sheet, row, _made_of(export, lacks), styles)


def _introduction(export: Export) -> Iterator[Line]:
    yield "title", "Export of screener", ""
    if export.is_simulated:
        yield "warning", "", SIMULATED_BANNER
    yield (
        "said",
        "what this is",
        (
            "Every table of the theses below, a sheet each: baskets scored over time and around events, the screen, "
            "claims against facts, the weekly review, and the prices used."
        ),
    )
    yield "said", "as of", f"{export.as_of}: nothing known later was used"
    yield "said", "fingerprint", f"{export.fingerprint} (screener {export.version}); equal for equal inputs"
    yield "heading", "theses", ""
    for each in export.theses:
        yield "said", each.thesis_id, _thesis(each)
    yield "heading", "how to read", ""
    for label, text in _READING.items():
        yield "said", label, text


def _made_of(export: Export, lacks: Sequence[str]) -> Iterator[Line]:
    yield "heading", "used and missing", ""
    missing = (*export.missing, *lacks)
    for line in missing or ("nothing that was asked for",):
        yield "said", "", line
    if export.sources:
        yield "heading", "sources of facts", ""
        for line in export.sources:
            yield "said", "", line


def _thesis(each: ExportedThesis) -> str:
    return (
        f"{each.title}; opened {each.opened_on}; as of {each.as_of}; prices: {each.price_source}, "
        f"to {each.data_as_of}; fingerprint {each.fingerprint}"
    )


def _write_lines(sheet: Any, row: int, lines: Iterable[Line], styles: Styles) -> int:
    """Write lines from a row on; return the next row."""
    for kind, label, text in lines:
        _write_line(sheet, row, kind, (label, text), styles)
        row += 1
    return row


def _write_line(sheet: Any, row: int, kind: Kind, said: tuple[str, str], styles: Styles) -> None:
    label, text = (cell_text(one_line(each))[0] for each in said)
    first, second = {
        "title": (styles.title, styles.title),
        "warning": (styles.prose, styles.warning),
        "heading": (styles.heading, styles.heading),
        "said": (styles.label, styles.prose),
    }[kind]
    n_lines = math.ceil(len(text) / _CHARACTERS_A_LINE)
    if n_lines > 1:
        sheet.set_row(row, n_lines * _LINE_HEIGHT)
    for place, (content, style) in enumerate(((label, first), (text, second))):
        if content:
            sheet.write_string(row, place, content, style)
        else:
            sheet.write_blank(row, place, None, style)
