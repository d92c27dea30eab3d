"""``screener events``: the catalogue, and where each event lands."""

from pathlib import Path
from typing import Any

import click

from screener.cli import options
from screener.cli.options import option
from screener.cli.output import joined, make_output
from screener.errors import DataError, ExitCode


@click.group("events", no_args_is_help=True)
def events_group() -> None:
    """List the catalogued events."""


@events_group.command(
    "list",
    epilog="""\b
Examples:
  screener events list
  screener events list ai-commoditization --format csv
""",
)
@options.theses_argument
@options.workspace_option
@options.as_of_option
@option("--anchor", type=click.Choice(["released", "noticed"]), default="released", show_default=True,
        help="Which date day 0 is found from.")  # fmt: skip
@options.output_options
@options.strict_option
def list_command(theses: tuple[str, ...], workspace: Path | None, **given: Any) -> int:
    """List events with release, day 0, lag, the day the market noticed, and outcome.

    With a THESIS: the events it selects, on the exchange of its benchmark. Without: the whole catalogue, on the
    New York Stock Exchange.
    """
    from screener.cli.invocation import open_invocation
    from screener.listing import list_events
    from screener.report.events_table import events_table

    invocation = open_invocation(workspace, given["as_of"], theses)
    invocation.tell_tables()
    output = make_output(given["format_name"], given["output"], given["columns"], given["color"])
    loaded = invocation.theses(theses) if theses else None
    asked = loaded.theses if loaded is not None else (None,)
    listings = [
        list_events(invocation.reference, thesis, given["anchor"], invocation.as_of_at, invocation.cache_folder)
        for thesis in asked
    ]
    output.write(output.text(joined([events_table(listing) for listing in listings])))
    for listing in listings:
        name = listing.thesis_id or "catalogue"
        click.echo(f"{name}: {listing.n_aligned} of {len(listing.events)} events have a day 0", err=True)
        if listing.not_known_yet:
            later = ", ".join(event.event_id for event in listing.not_known_yet)
            click.echo(f"  {len(listing.not_known_yet)} not known on {listing.as_of}: {later}", err=True)
    if loaded is not None and loaded.has_errors:
        return ExitCode.USAGE
    if given["strict"] and invocation.reference.has_errors:
        raise DataError("rows of the tables were left out (named above), and --strict is set")
    return ExitCode.DONE
