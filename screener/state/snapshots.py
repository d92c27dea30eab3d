"""Stored reviews: ``snapshots/THESIS_ID/DATE.json``, one file a thesis and day."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from screener.dictionary.ledger_codes import UNREADABLE_SNAPSHOT
from screener.errors import UsageError
from screener.files import write_atomically
from screener.records.problem import Problem
from screener.records.snapshot import ClaimStanding, SignalState, Snapshot

FORMAT = 1
"""Written into each file; a newer one is refused, since it may hold what this version would lose."""

_SUFFIX = ".json"


@dataclass(frozen=True, slots=True)
class SnapshotsReading:
    """The stored reviews of one thesis, oldest first, and the files that cannot be read."""

    snapshots: tuple[Snapshot, ...]
    problems: tuple[Problem, ...] = ()


def reviewed_on(folder: Path, thesis_id: str) -> tuple[dt.date, ...]:
    """Return the days of a thesis's stored reviews, oldest first.

    Parameters
    ----------
    folder : Path
        The workspace's ``state/snapshots``; it holds ``THESIS_ID/DATE.json``.
    thesis_id : str
        An id that is no plain name of a folder has none: nothing outside ``folder`` is looked at.

    Returns
    -------
    tuple of date
        Files that are not named for a day are none of ours.
    """
    return tuple(day for day, _ in _files(folder, thesis_id))


def read_snapshots(folder: Path, thesis_id: str, before: dt.date) -> SnapshotsReading:
    """Return the stored reviews of days before one.

    Parameters
    ----------
    folder : Path
    thesis_id : str
    before : date
        Not included.

    Returns
    -------
    SnapshotsReading
        A file that cannot be read is a problem, and the rest are used.
    """
    found, problems = [], []
    for day, path in _files(folder, thesis_id):
        if day >= before:
            continue
        try:
            found.append(_parsed(json.loads(path.read_text(encoding="utf-8")), day))
        except (OSError, ValueError, KeyError, TypeError) as error:
            hint = "the review is then compared with an earlier one; restore or delete the file"
            message = f"this stored review cannot be read: {type(error).__name__}: {error}"
            problems.append(Problem(str(path), 0, 0, UNREADABLE_SNAPSHOT, "warning", message, hint=hint))
    return SnapshotsReading(tuple(found), tuple(problems))


def snapshot_path(folder: Path, snapshot: Snapshot) -> Path:
    """Return where a snapshot belongs.

    Raises
    ------
    UsageError
        The thesis's id is no plain name of a folder.
    """
    if not _is_plain(snapshot.thesis_id):
        raise UsageError(f"the thesis_id {snapshot.thesis_id!r} cannot name a folder; write a plain one into the note")
    return folder / snapshot.thesis_id / f"{snapshot.as_of}{_SUFFIX}"


def snapshot_text(snapshot: Snapshot) -> str:
    """Return a snapshot as JSON, a line a field: the same snapshot, the same bytes."""
    said = {"format": FORMAT, **asdict(snapshot)}
    said["review"] = json.loads(snapshot.review)
    fields_said = (f"{json.dumps(key)}: {_compact(value)}" for key, value in said.items())
    return "{\n" + ",\n".join(fields_said) + "\n}\n"


def write_snapshot(folder: Path, snapshot: Snapshot) -> bool:
    """Store a snapshot; one of the same day is replaced.

    Returns
    -------
    bool
        False where the very same bytes are there already; nothing is written then.

    Raises
    ------
    UsageError
        The disk refused, or the thesis's id names no folder.
    """
    path, data = snapshot_path(folder, snapshot), snapshot_text(snapshot).encode()
    try:
        if path.is_file() and path.read_bytes() == data:
            return False
        write_atomically(path, data)
    except OSError as error:
        raise UsageError(
            f"the review cannot be stored in {path}: {error.strerror or error}; make the folder writable, "
            "name another --workspace, or use --dry-run"
        ) from error
    return True


def _files(folder: Path, thesis_id: str) -> list[tuple[dt.date, Path]]:
    if not _is_plain(thesis_id):
        return []
    found = []
    for path in (folder / thesis_id).glob(f"*{_SUFFIX}"):
        try:
            found.append((dt.date.fromisoformat(path.stem), path))
        except ValueError:
            continue
    return sorted(found)


def _is_plain(thesis_id: str) -> bool:
    return Path(thesis_id).name == thesis_id and thesis_id not in (".", "..")


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain, allow_nan=False)


def _plain(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"a snapshot holds a {type(value).__name__}")


def _parsed(said: Mapping[str, Any], day: dt.date) -> Snapshot:
    if said["format"] > FORMAT:
        raise ValueError(f"it was written by a newer screener (format {said['format']}); update this one")
    if said["as_of"] != day.isoformat():
        raise ValueError(f"it speaks for {said['as_of']} and is named for {day}")
    known = {field.name for field in fields(Snapshot)}
    plain = {key: value for key, value in said.items() if key in known}
    return Snapshot(
        **{
            **plain,
            "as_of": day,
            "data_as_of": dt.date.fromisoformat(said["data_as_of"]),
            "signals": tuple(_built(SignalState, row) for row in said["signals"]),
            "claims": tuple(_built(ClaimStanding, _dated(row)) for row in said["claims"]),
            "review": json.dumps(said["review"], ensure_ascii=False),
        }
    )


def _built(kind: type[Any], row: Mapping[str, Any]) -> Any:
    """Return a row as a record; keys of a later version are left out."""
    return kind(**{field.name: row[field.name] for field in fields(kind)})


def _dated(row: Mapping[str, Any]) -> dict[str, Any]:
    since = row["since_on"]
    return {**row, "since_on": None if since is None else dt.date.fromisoformat(since)}
