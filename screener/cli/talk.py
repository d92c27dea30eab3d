"""What a command says on stderr beside its data."""

import sys
from collections.abc import Iterable

import click

from screener.cli.output import terminal_width


def tell(lines: Iterable[str]) -> None:
    """Write sentences to stderr, clean of what could drive a terminal, and broken at the width of one."""
    from screener.report.wrapped_lines import clean_line, wrapped

    if sys.stderr is not None and sys.stderr.isatty():
        click.echo(wrapped(lines, terminal_width()), nl=False, err=True)
        return
    for line in lines:
        click.echo(clean_line(line), err=True)
