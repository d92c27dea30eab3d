"""Pillars, judgements by hand and score weights: what refers to the note's own names."""

import re

from screener.dictionary.near_misses import did_you_mean
from screener.expressions.iso_date import parse_iso_date
from screener.records.expression import Statement
from screener.thesis.findings import Findings
from screener.thesis.properties import Properties
from screener.thesis.scalars import parse_number

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
    """Return each part of the score with its weight."""
    weights: dict[str, float] = {}
    for item in properties.many("score_weights"):
        found = _SCORE.fullmatch(item.text)
        number = parse_number(found["number"]) if found else None
        if found is None or number is None:
            findings.error("T114", item, f"{item.text!r} is not NAME NUMBER", "write momentum_pct 2")
        elif found["name"] in weights:
            findings.error("T114", item, f"{found['name']} has two weights", "keep one")
        else:
            weights[found["name"]] = number
    return tuple(weights.items())
