"""What a person decided, from the fields of their review notes."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
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
        A note that cannot be read is a problem, and the others are used. A field that was left empty says nothing. A
        note may hold several decisions: each has the fields up to the next one, the first also those before it.
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
            for own in _each_decision(read_fields(note.text)):
                found += _Told(own, day, name, note.path, problems).decision()
    return DecisionsReading(tuple(found), tuple(problems))


def _each_decision(fields: Sequence[Field]) -> Iterator[tuple[Field, ...]]:
    """Return the fields of each decision: those up to the next one, and for the first also those before it."""
    given = [field for field in fields if field.value]
    starts = [place for place, field in enumerate(given) if field.key == "decision"]
    for start, end in pairwise((*starts, len(given))):
        yield tuple(given[0 if start == starts[0] else start : end])


@dataclass(frozen=True, slots=True)
class _Told:
    """The fields of one decision, where they stand, and where mistakes in them go."""

    fields: tuple[Field, ...]
    day_on: dt.date
    note: str
    path: Path
    problems: list[Problem]

    def decision(self) -> Iterator[Decision]:
        """Return the decision, or nothing where its word is not one."""
        (first,) = self._of("decision")
        word, _, criterion = first.value.partition(" ")
        if word.lower() not in KNOWN:
            self._wrong(first, f"no decision is called {word!r}", ", ".join(KNOWN))
            return
        if word.lower() == "override" and not criterion.strip():
            self._wrong(first, "it says override, but not of which criterion", "override and the criterion's name")
            return
        yield Decision(
            day_on=self.day_on,
            note=self.note,
            decision=word.lower(),
            criterion=criterion.strip().strip("\"'"),
            reason="; ".join(field.value for field in self._of("reason")),
            confidence_pct=self._confidence(),
            disconfirming="; ".join(field.value for field in self._of("disconfirming")),
            next_review_on=self._next_review(),
            line=first.line,
        )

    def _of(self, *keys: str) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.key in keys)

    def _only(self, *keys: str) -> Field | None:
        """Return the first field of these; any further one is told of, for a decision has one."""
        found = self._of(*keys)
        for field in found[1:]:
            self._wrong(field, f"{field.key} is given on line {found[0].line} already and counts there", "it once")
        return found[0] if found else None

    def _confidence(self) -> float | None:
        field = self._only("confidence_pct", "confidence")
        if field is None:
            return None
        try:
            number = float(field.value.rstrip("% "))
        except ValueError:
            number = -1.0
        if not 0.0 <= number <= 100.0:
            self._wrong(field, f"{field.value!r} is no percentage", "a number from 0 to 100")
            return None
        return number

    def _next_review(self) -> dt.date | None:
        field = self._only("next_review_on")
        if field is None:
            return None
        day = parse_iso_date(field.value.strip("[] "))
        if day is None:
            self._wrong(field, f"{field.value!r} is no date", "YYYY-MM-DD")
        return day

    def _wrong(self, field: Field, message: str, hint: str) -> None:
        problem = Problem(str(self.path), field.line, 0, UNREADABLE_DECISION, "warning", message, hint=f"write {hint}")
        self.problems.append(problem)
