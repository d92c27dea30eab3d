"""The terminal, and what a spreadsheet on this machine would make of a CSV file."""

import locale
from collections.abc import Iterator

from screener.records.diagnosis import Check, Surroundings

_LEAST_WIDTH = 60
# A spark line, a rule and an ellipsis.
_SHAPES = "▁▇─…"


def terminal_checks(around: Surroundings) -> Iterator[Check]:
    """Yield width, colour, encoding and the locale's decimal mark."""
    yield _width(around)
    yield _color(around)
    yield _encoding(around)
    yield _decimal_mark()


def _width(around: Surroundings) -> Check:
    terminal = around.terminal
    if not terminal.is_terminal:
        return Check("terminal", "stdout", "ok", "no terminal: tables leave as CSV unless --format says otherwise")
    finding = f"a terminal of {terminal.width} columns"
    if terminal.width < _LEAST_WIDTH:
        remedy = "widen the window; below 60 columns tables show few columns"
        return Check("terminal", "stdout", "warning", finding, remedy)
    return Check("terminal", "stdout", "ok", finding)


def _color(around: Surroundings) -> Check:
    if around.terminal.has_color:
        return Check("terminal", "colour", "ok", "on")
    silenced = "NO_COLOR is set" if around.environment.get("NO_COLOR") else "TERM is dumb"
    why = silenced if around.terminal.is_terminal else "stdout is no terminal"
    return Check("terminal", "colour", "ok", f"off: {why}; --color always turns it on")


def _encoding(around: Surroundings) -> Check:
    encoding = around.terminal.encoding
    try:
        _SHAPES.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        remedy = "set PYTHONUTF8=1, or a UTF-8 locale, to see bars and rules"
        finding = f"{encoding} holds no bars and rules, so they are drawn with - and #"
        return Check("terminal", "encoding", "warning", finding, remedy)
    return Check("terminal", "encoding", "ok", encoding)


def _decimal_mark() -> Check:
    """Return what numbers look like in this locale; CSV files always have a point and commas between cells."""
    before = locale.setlocale(locale.LC_NUMERIC)
    try:
        locale.setlocale(locale.LC_NUMERIC, "")
        mark = str(locale.localeconv()["decimal_point"])
    except locale.Error:
        remedy = "install it, or set LC_ALL to one that locale -a lists"
        return Check("terminal", "locale", "warning", "the locale that the environment names is not installed", remedy)
    finally:
        locale.setlocale(locale.LC_NUMERIC, before)
    if mark == ",":
        finding = "numbers have a decimal comma here, so a spreadsheet may want ; between the cells of a CSV file"
        remedy = "import CSV as comma separated with a decimal point, or write .xlsx: screener export -o FILE.xlsx"
        return Check("terminal", "locale", "warning", finding, remedy)
    return Check("terminal", "locale", "ok", f"decimal mark {mark!r}: spreadsheets read CSV files as they are")
