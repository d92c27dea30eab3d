"""One value of a table as text, the same in every format: exact numbers, clean strings."""

import datetime as dt
import math
import re
import unicodedata
from decimal import Decimal

from screener.dictionary.column import Column
from screener.errors import CodeError
from screener.records.table import Value

SIGNIFICANT_DIGITS = 15

# Beyond these a plain decimal is harder to read than an exponent.
_LARGEST_EXPONENT = 20
_SMALLEST_EXPONENT = -20

_NEWLINES = re.compile("\r\n|[\r\u2028\u2029]")
# C0 but tab and newline, DEL, C1, marks and overrides of the direction of writing, lone surrogates: none of them is
# ever part of a name, and each can drive a terminal or disguise what a cell says.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SPACES = re.compile(r"[\t\n ]+")


def clean_text(text: str) -> str:
    r"""Return ``text`` without control characters; tab and newline stay.

    Returns
    -------
    str
        Each control character is one U+FFFD, so that nothing disappears; line ends are ``\n``.
    """
    return _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", _NEWLINES.sub("\n", text))


def one_line(text: str) -> str:
    """Return clean ``text`` on one line: newlines and tabs are single spaces."""
    return _SPACES.sub(" ", clean_text(text)).strip()


def number_text(number: float) -> str:
    """Return a number with at most 15 significant digits.

    Parameters
    ----------
    number : int or float
        Finite. Integers keep all their digits.

    Returns
    -------
    str
        Also a JSON number. No minus before zero; an exponent only outside 1e-20 to 1e20.

    Raises
    ------
    CodeError
        NaN or infinite: a table says None instead.

    Examples
    --------
    >>> number_text(0.1 + 0.2), number_text(-0.0), number_text(2.0), number_text(0.000012)
    ('0.3', '0', '2', '0.000012')
    """
    if isinstance(number, int):
        return str(int(number))
    if not math.isfinite(number):
        raise CodeError(f"a table holds {number}; an empty cell is None")
    text = f"{number:.{SIGNIFICANT_DIGITS}g}"
    if "e" in text and _SMALLEST_EXPONENT <= int(text.partition("e")[2]) <= _LARGEST_EXPONENT:
        text = f"{Decimal(text):f}"
    return "0" if text == "-0" else text


def value_text(value: Value) -> str:
    """Return one value as CSV has it, before quoting: None is empty, dates are ISO, instants end in Z."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, dt.datetime):
        return _instant_text(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, str):
        return clean_text(value)
    raise CodeError(f"a table holds a {type(value).__name__}, which no format knows")


def rounded_text(value: Value, column: Column) -> str:
    """Return one value as people read it: on one line, numbers rounded to the column's digits and signed.

    A probability that would round to zero is written ``<0.001``.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return one_line(value_text(value))
    exact = number_text(value)
    if isinstance(value, int) and column.digits == 0:
        return f"+{exact}" if column.is_signed and value > 0 else exact
    text = f"{value:.{column.digits}f}"
    if float(text) != 0.0:
        return f"+{text}" if column.is_signed and value > 0 else text
    if column.unit == "probability" and value > 0:
        return f"<{10.0**-column.digits:.{column.digits}f}"
    return text.removeprefix("-")


def is_invisible(character: str) -> bool:
    """Tell whether a character is a space, or takes no room at all."""
    return character.isspace() or unicodedata.category(character) == "Cf"


def _instant_text(instant: dt.datetime) -> str:
    if instant.tzinfo is None:
        raise CodeError("a table holds an instant without a zone")
    return instant.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
