"""Questions that only a person can answer, and what the note's ``judged`` says of them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from screener.expressions.iso_date import parse_iso_date
from screener.records.claim import ClaimRole, ClaimRow, ClaimState

# Half a year: whoever answered has seen two quarters since.
STALE_AFTER_DAYS = 180
_KILL: dict[str, ClaimState] = {"holds": "tripped", "weak": "near", "broken": "clear"}
_CLAIM: dict[str, ClaimState] = {"holds": "holds", "weak": "weak", "broken": "broken"}


@dataclass(frozen=True, slots=True)
class Answer:
    """A person's judgement.

    Parameters
    ----------
    name : str
    word : {"holds", "weak", "broken"}
    judged_on : date
    """

    name: str
    word: str
    judged_on: dt.date


def answers(judged: Sequence[str], as_of: dt.date) -> dict[str, Answer]:
    """Return the latest answer of each question by its folded name, of those given by ``as_of``."""
    found: dict[str, Answer] = {}
    for text in judged:
        name, _, said = text.rpartition(":")
        word, _, day = said.strip().partition(" ")
        judged_on = parse_iso_date(day.strip())
        if judged_on is None or judged_on > as_of:
            continue
        key = name.strip().casefold()
        if key not in found or judged_on >= found[key].judged_on:
            found[key] = Answer(name.strip(), word, judged_on)
    return found


def question_row(name: str, role: ClaimRole, answer: Answer | None, as_of: dt.date, line: int = 0) -> ClaimRow:
    """Return the row of a question in words.

    Parameters
    ----------
    name : str
    role : {"claim", "kill", "pillar"}
        A criterion's question is put as the bad news: *holds* means that it came true.
    answer : Answer or None
        Without one, or with one older than 180 days, the question waits for a person.
    as_of : date
    line : int
    """
    state: ClaimState = "unknown"
    note = "waits for a person: answer it under judged"
    if answer is not None:
        said = (_KILL if role == "kill" else _CLAIM)[answer.word]
        is_old = (as_of - answer.judged_on).days > STALE_AFTER_DAYS
        state = "stale" if is_old else said
        note = f"judged {answer.word} by a person on {answer.judged_on}" + ("; judge it again" if is_old else "")
    return ClaimRow(
        claim=name,
        role=role,
        severity="question",
        measure="",
        value=None,
        unit="",
        op=None,
        threshold="",
        quoted=None,
        distance=None,
        is_true=None,
        state=state,
        for_n=0,
        for_unit=None,
        n_breach=0,
        since_on=None if answer is None else answer.judged_on,
        measured_on=None if answer is None else answer.judged_on,
        known_on=None if answer is None else answer.judged_on,
        provenance="",
        source="",
        note=note,
        line=line,
    )
