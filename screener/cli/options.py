"""Options that several commands share; each has an environment variable named for it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from screener.cli import completing
from screener.cli.clock import DATE

Command = TypeVar("Command", bound=Callable[..., Any])
Decorator = Callable[[Command], Command]


def option(name: str, *more: str, **settings: Any) -> Decorator[Any]:
    """Return a Click option that can also be set by ``SCREENER_NAME``."""
    variable = "SCREENER_" + name.removeprefix("--").replace("-", "_").upper()
    return click.option(name, *more, envvar=variable, show_envvar=True, **settings)


# The two ways in which commands take theses: any number of them, or exactly one.
theses_argument = click.argument("theses", nargs=-1, metavar="[THESIS]...", shell_complete=completing.theses)
thesis_argument = click.argument("thesis", shell_complete=completing.theses)
workspace_option = option(
    "--workspace",
    type=click.Path(path_type=Path),
    help="Folder with your theses, tables and state. Default: the nearest parent with a screener.toml, "
    "else your user data folder.",
)
source_option = option(
    "--source",
    metavar="yahoo|csv:FOLDER|simulated",
    help="Where prices come from. Default: screener.toml, else yahoo.",
)
as_of_option = option("--as-of", type=DATE, metavar="DATE", help="Use nothing known later than this day. Default: now.")
store_option = option(
    "--store",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Price store, a SQLite file. Default: screener.toml, else prices.db in your user data folder.",
)
offline_option = option("--offline", is_flag=True, help="Ask Yahoo for nothing; use the prices stored.")
as_known_on_option = option(
    "--as-known-on",
    type=DATE,
    metavar="DATE",
    help="Stored prices as they were known at the end of this day; --as-of is then this day too.",
)
format_option = option(
    "--format",
    "format_name",
    type=click.Choice(["table", "csv", "tsv", "json", "md"]),
    help="Default: table on a terminal, csv into a pipe or file.",
)
output_option = option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write here instead; the ending sets the format.",
)
columns_option = option(
    "--columns", metavar="A,B,...", shell_complete=completing.columns, help="Only these columns, in this order."
)
color_option = option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="auto: on a terminal, unless NO_COLOR is set.",
)
progress_option = option("--no-progress", is_flag=True, help="No progress on stderr.")
strict_option = option("--strict", is_flag=True, help="Exit with 3 if anything asked for is missing.")

_OUTPUT = (format_option, output_option, columns_option, color_option)


def stored_price_options(command: Command) -> Command:
    """Add the options of commands that use stored prices."""
    for each in (as_known_on_option, offline_option, store_option):
        command = each(command)
    return command


def output_options(command: Command) -> Command:
    """Add the options that say how a table leaves."""
    for each in reversed(_OUTPUT):
        command = each(command)
    return command
