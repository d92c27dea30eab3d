"""From the text of a filter over a table's columns to a :class:`Statement`."""

import datetime as dt
import re
from collections.abc import Collection, Mapping

from screener.dictionary.column import Column
from screener.dictionary.near_misses import did_you_mean
from screener.expressions.column_units import unit_spellings
from screener.expressions.comparisons import KEYWORDS, ComparisonParser, Quantity
from screener.expressions.error import ExpressionError
from screener.expressions.head import SEVERITIES, find_colon
from screener.expressions.iso_date import ISO_DATE, parse_iso_date
from screener.expressions.scanner import ParseError, Scanner
from screener.records.expression import Comparison, Operator, Statement

_COMPARES = re.compile(r"[<>=\u2265\u2264\u2260]")
_DAY_TEXT = re.compile(r"(?:(?!\.\.)\S)+")
_WORD = re.compile(r"[\w.^\-]+")
_QUOTES = ("'", '"')
_TRUTH = ("true", "false")
_SHAPE = "COLUMN > NUMBER or COLUMN = WORD"
_ONLY_EQUAL = {
    "text": ("holds words, which have no order", "compare it with = or !="),
    "list": ("holds lists of words", "= asks whether one of them is the word, != whether none is"),
    "boolean": ("is true or false", "compare it with = or !="),
}


def parse_column_filter(
    text: str,
    columns: Mapping[str, Column],
    *,
    words: Mapping[str, Collection[str]] | None = None,
    line: int = 0,
) -> Statement | ExpressionError:
    """Read one filter; never raises, whatever the text.

    Parameters
    ----------
    text : str
        Such as ``gross_margin_change_pp < 0 and revenue_growth_pct > 20`` or ``signal = enter``.
    columns : mapping of str to Column
        The columns that the table has. Their kind decides what stands behind the operator: a number with or without
        the column's unit, a day, or a word, with quotes around what is no plain word.
    words : mapping of str to collection of str, or None
        Every word that a column may ever hold, for those columns of which that is known; others take any word.
    line : int
        Put into ``Statement.line``.

    Returns
    -------
    Statement or ExpressionError
        A claim without a name, ``measure`` being the column; the first mistake ends the reading.

    Examples
    --------
    >>> growth = Column("growth_pct", "number", "percent", "Growth over a year")
    >>> parse_column_filter("growth_pct > 20%", {"growth_pct": growth}).comparisons[0].low
    20.0
    """
    try:
        _refuse_head(text, columns)
        parser = _FilterParser(text, columns, words or {})
        comparisons = parser.comparisons()
        parser.refuse_tail()
        parser.expect_end()
    except ParseError as fault:
        return fault.error
    return Statement(text, "claim", "", comparisons, line=line)


def _refuse_head(text: str, columns: Mapping[str, Column]) -> None:
    """Refuse a role and a name: what stands before a colon that comes before any comparison."""
    scanner = Scanner(text)
    start = scanner.next_span()[0]
    if text.startswith("?", start):
        message = "a filter is no question"
        raise scanner.fault((start, start + 1), "T314", message, f"write {_SHAPE}")
    colon, sign = find_colon(text), _COMPARES.search(text)
    if colon is not None and (sign is None or colon < sign.start()):
        message = "a filter has no role and no name"
        raise scanner.fault((start, colon + 1), "T314", message, "write only what stands behind the colon")
    word = scanner.take_word()
    if word.casefold() in SEVERITIES and word not in columns:
        raise scanner.fault((start, scanner.at), "T314", "a filter has no role", f"remove {word}")


class _FilterParser(ComparisonParser):
    """The rules of filters: columns of every kind, and nothing but comparisons."""

    or_hint = "all comparisons of a filter must hold: ask once for each side of the 'or'"
    order_hint = "join comparisons with 'and', and put quotes around what is no plain word"

    def __init__(self, text: str, columns: Mapping[str, Column], words: Mapping[str, Collection[str]]) -> None:
        super().__init__(text, 0)
        self._columns = columns
        self._words = words

    def refuse_tail(self) -> None:
        """No ``for`` and no ``on`` may follow."""
        scan = self._scan
        span = scan.next_span()
        for keyword in ("for", "on"):
            if scan.take_keyword(keyword):
                message = f"{keyword!r} asks about other days, and a filter has only the table's rows"
                raise scan.fault(span, "T314", message, "remove it and what follows it")

    def _comparison(self) -> Comparison:
        scan = self._scan
        scan.skip_space()
        start = scan.at
        column = self._column()
        if column.kind in ("number", "integer"):
            op = self._operator(f"{column.name} > 5, or in 1..5")
            low, high, unit = self._bounds(Quantity(column.name, unit_spellings(column)), op)
            return Comparison(column.name, (), op, low, high, unit, start, scan.at)
        if column.kind == "date":
            op = self._operator(f"{column.name} > 2026-06-30")
            words = self._days(op)
        else:
            op = self._equality(column)
            words = (self._known_word(column),)
        return Comparison(column.name, (), op, 0.0, 0.0, "", start, scan.at, words=words)

    def _column(self) -> Column:
        scan = self._scan
        span = scan.next_span()
        name = scan.take_word()
        if not name or name in KEYWORDS:
            raise scan.fault(span, "T302", "a column is expected here", f"write {_SHAPE}")
        if name not in self._columns:
            hint = did_you_mean(name, self._columns) or f"the columns are: {', '.join(self._columns)}"
            raise scan.fault(span, "T414", f"there is no column {name!r}", hint)
        start = scan.next_span()[0]
        if scan.take_arguments() is not None:
            raise scan.fault((start, scan.at), "T303", f"the column {name} takes no argument", f"write {name}")
        return self._columns[name]

    def _unit(self, quantity: Quantity) -> str:
        scan = self._scan
        behind = scan.at
        word = scan.take_word()
        scan.at = behind
        # Another column is no unit: an 'and' is missing.
        is_column = word in self._columns and word.casefold() not in (quantity.spellings or ())
        return "" if is_column else super()._unit(quantity)

    def _equality(self, column: Column) -> Operator:
        scan = self._scan
        start = scan.next_span()[0]
        op = self._operator(f"{column.name} = WORD")
        if op not in ("=", "!="):
            why, hint = _ONLY_EQUAL[column.kind]
            raise scan.fault((start, scan.at), "T415", f"{column.name} {why}", hint)
        return op

    def _known_word(self, column: Column) -> str:
        scan = self._scan
        start = scan.next_span()[0]
        word = self._quoted(column) if scan.text[start : start + 1] in _QUOTES else self._bare(column)
        known = _TRUTH if column.kind == "boolean" else self._words.get(column.name, ())
        if known and word not in known:
            message = f"{column.name} is never {word!r}"
            raise scan.fault((start, scan.at), "T416", message, did_you_mean(word, known))
        if column.kind == "list" and ";" in word:
            message = f"no word of {column.name} holds a ;"
            raise scan.fault((start, scan.at), "T416", message, "compare one word at a time, joined with 'and'")
        return word

    def _bare(self, column: Column) -> str:
        scan = self._scan
        start, end = scan.next_span()
        found = _WORD.match(scan.text, start)
        # ON and IN are tickers; in small letters they are the language's.
        if found is None or found.group() in KEYWORDS:
            raise scan.fault((start, end), "T302", "a word is expected here", _word_hint(column))
        scan.at = found.end()
        return found.group()

    def _quoted(self, column: Column) -> str:
        scan = self._scan
        start = scan.next_span()[0]
        quote = scan.text[start]
        closed = scan.text.find(quote, start + 1)
        if closed < 0:
            raise scan.fault((start, start + 1), "T302", "this quote is not closed", f"close it with {quote}")
        scan.at = closed + 1
        word = scan.text[start + 1 : closed]
        if not word.strip():
            raise scan.fault((start, scan.at), "T302", "a word is expected in the quotes", _word_hint(column))
        return word

    def _days(self, op: Operator) -> tuple[str, ...]:
        first = self._day()
        if op != "in":
            return (first.isoformat(),)
        start = self._range_end()
        last = self._day()
        if last < first:
            raise self._backwards(start)
        return first.isoformat(), last.isoformat()

    def _day(self) -> dt.date:
        scan = self._scan
        start = scan.next_span()[0]
        found = _DAY_TEXT.match(scan.text, start)
        written = found.group() if found else ""
        day = parse_iso_date(written)
        if day is None:
            kind = "does not exist" if ISO_DATE.fullmatch(written) else "is not a date"
            message = f"{written!r} {kind}" if written else "a date is expected here"
            raise scan.fault((start, start + len(written)), "T415", message, "write YYYY-MM-DD")
        scan.at = start + len(written)
        return day


def _word_hint(column: Column) -> str:
    return f"write {column.name} = WORD, with quotes around what is no plain word"
