"""Tables as CSV and TSV that spreadsheets open without running, eating or retyping a cell."""

import csv
import io
import re
from dataclasses import dataclass
from functools import lru_cache

from screener.records.table import Table, Value
from screener.report.cell_text import is_invisible, one_line, value_text

# What a spreadsheet takes for the start of a formula (OWASP), with the full-width forms that some fold to ASCII.
_FORMULA_STARTS = frozenset(
    "=+-@\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}"
)
_PLAIN_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
# An event window such as -1..1, which no spreadsheet can take for a formula.
_WINDOW = re.compile(r"-?[0-9]{1,3}\.\.-?[0-9]{1,3}")


@dataclass(frozen=True, slots=True)
class Dialect:
    r"""How a CSV file begins and ends its lines.

    Parameters
    ----------
    line_end : str
        Between rows; newlines inside a cell are ``\n`` in any dialect.
    mark : str
        Before the header.
    """

    line_end: str = "\n"
    mark: str = ""


PLAIN = Dialect()
# Without the byte order mark, Excel reads UTF-8 as the code page of its country.
EXCEL = Dialect("\r\n", "\ufeff")


def csv_text(table: Table, dialect: Dialect = PLAIN) -> str:
    r"""Return a table as CSV (RFC 4180): comma, ``\n``, quotes only where needed, header first.

    Parameters
    ----------
    table : Table
    dialect : Dialect
        ``EXCEL`` begins with a byte order mark and ends lines with ``\r\n``.

    Returns
    -------
    str
        Numbers have 15 significant digits, None is an empty cell, dates are ISO. A text cell that a spreadsheet would
        run gets a leading apostrophe; numbers and dates never do. Newlines inside a cell stay, quoted.
    """
    stream = io.StringIO(newline="")
    stream.write(dialect.mark)
    writer = csv.writer(stream, lineterminator=dialect.line_end)
    writer.writerow(table.columns)
    writer.writerows([[_guarded(value) for value in row] for row in table.rows])
    return stream.getvalue()


def tsv_text(table: Table) -> str:
    """Return a table as tab-separated lines, one a row: no quotes, and tabs and newlines in a cell are spaces."""
    lines = ["\t".join(table.columns)]
    lines.extend("\t".join(one_line(_guarded(value)) for value in row) for row in table.rows)
    return "\n".join(lines) + "\n"


def _guarded(value: Value) -> str:
    return _guarded_text(value) if isinstance(value, str) else value_text(value)


# Most text cells of a table are one of a few words.
@lru_cache(maxsize=4096)
def _guarded_text(value: str) -> str:
    text = value_text(value)
    return f"'{text}" if is_formula(text) else text


def is_formula(text: str) -> bool:
    """Tell whether a spreadsheet may run a text cell.

    A text that is a plain number, an event window or a lone = as a whole is harmless. Tickers (``^GSPC``, ``BRK-B``,
    ``EURUSD=X``) start with a letter, a digit or ``^``, so they pass.

    Examples
    --------
    >>> is_formula("=1+2"), is_formula("  @SUM(A1)"), is_formula("-1.5"), is_formula("^GSPC")
    (True, True, False, False)
    """
    if text == "=" or _PLAIN_NUMBER.fullmatch(text) or _WINDOW.fullmatch(text):
        return False
    if text.startswith(("\t", "\n", "\r")):
        return True
    first = next((character for character in text if not is_invisible(character)), "")
    return first in _FORMULA_STARTS
