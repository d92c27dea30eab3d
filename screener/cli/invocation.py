"""What every command needs once: the clock's reading, the workspace, the reference tables and the theses asked for."""

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from screener.cli import clock
from screener.config import Workspace, cache_folder, default_store, find_workspace
from screener.errors import ThesisError
from screener.fetch_settings import fetch_settings
from screener.records.fetching import FetchSettings
from screener.records.prices import YAHOO
from screener.records.problem import has_errors
from screener.records.settings import Settings
from screener.records.thesis import EventFilter, Thesis
from screener.reference import Reference, read_reference


@dataclass(frozen=True, slots=True)
class LoadedTheses:
    """The theses that can be run, and whether any that was asked for cannot."""

    theses: tuple[Thesis, ...]
    has_errors: bool


@dataclass(frozen=True, slots=True)
class Invocation:
    """One invocation of the program."""

    workspace: Workspace
    reference: Reference
    asked_at: dt.datetime
    as_of_at: dt.datetime
    known_at: dt.datetime | None = None
    cache_folder: Path = field(default_factory=cache_folder)

    def source(self, named: str | None) -> str:
        """Return the price source: the option, else ``screener.toml``, else Yahoo."""
        return (named or self.workspace.source or YAHOO).strip()

    def store(self, named: Path | None) -> Path:
        """Return the price store: the option, else ``screener.toml``, else the user's own."""
        return named or self.workspace.store or default_store()

    def settings(self, given: Mapping[str, Any]) -> Settings:
        """Return what a run is told, from the options ``source`` and ``store``; it enters no trial.

        Parameters
        ----------
        given : mapping
            Options of the command.
        """
        return Settings(
            source=self.source(given["source"]),
            as_of_at=self.as_of_at,
            asked_at=self.asked_at,
            cache_folder=self.cache_folder,
            store_path=self.store(given["store"]),
            known_at=self.known_at,
        )

    @property
    def fetching(self) -> FetchSettings:
        """How Yahoo is asked."""
        return fetch_settings(os.environ, self.workspace.fetching)

    def theses(self, words: tuple[str, ...]) -> LoadedTheses:
        """Read, lint and bind the theses asked for; without one, all active ones.

        Problems are told on stderr. A thesis with errors is left out.

        Raises
        ------
        ThesisError
            None of the theses can be run.
        """
        from screener.report.problems import problems_text
        from screener.theses import load_asked

        loaded = load_asked(words, self.workspace.thesis_folders, self.reference)
        problems = tuple(problem for each in loaded for problem in each.problems)
        theses = tuple(each.thesis for each in loaded if each.thesis is not None)
        if not theses:
            what = "no thesis can be run" if loaded else "no active thesis was found; name one, or run: screener init"
            raise ThesisError(what, problems)
        if problems:
            click.echo(problems_text(problems), err=True)
        return LoadedTheses(theses, has_errors(problems))

    def event_filter(self, kinds: tuple[str, ...], labs: tuple[str, ...], ids: tuple[str, ...]) -> EventFilter | None:
        """Return the events asked for on the command line, or None for the thesis's own.

        Raises
        ------
        UsageError
            A kind, lab or event that does not exist, with near misses.
        """
        if not (kinds or labs or ids):
            return None
        return self.reference.event_filter(kinds, labs, ids)

    def tell_tables(self, *, with_replacements: bool = True) -> None:
        """Say on stderr what is wrong with the tables, and which shipped rows the workspace's own replace."""
        if self.reference.problems:
            from screener.report.problems import problems_text

            click.echo(problems_text(self.reference.problems), err=True)
        if with_replacements:
            self.tell_replacements()

    def tell_replacements(self) -> None:
        """Say on stderr which shipped rows the workspace's own replace."""
        for each in self.reference.replacements:
            old = f"{each.key or 'the empty key'} of {each.replaced_path}:{each.replaced_line}"
            click.echo(f"{each.path}:{each.line}: replaces {old}", err=True)


def open_invocation(
    workspace: Path | None,
    as_of: dt.datetime | None,
    words: tuple[str, ...] = (),
    as_known_on: dt.datetime | None = None,
) -> Invocation:
    """Read the clock, find the workspace and read the reference tables.

    Parameters
    ----------
    workspace : Path or None
        The option.
    as_of : datetime or None
        The option.
    words : tuple of str
        Theses asked for: a note named by its path lies in a workspace of its own, if the current folder is in none.
    as_known_on : datetime or None
        The option; the run then speaks for this day unless ``as_of`` names an earlier one.
    """
    asked_at = clock.now()
    notes = [Path(word).resolve().parent for word in words if Path(word).is_file()]
    place = find_workspace(workspace, (Path.cwd(), *notes))
    known_at = clock.known_instant(as_known_on, as_of, asked_at)
    return Invocation(
        place, read_reference(place), asked_at, clock.as_of_instant(as_of or as_known_on, asked_at), known_at
    )
