"""One table as one sheet: header, typed cells, frozen panes, filter, bars and how it prints."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from screener.dictionary.column import Column
from screener.dictionary.columns import column_of
from screener.records.table import Table, Value
from screener.report.cell_text import clean_text, value_text
from screener.report.workbook.cells import cell_number, cell_text, serial
from screener.report.workbook.number_formats import number_format
from screener.report.workbook.styles import Styles

# The signed figures that a reader compares down a column.
BARS = ("score", "excess_pct", "car_pct", "contribution_pct", "drift_pp", "change_pp", "total_return_pct")
POSITIVE, NEGATIVE = "#0072B2", "#D55E00"

# What a row is about; the columns up to it stay in sight.
_SUBJECTS = frozenset(
    {"ticker", "basket", "claim", "event_id", "figure", "variation", "choice", "check", "ruling", "what", "table"}
)
_FROZEN_AT_MOST = 3
_NARROWEST, _WIDEST, _WIDEST_HEADER = 7.0, 60.0, 24
# Room for the arrow of the filter.
_ARROW = 3
# A bar's axis stands in the middle of its column, so that the number needs room beside it.
_BAR_WIDTH = 22.0
# What a page can hold at a size that can still be read; a wider table is split into pages side by side.
_CHARACTERS_ON_PAPER, _SMALLEST_PRINT_PCT = 170.0, 60
_A4 = 9


@dataclass(frozen=True, slots=True)
class SheetNote:
    """What became of one table.

    Parameters
    ----------
    name : str
    n_rows : int
        Rows written.
    n_left_out : int
        Rows beyond what a sheet holds.
    n_cut : int
        Texts cut to what a cell holds.
    """

    name: str
    n_rows: int
    n_left_out: int
    n_cut: int


def write_table(sheet: Any, table: Table, styles: Styles, max_rows: int, banner: str = "") -> SheetNote:
    """Write a table into an empty sheet.

    Parameters
    ----------
    sheet : xlsxwriter.worksheet.Worksheet
        Rows are written in order, once each.
    table : Table
    styles : Styles
    max_rows : int
        Rows beyond are left out, and counted.
    banner : str
        Stands on top of every printed page.

    Returns
    -------
    SheetNote
    """
    columns = [column_of(table.name, name) for name in table.columns]
    rows = table.rows[:max_rows]
    widths = [_width(column, [row[place] for row in rows]) for place, column in enumerate(columns)]
    frozen = _n_frozen(table.columns)
    for place, (column, width) in enumerate(zip(columns, widths, strict=True)):
        sheet.set_column(place, place, width, styles.words if column.kind in ("text", "list") else None)
    sheet.freeze_panes(1, frozen)
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    _for_paper(sheet, frozen, sum(widths), banner)
    # A ticker such as 1E5 is text on purpose.
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    _bars(sheet, table.columns, len(rows))
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column.name, styles.header)
    n_cut = _write_rows(sheet, rows, [styles.of(number_format(column)) for column in columns], styles)
    return SheetNote(table.name, len(rows), len(table.rows) - len(rows), n_cut)


def _write_rows(sheet: Any, rows: Sequence[Sequence[Value]], formats: Sequence[Any], styles: Styles) -> int:
    """Write all cells but the empty ones; return how many texts were cut."""
    n_cut = 0
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            if value is None or value == "":
                continue
            if isinstance(value, str):
                text, is_cut = cell_text(value)
                n_cut += is_cut
                sheet.write_string(number, place, text)
            elif isinstance(value, bool):
                sheet.write_boolean(number, place, value, formats[place])
            elif isinstance(value, dt.date):
                _write_day(sheet, number, place, value, formats[place] or styles.day)
            else:
                sheet.write_number(number, place, cell_number(value), formats[place])
    return n_cut


def _write_day(sheet: Any, number: int, place: int, day: dt.date, shown: Any) -> None:
    days = serial(day)
    if days is None:
        sheet.write_string(number, place, value_text(day))
    else:
        sheet.write_number(number, place, days, shown)


def _n_frozen(columns: Sequence[str]) -> int:
    for place, name in enumerate(columns[:_FROZEN_AT_MOST]):
        if name in _SUBJECTS:
            return place + 1
    return 1


def _bars(sheet: Any, columns: Sequence[str], n_rows: int) -> None:
    for place, name in enumerate(columns):
        if name in BARS and n_rows:
            sheet.conditional_format(
                1,
                place,
                n_rows,
                place,
                {
                    "type": "data_bar",
                    "data_bar_2010": True,
                    "bar_color": POSITIVE,
                    "bar_negative_color": NEGATIVE,
                    "bar_axis_position": "middle",
                },
            )


def _width(column: Column, values: Sequence[Value]) -> float:
    """Return a column's width in characters: its longest cell within reason, and its name where that is short."""
    cells = max((_length(column, value) for value in set(values) if value is not None), default=0)
    header = min(len(column.name), _WIDEST_HEADER) + _ARROW
    least = _BAR_WIDTH if column.name in BARS else _NARROWEST
    return float(min(max(cells + 2, header, least), _WIDEST))


def _length(column: Column, value: Value) -> int:
    if isinstance(value, bool):
        return len("FALSE")
    if isinstance(value, dt.datetime):
        return len("2026-05-29 00:00:00 UTC")
    if isinstance(value, dt.date):
        return len("2026-05-29")
    if isinstance(value, str):
        return max(map(len, clean_text(value).split("\n")))
    return len(f"{value or 0:,.{max(column.digits, 2)}f}") + len("+ pp")


def _for_paper(sheet: Any, frozen: int, width: float, banner: str) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.repeat_rows(0)
    sheet.repeat_columns(0, frozen - 1)
    sheet.set_footer("&L&A&RPage &P of &N")
    if banner:
        sheet.set_header(f"&C{banner.replace('&', '&&')}")
    if width <= _CHARACTERS_ON_PAPER:
        sheet.fit_to_pages(1, 0)
    else:
        sheet.set_print_scale(_SMALLEST_PRINT_PCT)
