"""What a person decided, from the fields of their review notes."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from screener.dictionary.ledger_codes import UNREADABLE_DECISION
from screener.errors import UsageError
from screener.expressions.iso_date import parse_iso_date
from screener.records.decision import Decision
from screener.records.problem import Problem
from screener.vault.fields import Field, read_fields
from screener.vault.note_file import read_note_file
from screener.vault.note_names import NoteName

KNOWN = ("hold", "add", "trim", "close", "override")


@dataclass(frozen=True, slots=True)
class DecisionsReading:
    """The decisions of a thesis's notes, oldest first, and what in them cannot be read."""

    decisions: tuple[Decision, ...]
    problems: tuple[Problem, ...] = ()


def read_decisions(folder: Path, naming: NoteName, thesis_id: str, days: Sequence[dt.date]) -> DecisionsReading:
    """Read the decisions in the review notes of some weeks.

    Parameters
    ----------
    folder : Path
    naming : NoteName
    thesis_id : str
    days : sequence of date
        Those that reviews speak for.

    Returns
    -------
    DecisionsReading
        A note that cannot be read is a problem, and the others are used. A field that was left empty says nothing.
    """
    found: list[Decision] = []
    problems: list[Problem] = []
    # Two reviews of one week have one note.
    for name, day in {naming.of(thesis_id, day): day for day in sorted(days)}.items():
        try:
            note = read_note_file(folder, name)
        except UsageError as error:
            problems.append(Problem(str(folder / f"{name}.md"), 0, 0, UNREADABLE_DECISION, "warning", str(error)))
            continue
        if note.text is not None:
            fields = {field.key: field for field in reversed(read_fields(note.text)) if field.value}
            found += _decision(fields, day, name, note.path, problems)
    return DecisionsReading(tuple(found), tuple(problems))


def _decision(
    fields: dict[str, Field], day: dt.date, name: str, path: Path, problems: list[Problem]
) -> Iterator[Decision]:
    if "decision" not in fields:
        return
    word, _, criterion = fields["decision"].value.partition(" ")
    if word.lower() not in KNOWN:
        problems.append(_problem(path, fields["decision"], f"no decision is called {word!r}", ", ".join(KNOWN)))
        return
    yield Decision(
        day_on=day,
        note=name,
        decision=word.lower(),
        criterion=criterion.strip().strip("\"'"),
        reason=_value(fields, "reason"),
        confidence_pct=_confidence(fields, path, problems),
        disconfirming=_value(fields, "disconfirming"),
        next_review_on=_day(fields, path, problems),
        line=fields["decision"].line,
    )


def _value(fields: dict[str, Field], key: str) -> str:
    return fields[key].value if key in fields else ""


def _confidence(fields: dict[str, Field], path: Path, problems: list[Problem]) -> float | None:
    field = fields.get("confidence_pct") or fields.get("confidence")
    if field is None:
        return None
    try:
        number = float(field.value.rstrip("% "))
    except ValueError:
        number = -1.0
    if not 0.0 <= number <= 100.0:
        problems.append(_problem(path, field, f"{field.value!r} is no percentage", "a number from 0 to 100"))
        return None
    return number


def _day(fields: dict[str, Field], path: Path, problems: list[Problem]) -> dt.date | None:
    field = fields.get("next_review_on")
    if field is None:
        return None
    day = parse_iso_date(field.value.strip("[] "))
    if day is None:
        problems.append(_problem(path, field, f"{field.value!r} is no date", "YYYY-MM-DD"))
    return day


def _problem(path: Path, field: Field, message: str, hint: str) -> Problem:
    return Problem(str(path), field.line, 0, UNREADABLE_DECISION, "warning", message, hint=f"write {hint}")
