"""Words and their kinds as tables."""

from collections import Counter
from collections.abc import Sequence

from screener.dictionary.tables import TABLES
from screener.dictionary.term import TERM_KINDS, Term
from screener.records.table import Table


def terms_table(terms: Sequence[Term]) -> Table:
    """Return one row a term."""
    return Table("terms", TABLES["terms"], tuple(_row(term) for term in terms))


def kinds_table(terms: Sequence[Term]) -> Table:
    """Return one row a kind of word, with how many words it has; one with several meanings counts once."""
    counts = Counter(kind for kind, _ in {(term.kind, term.name) for term in terms})
    rows = tuple((kind, counts[kind], meaning) for kind, meaning in TERM_KINDS.items() if counts[kind])
    return Table("term_kinds", TABLES["term_kinds"], rows)


def _row(term: Term) -> tuple[str, ...]:
    meaning = ". ".join((term.meaning, *term.remarks)).replace("?.", "?")
    formula = f"{term.formula} ({term.symbols})" if term.symbols else term.formula
    where, commands = ";".join(term.where), ";".join(term.commands)
    return term.name, term.kind, meaning, term.unit, formula, term.source, where, commands
