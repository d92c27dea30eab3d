"""From the text of a claim, kill criterion or filter to a :class:`Statement`."""

import datetime as dt
import math
import re
from collections.abc import Mapping
from dataclasses import replace

from screener.dictionary.measures import MEASURES, UNIT_SPELLINGS, Measure
from screener.dictionary.near_misses import did_you_mean
from screener.expressions.error import ExpressionError
from screener.expressions.head import SEVERITIES, Head, find_colon, split_head
from screener.expressions.iso_date import ISO_DATE, parse_iso_date
from screener.expressions.scanner import ParseError, Scanner
from screener.records.expression import Comparison, Operator, Role, SpanUnit, Statement

_KEYWORDS = ("and", "or", "for", "on", "in")
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
_SPAN_UNITS: dict[str, SpanUnit] = {
    "session": "sessions",
    "sessions": "sessions",
    "day": "days",
    "days": "days",
    "week": "weeks",
    "weeks": "weeks",
}
_COUNT = re.compile(r"[0-9]{1,5}(?![0-9.])")
_DAY_TEXT = re.compile(r"\S+")
_SAYS_COMPARISON = re.compile(r"[<>=\u2265\u2264\u2260]")
_SHAPE = "MEASURE > NUMBER, for example spread_drawdown_pct >= 20"


def parse_statement(
    text: str,
    *,
    default_role: Role = "claim",
    line: int = 0,
    measures: Mapping[str, Measure] | None = MEASURES,
) -> Statement | ExpressionError:
    """Read one statement; never raises, whatever the text.

    Parameters
    ----------
    text : str
        Such as ``breaker drawdown: spread_drawdown_pct >= 20 for 10 sessions`` or ``spread_return_pct > 0``.
    default_role : Role
        The role when none is written.
    line : int
        Put into ``Statement.line``.
    measures : mapping of str to Measure, or None
        The names that exist; None takes any name, argument and unit (column filters, bound later).

    Returns
    -------
    Statement or ExpressionError
        The first mistake ends the reading.

    Examples
    --------
    >>> found = parse_statement("price gap: token_price_gap_x(frontier, open) in 10..30")
    >>> found.name, found.comparisons[0].args, found.comparisons[0].high
    ('price gap', ('frontier', 'open'), 30.0)
    """
    head = split_head(text)
    try:
        if head.role == "question" and not _has_comparison(text[head.body :], measures):
            return _free_question(text, head, line)
        _check_colons(text, head)
        parser = _Parser(text, head.body, measures)
        comparisons = parser.comparisons()
        for_n, for_unit = parser.duration()
        on = parser.judged_on()
        parser.expect_end()
    except ParseError as fault:
        if head.role == "question":
            hint = f"{fault.error.hint}; a question in words has no < > or =".removeprefix("; ")
            return replace(fault.error, hint=hint)
        return fault.error
    role = head.role or default_role
    return Statement(text, role, head.name, comparisons, for_n, for_unit, on, line)


def argument_spans(text: str, comparison: Comparison) -> tuple[tuple[int, int], ...]:
    """Return the 0-based half-open span in ``text`` of each argument of a comparison parsed from it."""
    return Scanner(text, comparison.start + len(comparison.measure)).take_arguments() or ()


def _has_comparison(body: str, measures: Mapping[str, Measure] | None) -> bool:
    word = Scanner(body).take_word()
    return (measures is not None and word in measures) or _SAYS_COMPARISON.search(body) is not None


def _free_question(text: str, head: Head, line: int) -> Statement | ExpressionError:
    name = head.name or text[head.body :].strip()
    if not name:
        return ExpressionError(0, len(text), "the question is empty", "write ? and the question", "T302")
    return Statement(text, "question", name, (), line=line)


def _check_colons(text: str, head: Head) -> None:
    scanner = Scanner(text)
    if head.colon is None:
        word = scanner.take_word()
        if word.casefold() in SEVERITIES:
            span = (scanner.at - len(word), scanner.at)
            hint = f"write {word.casefold()} NAME: {_SHAPE}"
            raise scanner.fault(span, "T309", f"a colon is missing behind {word!r} and the name", hint)
        return
    second = find_colon(text, head.body)
    if second is not None:
        span = (head.colon, head.colon + 1)
        raise scanner.fault(span, "T309", "a name cannot hold a colon", "only one colon, between name and comparison")


class _Parser:
    """Recursive descent over the body; each method takes one rule of the grammar."""

    def __init__(self, text: str, at: int, measures: Mapping[str, Measure] | None) -> None:
        self._scan = Scanner(text, at)
        self._measures = measures

    def comparisons(self) -> tuple[Comparison, ...]:
        """``comparison {"and" comparison}``."""
        found = [self._comparison()]
        while self._scan.take_keyword("and"):
            found.append(self._comparison())
        return tuple(found)

    def duration(self) -> tuple[int, SpanUnit | None]:
        """``["for" N unit]``."""
        scan = self._scan
        if not scan.take_keyword("for"):
            return 0, None
        start, end = scan.next_span()
        count = _COUNT.match(scan.text, start)
        hint = "write for 10 sessions, for 60 days or for 8 weeks"
        if count is None or int(count.group()) < 1:
            raise scan.fault((start, end), "T307", "a whole number above 0 is expected behind 'for'", hint)
        scan.at = count.end()
        span = scan.next_span()
        unit = _SPAN_UNITS.get(scan.take_word().casefold())
        if unit is None:
            raise scan.fault(span, "T307", "sessions, days or weeks is expected behind the number", hint)
        return int(count.group()), unit

    def judged_on(self) -> dt.date | None:
        """``["on" DATE]``."""
        scan = self._scan
        if not scan.take_keyword("on"):
            return None
        scan.skip_space()
        found = _DAY_TEXT.match(scan.text, scan.at)
        written = found.group() if found else ""
        day = parse_iso_date(written)
        if day is None:
            span = (scan.at, scan.at + len(written))
            kind = "does not exist" if ISO_DATE.fullmatch(written) else "is not a date"
            message = f"{written!r} {kind}" if written else "a date is expected behind 'on'"
            raise scan.fault(span, "T308", message, "write on YYYY-MM-DD")
        scan.at += len(written)
        return day

    def expect_end(self) -> None:
        """Nothing may follow."""
        scan = self._scan
        if scan.is_done():
            return
        span = scan.next_span()
        word = scan.text[span[0] : span[1]]
        if word.casefold() == "or":
            message, hint = "'or' is not part of the language", "write two statements"
        elif word in {",", "&", ";", "|"}:
            message, hint = f"{word!r} cannot join comparisons", "join them with 'and'"
        else:
            message, hint = f"{word!r} is not expected here", "the order is: comparison, for N sessions, on DATE"
        raise scan.fault(span, "T302", message, hint)

    def _comparison(self) -> Comparison:
        scan = self._scan
        scan.skip_space()
        start = scan.at
        name, measure = self._measure()
        spans = scan.take_arguments()
        self._check_arguments(measure, spans, (start, start + len(name)))
        args = tuple(scan.text[a:b] for a, b in spans or ())
        op = self._operator(name)
        low, unit = self._number(measure)
        high = low
        if op == "in":
            high, unit = self._upper(measure, low, unit)
        return Comparison(name, args, op, low, high, unit, start, scan.at)

    def _measure(self) -> tuple[str, Measure | None]:
        scan = self._scan
        span = scan.next_span()
        name = scan.take_word()
        if not name or name.casefold() in _KEYWORDS:
            raise scan.fault(span, "T302", "a measure is expected here", f"write {_SHAPE}")
        if self._measures is None:
            return name, None
        if name not in self._measures:
            hint = did_you_mean(name, self._measures) or "theses/README.md lists the measures"
            raise scan.fault(span, "T301", f"there is no measure {name!r}", hint)
        return name, self._measures[name]

    def _check_arguments(
        self, measure: Measure | None, spans: tuple[tuple[int, int], ...] | None, name: tuple[int, int]
    ) -> None:
        scan = self._scan
        for span in spans or ():
            if span[0] == span[1]:
                raise scan.fault((span[0], span[0] + 1), "T303", "an argument is empty")
        if measure is None or len(spans or ()) == len(measure.arguments):
            return
        wanted = len(measure.arguments)
        count = f"{wanted} argument{'' if wanted == 1 else 's'}" if wanted else "no argument"
        end = scan.at if spans is not None else name[1]
        message = f"{measure.name} takes {count}, not {len(spans or ())}"
        raise scan.fault((name[0], end), "T303", message, f"write {measure.signature}")

    def _operator(self, name: str) -> Operator:
        scan = self._scan
        span = scan.next_span()
        if scan.take_keyword("in"):
            return "in"
        written = scan.take_operator()
        if written in _OPERATORS:
            return _OPERATORS[written]
        span = (span[0], span[0] + len(written)) if written else span
        hint = f"write {_MISWRITTEN[written]}" if written in _MISWRITTEN else f"write {name} > 5, or in 1..5"
        raise scan.fault(span, "T302", "a comparison is expected: one of > >= < <= = != in", hint)

    def _number(self, measure: Measure | None) -> tuple[float, str]:
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
        unit = self._unit(measure)
        if dollar and not unit:
            self._check_unit(measure, "$", (span[0], span[0] + 1))
            unit = "$"
        return number, unit

    def _check_grouping(self, at: int) -> None:
        text = self._scan.text
        if text[at : at + 1] in {",", "_"} and text[at + 1 : at + 2].isdigit():
            hint = "write 1000 for a thousand and 0.5 for a half"
            raise self._scan.fault((at, at + 1), "T305", f"{text[at]!r} cannot stand inside a number", hint)

    def _unit(self, measure: Measure | None) -> str:
        scan = self._scan
        behind = scan.at
        unit = scan.take_unit(_KEYWORDS)
        if unit:
            self._check_unit(measure, unit, (scan.at - len(unit), scan.at))
        else:
            scan.at = behind
        return unit

    def _check_unit(self, measure: Measure | None, unit: str, span: tuple[int, int]) -> None:
        if measure is None or measure.unit == "as_stated":
            return
        spellings = UNIT_SPELLINGS[measure.unit]
        if unit.casefold() not in spellings:
            message = f"{measure.name} is measured in {spellings[0]}, not {unit}"
            raise self._scan.fault(span, "T304", message, f"write {spellings[0]} or no unit")

    def _upper(self, measure: Measure | None, low: float, unit: str) -> tuple[float, str]:
        scan = self._scan
        span = scan.next_span()
        if not scan.take_literal(".."):
            raise scan.fault(span, "T302", "a range is written LOW..HIGH", "write in 10..30")
        start = scan.next_span()[0]
        high, upper_unit = self._number(measure)
        if high < low:
            raise scan.fault((start, scan.at), "T306", "the range ends below its start", "write in LOW..HIGH")
        return high, upper_unit or unit
