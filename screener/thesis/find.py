"""Finding thesis notes: in folders, by path or by id."""

import re
from collections.abc import Sequence
from pathlib import Path

from screener.dictionary.near_misses import did_you_mean
from screener.errors import ThesisError
from screener.records.problem import Problem
from screener.thesis.identity import id_of_name
from screener.thesis.links import markdown_files

_HEAD_BYTES = 65_536
_BLOCK = re.compile(r"\ufeff?---[ \t]*(?:\r\n|\n|\r)(.*?)(?:^---[ \t]*$|\Z)", re.DOTALL | re.MULTILINE)
_SAYS_THESIS = re.compile(
    r"^([\"']?)type\1[ \t]*:[ \t]*(?:\[[ \t]*|\n[ \t]*-[ \t]+)?([\"']?)thesis\2[ \t]*\]?[ \t]*(?:#.*)?$", re.MULTILINE
)
_ID = re.compile(r"^thesis_id[ \t]*:[ \t]*[\"']?([^\s\"'#]+)", re.MULTILINE)


def thesis_paths(folders: Sequence[Path]) -> tuple[Path, ...]:
    """Return the notes that say ``type: thesis``, in the folders' order, then by path.

    Only properties are looked at, line by line, so that a note with broken YAML is found and its problem
    reported. Hidden folders (``.obsidian``) and template folders are left out; a folder that is not there
    has no notes.
    """
    found: dict[Path, None] = {}
    for folder in folders:
        for path in markdown_files(folder):
            if _SAYS_THESIS.search(_head(path)):
                found[path] = None
    return tuple(found)


def thesis_id_of(path: Path) -> str:
    """Return a note's ``thesis_id``, by default made from the file's name, without reading the rest."""
    found = _ID.search(_head(path))
    return found[1] if found else id_of_name(path.stem)


def duplicate_ids(folders: Sequence[Path]) -> tuple[Problem, ...]:
    """Return an error for every note whose id another note of the same folder has already."""
    problems: list[Problem] = []
    for folder in folders:
        first: dict[str, Path] = {}
        for path in thesis_paths([folder]):
            thesis_id = thesis_id_of(path)
            if thesis_id in first:
                message = f"thesis id {thesis_id!r} is also that of {first[thesis_id]}"
                hint = "give one of the two another thesis_id"
                problems.append(Problem(str(path), 1, 0, "T119", "error", message, hint=hint))
            first.setdefault(thesis_id, path)
    return tuple(problems)


def find_thesis(reference: str, folders: Sequence[Path]) -> Path:
    """Return the note that a word on the command line means.

    Parameters
    ----------
    reference : str
        A path that exists, else a thesis id or file name; the first folder that knows it wins.
    folders : sequence of Path
        The workspace's, then those that ship.

    Raises
    ------
    ThesisError
        Nothing is called so (the message has near misses), or two notes of one folder are.
    """
    if _is_file(Path(reference)):
        return Path(reference)
    known: list[str] = []
    for folder in folders:
        by_id: dict[str, list[Path]] = {}
        by_name: dict[str, list[Path]] = {}
        for path in thesis_paths([folder]):
            by_id.setdefault(thesis_id_of(path), []).append(path)
            by_name.setdefault(path.stem, []).append(path)
        matches = by_id.get(reference) or by_name.get(reference.removesuffix(".md")) or []
        if len(matches) > 1:
            places = " and ".join(str(path) for path in matches)
            raise ThesisError(
                f"thesis {reference!r} is ambiguous: {places}; give one another thesis_id", duplicate_ids([folder])
            )
        if matches:
            return matches[0]
        known += by_id
    hint = did_you_mean(reference, known) or "screener thesis list shows them"
    raise ThesisError(f"there is no thesis {reference!r}; {hint}")


def _is_file(path: Path) -> bool:
    try:
        return path.exists() and not path.is_dir()
    except (OSError, ValueError):
        return False


def _head(path: Path) -> str:
    """Return the text between the ``---`` lines, with plain line ends; empty for what cannot be read."""
    try:
        if not path.is_file():
            return ""
        with path.open("rb") as stream:
            text = stream.read(_HEAD_BYTES).decode("utf-8", "replace")
    except (OSError, ValueError):
        return ""
    found = _BLOCK.match(text)
    return found[1].replace("\r\n", "\n").replace("\r", "\n") if found else ""
