"""From a note's path to a thesis, with everything that is wrong with it."""

from dataclasses import dataclass, replace
from pathlib import Path

from screener.records.problem import Problem, has_errors
from screener.records.thesis import Thesis
from screener.thesis.book_rules import read_book_rules
from screener.thesis.dates import read_dates
from screener.thesis.findings import Findings, Mention
from screener.thesis.front_matter import read_front_matter
from screener.thesis.identity import check_type, read_status, read_thesis_id, read_title
from screener.thesis.judgement import read_judged, read_pillars, read_score_weights
from screener.thesis.keys import check_names
from screener.thesis.legs import read_legs
from screener.thesis.links import Lookup, plain_name, vault_lookup, vault_of
from screener.thesis.note_file import NoteText, decode_note, read_note
from screener.thesis.properties import Properties
from screener.thesis.settings import (
    read_benchmark,
    read_events,
    read_primary,
    read_probability,
    read_windows,
    refuse_currency,
)
from screener.thesis.statements import StatementReader, read_screen


@dataclass(frozen=True, slots=True)
class ThesisReading:
    """One note as read.

    Parameters
    ----------
    path : str
        As the user named it.
    thesis : Thesis or None
        None if any problem is an error.
    problems : tuple of Problem
        All of them, in the file's order.
    mentions : tuple of Mention
        Names that tables must know, with their places; ``lint`` looks them up.
    """

    path: str
    thesis: Thesis | None
    problems: tuple[Problem, ...]
    mentions: tuple[Mention, ...] = ()


def read_thesis(path: Path, *, lookup: Lookup | None = None) -> ThesisReading:
    """Read a thesis note.

    Parameters
    ----------
    path : Path
        The note; whatever it is, nothing is raised.
    lookup : Lookup or None
        Finds the ticker behind ``[[Name]]``; None searches the note's vault.
    """
    return _reading(str(path), read_note(path), lookup or vault_lookup(vault_of(path)))


def read_thesis_bytes(path: str, data: bytes, *, lookup: Lookup) -> ThesisReading:
    """Read a thesis from its bytes; ``path`` is what problems name."""
    return _reading(path, decode_note(path, data), lookup)


def _reading(path: str, note: NoteText | Problem, lookup: Lookup) -> ThesisReading:
    if isinstance(note, Problem):
        return ThesisReading(path, None, (note,))
    front = read_front_matter(note.source)
    if isinstance(front, Problem):
        return ThesisReading(path, None, (front,))
    findings = Findings(note.source, front.problems)
    thesis = _thesis(note, Properties(front, findings), findings, lookup)
    problems = findings.problems
    return ThesisReading(path, None if has_errors(problems) else thesis, problems, findings.mentions)


def _thesis(note: NoteText, properties: Properties, findings: Findings, lookup: Lookup) -> Thesis:
    """Read every part even after a problem, so that all problems are found at once.

    With an error the result is made of defaults in places and only serves to find more problems.
    """
    path = note.source.path
    check_type(properties, findings)
    check_names(properties, findings)
    refuse_currency(properties, findings)
    dates = read_dates(properties, findings)
    n_errors = findings.n_errors
    legs = read_legs(properties, findings, lookup)
    are_legs_sound = findings.n_errors == n_errors
    windows = read_windows(properties, findings)
    draft = Thesis(
        thesis_id=read_thesis_id(properties, path, findings),
        title=read_title(properties, note.source.text[properties.body :], path),
        status=read_status(properties, findings),
        path=path,
        text_sha256=note.sha256,
        opened_on=dates.opened_on,
        members_chosen_on=dates.members_chosen_on,
        closed_on=dates.closed_on,
        horizon_on=dates.horizon_on,
        history_from=dates.history_from,
        legs=legs,
        benchmark=read_benchmark(properties, findings, lookup),
        windows=windows,
        primary_basket="spread",
        primary_window=windows[0],
        events=read_events(properties, findings),
        probability_pct=read_probability(properties, findings),
        rules=read_book_rules(properties, findings, lookup, legs if are_legs_sound else None),
        screen=read_screen(properties, findings),
        score_weights=read_score_weights(properties, findings),
        players=_plain_names("players", properties),
        related=_plain_names("related", properties),
        private_long=_plain_names("private_long", properties),
        private_short=_plain_names("private_short", properties),
        tags=_plain_names("tags", properties),
    )
    return _with_judgement(draft, properties, findings, are_legs_sound=are_legs_sound)


def _with_judgement(draft: Thesis, properties: Properties, findings: Findings, *, are_legs_sound: bool) -> Thesis:
    """Add what refers to the note's own legs, windows and claims."""
    basket, window = read_primary(properties, findings, draft, are_legs_sound=are_legs_sound)
    reader = StatementReader(properties, findings, draft, are_legs_sound=are_legs_sound)
    claims, kill = reader.claims(), reader.kill()
    pillars = read_pillars(properties, findings, claims)
    return replace(
        draft,
        primary_basket=basket,
        primary_window=window,
        resolves=reader.resolves(),
        claims=claims,
        kill=kill,
        pillars=pillars,
        judged=read_judged(properties, findings, claims + kill, pillars),
    )


def _plain_names(name: str, properties: Properties) -> tuple[str, ...]:
    return tuple(plain_name(item.text).removeprefix("#") for item in properties.many(name))
