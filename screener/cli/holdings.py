"""Real holdings for a command: where their file is, and what is wrong with it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from screener.cli.options import option
from screener.errors import UsageError

if TYPE_CHECKING:
    from screener.cli.invocation import Invocation
    from screener.records.position import Position

positions_option = option(
    "--positions",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Your holdings. Default: data/positions.csv of the workspace, if it is there.",
)


def read_holdings(invocation: "Invocation", named: Path | None) -> "tuple[Position, ...]":
    """Return the holdings of all theses, and say on stderr what is wrong with their file.

    Raises
    ------
    UsageError
        The file that was named is not there.
    """
    from screener.facts.positions import read_positions
    from screener.report.problems import problems_text
    from screener.theses import load_all

    own = invocation.workspace.folder / "data" / "positions.csv"
    path = named or (own if own.exists() else None)
    if path is None:
        return ()
    if not path.is_file():
        raise UsageError(f"--positions {path}: there is no such file; its columns are in data/README.md")
    loaded = load_all(invocation.workspace.thesis_folders, invocation.reference)
    known = {each.thesis.thesis_id for each in loaded if each.thesis is not None}
    reading = read_positions(path, invocation.as_of_at.date(), known)
    if reading.problems:
        click.echo(problems_text(reading.problems), err=True)
    return reading.positions
