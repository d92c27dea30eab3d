"""Every word that the program explains: columns and tables, and the words of all lists."""

from collections.abc import Iterator
from functools import cache

from screener.dictionary.column import Column
from screener.dictionary.columns import column_of
from screener.dictionary.command_tables import commands_of
from screener.dictionary.formula import Formula
from screener.dictionary.formulas import formula_of
from screener.dictionary.tables import TABLE_MEANINGS, TABLES
from screener.dictionary.term import Term
from screener.dictionary.word_lists import WORD_LISTS

_Meaning = tuple[str, str, Formula]


@cache
def all_terms() -> tuple[Term, ...]:
    """Return every term but those of commands and options, which the command line itself knows."""
    words = tuple(term for each in WORD_LISTS for term in each.terms)
    return (*_columns(), *_tables(), *words)


def _columns() -> Iterator[Term]:
    """Yield the columns by name, one term a meaning, with all tables that share it."""
    names = dict.fromkeys(name for columns in TABLES.values() for name in columns)
    for name in sorted(names):
        tables_by_meaning: dict[_Meaning, list[str]] = {}
        for table, columns in TABLES.items():
            if name in columns:
                meaning = _meaning(table, column_of(table, name))
                tables_by_meaning.setdefault(meaning, []).append(table)
        for (meaning_text, unit, formula), tables in tables_by_meaning.items():
            commands = dict.fromkeys(command for table in tables for command in commands_of(table))
            yield Term(
                "column",
                name,
                meaning_text,
                unit=unit,
                formula=formula.text,
                source=formula.source,
                symbols=formula.symbols,
                where=tuple(tables),
                commands=tuple(commands),
            )


def _meaning(table: str, column: Column) -> _Meaning:
    return column.meaning, column.unit, formula_of(table, column.name)


def _tables() -> Iterator[Term]:
    for table, columns in TABLES.items():
        yield Term(
            "table",
            table,
            TABLE_MEANINGS[table],
            remarks=(f"Columns: {', '.join(columns)}",),
            commands=commands_of(table),
        )
