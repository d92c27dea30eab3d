"""Pillars, judgements by hand and score weights: what refers to the note's own names."""

import re

from screener.dictionary.near_misses import did_you_mean
from screener.dictionary.screen_parts import PART_NAMES
from screener.expressions.iso_date import parse_iso_date
from screener.records.expression import Statement
from screener.thesis.findings import Findings
from screener.thesis.properties import Properties
from screener.thesis.scalars import parse_number
from screener.thesis.source import Value

_STATES = ("holds", "weak", "broken")
_JUDGED = re.compile(r"(?P<name>.+?)\s*:\s*(?P<state>\S+)\s+(?P<day>\S+)", re.DOTALL)
_SCORE = re.compile(r"(?P<name>[A-Za-z_]\w*)\s+(?P<number>\S+)", re.ASCII)


def read_pillars(properties: Properties, findings: Findings, claims: tuple[Statement, ...]) -> tuple[str, ...]:
    """Return the pillars; each is the name of a claim, or a question (``?``)."""
    names = {claim.name for claim in claims if claim.name}
    known = {name.casefold() for name in names}
    items = properties.many("pillars")
    for item in items:
        if item.text.startswith("?"):
            if not item.text[1:].strip():
                findings.error("T115", item, "the question is empty", "write ? and the question")
        elif item.text.casefold() not in known:
            hint = did_you_mean(item.text, names) or f'write "? {item.text}" to judge it by hand'
            findings.error("T115", item, f"no claim is named {item.text!r}", hint)
    return tuple(item.text for item in items)


def question_name(pillar: str) -> str:
    """Return a pillar's name without the question mark."""
    return pillar.removeprefix("?").strip()


def read_judged(
    properties: Properties, findings: Findings, statements: tuple[Statement, ...], pillars: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the judgements as ``NAME: STATE DATE``."""
    names = {statement.name for statement in statements if statement.name}
    names |= {question_name(pillar) for pillar in pillars if pillar.startswith("?")}
    spelled = {name.casefold(): name for name in names}
    judged: list[str] = []
    for item in properties.many("judged"):
        found = _JUDGED.fullmatch(item.text)
        if found is None:
            findings.error("T116", item, "this is not NAME: STATE DATE", 'write "NAME: holds 2026-05-01"')
            continue
        name = question_name(found["name"].strip())
        state = item.part(*found.span("state"))
        day = item.part(*found.span("day"))
        if name.casefold() not in spelled:
            place = item.part(*found.span("name"))
            findings.error("T116", place, f"nothing in the note is named {name!r}", did_you_mean(name, names))
        elif state.text not in _STATES:
            findings.error("T116", state, f"{state.text!r} is not a judgement", f"write one of {', '.join(_STATES)}")
        elif parse_iso_date(day.text) is None:
            findings.error("T103", day, f"judged: {day.text!r} is not a date", "write YYYY-MM-DD")
        else:
            judged.append(f"{spelled[name.casefold()]}: {state.text} {day.text}")
    return tuple(judged)


def read_score_weights(properties: Properties, findings: Findings) -> tuple[tuple[str, float], ...]:
    """Return each part of the screen's score that the note weighs, with its weight: at least 0, not all 0."""
    weights: dict[str, float] = {}
    items = properties.many("score_weights")
    for item in items:
        weight = _weight(item, findings)
        if weight is None:
            continue
        if weight[0] in weights:
            findings.error("T114", item, f"{weight[0]} has two weights", "keep one")
        else:
            weights[weight[0]] = weight[1]
    if items and len(weights) == len(items) and not any(weights.values()):
        message = "all score weights are 0, so every score would be 0"
        findings.error("T418", properties.key("score_weights"), message, "give at least one part a weight above 0")
    return tuple(weights.items())


def _weight(item: Value, findings: Findings) -> tuple[str, float] | None:
    found = _SCORE.fullmatch(item.text)
    number = parse_number(found["number"]) if found else None
    if found is None or number is None:
        findings.error("T114", item, f"{item.text!r} is not NAME NUMBER", "write momentum_pct 2")
        return None
    name = found["name"]
    if name not in PART_NAMES:
        hint = did_you_mean(name, PART_NAMES)
        message = f"{name!r} is no part of the screen's score"
        findings.error("T417", item.part(*found.span("name")), message, hint)
        return None
    if number < 0:
        place = item.part(*found.span("number"))
        hint = "a weight says how much a part counts; which way each part counts is fixed"
        findings.error("T418", place, f"the weight of {name} is below 0", hint)
        return None
    return name, number
