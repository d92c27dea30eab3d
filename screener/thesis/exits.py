"""What a name is worth once it has ceased to print: ``[TICKER] last_price | zero | -30 % | price 1.25``."""

import re
from dataclasses import replace

from screener.records.book_rules import Delisting, ExitKind
from screener.thesis.findings import Findings
from screener.thesis.links import words
from screener.thesis.member_names import MemberNames
from screener.thesis.properties import Properties
from screener.thesis.scalars import parse_number, read_number
from screener.thesis.source import Value

# Eleven times the last price, and a share at a billion: more is a slip of the pen.
MAX_CHANGE_PCT = 1_000.0
MAX_PRICE = 1e9

_NAME = "delisting"
_SHAPE = "write last_price, zero, -30 % or price 1.25, with a TICKER in front if it is for one name"
_WORDS: dict[str, ExitKind] = {"last_price": "last_price", "zero": "zero"}
_CHANGE = re.compile(r"(\S+?)\s*%")
_PRICE = re.compile(r"price\s+(\S+)")
_SIGNS = ("+", "-", "\u2212")


def read_delisting(properties: Properties, findings: Findings, names: MemberNames) -> tuple[Delisting, ...]:
    """Return the ways to leave, in the note's order: at most one a ticker, and at most one for all others."""
    found: dict[str, Delisting] = {}
    for item in properties.many(_NAME):
        delisting = _delisting(item, findings, names)
        if delisting is None:
            continue
        if delisting.ticker in found:
            what = f"{delisting.ticker} leaves in two ways" if delisting.ticker else "two ways to leave name no ticker"
            findings.error("T123", item, f"{_NAME}: {what}", "keep one")
        else:
            found[delisting.ticker] = delisting
    return tuple(found.values())


def _delisting(item: Value, findings: Findings, names: MemberNames) -> Delisting | None:
    first, *rest = words(item)
    has_ticker = bool(rest) and not _begins_exit(item.text)
    place = item.part(len(first.text), len(item.text)).trimmed() if has_ticker else item
    if not _has_shape(place.text):
        findings.error("T123", place, f"{_NAME}: {place.text!r} is not known", _SHAPE)
        return None
    ticker = names.ticker(first, _NAME) if has_ticker else ""
    worth = _worth(place, findings)
    return None if ticker is None or worth is None else Delisting(*worth, ticker)


def _begins_exit(text: str) -> bool:
    """Tell whether no ticker stands in front; a ticker may be all digits, but has no sign."""
    first = text.split(maxsplit=1)[0]
    return first in (*_WORDS, "price") or first.startswith(_SIGNS) or _CHANGE.fullmatch(text) is not None


def _has_shape(text: str) -> bool:
    return text in _WORDS or any(shape.fullmatch(text) for shape in (_CHANGE, _PRICE))


def _worth(place: Value, findings: Findings) -> tuple[ExitKind, float] | None:
    change, price = _CHANGE.fullmatch(place.text), _PRICE.fullmatch(place.text)
    if change:
        number = _change(place.part(*change.span(1)), findings)
        return None if number is None else ("change", number)
    if price:
        number = _price(place.part(*price.span(1)), findings)
        return None if number is None else ("price", number)
    return _WORDS[place.text], 0.0


def _change(place: Value, findings: Findings) -> float | None:
    """Return the change as a decimal; without a sign, 30 % could be what is lost or what is left."""
    plain = replace(place, text=place.text.replace("\u2212", "-"))
    number = parse_number(plain.text)
    hint = ""
    if number is None:
        return read_number(plain, _NAME, -100, MAX_CHANGE_PCT, findings)
    if not place.text.startswith(_SIGNS):
        message = f"{_NAME}: {place.text} % does not say whether it is lost or gained"
        findings.error("T123", place, message, f"write -{place.text} % for a loss, +{place.text} % for a gain")
        return None
    if number <= -100:
        hint = "a change is above -100 %; write zero if nothing is left"
    elif number > MAX_CHANGE_PCT:
        hint = f"a change is at most {MAX_CHANGE_PCT:,.0f} %"
    if hint:
        findings.error("T105", place, f"{_NAME}: {place.text} % is out of range", hint)
        return None
    # Adding 0 turns a negative zero into the plain one.
    return number / 100.0 + 0.0


def _price(place: Value, findings: Findings) -> float | None:
    number = parse_number(place.text)
    if number is None:
        return read_number(place, _NAME, 0, MAX_PRICE, findings)
    if 0 < number <= MAX_PRICE:
        return number
    hint = f"a price is above 0 and at most {MAX_PRICE:,.0f}; write zero if nothing is left"
    findings.error("T105", place, f"{_NAME}: price {place.text} is out of range", hint)
    return None
