"""``screener demo``."""

import sys
from pathlib import Path

import click

from screener.cli import options
from screener.cli.output import ColorChoice, encoding, has_color, is_terminal, terminal_width
from screener.errors import ExitCode


@click.command("demo", epilog="\b\nExample:\n  screener demo\n")
@click.argument("folder", type=click.Path(path_type=Path), default=Path("screener-demo"), metavar="[DIR]")
@options.color_option
@options.progress_option
def demo_command(folder: Path, color: ColorChoice, *, no_progress: bool) -> int:
    """Show the whole job offline, on simulated prices: reviews, tables and a workbook in ./screener-demo."""
    from screener.cli.invocation import open_invocation
    from screener.cli.progress import progress
    from screener.demonstration import DEMO_STAGES, demonstrate
    from screener.report.planted_table import planted_table
    from screener.report.summary import summary_text
    from screener.report.terminal import render_table

    invocation = open_invocation(folder, None)
    with progress("demo", len(DEMO_STAGES), is_wanted=not no_progress) as bar:
        shown = demonstrate(folder, invocation.reference, invocation.asked_at, invocation.cache_folder, bar.advance)
    is_colored = has_color(color, on_terminal=is_terminal(sys.stdout))
    report, width, code = shown.report, terminal_width(), encoding()
    primary = [row for row in shown.planted if row.window == report.thesis.primary_window]
    planted = planted_table(primary, report.thesis.thesis_id, report.as_of, report.data_as_of)
    click.echo(summary_text(report, width, color=is_colored, encoding=code))
    click.echo(f"Planted into these prices and found in them: window {report.thesis.primary_window}.")
    click.echo("Over all sessions, so not the figures above, which end with the opening.")
    click.echo("'expected' is the estimate without noise: other events lie in its windows.")
    click.echo(render_table(planted, width, color=is_colored, encoding=code))
    click.echo("wrote:")
    for what, path in shown.written:
        click.echo(f"  {path}: {what}")
    click.echo(f"next: screener review --workspace {folder}")
    return ExitCode.DONE
