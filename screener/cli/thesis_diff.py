"""``screener thesis diff``."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from screener.cli import options
from screener.cli.clock import DATE
from screener.cli.options import option
from screener.cli.output import make_output
from screener.cli.talk import tell
from screener.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from screener.thesis_diff import ThesisDiff


@click.command(
    "diff",
    epilog="""\b
Examples:
  screener thesis diff my-thesis.md my-thesis-edited.md
  screener thesis diff ai-commoditization --since 2026-05-22
""",
)
@click.argument("notes", nargs=-1, required=True, metavar="THESIS [OTHER]")
@options.workspace_option
@option("--since", type=DATE, metavar="DATE", help="Compare with the last stored review up to this day.")
@options.output_options
def diff_command(notes: tuple[str, ...], workspace: Path | None, since: dt.datetime | None, **given: Any) -> int:
    """Show what changed from one note to another, or in one note since a day.

    THESIS and OTHER are files or ids; with one of them, --since says which stored review it is compared with.
    """
    from screener.cli.invocation import open_invocation
    from screener.report.problems import problems_text
    from screener.report.thesis_tables import changes_table

    if len(notes) != (2 if since is None else 1):
        raise UsageError("name two notes, or one note and --since DATE")
    invocation = open_invocation(workspace, None, notes)
    output = make_output(given["format_name"], given["output"], given["columns"], given["color"])
    output.check_columns("thesis_changes")
    found = _diff(notes, since, invocation.workspace.thesis_folders, invocation.workspace.snapshots)
    if found.problems:
        click.echo(problems_text(found.problems), err=True)
    n = len(found.changes)
    tell([f"{found.before} -> {found.after}: {n} change{'' if n == 1 else 's'}"])
    if found.changes or not output.is_table:
        output.write(output.text(changes_table(found.changes, found.thesis_id)))
    return ExitCode.DONE


def _diff(
    notes: tuple[str, ...], since: dt.datetime | None, folders: tuple[Path, ...], snapshots: Path
) -> "ThesisDiff":
    from screener.thesis.find import find_thesis
    from screener.thesis_diff import diff_notes, diff_since

    paths = [find_thesis(each, folders) for each in notes]
    return diff_notes(paths[0], paths[1]) if since is None else diff_since(paths[0], since.date(), snapshots)
