"""What changed from one state of a note to another: its statement, criteria, odds, members, weights and rules."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import chain

from screener.records.review import Change, ChangeKind
from screener.records.thesis import Thesis
from screener.thesis.member_changes import leg_weight_changes, member_changes
from screener.thesis.note_body import body_of, paragraphs
from screener.thesis.rule_changes import rule_changes
from screener.thesis.statement_changes import is_same, statement_changes, words_of
from screener.thesis.text_changes import paired, paragraph_edits

_ORDER: tuple[ChangeKind, ...] = (
    *("statement", "criterion", "claim", "conviction", "member", "weight", "rule", "state"),
)
_MOVES_SAMPLE = "moves which returns count as out of sample"


def thesis_changes(
    before: Thesis, before_text: str, after: Thesis, after_text: str, before_on: dt.date | None = None
) -> tuple[Change, ...]:
    """Return what changed in a note.

    Parameters
    ----------
    before, after : Thesis
        Both with the labs of their statements as written, or both under the tables' ids.
    before_text, after_text : str
        What they were read from.
    before_on : date or None
        Day on which ``before`` stood; a change of members on days up to it rewrites history. Without it only
        ``members_chosen_on`` is asked.

    Returns
    -------
    tuple of Change
        Statement, criteria, claims, conviction, members, weights, rules, state, in this order; in the words of the
        notes. None for space, line ends, comments and the program's own marked blocks, for another spelling of the same
        comparison, and for what moves no figure: ``players``, ``related``, ``tags`` and the author's own properties.
    """
    found = chain(
        _statement(before, after),
        _body(before_text, after_text),
        statement_changes("criterion", before.kill, after.kill),
        statement_changes("claim", before.claims, after.claims),
        _conviction(before, after),
        member_changes(before, after, before_on),
        leg_weight_changes(before, after),
        rule_changes(before, before_text, after, after_text),
        _state(before, after),
    )
    return tuple(sorted(found, key=lambda change: _ORDER.index(change.kind)))


def _statement(before: Thesis, after: Thesis) -> Iterator[Change]:
    titles = (" ".join(before.title.split()), " ".join(after.title.split()))
    yield from _change("statement", "title", *titles)
    if not is_same(before.resolves, after.resolves):
        yield Change("statement", "resolves", words_of(before.resolves), words_of(after.resolves))
    yield from _change("statement", "primary", _primary(before), _primary(after))
    pillars = [[" ".join(pillar.split()) for pillar in each.pillars] for each in (before, after)]
    for old, new in paired(_without(*pillars), _without(*pillars[::-1])):
        yield Change("statement", "pillars", old, new)
    yield from _change("statement", "opened_on", str(before.opened_on), str(after.opened_on), _MOVES_SAMPLE)
    chosen = [each.members_chosen_on for each in (before, after)]
    # By default it is the opening itself, which has been told.
    if chosen != [before.opened_on, after.opened_on]:
        yield from _change("statement", "members_chosen_on", str(chosen[0]), str(chosen[1]), _MOVES_SAMPLE)


def _body(before_text: str, after_text: str) -> Iterator[Change]:
    for old, new in paragraph_edits(paragraphs(body_of(before_text)), paragraphs(body_of(after_text))):
        yield Change("statement", "", old, new)


def _conviction(before: Thesis, after: Thesis) -> Iterator[Change]:
    yield from _change("conviction", "probability_pct", _number(before.probability_pct), _number(after.probability_pct))
    yield from _change("conviction", "horizon_on", _day(before.horizon_on), _day(after.horizon_on))


def _state(before: Thesis, after: Thesis) -> Iterator[Change]:
    yield from _change("state", "status", before.status, after.status)
    yield from _change("state", "closed_on", _day(before.closed_on), _day(after.closed_on))
    old, new = (_judged(each) for each in (before, after))
    for name in dict.fromkeys((*new, *old)):
        yield from _change("state", name, old.get(name, ""), new.get(name, ""), "judged by hand")


def _judged(thesis: Thesis) -> dict[str, str]:
    """Return each judgement by what it is about, its days in order."""
    found: dict[str, list[str]] = {}
    for text in thesis.judged:
        name, _, said = text.rpartition(": ")
        found.setdefault(name, []).append(said)
    return {name: "; ".join(sorted(said, key=lambda each: each.split()[-1])) for name, said in found.items()}


def _change(kind: ChangeKind, subject: str, before: str, after: str, note: str = "") -> Iterator[Change]:
    if before != after:
        yield Change(kind, subject, before, after, note)


def _primary(thesis: Thesis) -> str:
    return f"{thesis.primary_basket} {thesis.primary_window}"


def _without(texts: Sequence[str], others: Sequence[str]) -> list[str]:
    return [text for text in texts if text not in others]


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _day(day: dt.date | None) -> str:
    return "" if day is None else str(day)
