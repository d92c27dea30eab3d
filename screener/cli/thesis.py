"""``screener thesis``: make, list, show and lint notes."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from screener.cli import options
from screener.cli.output import make_output
from screener.cli.thesis_diff import diff_command
from screener.cli.thesis_import import import_command
from screener.cli.thesis_new import new_command
from screener.errors import ExitCode, ThesisError

if TYPE_CHECKING:
    from screener.theses import LoadedThesis


@click.group("thesis", no_args_is_help=True)
def thesis_group() -> None:
    """Make, list, show and check thesis notes."""


for command in (diff_command, import_command, new_command):
    thesis_group.add_command(command)


@thesis_group.command("list", epilog="\b\nExample:\n  screener thesis list --format csv\n")
@options.workspace_option
@options.output_options
def list_command(workspace: Path | None, **given: Any) -> int:
    """List every thesis found: the workspace's, then those that ship."""
    from screener.cli.invocation import open_invocation
    from screener.report.thesis_tables import list_table
    from screener.theses import load_all

    invocation = open_invocation(workspace, None)
    invocation.tell_tables()
    output = make_output(given["format_name"], given["output"], given["columns"], given["color"])
    output.write(
        output.text(
            list_table([each.listed for each in load_all(invocation.workspace.thesis_folders, invocation.reference)])
        )
    )
    return ExitCode.DONE


@thesis_group.command("show", epilog="\b\nExample:\n  screener thesis show ai-commoditization\n")
@options.thesis_argument
@options.workspace_option
@options.output_options
def show_command(thesis: str, workspace: Path | None, **given: Any) -> int:
    """Show what the program reads in a note: members, weights, dates and exchanges."""
    from screener.cli.invocation import open_invocation
    from screener.report.thesis_tables import facts_text, members_table

    invocation = open_invocation(workspace, None, (thesis,))
    invocation.tell_tables()
    output = make_output(given["format_name"], given["output"], given["columns"], given["color"])
    loaded = invocation.theses((thesis,)).theses[0]
    mics = {ticker: _mic(invocation.reference.exchanges.of(ticker)) for ticker in loaded.tickers}
    table = members_table(loaded, mics)
    if output.is_table:
        output.write(facts_text(loaded) + "\n" + output.text(table))
    else:
        output.write(output.text(table))
    return ExitCode.DONE


@thesis_group.command("lint", epilog="\b\nExample:\n  screener thesis lint my-thesis.md\n")
@options.theses_argument
@options.workspace_option
@options.output_options
def lint_command(theses: tuple[str, ...], workspace: Path | None, **given: Any) -> int:
    """Report every problem of the notes at once; without a THESIS, of all notes.

    Ends with 1 if there is an error.
    """
    from screener.cli.invocation import open_invocation
    from screener.report.problems import count_line, problems_text
    from screener.report.thesis_tables import problems_table
    from screener.theses import load_all, load_asked

    invocation = open_invocation(workspace, None, theses)
    invocation.tell_tables()
    folders = invocation.workspace.thesis_folders
    loaded = load_asked(theses, folders, invocation.reference) if theses else load_all(folders, invocation.reference)
    problems = tuple(problem for each in loaded for problem in each.problems)
    output = make_output(given["format_name"], given["output"], given["columns"], given["color"])
    if not output.is_table:
        output.write(output.text(problems_table(problems)))
    elif problems:
        output.write(problems_text(problems) + "\n")
    click.echo(
        f"{_notes(len(loaded))} checked" + ("" if problems and output.is_table else f": {count_line(problems)}"),
        err=True,
    )
    _tell_open_points(loaded)
    if not loaded:
        raise ThesisError("no thesis was found; name a file, or run: screener init")
    return ExitCode.GATE if any(each.thesis is None for each in loaded) else ExitCode.DONE


def _tell_open_points(loaded: "tuple[LoadedThesis, ...]") -> None:
    """Say on stderr what theses that are ideas leave to their author."""
    from screener.cli.talk import tell
    from screener.drafting.open_points import open_points

    for each in loaded:
        if each.thesis is not None:
            tell(f"{each.thesis.thesis_id}: to decide: {point}" for point in open_points(each.thesis))


def _mic(exchange: Any) -> str:
    return "" if exchange is None else str(exchange.mic)


def _notes(count: int) -> str:
    return f"{count} note{'' if count == 1 else 's'}"
