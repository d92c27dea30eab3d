"""From a path to a note's text, or the one problem that stands in the way."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from screener.records.problem import Problem
from screener.thesis.source import Source

LARGEST_NOTE_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class NoteText:
    """A note's text, and the hash of its bytes."""

    source: Source
    sha256: str


def read_note(path: Path) -> NoteText | Problem:
    """Read a note as UTF-8, with or without a byte order mark.

    Parameters
    ----------
    path : Path
        Any path; what cannot be read becomes a problem.
    """
    name = str(path)
    try:
        if not path.exists():
            return _problem(name, "T001", "the file does not exist", "check the path; screener thesis list shows ids")
        if not path.is_file():
            kind = "a folder" if path.is_dir() else "not a file"
            return _problem(name, "T002", f"this is {kind}, not a note", "name a .md file")
        with path.open("rb") as stream:
            data = stream.read(LARGEST_NOTE_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "unusable path"
        return _problem(name, "T003", f"the file cannot be opened: {reason}", "check its permissions")
    return decode_note(name, data)


def decode_note(path: str, data: bytes) -> NoteText | Problem:
    """Turn a note's bytes into text."""
    if len(data) > LARGEST_NOTE_BYTES:
        return _problem(path, "T005", "the file is larger than 1 MB", "move the material to another note")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        what = "the file is UTF-16" if utf16 else f"byte {error.start + 1} is not UTF-8"
        return Problem(path, line, 0, "T004", "error", what, hint="save the file as UTF-8")
    return NoteText(Source(path, text), hashlib.sha256(data).hexdigest())


def _problem(path: str, code: str, message: str, hint: str) -> Problem:
    return Problem(path, 1, 0, code, "error", message, hint=hint)
