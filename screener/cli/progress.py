"""Progress on stderr, on a terminal only."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from screener.cli.output import is_terminal

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress


class Progress:
    """How far a long task is; shown to nobody."""

    def expect(self, n_steps: int) -> None:
        """Set how many steps there are."""

    def advance(self, what: str) -> None:
        """Begin a step, or tell that a part is through."""

    def say(self, what: str) -> None:
        """Say why nothing moves."""


class _Bar(Progress):
    def __init__(self, bar: "RichProgress", title: str, n_steps: int) -> None:
        self._bar = bar
        self._task = bar.add_task(title, total=n_steps, stage="")

    def expect(self, n_steps: int) -> None:
        self._bar.update(self._task, total=n_steps)

    def advance(self, what: str) -> None:
        self._bar.update(self._task, advance=1, stage=what)

    def say(self, what: str) -> None:
        self._bar.update(self._task, stage=what)


@contextmanager
def progress(title: str, n_steps: int, *, is_wanted: bool) -> Iterator[Progress]:
    """Show a bar that moves on with each step it is told.

    Parameters
    ----------
    title : str
    n_steps : int
        How often :meth:`Progress.advance` will be called.
    is_wanted : bool
        False, or a stderr that is no terminal, shows nothing.
    """
    if not (is_wanted and is_terminal(sys.stderr)):
        yield Progress()
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as RichProgress

    bar = RichProgress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.completed}/{task.total} {task.fields[stage]}", markup=False),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        yield _Bar(bar, title, n_steps)
