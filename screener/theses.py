"""From a word on the command line to a thesis that can be run: found, read, linted, bound."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from screener.lint import bind, lint
from screener.records.problem import Problem, has_errors
from screener.records.thesis import Thesis
from screener.reference import Reference
from screener.thesis.find import duplicate_ids, find_thesis, thesis_paths
from screener.thesis.reading import read_thesis


@dataclass(frozen=True, slots=True)
class LoadedThesis:
    """One note and everything found wrong with it; ``thesis`` is None if any of it is an error."""

    path: Path
    thesis: Thesis | None
    problems: tuple[Problem, ...]

    @property
    def listed(self) -> tuple[str, Thesis | None, int, int]:
        """Path, thesis, and the numbers of errors and warnings, as a list of theses shows them."""
        severities = [problem.severity for problem in self.problems]
        return str(self.path), self.thesis, severities.count("error"), severities.count("warning")


def load(path: Path, reference: Reference) -> LoadedThesis:
    """Read a note and bind its names to the tables."""
    reading = read_thesis(path)
    names = reference.names
    problems = lint(reading, names)
    if reading.thesis is None or has_errors(problems):
        return LoadedThesis(path, None, problems)
    return LoadedThesis(path, bind(reading.thesis, names), problems)


def load_asked(words: Sequence[str], folders: Sequence[Path], reference: Reference) -> tuple[LoadedThesis, ...]:
    """Load the theses named, each once; without a name, every active one of the folders.

    Parameters
    ----------
    words : sequence of str
        Paths or ids.
    folders : sequence of Path
        Searched in order; an id in an earlier folder hides the same one in a later.
    reference : Reference

    Raises
    ------
    ThesisError
        A name that means no note, or more than one.
    """
    if words:
        paths = dict.fromkeys(find_thesis(each, folders) for each in words)
        return tuple(load(path, reference) for path in paths)
    every = load_all(folders, reference)
    return tuple(each for each in every if each.thesis is None or each.thesis.status == "active")


def load_all(folders: Sequence[Path], reference: Reference) -> tuple[LoadedThesis, ...]:
    """Load every thesis of the folders; the first of two with one id wins, as it does for a name."""
    twice = {problem.path: problem for problem in duplicate_ids(folders)}
    found: dict[str, LoadedThesis] = {}
    for path in thesis_paths(folders):
        loaded = load(path, reference)
        if str(path) in twice:
            loaded = LoadedThesis(path, None, (twice[str(path)], *loaded.problems))
        key = loaded.thesis.thesis_id if loaded.thesis is not None else str(path)
        found.setdefault(key, loaded)
    return tuple(found.values())
