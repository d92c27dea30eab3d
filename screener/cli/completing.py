"""What the shell is offered when somebody presses Tab; nothing here may ever fail or talk."""

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from screener.config import Workspace

Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def _quiet(complete: Callable[[click.Context, str], Iterable[CompletionItem]]) -> Complete:
    """Offer nothing where anything goes wrong: a shell cannot show an error, only spoil the line being typed."""

    @wraps(complete)
    def offered(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
        try:
            return list(complete(context, incomplete))
        except Exception:  # noqa: BLE001 - whatever a broken workspace brings
            return []

    return offered


@_quiet
def theses(context: click.Context, incomplete: str) -> Iterator[CompletionItem]:
    """Offer ids of theses that are not named yet; files for what looks like a path, or like no id."""
    from screener.completions import thesis_ids

    is_path = "/" in incomplete or incomplete.startswith((".", "~"))
    taken = context.params.get("theses") or ()
    found = [] if is_path else [each for each in thesis_ids(_workspace(context)) if each.startswith(incomplete)]
    yield from (CompletionItem(each) for each in found if each not in taken)
    if not found:
        yield CompletionItem(incomplete, type="file")


@_quiet
def tickers(context: click.Context, incomplete: str) -> Iterator[CompletionItem]:
    """Offer the last ticker of a list joined by commas."""
    from screener.completions import tickers as known

    begun, last, taken = _list_parts(incomplete)
    for ticker in known(_workspace(context)):
        if ticker.casefold().startswith(last.casefold()) and ticker not in taken:
            yield CompletionItem(begun + ticker)


@_quiet
def columns(context: click.Context, incomplete: str) -> Iterator[CompletionItem]:
    """Offer the last column of a list joined by commas: those of the table that the command will print."""
    begun, last, taken = _list_parts(incomplete)
    return _columns(context, begun, last, taken)


@_quiet
def sort_columns(context: click.Context, incomplete: str) -> Iterator[CompletionItem]:
    """Offer a column to sort by, then its direction."""
    begun, last, taken = _list_parts(incomplete)
    column, blank, direction = last.partition(" ")
    if not blank:
        yield from _columns(context, begun, column, {each.partition(" ")[0] for each in taken})
        return
    for word in ("asc", "desc"):
        if word.startswith(direction):
            yield CompletionItem(f"{begun}{column} {word}")


@_quiet
def filter_columns(context: click.Context, incomplete: str) -> Iterator[CompletionItem]:
    """Offer a column where a comparison begins: at the start and behind an ``and``."""
    head, blank, last = incomplete.rpartition(" ")
    if not head.strip() or head.split()[-1].casefold() == "and":
        yield from _columns(context, head + blank, last, set())


@_quiet
def terms(_context: click.Context, incomplete: str) -> Iterator[CompletionItem]:
    """Offer words that can be explained, and kinds of words."""
    from screener.dictionary.term import TERM_KINDS
    from screener.dictionary.terms import all_terms

    asked = incomplete.casefold().replace("-", "_")
    kinds = {kind.replace(" ", "-"): "kind" for kind in TERM_KINDS}
    known = {**kinds, **{term.name: term.kind for term in reversed(all_terms())}}
    for name in sorted(known):
        if name.casefold().replace("-", "_").startswith(asked):
            yield CompletionItem(name, help=known[name])


def _columns(context: click.Context, begun: str, last: str, taken: set[str]) -> Iterator[CompletionItem]:
    from screener.dictionary.columns import column_of
    from screener.dictionary.tables import TABLES

    table = _table(context)
    for name in TABLES[table]:
        if name.startswith(last) and name not in taken:
            yield CompletionItem(begun + name, help=column_of(table, name).meaning)


def _table(context: click.Context) -> str:
    """Return the table that the command will print, as far as the line says."""
    from screener.dictionary.command_tables import COMMAND_TABLES

    command = " ".join(context.command_path.split()[1:])
    given: dict[str, Any] = context.params
    # While the value of an option is missing, as it is here, Click leaves arguments where they are.
    named = given.get("table") or (context.args[0] if context.args and command == "facts list" else None)
    if named:
        return f"facts_{named}" if command == "facts list" else str(named)
    by_flag = {"validate": "validation", "history": "claim_values", "sweep": "sweep", "universe": "universe"}
    tables = COMMAND_TABLES[command]
    return next((table for flag, table in by_flag.items() if given.get(flag) and table in tables), tables[0])


def _list_parts(incomplete: str) -> tuple[str, str, set[str]]:
    """Part a list joined by commas into what stands, with its comma, the last item, and the items before it."""
    head, comma, last = incomplete.rpartition(",")
    return head + comma, last, set(head.split(","))


def _workspace(context: click.Context) -> "Workspace":
    from screener.completions import workspace_for

    named = context.params.get("workspace")
    return workspace_for(None if named is None else Path(named), (Path.cwd(),))
