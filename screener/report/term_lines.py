"""Words explained in a terminal: a block a meaning, and lists of the words of a kind."""

import textwrap
from collections.abc import Callable, Iterator, Sequence

from screener.dictionary.term import TERM_KINDS, Term
from screener.report.term_tables import kinds_table

Paint = Callable[[str], str]
"""How a heading is made to stand out."""

_LABEL = 11
# A column that most tables end with would fill a screen with their names.
_MOST_TABLES, _MOST_OPTIONS = 8, 3
# Where a label and its text would leave less room than this, nothing is gained by aligning them.
_LEAST_WIDTH = 40


def term_lines(terms: Sequence[Term], related: Sequence[str], width: int, paint: Paint) -> Iterator[str]:
    """Yield every meaning of a word, and the words that go with it."""
    for place, term in enumerate(terms):
        if place:
            yield ""
        head = list(_filled(_head(term), f"{term.name}  ", width))
        yield paint(term.name) + head[0][len(term.name) :]
        yield from head[1:]
        yield from _filled(term.meaning, "  ", width)
        for remark in term.remarks:
            yield from _filled(remark, "  ", width)
        for label, text in _figures(term):
            yield from _labelled(label, text, width)
    if related:
        yield ""
        yield from _labelled("see also", ", ".join(related), width)


def kind_lines(kind: str, terms: Sequence[Term], width: int, paint: Paint) -> Iterator[str]:
    """Yield the words of one kind, each with what it means."""
    own = [term for term in terms if term.kind == kind]
    head = list(_filled(f"{TERM_KINDS[kind]}: {len({term.name for term in own})} words", f"{kind}  ", width))
    yield paint(kind) + head[0][len(kind) :]
    yield from head[1:]
    room = min(max((len(term.name) for term in own), default=0), 28)
    for term in own:
        first = f"  {term.name:<{room}}  "
        rest = " " * len(f"  {'':<{room}}  ")
        yield from _filled(term.meaning, first, width, rest)


def kinds_lines(terms: Sequence[Term], width: int, paint: Paint) -> Iterator[str]:
    """Yield the kinds of words there are, with how many of each."""
    room = max(len(kind) for kind in TERM_KINDS)
    for kind, count, meaning in kinds_table(terms).rows:
        name = f"{kind!s:<{room}}"
        lines = list(_filled(str(meaning), f"{name}  {count!s:>4}  ", width, " " * (room + 8)))
        yield paint(name) + lines[0][len(name) :]
        yield from lines[1:]


def _head(term: Term) -> str:
    if term.kind != "column":
        return term.kind
    shown = term.where[:_MOST_TABLES]
    more = len(term.where) - len(shown)
    return f"column of {', '.join(shown)}{f' and {more} more tables' if more else ''}"


def _grouped(commands: Sequence[str]) -> Iterator[str]:
    """Yield the commands, those that differ only in their table as one."""
    tables: dict[str, list[str]] = {}
    for command in commands:
        name, _, table = command.partition(" --table ")
        tables.setdefault(name, []).extend([table] if table else [])
    for name, names in list(tables.items())[:_MOST_TABLES]:
        which = "|".join(names) if len(names) <= _MOST_OPTIONS else "..."
        yield f"{name} --table {which}" if names else name
    if len(tables) > _MOST_TABLES:
        yield f"and {len(tables) - _MOST_TABLES} more"


def _figures(term: Term) -> Iterator[tuple[str, str]]:
    """Yield what there is to say of a term beside its meaning."""
    if term.unit and term.unit not in ("text", "date"):
        yield "unit", term.unit
    if term.formula:
        yield "formula", term.formula
    if term.symbols:
        yield "", term.symbols
    if term.source:
        yield "source", term.source
    if term.where and term.kind != "column":
        yield "stands in", ", ".join(term.where)
    if term.commands:
        yield "command", "; ".join(_grouped(term.commands))


def _labelled(label: str, text: str, width: int) -> Iterator[str]:
    first = f"  {label:<{_LABEL}}"
    return _filled(text, first, width, " " * len(first))


def _filled(text: str, first: str, width: int, rest: str = "  ") -> Iterator[str]:
    yield from textwrap.wrap(
        text,
        max(width, _LEAST_WIDTH),
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
