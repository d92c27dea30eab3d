"""``screener doctor``."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from screener.cli import clock, options
from screener.cli.command_terms import named_settings, option_variables
from screener.cli.options import option
from screener.cli.output import encoding, has_color, is_terminal, make_output, terminal_width
from screener.errors import ExitCode

if TYPE_CHECKING:
    from screener.records.diagnosis import State, Surroundings

_COLORS = {"ok": "green", "warning": "yellow", "error": "red"}


@click.command(
    "doctor",
    epilog="""\b
Examples:
  screener doctor
  screener doctor --network
  screener doctor --format json -o report.json
""",
)
@options.workspace_option
@options.store_option
@option("--network", is_flag=True, help="Also ask Yahoo for one ticker; otherwise nothing leaves this machine.")
@options.output_options
@click.pass_context
def doctor_command(context: click.Context, /, *, network: bool, **given: Any) -> int:
    """Look at what a run depends on, and say what is wrong and what to do about it.

    Versions, settings and where they come from, workspace, theses, tables, price store, calendars, caches, ledger,
    stored reviews and terminal. Nothing is written. Ends with 1 if there is an error; a warning stops nothing.
    """
    from screener.diagnosis.run import diagnose
    from screener.report.diagnosis_lines import count_line, diagnosis_lines, diagnosis_table

    output = make_output(given["format_name"], given["output"], given["columns"], given["color"])
    output.check_columns("diagnosis")
    checks = diagnose(_surroundings(context, given), has_network=network)
    if output.is_table and not output.columns:

        def paint(text: str, state: "State | None") -> str:
            if not output.color:
                return text
            return click.style(text, bold=True) if state is None else click.style(text, fg=_COLORS[state])

        output.write("".join(f"{line}\n" for line in diagnosis_lines(checks, terminal_width(), paint)))
    else:
        output.write(output.text(diagnosis_table(checks)))
        click.echo(count_line(checks), err=True)
    return ExitCode.GATE if any(each.state == "error" for each in checks) else ExitCode.DONE


def _surroundings(context: click.Context, given: dict[str, Any]) -> "Surroundings":
    """Read what the program runs in."""
    from screener.config import cache_folder
    from screener.records.diagnosis import Surroundings, Terminal

    on_terminal = is_terminal(sys.stdout)
    return Surroundings(
        asked_at=clock.now(),
        environment=os.environ,
        home=Path.home(),
        starts=(Path.cwd(),),
        workspace=given["workspace"],
        store=given["store"],
        given=named_settings(context, "workspace", "store"),
        cache_folder=cache_folder(),
        options=option_variables(context.find_root().command),
        terminal=Terminal(
            on_terminal, terminal_width(), has_color(given["color"], on_terminal=on_terminal), encoding()
        ),
    )
