"""One list item of a leg: ``TICKER [xWEIGHT] [FROM..TO]``, in any order."""

import math
import re

from screener.records.thesis import Member
from screener.thesis.findings import Findings
from screener.thesis.links import Lookup, linked_ticker, parse_link, words
from screener.thesis.source import Value
from screener.thesis.spans import Span, is_span_like, read_span
from screener.thesis.tickers import is_ticker, ticker_hint

_WEIGHT = re.compile(r"[x\u00d7](?=[0-9.+\-]|inf|nan)(.*)")
_PERCENT = re.compile(r"x?([0-9]+(?:\.[0-9]+)?)%")
_DECIMAL = re.compile(r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+")
_SHAPE = "write TICKER, TICKER x2, or TICKER 2024-01-01..2025-06-30"


def looks_like_member(text: str) -> bool:
    """Tell whether an item is meant as a member, perhaps a faulty one: a ticker in capitals, or a link.

    The words of a sentence are not: that is how an author's own ``long_*`` property is told from a leg.
    """
    without_links, n_links = re.subn(r"!?\[\[[^\[\]]*\]\]", " ", text)
    n_tickers = n_links
    for word in re.split(r"[\s,]+", without_links):
        if not word or is_span_like(word) or any(shape.fullmatch(word) for shape in (_WEIGHT, _PERCENT)):
            continue
        if not _is_ticker_like(word) or _has_small_letters(word):
            return False
        n_tickers += 1
    return n_tickers > 0


def read_member(value: Value, findings: Findings, lookup: Lookup) -> Member | None:
    """Return the member, or None with problems.

    Parameters
    ----------
    value : Value
        The list item.
    findings : Findings
        Where problems go; the ticker is mentioned for its exchange suffix.
    lookup : Lookup
        Finds the ticker behind a ``[[Name]]``.
    """
    reader = _MemberReader(findings, lookup)
    for token in words(value):
        reader.take(token)
    return reader.member(value)


def read_ticker_alone(value: Value, what: str, findings: Findings, lookup: Lookup) -> str | None:
    """Return the ticker of an item that may have no weight and no dates, or None with a problem.

    Parameters
    ----------
    value : Value
        A ticker or a link.
    what : str
        What it is, as the problem says it: ``benchmark``.
    findings : Findings
    lookup : Lookup
    """
    member = read_member(value, findings, lookup)
    if member is None:
        return None
    if (member.weight, member.from_on, member.to_on) != (1.0, None, None):
        findings.error("T201", value, f"a {what} is a ticker alone", f"write {member.ticker}")
        return None
    return member.ticker


class _MemberReader:
    """The parts of one item as they come."""

    def __init__(self, findings: Findings, lookup: Lookup) -> None:
        self._findings = findings
        self._lookup = lookup
        self._is_sound = True
        self._ticker: str | None = None
        self._weight: float | None = None
        self._span: Span | None = None

    def take(self, token: Value) -> None:
        """Read one token; the order of the tests tells ``2023-01-01..`` and ``x2`` from tickers."""
        text = token.text
        weight = _WEIGHT.fullmatch(text)
        percent = _PERCENT.fullmatch(text)
        if parse_link(text):
            self._take_link(token)
        elif percent:
            self._fail("T202", token, f"{text} cannot be a weight", f"write x{percent[1]}")
        elif weight:
            self._take_weight(token, weight[1])
        elif is_span_like(text):
            self._take_span(token)
        else:
            self._take_ticker(token)

    def member(self, value: Value) -> Member | None:
        """Return what was read."""
        if self._is_sound and self._ticker is None:
            self._fail("T201", value, "this item has no ticker", _SHAPE)
        if not self._is_sound or self._ticker is None:
            return None
        from_on, to_on = self._span or (None, None)
        weight = 1.0 if self._weight is None else self._weight
        return Member(self._ticker, weight, from_on, to_on, self._findings.line_of(value))

    def _fail(self, code: str, where: Value, message: str, hint: str) -> None:
        self._is_sound = False
        self._findings.error(code, where, message, hint)

    def _take_ticker(self, token: Value) -> None:
        text = token.text
        if not is_ticker(text):
            self._fail("T201", token, f"{text!r} is not a ticker", ticker_hint(text))
        elif self._ticker is not None:
            hint = f"write x{text} for a weight" if _DECIMAL.fullmatch(text) else _SHAPE
            self._fail("T201", token, f"{text!r} is a second ticker in one item", hint)
        else:
            if _has_small_letters(text):
                hint = f"price sources know {text.upper()}"
                self._findings.warn("T212", token, f"ticker {text!r} has small letters", hint)
            self._ticker = text
            self._findings.mention("ticker", token)

    def _take_link(self, token: Value) -> None:
        ticker = linked_ticker(token, self._findings, self._lookup)
        if ticker is None:
            self._is_sound = False
        elif self._ticker is not None:
            self._fail("T201", token, f"{token.text} is a second ticker in one item", _SHAPE)
        else:
            self._ticker = ticker
            self._findings.mention("ticker", Value(ticker, token.begin, token.end, None))

    def _take_weight(self, token: Value, text: str) -> None:
        number = float(text) if _DECIMAL.fullmatch(text) else math.nan
        if not math.isfinite(number) or number <= 0:
            self._fail("T203", token, f"weight {token.text!r} is not a number above 0", "write x2 or x0.5")
        elif self._weight is not None:
            self._fail("T203", token, "this item has two weights", "keep one")
        else:
            self._weight = number

    def _take_span(self, token: Value) -> None:
        span = read_span(token, self._findings)
        if span is None:
            self._is_sound = False
        elif self._span is not None:
            self._fail("T204", token, "this item has two spans of dates", "write the member twice")
        else:
            self._span = span


def _is_ticker_like(token: str) -> bool:
    return is_ticker(token) or is_ticker(token.lstrip("$").rsplit(":", 1)[-1].replace("/", "-"))


def _has_small_letters(token: str) -> bool:
    return token != token.upper()
