"""What a look at the machine and the workspace found."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from screener.records.setting import OptionVariable

State = Literal["ok", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Parameters
    ----------
    topic : str
        What part it belongs to, such as ``store``.
    subject : str
        What was looked at.
    state : State
        ``error`` where something will fail, ``warning`` where something may surprise.
    finding : str
        What was found.
    remedy : str
        What to do; empty where there is nothing to do.
    """

    topic: str
    subject: str
    state: State
    finding: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Terminal:
    """What stdout is.

    Parameters
    ----------
    is_terminal : bool
    width : int
        In columns; 80 where there is no terminal.
    has_color : bool
    encoding : str
    """

    is_terminal: bool
    width: int
    has_color: bool
    encoding: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the program runs in, as read once by the command line.

    Parameters
    ----------
    asked_at : datetime
        Aware.
    environment : mapping
        Only ``SCREENER_`` variables are ever shown, and of those that nobody reads only the name.
    home : Path
        Written ``~`` in every finding.
    starts : sequence of Path
        Folders whose parents may hold the workspace.
    workspace, store : Path or None
        As named by option or environment.
    given : mapping
        Settings named on the command line itself, by name.
    cache_folder : Path
    options : sequence of OptionVariable
        Every option with its environment variable.
    terminal : Terminal
    """

    asked_at: dt.datetime
    environment: Mapping[str, str]
    home: Path
    starts: Sequence[Path]
    workspace: Path | None
    store: Path | None
    given: Mapping[str, str]
    cache_folder: Path
    options: Sequence[OptionVariable]
    terminal: Terminal
