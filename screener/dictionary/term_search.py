"""From a word as somebody typed it to the terms it means."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from screener.dictionary.near_misses import near_misses
from screener.dictionary.tables import TABLES
from screener.dictionary.term import TERM_KINDS, Term

# What ends a column's name and people leave out: the sharpe, the car, the drift.
_UNITS = ("pct", "pp", "usd", "x", "elo", "count", "days", "bps", "on", "at", "s")
_MOST_RELATED = 8
_SHORTEST_PART = 3


@dataclass(frozen=True, slots=True)
class Found:
    """What a word means.

    Parameters
    ----------
    name : str
        The word that the terms are of; the one asked for but for case, dashes and a unit left out.
    terms : tuple of Term
        Empty if there is no such word.
    related : tuple of str
        Words that have this one as a part; without terms, the words most like it.
    """

    name: str
    terms: tuple[Term, ...]
    related: tuple[str, ...]

    @property
    def is_known(self) -> bool:
        """Whether the word has a meaning."""
        return bool(self.terms)


def find_terms(word: str, terms: Sequence[Term]) -> Found:
    """Return what a word means, all its meanings in order.

    Parameters
    ----------
    word : str
        ``TABLE.COLUMN`` means the column as that table has it. Case, ``-`` or a space for ``_``, dashes in front and
        arguments in parentheses don't count; a missing unit is added where only one word has it.
    terms : sequence of Term
    """
    by_name: dict[str, list[Term]] = {}
    for term in terms:
        by_name.setdefault(_plain(term.name), []).append(term)
    table, asked = _parts(word, by_name)
    key = asked if asked in by_name else _with_unit(asked, by_name)
    near = near_misses(asked, by_name) or _holding(asked, by_name) if key is None else _holding(key, by_name)
    related = tuple(by_name[name][0].name for name in near)
    if key is None:
        return Found(word, (), related)
    own = [term for term in by_name[key] if table in term.where] if table else by_name[key]
    return Found(own[0].name, tuple(own), related) if own else Found(word, (), (by_name[key][0].name,))


def kind_of(word: str) -> str | None:
    """Return the kind that a word names, in the singular or plural.

    Examples
    --------
    >>> kind_of("Measures"), kind_of("exit-code"), kind_of("sharpe")
    ('measure', 'exit code', None)
    """
    plain = _plain(word).replace("_", " ")
    endings = {"": plain, "s": plain.removesuffix("s"), "ies": f"{plain.removesuffix('ies')}y"}
    return next((name for name in endings.values() if name in TERM_KINDS), None)


def _parts(word: str, known: Iterable[str]) -> tuple[str, str]:
    """Return the table and the column of ``TABLE.COLUMN``; no table, and the word, for any other."""
    asked = _plain(word)
    table, dot, column = asked.partition(".")
    return (table, column) if dot and table in TABLES and asked not in set(known) else ("", asked)


def _with_unit(word: str, known: Iterable[str]) -> str | None:
    """Return the only word that this one is without its unit, or None."""
    names = set(known)
    found = [f"{word}_{unit}" for unit in _UNITS if f"{word}_{unit}" in names]
    return found[0] if len(found) == 1 else None


def _holding(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return the words that have this one among their parts, the shortest first."""
    if len(word) < _SHORTEST_PART:
        return ()
    found = [name for name in known if name != word and f"_{word}_" in f"_{name}_".replace(".", "_")]
    return tuple(sorted(found, key=lambda name: (len(name), name))[:_MOST_RELATED])


def _plain(word: str) -> str:
    """Return a word as it is compared."""
    head = word.strip().partition("(")[0].strip()
    return head.lstrip("-").casefold().replace("-", "_").replace(" ", "_") or head
