"""``screener config``."""

import os
from pathlib import Path
from typing import Any

import click

from screener.cli import options
from screener.cli.command_terms import named_settings, option_variables
from screener.cli.options import option
from screener.cli.output import make_output, terminal_width
from screener.cli.talk import tell
from screener.errors import ExitCode


@click.group("config", no_args_is_help=True)
def config_group() -> None:
    """Show settings and where they come from."""


@config_group.command(
    "show",
    epilog="""\b
Examples:
  screener config show
  screener config show ai-commoditization
  screener config show --all --format csv
""",
)
@options.theses_argument
@options.workspace_option
@option("--all", "has_unset", is_flag=True, help="Also every option that an environment variable could set.")
@options.output_options
@click.pass_context
def show_command(
    context: click.Context, /, theses: tuple[str, ...], workspace: Path | None, *, has_unset: bool, **given: Any
) -> int:
    """Show every setting with its value and the layer it comes from.

    An option wins over an environment variable, that over the thesis's note, that over screener.toml, that over the
    default. With a THESIS also what its note sets, and what it leaves at the default.
    """
    from screener.config import locate_workspace, read_workspace
    from screener.layers.variables import option_settings, unread_variables
    from screener.layers.workspace_settings import workspace_settings
    from screener.report.setting_table import setting_lines, settings_table

    output = make_output(given["format_name"], given["output"], given["columns"], given["color"])
    output.check_columns("settings")
    notes = [Path(word).resolve().parent for word in theses if Path(word).is_file()]
    place = locate_workspace(workspace, (Path.cwd(), *notes))
    variables = option_variables(context.find_root().command)
    settings = (
        *workspace_settings(place, read_workspace(place.folder), os.environ, named_settings(context, "workspace")),
        *option_settings(variables, os.environ, has_unset=has_unset),
        *_note_settings(workspace, theses),
    )
    if output.is_table and not output.columns:
        lines = setting_lines(
            settings, terminal_width(), lambda text: click.style(text, bold=True) if output.color else text
        )
        output.write("".join(f"{line}\n" for line in lines))
    else:
        output.write(output.text(settings_table(settings)))
    tell(f"{name} is read by no command; {hint}" for name, hint in unread_variables(variables, os.environ).items())
    return ExitCode.DONE


def _note_settings(workspace: Path | None, theses: tuple[str, ...]) -> tuple[Any, ...]:
    """Return what the notes asked for set."""
    if not theses:
        return ()
    from screener.cli.invocation import open_invocation
    from screener.layers.note_settings import note_settings

    loaded = open_invocation(workspace, None, theses).theses(theses)
    return tuple(setting for thesis in loaded.theses for setting in note_settings(thesis))
