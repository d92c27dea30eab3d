"""The looks of a workbook's cells, each made once."""

from typing import Any

from screener.report.workbook.number_formats import DATE

_GREY = "#E7E9EC"


class Styles:
    """Cell formats of one workbook.

    Parameters
    ----------
    book : xlsxwriter.Workbook
    """

    def __init__(self, book: Any) -> None:
        self._book = book
        self._by_number_format: dict[str, Any] = {}
        self.header = book.add_format(
            {"bold": True, "bg_color": _GREY, "bottom": 1, "text_wrap": True, "valign": "top"}
        )
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.heading = book.add_format({"bold": True, "bg_color": _GREY, "valign": "top"})
        self.label = book.add_format({"bold": True, "valign": "top"})
        self.prose = book.add_format({"text_wrap": True, "valign": "top"})
        self.warning = book.add_format({"bold": True, "font_size": 12, "border": 1, "text_wrap": True, "valign": "top"})
        self.link = book.add_format({"font_color": "#0563C1", "underline": 1, "valign": "top"})
        self.day = self.of(DATE)
        # A word beside a number, which stands to the right, would run into it.
        self.words = book.add_format({"indent": 1})

    def of(self, number_format: str) -> Any:
        """Return the cell format that shows numbers in this way; None for an empty one."""
        if not number_format:
            return None
        if number_format not in self._by_number_format:
            self._by_number_format[number_format] = self._book.add_format({"num_format": number_format})
        return self._by_number_format[number_format]
