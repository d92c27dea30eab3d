"""Writes ``command-line.md`` from what the program itself says: ``python docs/make_command_line.py``."""

import contextlib
import io
import os
from collections.abc import Iterator
from pathlib import Path

import click

from screener.cli.main import run, screener

PAGE = Path(__file__).with_name("command-line.md")
WIDTH = "100"

INTRODUCTION = """\
# The command line

Made from `--help` of every command by `python docs/make_command_line.py`; a test compares the two. Data goes to stdout,
talk to stderr. Each option can also be set by the environment variable beside it.
"""


def page() -> str:
    """Return the page's text."""
    return "\n".join([INTRODUCTION, *(_section(path) for path in ((), *_paths(screener)))])


def _paths(group: click.Group, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the words of every command, groups before what is in them."""
    for name, command in sorted(group.commands.items()):
        yield (*above, name)
        if isinstance(command, click.Group):
            yield from _paths(command, (*above, name))


def _section(path: tuple[str, ...]) -> str:
    name = " ".join(("screener", *path))
    return f"## {name}\n\n```text\n{_help(path)}```\n"


def _help(path: tuple[str, ...]) -> str:
    said = io.StringIO()
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = WIDTH
    try:
        with contextlib.redirect_stdout(said):
            run([*path, "--help"])
    finally:
        os.environ.pop("COLUMNS")
        if before is not None:
            os.environ["COLUMNS"] = before
    return said.getvalue()


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
