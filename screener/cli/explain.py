"""``screener explain``."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from screener.cli import completing, options
from screener.cli.command_terms import command_terms
from screener.cli.output import Output, make_output, terminal_width
from screener.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from screener.dictionary.term import Term
    from screener.dictionary.term_search import Found


@click.command(
    "explain",
    context_settings={"ignore_unknown_options": True},
    epilog="""\b
Examples:
  screener explain
  screener explain deflated_sharpe
  screener explain p_placebo T202 --mask-events
  screener explain measures --format md
""",
)
@click.argument("words", nargs=-1, metavar="[TERM]...", shell_complete=completing.terms)
@options.output_options
@click.pass_context
def explain_command(context: click.Context, /, words: tuple[str, ...], **given: Any) -> int:
    """Say what a word means: its unit, formula, source, and where it stands.

    TERM is a column, table, measure, flag, outcome, verdict, state, code, property of a note, option, command, or a
    kind of words, such as flags. TABLE.COLUMN is a column as that table has it. Without a TERM: the kinds there are.
    """
    from screener.dictionary.term_search import find_terms, kind_of
    from screener.dictionary.terms import all_terms

    output = make_output(given["format_name"], given["output"], given["columns"], given["color"])
    output.check_columns("terms" if words else "term_kinds")
    known = (*all_terms(), *command_terms(context.find_root().command))
    found = [(find_terms(word, known), kind_of(word)) for word in words]
    unknown = [_unknown(each) for each, kind in found if not each.is_known and kind is None]
    if unknown:
        raise UsageError("; ".join(unknown))
    if output.is_table and not output.columns:
        output.write("".join(f"{line}\n" for line in _lines(found, known, output)))
    else:
        output.write(output.text(_table(found, known)))
    return ExitCode.DONE


def _unknown(found: "Found") -> str:
    close = " or ".join(found.related[:3])
    hint = f"did you mean {close}?" if close else "screener explain lists the kinds of words"
    return f"no word is called {found.name[:80]!r}; {hint}"


def _table(found: "list[tuple[Found, str | None]]", known: "tuple[Term, ...]") -> Any:
    from screener.report.term_tables import kinds_table, terms_table

    if not found:
        return kinds_table(known)
    rows = [term for each, kind in found for term in (*each.terms, *(one for one in known if one.kind == kind))]
    return terms_table(tuple(dict.fromkeys(rows)))


def _lines(found: "list[tuple[Found, str | None]]", known: "tuple[Term, ...]", output: Output) -> Iterator[str]:
    from screener.report.term_lines import kind_lines, kinds_lines, term_lines

    def paint(text: str) -> str:
        return click.style(text, bold=True) if output.color else text

    width = terminal_width()
    if not found:
        yield from kinds_lines(known, width, paint)
        yield ""
        yield "screener explain KIND lists the words of a kind, screener explain TERM explains one."
    for place, (each, kind) in enumerate(found):
        if place:
            yield ""
        yield from term_lines(each.terms, each.related if each.is_known else (), width, paint)
        if kind is not None:
            yield from ("",) if each.is_known else ()
            yield from kind_lines(kind, known, width, paint)
