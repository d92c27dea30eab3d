"""From a property's text to a date, a number, a word of a list or a window."""

import datetime as dt
import math
import re
from typing import TypeVar

from screener.dictionary.near_misses import did_you_mean
from screener.expressions.iso_date import ISO_DATE, parse_iso_date
from screener.records.thesis import Window
from screener.thesis.findings import Findings
from screener.thesis.source import Value

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_WINDOW = re.compile(r"([+-]?[0-9]{1,4})\.\.([+-]?[0-9]{1,4})")
EARLIEST_WINDOW_START = -20
LATEST_WINDOW_END = 250

Word = TypeVar("Word", bound=str)


def read_date(value: Value, name: str, findings: Findings) -> dt.date | None:
    """Return the date, or None with a problem."""
    day = parse_iso_date(value.text)
    if day is None:
        what = "does not exist" if ISO_DATE.fullmatch(value.text) else "is not a date"
        findings.error("T103", value, f"{name}: {value.text!r} {what}", "write YYYY-MM-DD, such as 2025-12-08")
    return day


def parse_number(text: str) -> float | None:
    """Return a finite number written with a decimal point, or None."""
    if _NUMBER.fullmatch(text) is None:
        return None
    number = float(text)
    return number if math.isfinite(number) else None


def read_number(
    value: Value, name: str, low: float, high: float, findings: Findings, *, above: bool = False
) -> float | None:
    """Return a number in ``low..high`` (``above``: without ``low`` itself), or None with a problem."""
    number = parse_number(value.text)
    if number is None:
        plain = value.text.removesuffix("%").removesuffix("bps").strip().replace(",", ".")
        hint = f"write {plain}" if parse_number(plain) is not None else "write digits, such as 60 or 0.5"
        findings.error("T104", value, f"{name}: {value.text!r} is not a number", hint)
        return None
    if number < low or number > high or (above and number == low):
        lower = f"above {low:g}" if above else f"at least {low:g}"
        upper = "" if math.isinf(high) else f" and at most {high:g}"
        findings.error("T105", value, f"{name}: {value.text} is out of range", f"it must be {lower}{upper}")
        return None
    return number


def read_bps(value: Value, name: str, high: float, findings: Findings) -> float | None:
    """Return a rate in hundredths of a percent, at least 0 and at most ``high``, or None with a problem."""
    share = parse_number(value.text.removesuffix("%").strip()) if value.text.endswith("%") else None
    if share is None:
        return read_number(value, name, 0, high, findings)
    hint = f"write {100 * share:g}: one percent is 100 bps"
    findings.error("T104", value, f"{name}: {value.text!r} is not a number", hint)
    return None


def read_whole_number(value: Value, name: str, low: int, high: int, findings: Findings) -> int | None:
    """Return a whole number in ``low..high``, or None with a problem."""
    number = read_number(value, name, low, high, findings)
    if number is not None and number != int(number):
        findings.error("T105", value, f"{name}: {value.text} is not a whole number", f"write {round(number)}")
        return None
    return None if number is None else int(number)


def read_word(value: Value, name: str, words: tuple[Word, ...], findings: Findings) -> Word | None:
    """Return the word if it is one of ``words``, or None with a problem."""
    for word in words:
        if value.text == word:
            return word
    findings.error("T106", value, f"{name}: {value.text!r} is not known", did_you_mean(value.text, words))
    return None


def parse_window(text: str) -> Window | None:
    """Return ``START..END``, or None; the range is not checked."""
    found = _WINDOW.fullmatch(text.replace("\u2212", "-"))
    return Window(int(found[1]), int(found[2])) if found else None


def read_window(value: Value, name: str, findings: Findings) -> Window | None:
    """Return an event window, or None with a problem."""
    window = parse_window(value.text)
    hint = 'write START..END in sessions, such as "0..5"'
    if window is None:
        findings.error("T111", value, f"{name}: {value.text!r} is not a window", hint)
        return None
    wrong = ""
    if window.start > window.end:
        wrong = "ends before it starts"
    elif window.start < EARLIEST_WINDOW_START:
        wrong = f"starts before {EARLIEST_WINDOW_START}, inside the estimation window"
    elif window.end > LATEST_WINDOW_END:
        wrong = f"ends after {LATEST_WINDOW_END}"
    if wrong:
        findings.error("T111", value, f"{name}: window {value.text} {wrong}", hint)
        return None
    return window
