"""What a person decided, from their review notes, for a command."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from screener.cli.invocation import Invocation
    from screener.records.decision import Decision
    from screener.vault.note_names import NoteName


def notes_folder(invocation: "Invocation", named: Path | None) -> Path:
    """Return where review notes are: the folder named, else ``reviews`` of the workspace."""
    return named or invocation.workspace.folder / "reviews"


def decisions_of(invocation: "Invocation", thesis_id: str, folder: Path, naming: "NoteName") -> "tuple[Decision, ...]":
    """Return the decisions in a thesis's notes up to the day asked about; say on stderr what cannot be read."""
    from screener.report.problems import problems_text
    from screener.state.snapshots import reviewed_on
    from screener.vault.decisions import read_decisions

    as_of = invocation.as_of_at.date()
    days = {day for day in reviewed_on(invocation.workspace.snapshots, thesis_id) if day <= as_of} | {as_of}
    reading = read_decisions(folder, naming, thesis_id, sorted(days))
    if reading.problems:
        click.echo(problems_text(reading.problems), err=True)
    return reading.decisions
