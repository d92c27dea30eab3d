"""What single names cost instead of the thesis's own rate: ``TICKER BPS [FROM..TO]``."""

from collections import defaultdict

from screener.records.book_rules import NameRate
from screener.thesis.findings import Findings
from screener.thesis.links import words
from screener.thesis.member_names import MemberNames
from screener.thesis.properties import Properties
from screener.thesis.scalars import read_bps
from screener.thesis.source import Value
from screener.thesis.spans import Span, is_span_like, overlap, read_span

_SHAPE = "write TICKER BPS, such as SOUN 40"
_DATED_SHAPE = f"{_SHAPE}, or TICKER BPS FROM..TO, such as SOUN 2000 2024-01-01..2024-06-30"


def read_costs_by_name(
    name: str, high: float, properties: Properties, findings: Findings, names: MemberNames
) -> tuple[NameRate, ...]:
    """Return what trading single names costs: one rate a name, without dates.

    Parameters
    ----------
    name : str
        The property.
    high : float
        Largest rate, in bps.
    properties : Properties
    findings : Findings
        Where problems go.
    names : MemberNames
    """
    return _RateReader(name, high, findings, names).read(properties)


def read_borrow_by_name(
    name: str, high: float, properties: Properties, findings: Findings, names: MemberNames
) -> tuple[NameRate, ...]:
    """Return what borrowing single names costs; parameters as in :func:`read_costs_by_name`.

    Returns
    -------
    tuple of NameRate
        Those without dates first. A book lays later rates over earlier ones, so a rate without dates is that of the
        days which none of the name's dated ones covers; dated ones never overlap.
    """
    rates = _RateReader(name, high, findings, names, has_dates=True).read(properties)
    return tuple(sorted(rates, key=_is_dated))


class _RateReader:
    """Reads one property's rates."""

    def __init__(
        self, name: str, high: float, findings: Findings, names: MemberNames, *, has_dates: bool = False
    ) -> None:
        self._name = name
        self._high = high
        self._findings = findings
        self._names = names
        self._has_dates = has_dates

    def read(self, properties: Properties) -> tuple[NameRate, ...]:
        """Return the rates in the note's order."""
        rates: list[NameRate] = []
        placed = defaultdict[str, list[tuple[NameRate, int]]](list)
        for item in properties.many(self._name):
            rate = self._rate(item)
            if rate is None:
                continue
            lines = [line for other, line in placed[rate.ticker] if _clash(rate, other)]
            if lines:
                self._fail_twice(item, rate, lines[0])
                continue
            placed[rate.ticker].append((rate, self._findings.line_of(item)))
            rates.append(rate)
        return tuple(rates)

    def _rate(self, item: Value) -> NameRate | None:
        first, *rest = words(item)
        spans = [word for word in rest if is_span_like(word.text)]
        numbers = [word for word in rest if not is_span_like(word.text)]
        if len(numbers) != 1 or len(spans) > 1:
            self._fail(item, f"{item.text!r} is not TICKER BPS{' [FROM..TO]' if self._has_dates else ''}")
            return None
        if spans and not self._has_dates:
            self._fail(spans[0], "a rate has no dates here", f"write {first.text} {numbers[0].text}")
            return None
        ticker = self._names.ticker(first, self._name)
        bps = read_bps(numbers[0], self._name, self._high, self._findings)
        span: Span | None = read_span(spans[0], self._findings) if spans else (None, None)
        if ticker is None or bps is None or span is None:
            return None
        if self._has_dates and not self._names.is_ever("short", ticker):
            message = f"{self._name}: {ticker} is never short, so its rate changes nothing"
            self._findings.warn("T124", item, message, "remove it")
        return NameRate(ticker, bps, *span)

    def _fail(self, where: Value, message: str, hint: str = "") -> None:
        shape = _DATED_SHAPE if self._has_dates else _SHAPE
        self._findings.error("T122", where, f"{self._name}: {message}", hint or shape)

    def _fail_twice(self, item: Value, rate: NameRate, line: int) -> None:
        days = " for the same days" if _is_dated(rate) else ""
        hint = "keep one, or give them dates that don't overlap" if self._has_dates else "keep one"
        self._fail(item, f"{rate.ticker} has two rates{days}, the first on line {line}", hint)


def _is_dated(rate: NameRate) -> bool:
    return (rate.from_on, rate.to_on) != (None, None)


def _clash(one: NameRate, other: NameRate) -> bool:
    return _is_dated(one) == _is_dated(other) and overlap(one, other)
