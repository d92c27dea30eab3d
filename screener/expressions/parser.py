"""From the text of a claim or kill criterion to a :class:`Statement`."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace

from screener.dictionary.measures import MEASURES, UNIT_SPELLINGS, Measure
from screener.dictionary.near_misses import did_you_mean
from screener.expressions.comparisons import KEYWORDS, ComparisonParser, Quantity
from screener.expressions.error import ExpressionError
from screener.expressions.head import SEVERITIES, Head, find_colon, split_head
from screener.expressions.iso_date import ISO_DATE, parse_iso_date
from screener.expressions.scanner import ParseError, Scanner
from screener.records.expression import Comparison, Role, SpanUnit, Statement

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
    measures: Mapping[str, Measure] = MEASURES,
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
    measures : mapping of str to Measure
        The names that exist.

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
        parser = _StatementParser(text, head.body, measures)
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


def _has_comparison(body: str, measures: Mapping[str, Measure]) -> bool:
    word = Scanner(body).take_word()
    return word in measures or _SAYS_COMPARISON.search(body) is not None


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


class _StatementParser(ComparisonParser):
    """The rules of claims: measures with arguments, how long and on which day."""

    or_hint = "write two statements"
    order_hint = "the order is: comparison, for N sessions, on DATE"

    def __init__(self, text: str, at: int, measures: Mapping[str, Measure]) -> None:
        super().__init__(text, at)
        self._measures = measures

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

    def _comparison(self) -> Comparison:
        scan = self._scan
        scan.skip_space()
        start = scan.at
        name, measure = self._measure()
        spans = scan.take_arguments()
        self._check_arguments(measure, spans, (start, start + len(name)))
        args = tuple(scan.text[a:b] for a, b in spans or ())
        op = self._operator(f"{name} > 5, or in 1..5")
        low, high, unit = self._bounds(_quantity(measure), op)
        return Comparison(name, args, op, low, high, unit, start, scan.at)

    def _measure(self) -> tuple[str, Measure]:
        scan = self._scan
        span = scan.next_span()
        name = scan.take_word()
        if not name or name.casefold() in KEYWORDS:
            raise scan.fault(span, "T302", "a measure is expected here", f"write {_SHAPE}")
        if name not in self._measures:
            hint = did_you_mean(name, self._measures) or "theses/README.md lists the measures"
            raise scan.fault(span, "T301", f"there is no measure {name!r}", hint)
        return name, self._measures[name]

    def _check_arguments(
        self, measure: Measure, spans: tuple[tuple[int, int], ...] | None, name: tuple[int, int]
    ) -> None:
        scan = self._scan
        for span in spans or ():
            if span[0] == span[1]:
                raise scan.fault((span[0], span[0] + 1), "T303", "an argument is empty")
        if len(spans or ()) == len(measure.arguments):
            return
        wanted = len(measure.arguments)
        count = f"{wanted} argument{'' if wanted == 1 else 's'}" if wanted else "no argument"
        end = scan.at if spans is not None else name[1]
        message = f"{measure.name} takes {count}, not {len(spans or ())}"
        raise scan.fault((name[0], end), "T303", message, f"write {measure.signature}")


def _quantity(measure: Measure) -> Quantity:
    return Quantity(measure.name, None if measure.unit == "as_stated" else UNIT_SPELLINGS[measure.unit])
