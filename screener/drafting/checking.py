"""A draft held against the linter: what that would refuse is taken out and listed with the linter's reason."""

from dataclasses import dataclass, replace

from screener.drafting.open_points import draft_points, open_points
from screener.lint import bind, lint
from screener.records.draft import Draft, Entry, NotMapped, NotMappedKind
from screener.records.problem import Problem, has_errors
from screener.records.thesis import Thesis
from screener.reference import Reference
from screener.report.draft.note import note_text
from screener.report.draft.properties import property_lines
from screener.thesis.links import LinkAnswer
from screener.thesis.reading import read_thesis_bytes

# Taking an entry out can make another one wrong, such as a claim about its leg.
_MOST_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class CheckedDraft:
    """A draft as it can be written.

    Parameters
    ----------
    draft : Draft
    text : str
        The whole note.
    thesis : Thesis or None
        None where it still has an error: nobody was placed on a side.
    problems : tuple of Problem
        What the linter says of the text.
    """

    draft: Draft
    text: str
    thesis: Thesis | None
    problems: tuple[Problem, ...]


def checked(draft: Draft, path: str, reference: Reference) -> CheckedDraft:
    """Return the draft without what the linter refuses.

    Parameters
    ----------
    draft : Draft
    path : str
        What problems name.
    reference : Reference
    """
    for _ in range(_MOST_ROUNDS):
        found = linted(draft, note_text(draft), path, reference)
        wrong = {
            entry: problem
            for problem in found.problems
            if problem.severity == "error" and (entry := _entry_at(draft, problem.line)) is not None
        }
        if not wrong:
            break
        draft = _without(draft, wrong)
    found = linted(draft, note_text(draft), path, reference)
    points = (*draft_points(draft), *(open_points(found.thesis) if found.thesis else ()))
    whole = replace(draft, open_points=points)
    return replace(found, draft=whole, text=note_text(whole))


def linted(draft: Draft, text: str, path: str, reference: Reference) -> CheckedDraft:
    """Return a draft with what the linter says of its text, as if that stood in a file of that path."""
    reading = read_thesis_bytes(path, text.encode("utf-8"), lookup=lambda _: LinkAnswer())
    problems = lint(reading, reference.names)
    thesis = None if reading.thesis is None or has_errors(problems) else bind(reading.thesis, reference.names)
    return CheckedDraft(draft, text, thesis, problems)


def _entry_at(draft: Draft, line: int) -> Entry | None:
    """Return the entry on a line of the text, which begins with the properties."""
    lines = property_lines(draft)
    return lines[line - 1].entry if 0 < line <= len(lines) else None


def _without(draft: Draft, wrong: dict[Entry, Problem]) -> Draft:
    refused = tuple(
        NotMapped(_kind(entry), replace(entry.origins[0], how=f"{entry.value}: {_said(problem)}"))
        for entry, problem in wrong.items()
    )
    kept = tuple(entry for entry in draft.entries if entry not in wrong)
    listed = sorted((*draft.not_mapped, *refused), key=lambda each: each.origin.line)
    return replace(draft, entries=kept, not_mapped=tuple(listed))


def _kind(entry: Entry) -> NotMappedKind:
    if entry.key == "claims":
        return "figure"
    return "name" if entry.key.startswith(("long_", "short_")) else "text"


def _said(problem: Problem) -> str:
    return f"{problem.message}; {problem.hint}" if problem.hint else problem.message
