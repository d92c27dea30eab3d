"""Spans of days as a note writes them: ``FROM..TO``, both days included and either missing."""

import datetime as dt
import re
from typing import Protocol

from screener.expressions.iso_date import ISO_DATE, parse_iso_date
from screener.thesis.findings import Findings
from screener.thesis.source import Value

_SPAN_LIKE = re.compile(r"[0-9\-.]+|\.\.[^/]*|[^/]*\.\.")

Span = tuple[dt.date | None, dt.date | None]


class Dated(Protocol):
    """What holds from one day to another; ``None`` is open."""

    @property
    def from_on(self) -> dt.date | None:
        """First day."""

    @property
    def to_on(self) -> dt.date | None:
        """Last day."""


def is_span_like(token: str) -> bool:
    """Tell whether a word is meant as a span, perhaps a faulty one: it has ``..``, or is a date alone."""
    if ".." in token:
        return _SPAN_LIKE.fullmatch(token) is not None
    return ISO_DATE.fullmatch(token) is not None


def read_span(token: Value, findings: Findings) -> Span | None:
    """Return the first and last day, or None with a problem."""
    text = token.text
    if ISO_DATE.fullmatch(text):
        hint = f"write {text}.. for from that day, ..{text} for until then, without spaces"
        findings.error("T204", token, f"{text} alone says neither from nor to", hint)
        return None
    ends = text.split("..")
    days = [parse_iso_date(end) if end else None for end in ends]
    hint = "write FROM..TO, FROM.. or ..TO with dates YYYY-MM-DD"
    if len(ends) != 2 or not any(ends):
        findings.error("T204", token, f"{text!r} is not FROM..TO", hint)
        return None
    for end, day in zip(ends, days, strict=True):
        if end and day is None:
            what = "does not exist" if ISO_DATE.fullmatch(end) else "is not a date"
            findings.error("T204", token, f"{end!r} {what}", hint)
            return None
    from_on, to_on = days
    if from_on and to_on and from_on > to_on:
        findings.error("T204", token, "the dates end before they start", "write FROM..TO in order")
        return None
    return from_on, to_on


def overlap(one: Dated, other: Dated) -> bool:
    """Tell whether two spans share a day."""
    start = max(one.from_on or dt.date.min, other.from_on or dt.date.min)
    end = min(one.to_on or dt.date.max, other.to_on or dt.date.max)
    return start <= end
