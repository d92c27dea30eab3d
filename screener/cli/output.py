"""How a table leaves: to a terminal as a table, to a pipe as CSV, to a file in one step."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TextIO

import click

from screener.errors import UsageError
from screener.records.table import Table

FALLBACK_WIDTH = 80

ColorChoice = Literal["auto", "always", "never"]


@dataclass(frozen=True, slots=True)
class Output:
    """Where and how a command writes its data.

    Parameters
    ----------
    format_name : str
        ``table``, ``csv``, ``tsv``, ``json`` or ``md``.
    path : Path or None
        None is stdout.
    columns : tuple of str
        Empty means all.
    color : bool
        Whether stdout gets colour.
    """

    format_name: str
    path: Path | None
    columns: tuple[str, ...]
    color: bool

    @property
    def is_table(self) -> bool:
        """Whether people will read it in a terminal."""
        return self.format_name == "table"

    def text(self, table: Table) -> str:
        """Return the table in the chosen format."""
        from screener.report.formats import render, select_columns

        chosen = select_columns(table, self.columns) if self.columns else table
        if not self.is_table:
            return render(chosen, self.format_name)
        from screener.report.terminal import render_table

        return render_table(chosen, terminal_width(), color=self.color, encoding=encoding())

    def check_columns(self, name: str) -> None:
        """Refuse columns that a table does not have, before anything is asked for or run.

        Raises
        ------
        UsageError
            A column asked for is not in the table ``name``.
        """
        from screener.dictionary.tables import TABLES
        from screener.report.formats import select_columns

        if self.columns:
            select_columns(Table(name, TABLES[name], ()), self.columns)

    def write(self, text: str) -> None:
        """Write the whole text to its place."""
        if self.path is None:
            # Machine formats are UTF-8 with plain line ends wherever they go; a table fits the terminal's encoding.
            click.echo(text if self.is_table else text.encode("utf-8"), nl=False)
            return
        from screener.files import write_atomically

        try:
            write_atomically(self.path, text.encode("utf-8"))
        except OSError as error:
            raise UsageError(f"cannot write {self.path}: {error.strerror or error}; name another file") from error
        click.echo(f"wrote {self.path}", err=True)


def make_output(format_name: str | None, path: Path | None, columns: str | None, color: ColorChoice) -> Output:
    """Turn the output options into an :class:`Output`.

    Raises
    ------
    UsageError
        A file whose ending names no format.
    """
    if path is not None and (format_name is None or _is_from_environment("format_name")):
        from screener.report.formats import format_of

        format_name = format_of(path)
    if format_name is None:
        format_name = "table" if is_terminal(sys.stdout) else "csv"
    names = tuple(name.strip() for name in (columns or "").split(",") if name.strip())
    return Output(
        format_name, path, names, color=path is None and has_color(color, on_terminal=is_terminal(sys.stdout))
    )


def _is_from_environment(parameter: str) -> bool:
    """Tell whether an option came from an environment variable, which any option on the command line beats."""
    source = click.get_current_context().get_parameter_source(parameter)
    return source is click.core.ParameterSource.ENVIRONMENT


def has_color(choice: ColorChoice, *, on_terminal: bool) -> bool:
    """Decide about colour: asked for, or on a terminal that wants it (no-color.org, TERM=dumb)."""
    if choice != "auto":
        return choice == "always"
    return on_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def is_terminal(stream: TextIO | None) -> bool:
    """Tell whether a stream is a terminal; one that was closed before the program began is None."""
    return stream is not None and stream.isatty()


def terminal_width() -> int:
    """Return the terminal's width, or 80 where there is none."""
    import shutil

    return shutil.get_terminal_size((FALLBACK_WIDTH, 24)).columns


def encoding() -> str:
    """Return the encoding of stdout."""
    return (sys.stdout.encoding if sys.stdout is not None else None) or "ascii"


def joined(tables: list[Table]) -> Table:
    """Return the rows of several theses' tables as one."""
    first = tables[0]
    return Table(first.name, first.columns, tuple(row for table in tables for row in table.rows))
