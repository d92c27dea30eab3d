"""Writes ``tables.md`` from the dictionary in the code: ``python docs/make_tables.py``."""

from collections.abc import Iterator
from pathlib import Path

from screener.dictionary.columns import column_of
from screener.dictionary.tables import TABLE_MEANINGS, TABLES
from screener.dictionary.term import Term
from screener.dictionary.terms import all_terms
from screener.dictionary.word_lists import WORD_LISTS

PAGE = Path(__file__).with_name("tables.md")

INTRODUCTION = """\
# Tables and words

Made from the dictionary in the code by `python docs/make_tables.py`; a test compares the two. `screener explain WORD`
says the same of one word. CSV header, JSON key and sheet header are the same word. Numbers have 15 significant digits
in CSV and JSON; an empty cell is a missing value, never 0. Percent columns hold 1.5 for 1.5 %. Lists in a cell are
joined by `;`.
"""


def page() -> str:
    """Return the page's text."""
    return "\n".join([INTRODUCTION, *_tables(), *_words(), *_formulas()]) + "\n"


def _tables() -> Iterator[str]:
    for table, columns in TABLES.items():
        yield f"## {table}\n\n{TABLE_MEANINGS[table]}.\n\n| column | unit | meaning |\n|---|---|---|"
        for name in columns:
            column = column_of(table, name)
            yield f"| `{name}` | {column.unit} | {_cell(column.meaning)} |"
        yield ""


def _words() -> Iterator[str]:
    for each in WORD_LISTS:
        yield f"## {each.title}\n\n| word | meaning |\n|---|---|"
        for term in each.terms:
            yield f"| `{term.name}` | {_cell(_told(term))} |"
        yield ""


def _told(term: Term) -> str:
    """Return what a word means, with all that is remarked on it but its formula, which has a list of its own."""
    source = (f"Source: {term.source}",) if term.source else ()
    return ". ".join((term.meaning, *source, *term.remarks)).replace("?.", "?")


def _formulas() -> Iterator[str]:
    yield "## Formulas\n\n| word | where | formula | letters | source |\n|---|---|---|---|---|"
    for term in all_terms():
        if term.formula:
            said = (", ".join(term.where), term.formula, term.symbols, term.source)
            yield f"| `{term.name}` | {' | '.join(map(_cell, said))} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("*", "\\*").removesuffix(".")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
