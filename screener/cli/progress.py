"""Progress on stderr, on a terminal only."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from screener.cli.output import is_terminal

Listener = Callable[[str], None]


@contextmanager
def progress(title: str, n_stages: int, *, is_wanted: bool) -> Iterator[Listener]:
    """Show a bar that moves on each time the listener is told a stage.

    Parameters
    ----------
    title : str
    n_stages : int
        How often the listener will be called.
    is_wanted : bool
        False, or a stderr that is no terminal, shows nothing.
    """
    if not (is_wanted and is_terminal(sys.stderr)):
        yield lambda _stage: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.fields[stage]}", markup=False),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        task = bar.add_task(title, total=n_stages, stage="")

        def listener(stage: str) -> None:
            bar.update(task, advance=1, stage=stage)

        yield listener
