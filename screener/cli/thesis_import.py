"""``screener thesis import``: draft a thesis from an ordinary note."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from screener.cli import clock, options
from screener.cli.talk import tell
from screener.errors import ExitCode

if TYPE_CHECKING:
    from screener.drafting.checking import CheckedDraft

EPILOG = """\b
Examples:
  screener thesis import "Notes/AI commoditization.md"
  screener thesis import note.md --opened-on 2025-12-08 -o my-thesis.md
  screener thesis import note.md -o -
"""

opened_on_option = options.option(
    "--opened-on",
    type=clock.DATE,
    metavar="DATE",
    help="The day the view was written; what lies before it is hindsight. Default: today.",
)
id_option = options.option("--id", "thesis_id", metavar="ID", help="The thesis's id. Default: made from the title.")
new_file_option = options.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    metavar="FILE",
    help="A new file, or - for standard output. Default: theses/ID.md in the workspace.",
)


@click.command("import", epilog=EPILOG)
@click.argument("note", type=click.Path(path_type=Path), metavar="NOTE.md")
@opened_on_option
@id_option
@new_file_option
@options.workspace_option
def import_command(
    note: Path, opened_on: dt.datetime | None, thesis_id: str | None, output: Path | None, workspace: Path | None
) -> int:
    """Draft a thesis from an ordinary note, which is only read.

    Names on a bullish or bearish side become legs, figures become claims, and the body says from which line each came.
    What cannot be used is listed there, never dropped.
    """
    from screener.cli.invocation import open_invocation
    from screener.drafting.importing_note import check_id, import_note

    invocation = open_invocation(workspace, None, (str(note),))
    invocation.tell_tables()
    if thesis_id is not None:
        check_id(thesis_id, invocation.workspace.folder / "theses")
    day = opening_day(opened_on, invocation.asked_at.date())
    found = import_note(note, invocation.reference, day, thesis_id or "")
    place = write_draft(found, output, invocation.workspace.folder / "theses")
    tell(_said(found, place))
    tell_draft(found, place)
    return ExitCode.DONE


def opening_day(given: dt.datetime | None, today: dt.date) -> dt.date:
    """Return the day a view is opened on.

    Raises
    ------
    UsageError
        It lies in the future.
    """
    from screener.errors import UsageError

    if given is not None and given.date() > today:
        raise UsageError(f"--opened-on {given.date()} lies in the future; leave it out for today")
    return today if given is None else given.date()


def write_draft(found: "CheckedDraft", output: Path | None, folder: Path) -> Path | None:
    """Write a draft to a new file and return it, or to standard output and return None.

    Raises
    ------
    UsageError
        The file is there already, or another thesis of the workspace has the id.
    """
    from screener.drafting.importing_note import check_id
    from screener.drafting.new_file import write_new

    if output is not None and str(output) == "-":
        click.echo(found.text, nl=False)
        return None
    place = output or folder / f"{found.draft.thesis_id}.md"
    if output is None and not place.exists():
        check_id(found.draft.thesis_id, folder)
    write_new(place, found.text.encode("utf-8"))
    return place


def tell_draft(found: "CheckedDraft", place: Path | None) -> None:
    """Say on stderr what the linter says of a draft, what is left to decide, and what to do next."""
    from screener.report.problems import problems_text

    if found.problems:
        click.echo(problems_text(found.problems), err=True, nl=False)
    tell(f"to decide: {point}" for point in found.draft.open_points)
    if place is not None:
        tell([f"next: screener thesis lint {place}"])


def _said(found: "CheckedDraft", place: Path | None) -> list[str]:
    draft = found.draft
    members = sum(len(draft.of(leg)) for leg in draft.legs)
    counts = (
        (len(draft.legs), "leg", "legs"),
        (members, "member", "members"),
        (len(draft.of("claims")), "claim", "claims"),
    )
    said = ", ".join(f"{count} {one if count == 1 else many}" for count, one, many in counts)
    where = "to standard output" if place is None else str(place)
    return [f"wrote {where}: {said}, {len(draft.not_mapped)} not mapped"]
