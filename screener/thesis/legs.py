"""The legs of a thesis: ``long_*`` and ``short_*`` properties, and their weights."""

from collections.abc import Iterable
from dataclasses import replace
from typing import get_args

from screener.dictionary.near_misses import did_you_mean
from screener.records.thesis import Leg, Member, Side
from screener.thesis.findings import Findings
from screener.thesis.keys import is_leg_name
from screener.thesis.links import Lookup
from screener.thesis.members import looks_like_member, read_member
from screener.thesis.properties import Properties
from screener.thesis.scalars import parse_number
from screener.thesis.source import Value
from screener.thesis.spans import overlap

_SIDES: tuple[Side, ...] = get_args(Side)


def read_legs(properties: Properties, findings: Findings, lookup: Lookup) -> tuple[Leg, ...]:
    """Return the legs, long ones first; what is wrong goes to ``findings``."""
    placed: list[tuple[str, Member, Value]] = []
    legs: list[Leg] = []
    n_named = 0
    for name in properties.names:
        if not is_leg_name(name):
            continue
        found = _members(name, properties, findings, lookup)
        n_named += found is not None
        if found:
            side: Side = "long" if name.startswith("long_") else "short"
            legs.append(Leg(name, side, 1.0, tuple(member for member, _ in found)))
            placed += [(name, member, place) for member, place in found]
    if n_named == 0:
        hint = "add a property such as long_chips: [NVDA, AMD]"
        findings.error("T208", properties.top(), "the thesis has no leg", hint)
    _check_repeats(placed, findings)
    ordered = sorted(legs, key=lambda leg: _SIDES.index(leg.side))
    return _weigh(ordered, properties, findings)


def _members(
    name: str, properties: Properties, findings: Findings, lookup: Lookup
) -> list[tuple[Member, Value]] | None:
    """Return a leg's sound members with their places; None when the property is the author's own."""
    key = properties.key(name)
    items = properties.raw(name)
    if not items:
        hint = f"write {name}: [TICKER, TICKER], or remove the property"
        findings.error("T207", key, f"leg {name} has no members", hint)
        return []
    if not any(looks_like_member(item.text) for item in items):
        hint = "tickers are written in capitals, such as [NVDA, AMD]; rename the property if it is your own"
        findings.warn("T211", key, f"{name} holds no tickers and is not read as a leg", hint)
        return None
    found: list[tuple[Member, Value]] = []
    for item in items:
        place = item.trimmed()
        member = read_member(place, findings, lookup)
        if member is not None:
            found.append((member, place))
    return found


def _check_repeats(placed: list[tuple[str, Member, Value]], findings: Findings) -> None:
    """Report tickers that repeat with dates that overlap, whatever the leg and side."""
    seen: dict[str, list[tuple[str, Member]]] = {}
    for leg, member, place in placed:
        for other_leg, other in seen.setdefault(member.ticker.upper(), []):
            if not overlap(member, other):
                continue
            same_side = leg.split("_")[0] == other_leg.split("_")[0]
            where = f"in {other_leg} (line {other.line})" if leg != other_leg else f"on line {other.line}"
            hint = "remove one, or give both dates that don't overlap: TICKER FROM..TO"
            if same_side:
                findings.error("T205", place, f"{member.ticker} stands twice; it is already {where}", hint)
            else:
                findings.error("T206", place, f"{member.ticker} stands on both sides; it is also {where}", hint)
            break
        seen[member.ticker.upper()].append((leg, member))


def _weigh(legs: Iterable[Leg], properties: Properties, findings: Findings) -> tuple[Leg, ...]:
    legs = tuple(legs)
    names = {leg.name for leg in legs}
    weights: dict[str, float] = {}
    items = properties.many("leg_weights")
    is_sound = True
    for item in items:
        weight = _weight(item, names, weights, findings)
        is_sound = is_sound and weight is not None
    if is_sound and items:
        _check_sides(legs, weights, properties.key("leg_weights"), findings)
    return tuple(replace(leg, weight=weights.get(leg.name, 1.0)) for leg in legs)


def _weight(item: Value, names: set[str], weights: dict[str, float], findings: Findings) -> float | None:
    name, _, text = item.text.partition(" ")
    number = parse_number(text.strip().removeprefix("x"))
    message, hint = "", ""
    if not text.strip():
        message, hint = f"{item.text!r} is not LEG NUMBER", "write long_chips 60"
    elif name not in names:
        message, hint = f"there is no leg {name!r}", did_you_mean(name, names)
    elif number is None or number <= 0:
        plain = text.strip().removesuffix("%").strip()
        message, hint = f"{text.strip()!r} is not a number above 0", f"write {name} 60"
        if parse_number(plain):
            hint = f"write {name} {plain}"
    elif name in weights:
        message, hint = f"{name} has two weights", "keep one"
    if message or number is None:
        findings.error("T209", item, message, hint)
        return None
    weights[name] = number
    return number


def _check_sides(legs: tuple[Leg, ...], weights: dict[str, float], key: Value, findings: Findings) -> None:
    for side in _SIDES:
        of_side = [leg.name for leg in legs if leg.side == side]
        lacking = [name for name in of_side if name not in weights]
        if lacking and len(lacking) < len(of_side):
            message = f"leg_weights names some {side} legs but not {', '.join(lacking)}"
            findings.error("T209", key, message, f"give every {side} leg a weight, or none")
