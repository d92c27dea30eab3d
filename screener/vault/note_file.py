"""A note's bytes: read once, and written only if nobody wrote in between."""

import hashlib
import os
import stat
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from screener.errors import UsageError
from screener.files import write_atomically

LARGEST_NOTE_BYTES = 5_000_000
_OBSIDIAN = ".obsidian"


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
    target : Path
        The file that is meant, behind all links.
    """

    path: Path
    text: str | None
    sha256: str
    target: Path


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
        It leads out of the folder or into a hidden one, differs from another's name only in case or in how accents are
        encoded, is no file, is no UTF-8, is too large, or cannot be read.
    """
    path = folder / f"{name}.md"
    try:
        return _note_at(folder, path)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}; name another folder") from error
    except RuntimeError:
        # What ``resolve`` says of links in a circle.
        raise UsageError(f"{path} is a link that leads back to itself; remove the link") from None


def _note_at(folder: Path, path: Path) -> NoteFile:
    target = _target(folder, path)
    _refuse_twins(folder, path)
    if not path.exists():
        if path.is_symlink():
            raise UsageError(f"{path} is a link to a file that is not there; remove the link")
        return NoteFile(path, None, "", target)
    if not path.is_file():
        raise UsageError(f"{path} is not a file; name another folder with --note")
    data = _read(path)
    if len(data) > LARGEST_NOTE_BYTES:
        raise UsageError(f"{path} is larger than 5 MB; move what is not the review to another note")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: byte {error.start + 1} is not UTF-8; save the note as UTF-8") from None
    return NoteFile(path, text, hashlib.sha256(data).hexdigest(), target)


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
    try:
        data = text.encode("utf-8")
        _refuse_changed(note)
        write_atomically(path, data)
    except UnicodeEncodeError as error:
        raise UsageError(
            f"{path}: {text[error.start]!r} is no character; rename the note or file that it is from"
        ) from None
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}; name another folder") from error
    return True


def _refuse_changed(note: NoteFile) -> None:
    path = note.path
    now = hashlib.sha256(_read(path)).hexdigest() if path.is_file() else ""
    if now != note.sha256 or path.resolve() != note.target:
        raise UsageError(f"{path} was changed while the review ran; nothing was written to it: run again")
    # A file that nobody may write to can still be replaced in its folder.
    if note.sha256 and not path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise UsageError(f"{path} is read-only; make it writable, or name another folder with --note")


def _read(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(LARGEST_NOTE_BYTES + 1)


def _target(folder: Path, path: Path) -> Path:
    """Return the file behind a name; it lies in the folder, and in nothing hidden there."""
    there = next((each for each in path.parents if each.exists()), folder)
    if not there.is_dir():
        raise UsageError(f"{there} is no folder; name one with --note")
    inside, target = folder.resolve(), path.resolve()
    if any(part.casefold() == _OBSIDIAN for part in inside.parts):
        raise UsageError(f"{folder} is Obsidian's own; name a folder of notes")
    if not target.is_relative_to(inside):
        raise UsageError(f"{path} leads to {target}, which is not in {folder}; remove the link")
    if any(part.startswith(".") for part in target.relative_to(inside).parts):
        raise UsageError(f"{path} leads to {target}, which is hidden; remove the link")
    return target


def _refuse_twins(folder: Path, path: Path) -> None:
    """Refuse a new name that differs from another's only in case or accents: half of all disks take the two for one."""
    place = folder
    for part in path.relative_to(folder).parts:
        if not place.is_dir():
            return
        names = os.listdir(place)  # noqa: PTH208
        twins = [name for name in names if _folded(name) == _folded(part)]
        # A disk that encodes accents in its own way shows the very name otherwise.
        is_shown_otherwise = any(_composed(name) == _composed(part) for name in twins) and (place / part).exists()
        if twins and part not in names and not is_shown_otherwise:
            raise UsageError(f"{place / twins[0]} differs from {part!r} only in case or accents; rename it")
        place /= part


def _folded(name: str) -> str:
    return _composed(name).casefold()


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)
