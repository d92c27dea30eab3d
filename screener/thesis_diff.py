"""What changed in a thesis: between two notes, or since a day on which it was reviewed."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from screener.errors import ThesisError, UsageError
from screener.records.problem import Problem
from screener.records.review import Change
from screener.records.thesis import Thesis
from screener.state.snapshots import read_snapshots
from screener.thesis.changes import thesis_changes
from screener.thesis.links import vault_lookup, vault_of
from screener.thesis.note_file import read_note
from screener.thesis.reading import read_thesis_bytes


@dataclass(frozen=True, slots=True)
class ThesisDiff:
    """What changed from one state of a thesis to another.

    Parameters
    ----------
    thesis_id : str
        Of the later state.
    before, after : str
        What was compared, in words.
    changes : tuple of Change
    problems : tuple of Problem
        Stored reviews that cannot be read.
    """

    thesis_id: str
    before: str
    after: str
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _State:
    """A note's text with the thesis read from it."""

    text: str
    thesis: Thesis


def diff_notes(before: Path, after: Path) -> ThesisDiff:
    """Compare two notes.

    Raises
    ------
    ThesisError
        One of them is no thesis; its problems are told.
    """
    old, new = _read(before), _read(after)
    found = thesis_changes(old.thesis, old.text, new.thesis, new.text)
    return ThesisDiff(new.thesis.thesis_id, str(before), str(after), found)


def diff_since(note: Path, day: dt.date, snapshots: Path) -> ThesisDiff:
    """Compare a note with what it was at its last stored review up to a day.

    Parameters
    ----------
    note : Path
    day : date
    snapshots : Path
        The workspace's folder of stored reviews.

    Raises
    ------
    UsageError
        No review of that day or before is stored.
    ThesisError
        The note, or what is stored of it, is no thesis.
    """
    new = _read(note)
    thesis_id = new.thesis.thesis_id
    reading = read_snapshots(snapshots, thesis_id, day + dt.timedelta(days=1))
    if not reading.snapshots:
        raise UsageError(
            f"no review of {thesis_id} on {day} or before is stored in {snapshots}; screener review stores one"
        )
    stored = reading.snapshots[-1]
    name = f"the note as reviewed on {stored.as_of}"
    old = _parsed(name, stored.note, vault_of(note))
    found = thesis_changes(old.thesis, old.text, new.thesis, new.text, before_on=stored.as_of)
    return ThesisDiff(thesis_id, name, str(note), found, reading.problems)


def _read(path: Path) -> _State:
    note = read_note(path)
    if isinstance(note, Problem):
        raise ThesisError(f"{path} cannot be compared", (note,))
    return _parsed(str(path), note.source.text, vault_of(path))


def _parsed(name: str, text: str, vault: Path) -> _State:
    reading = read_thesis_bytes(name, text.encode("utf-8"), lookup=vault_lookup(vault))
    if reading.thesis is None:
        raise ThesisError(f"{name} cannot be compared", reading.problems)
    return _State(text, reading.thesis)
