"""One folder of an export: it replaces what its own ``datapackage.json`` lists, and nothing else.

A run that is killed leaves either list. So that the next one knows the new files that no list names yet, what is about
to be written stands, with hashes, in a file of its own until the list is there.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from screener.errors import UsageError
from screener.files import write_atomically
from screener.report.data_package import FILE, NAME

IN_PROGRESS = ".export-in-progress.json"
_OURS = re.compile(r"[a-z][a-z0-9_]*\.csv")
_NOTHING_WRITTEN = "nothing was written"


@dataclass(frozen=True, slots=True)
class PackageFolder:
    """A folder as an export finds it.

    Parameters
    ----------
    path : Path
        Missing, or a folder.
    listed : frozenset of str
        Files that its ``datapackage.json`` lists.
    begun : mapping
        Files that killed runs were about to write, each with the hashes it may have.
    """

    path: Path
    listed: frozenset[str]
    begun: Mapping[str, frozenset[str]]


def open_folder(path: Path) -> PackageFolder:
    """Look at a folder that an export is to be written into; nothing is changed.

    Raises
    ------
    UsageError
        It is a file or a symlink, or its ``datapackage.json`` is broken or none of an export's.
    """
    if path.is_symlink():
        raise UsageError(f"{path} is a symlink, which an export does not follow; remove it; {_NOTHING_WRITTEN}")
    if path.exists() and not path.is_dir():
        raise UsageError(f"{path} is a file where an export needs a folder; move it away; {_NOTHING_WRITTEN}")
    return PackageFolder(path, _listed(path / FILE), _begun(path / IN_PROGRESS))


def check_files(folder: PackageFolder, files: Mapping[str, bytes]) -> None:
    """Refuse to touch what no export has made.

    Parameters
    ----------
    folder : PackageFolder
    files : mapping
        What is to be written, by name.

    Raises
    ------
    UsageError
        A file of such a name is there that the folder's list does not name and that no killed run was writing, or one
        of them is a symlink or a folder.
    """
    for name in sorted({*files, *folder.listed, FILE, IN_PROGRESS}):
        path = folder.path / name
        if path.is_symlink() or path.is_dir():
            what = "a symlink" if path.is_symlink() else "a folder"
            raise UsageError(f"{path} is {what} where an export has a file; remove it; {_NOTHING_WRITTEN}")
    for name, data in files.items():
        path = folder.path / name
        if not path.exists() or name in folder.listed:
            continue
        found = path.read_bytes()
        if found != data and _hash(found) not in folder.begun.get(name, ()):
            raise UsageError(
                f"{path} is there and no export made it: the {FILE} beside it does not list it; "
                f"move it away, or name another folder; {_NOTHING_WRITTEN}"
            )


def write_files(folder: PackageFolder, files: Mapping[str, bytes], package: bytes) -> None:
    """Bring a folder up to date: each file in one step, its list last.

    Parameters
    ----------
    folder : PackageFolder
        Checked by :func:`check_files`.
    files : mapping
    package : bytes
        The new ``datapackage.json``.
    """
    changed = {name: data for name, data in files.items() if not _holds(folder.path / name, data)}
    old = [name for name in sorted(folder.listed - files.keys()) if (folder.path / name).exists()]
    if not (changed or old or folder.begun) and _holds(folder.path / FILE, package):
        return
    write_atomically(folder.path / IN_PROGRESS, _plan(folder, files))
    for name, data in changed.items():
        write_atomically(folder.path / name, data)
    for name in old:
        (folder.path / name).unlink()
    write_atomically(folder.path / FILE, package)
    (folder.path / IN_PROGRESS).unlink()


def _holds(path: Path, data: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _plan(folder: PackageFolder, files: Mapping[str, bytes]) -> bytes:
    """Return what is about to be written, with what earlier runs were about to."""
    hashes = {
        name: sorted({*folder.begun.get(name, ()), *([_hash(files[name])] if name in files else [])})
        for name in sorted({*files, *folder.begun})
    }
    return (json.dumps({"name": NAME, "files": hashes}, indent=1) + "\n").encode()


def _listed(path: Path) -> frozenset[str]:
    said = _read(path)
    if said is None:
        return frozenset()
    resources = said.get("resources")
    if said.get("name") != NAME or not isinstance(said.get("screener"), dict) or not isinstance(resources, list):
        raise _refused(path, "is not that of an export")
    names = [each.get("path") if isinstance(each, dict) else None for each in resources]
    return frozenset(_plain(name, path) for name in names)


def _begun(path: Path) -> dict[str, frozenset[str]]:
    said = _read(path)
    if said is None:
        return {}
    files = said.get("files")
    if said.get("name") != NAME or not isinstance(files, dict):
        raise _refused(path, "is not that of an export")
    if not all(isinstance(hashes, list) and all(isinstance(each, str) for each in hashes) for hashes in files.values()):
        raise _refused(path, "cannot be read")
    return {_plain(name, path): frozenset(hashes) for name, hashes in files.items()}


def _read(path: Path) -> dict[str, Any] | None:
    """Return the object in a file; None where there is no file."""
    if path.is_symlink():
        raise _refused(path, "is a symlink")
    if not path.exists():
        return None
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise _refused(path, "cannot be read") from error
    if not isinstance(said, dict):
        raise _refused(path, "is not that of an export")
    return said


def _plain(name: object, path: Path) -> str:
    """Return a listed name; only a table's own file, beside the list, is ever replaced or removed."""
    if not isinstance(name, str) or not _OURS.fullmatch(name):
        raise _refused(path, f"lists {name!r:.80}, which no export writes")
    return name


def _refused(path: Path, why: str) -> UsageError:
    return UsageError(f"{path} {why}; move it away, or name another folder; {_NOTHING_WRITTEN}")
