"""``screener init``."""

from pathlib import Path

import click

from screener.cli.clock import now
from screener.errors import ExitCode


@click.command("init", epilog="\b\nExample:\n  screener init my-theses\n")
@click.argument("folder", type=click.Path(path_type=Path), default=Path(), metavar="[DIR]")
def init_command(folder: Path) -> int:
    """Make a workspace: settings, a first thesis and an events table. Never overwrites a file."""
    from screener.workspace import create

    created = create(folder, now().date().isoformat())
    for path in created.written:
        click.echo(f"wrote {path}")
    for path in created.kept:
        click.echo(f"kept  {path}")
    click.echo(f"next: screener thesis lint --workspace {folder}", err=True)
    return ExitCode.DONE
