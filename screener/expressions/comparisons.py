"""The rules that claims and filters share: comparisons joined by ``and``, operators, numbers with units, ranges."""

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from screener.expressions.scanner import Scanner
from screener.records.expression import Comparison, Operator

KEYWORDS = ("and", "or", "for", "on", "in")

_OPERATORS: dict[str, Operator] = {
    ">": ">",
    ">=": ">=",
    "<": "<",
    "<=": "<=",
    "=": "=",
    "==": "=",
    "!=": "!=",
    "\u2265": ">=",
    "\u2264": "<=",
    "\u2260": "!=",
}
_MISWRITTEN = {"=>": ">=", "=<": "<=", "<>": "!="}


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a number is compared with.

    Parameters
    ----------
    name : str
        The measure or column.
    spellings : tuple of str or None
        How its unit may be written, the first as hints show it; empty if it takes none, None if it takes any.
    """

    name: str
    spellings: tuple[str, ...] | None


class ComparisonParser(ABC):
    """Recursive descent; each method takes one rule of the grammar.

    Parameters
    ----------
    text : str
        The whole expression; positions count from its start.
    at : int
        Where its comparisons begin.
    """

    or_hint: ClassVar[str]
    order_hint: ClassVar[str]

    def __init__(self, text: str, at: int) -> None:
        self._scan = Scanner(text, at)

    def comparisons(self) -> tuple[Comparison, ...]:
        """``comparison {"and" comparison}``."""
        found = [self._comparison()]
        while self._scan.take_keyword("and"):
            found.append(self._comparison())
        return tuple(found)

    def expect_end(self) -> None:
        """Nothing may follow."""
        scan = self._scan
        if scan.is_done():
            return
        span = scan.next_span()
        word = scan.text[span[0] : span[1]]
        if word.casefold() == "or":
            message, hint = "'or' is not part of the language", self.or_hint
        elif word in {",", "&", ";", "|"}:
            message, hint = f"{word!r} cannot join comparisons", "join them with 'and'"
        else:
            message, hint = f"{word!r} is not expected here", self.order_hint
        raise scan.fault(span, "T302", message, hint)

    @abstractmethod
    def _comparison(self) -> Comparison:
        """Take one comparison."""

    def _operator(self, example: str) -> Operator:
        scan = self._scan
        span = scan.next_span()
        if scan.take_keyword("in"):
            return "in"
        written = scan.take_operator()
        if written in _OPERATORS:
            return _OPERATORS[written]
        span = (span[0], span[0] + len(written)) if written else span
        hint = f"write {_MISWRITTEN[written]}" if written in _MISWRITTEN else f"write {example}"
        raise scan.fault(span, "T302", "a comparison is expected: one of > >= < <= = != in", hint)

    def _bounds(self, quantity: Quantity, op: Operator) -> tuple[float, float, str]:
        """Take ``number [unit]``, or ``number [unit] ".." number [unit]`` behind ``in``."""
        low, unit = self._number(quantity)
        if op != "in":
            return low, low, unit
        start = self._range_end()
        high, upper_unit = self._number(quantity)
        if high < low:
            raise self._backwards(start)
        return low, high, upper_unit or unit

    def _range_end(self) -> int:
        """Take ``..`` and return where the upper end begins."""
        scan = self._scan
        span = scan.next_span()
        if not scan.take_literal(".."):
            raise scan.fault(span, "T302", "a range is written LOW..HIGH", "write in 10..30")
        return scan.next_span()[0]

    def _backwards(self, start: int) -> Exception:
        span = (start, self._scan.at)
        return self._scan.fault(span, "T306", "the range ends below its start", "write in LOW..HIGH")

    def _number(self, quantity: Quantity) -> tuple[float, str]:
        scan = self._scan
        span = scan.next_span()
        dollar = scan.take_literal("$")
        written = scan.take_number()
        if not written:
            raise scan.fault(span, "T305", "a number is expected here", "numbers are written 5, 0.5 or -5")
        number = float(written.replace("\u2212", "-"))
        if not math.isfinite(number):
            raise scan.fault((span[0], scan.at), "T305", "this number is too large")
        self._check_grouping(scan.at)
        unit = self._unit(quantity)
        if dollar and not unit:
            self._check_unit(quantity, "$", (span[0], span[0] + 1))
            unit = "$"
        return number, unit

    def _check_grouping(self, at: int) -> None:
        text = self._scan.text
        if text[at : at + 1] in {",", "_"} and text[at + 1 : at + 2].isdigit():
            hint = "write 1000 for a thousand and 0.5 for a half"
            raise self._scan.fault((at, at + 1), "T305", f"{text[at]!r} cannot stand inside a number", hint)

    def _unit(self, quantity: Quantity) -> str:
        scan = self._scan
        behind = scan.at
        unit = scan.take_unit(KEYWORDS)
        if unit:
            self._check_unit(quantity, unit, (scan.at - len(unit), scan.at))
        else:
            scan.at = behind
        return unit

    def _check_unit(self, quantity: Quantity, unit: str, span: tuple[int, int]) -> None:
        spellings = quantity.spellings
        if spellings is None or unit.casefold() in spellings:
            return
        if not spellings:
            raise self._scan.fault(span, "T304", f"{quantity.name} takes no unit", f"remove {unit}")
        message = f"{quantity.name} is measured in {spellings[0]}, not {unit}"
        raise self._scan.fault(span, "T304", message, f"write {spellings[0]} or no unit")
