"""The workspace: where it is, whether it can be written, its settings file, theses and tables."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from screener.config import SETTINGS_FILE, Workspace, WorkspacePlace
from screener.records.diagnosis import Check, State
from screener.records.problem import Problem
from screener.reference import Reference
from screener.theses import load_all

_TOPIC = "workspace"
_HOW = {
    "named": "named by --workspace or SCREENER_WORKSPACE",
    "nearest": f"the nearest parent with {SETTINGS_FILE}",
    "user": "the user data folder, since no parent of this folder has a screener.toml",
}


def folder_checks(place: WorkspacePlace, broken: str) -> Iterator[Check]:
    """Yield how the workspace was found, whether it can be written, and whether its settings can be read.

    Parameters
    ----------
    place : WorkspacePlace
    broken : str
        Why the settings cannot be read; empty where they can.
    """
    how = _HOW[place.how]
    if place.folder.is_dir():
        yield Check(_TOPIC, "folder", "ok", f"{place.folder}, {how}")
    else:
        remedy = "screener init my-theses makes a workspace of your own"
        state: State = "warning" if place.how == "named" else "ok"
        yield Check(_TOPIC, "folder", state, f"{place.folder}, {how}; it is not there yet", remedy)
    if is_writable(place.folder):
        yield Check(_TOPIC, "writing", "ok", "the folder can be written: reviews, trials and exports find their place")
    else:
        remedy = "make it writable, or name another one with --workspace"
        yield Check(_TOPIC, "writing", "error", f"{place.folder} cannot be written: no review or trial is kept", remedy)
    if broken:
        remedy = "screener init DIR writes one that shows every key; the rest was looked at without this one"
        yield Check(_TOPIC, SETTINGS_FILE, "error", broken, remedy)
    elif (place.folder / SETTINGS_FILE).is_file():
        yield Check(_TOPIC, SETTINGS_FILE, "ok", "it can be read")
    else:
        yield Check(_TOPIC, SETTINGS_FILE, "ok", "there is none, and none is needed")


def is_writable(folder: Path) -> bool:
    """Tell whether a folder can be written, or made where it is not there; nothing is tried."""
    nearest = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    return nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)


def thesis_checks(workspace: Workspace, reference: Reference) -> Iterator[Check]:
    """Yield how many notes there are, and each that has problems."""
    loaded = load_all(workspace.thesis_folders, reference)
    active = sum(each.thesis is not None and each.thesis.status == "active" for each in loaded)
    own = sum(each.path.is_relative_to(workspace.folder) for each in loaded)
    yield Check("theses", "notes", "ok", f"{len(loaded)} found, {own} of them in the workspace; {active} active")
    for each in loaded:
        if each.problems:
            path = str(each.path)
            yield _of_file("theses", _short(path, workspace), each.problems, f"screener thesis lint {path}")


def table_checks(workspace: Workspace, reference: Reference) -> Iterator[Check]:
    """Yield which tables are the workspace's own, what is wrong with any, and which shipped rows are replaced."""
    folder = workspace.folder / "data"
    own = sorted(path.name for path in folder.glob("*.csv")) if folder.is_dir() else []
    yield Check("tables", "own tables", "ok", ", ".join(own) or "none: only those that ship")
    by_path: dict[str, list[Problem]] = {}
    for problem in reference.problems:
        by_path.setdefault(problem.path, []).append(problem)
    for path, problems in by_path.items():
        yield _of_file("tables", _short(path, workspace), problems, "screener facts lint")
    for each in reference.replacements:
        where = f"{each.path}:{each.line}"
        yield Check("tables", each.table, "ok", f"{each.key or 'the empty key'}: {where} replaces the shipped row")


def _short(path: str, workspace: Workspace) -> str:
    """Return a path as seen from the workspace, where it lies inside."""
    inside = Path(path).is_relative_to(workspace.folder)
    return str(Path(path).relative_to(workspace.folder)) if inside else path


def _of_file(topic: str, path: str, problems: Iterable[Problem], remedy: str) -> Check:
    """Return one line for a file: how many problems, and the first of the worst."""
    found = sorted(problems, key=lambda problem: problem.severity != "error")
    counts = Counter(problem.severity for problem in found)
    said = ", ".join(f"{n} {word}{'' if n == 1 else 's'}" for word, n in counts.items())
    first = found[0]
    return Check(topic, path, first.severity, f"{said}; line {first.line}: [{first.code}] {first.message}", remedy)
