"""A note's bytes: read once, and written only if nobody wrote in between."""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from screener.errors import UsageError
from screener.files import write_atomically

LARGEST_NOTE_BYTES = 5_000_000


@dataclass(frozen=True, slots=True)
class NoteFile:
    """A note as it was read.

    Parameters
    ----------
    path : Path
    text : str or None
        With its byte order mark and line ends as they are; None where there is no file.
    sha256 : str
        Of its bytes; empty where there is none.
    """

    path: Path
    text: str | None
    sha256: str


def read_note_file(folder: Path, name: str) -> NoteFile:
    """Read the note that a name means in a folder.

    Parameters
    ----------
    folder : Path
        Need not exist yet.
    name : str
        From :class:`screener.vault.note_names.NoteName`; may hold folders.

    Returns
    -------
    NoteFile
        Without text where there is no such note yet.

    Raises
    ------
    UsageError
        It leads out of the folder or into a hidden one, differs from another's name only in case, is no file, is no
        UTF-8, is too large, or cannot be read.
    """
    path = folder / f"{name}.md"
    _refuse_elsewhere(folder, path)
    _refuse_a_twin(path)
    if not path.exists():
        if path.is_symlink():
            raise UsageError(f"{path} is a link to a file that is not there; remove the link")
        return NoteFile(path, None, "")
    if not path.is_file():
        raise UsageError(f"{path} is not a file; name another folder with --note")
    data = _read(path)
    if len(data) > LARGEST_NOTE_BYTES:
        raise UsageError(f"{path} is larger than 5 MB; move what is not the review to another note")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: byte {error.start + 1} is not UTF-8; save the note as UTF-8") from None
    return NoteFile(path, text, hashlib.sha256(data).hexdigest())


def write_note_file(note: NoteFile, text: str) -> bool:
    """Write a note that is still as it was read.

    Returns
    -------
    bool
        False where it already says this; nothing is written then.

    Raises
    ------
    UsageError
        It was changed, made or removed meanwhile, is read-only, or the disk refused. It is untouched then.
    """
    path = note.path
    if text == note.text:
        return False
    now = hashlib.sha256(_read(path)).hexdigest() if path.is_file() else ""
    if now != note.sha256:
        raise UsageError(f"{path} was changed while the review ran; nothing was written to it: run again")
    # A file that nobody may write to can still be replaced in its folder.
    if note.sha256 and not path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise UsageError(f"{path} is read-only; make it writable, or name another folder with --note")
    try:
        write_atomically(path, text.encode("utf-8"))
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}; name another folder") from error
    return True


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(LARGEST_NOTE_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}") from error


def _refuse_elsewhere(folder: Path, path: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is no folder; name one with --note")
    inside = folder.resolve()
    hidden = [part for part in inside.parts if part == ".obsidian"]
    if hidden:
        raise UsageError(f"{folder} is Obsidian's own; name a folder of notes")
    if not path.resolve().is_relative_to(inside):
        raise UsageError(f"{path} leads to {path.resolve()}, which is not in {folder}; remove the link")


def _refuse_a_twin(path: Path) -> None:
    """Refuse a name that differs from another's only in case: half of all disks take the two for one."""
    if not path.parent.is_dir():
        return
    names = os.listdir(path.parent)  # noqa: PTH208
    twins = [name for name in names if name != path.name and name.casefold() == path.name.casefold()]
    if twins and path.name not in names:
        raise UsageError(f"{path.parent / twins[0]} differs from {path.name!r} only in case; rename it")
