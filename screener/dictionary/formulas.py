"""How every figure is made: one registry of formulas and their sources."""

from screener.dictionary.book_formulas import BOOK_FORMULAS
from screener.dictionary.event_formulas import EVENT_FORMULAS
from screener.dictionary.formula import Formula
from screener.dictionary.screen_formulas import SCREEN_FORMULAS

FORMULAS: dict[str, Formula] = {**EVENT_FORMULAS, **BOOK_FORMULAS, **SCREEN_FORMULAS}
"""By word; ``place.word`` where one word means several things, with a table's name or ``measure`` as place."""

NO_FORMULA = Formula("")


def formula_of(place: str, word: str) -> Formula:
    """Return the formula of a word in one place, else that of the word; an empty one if there is none.

    Parameters
    ----------
    place : str
        A table, or ``measure``.
    word : str
    """
    own = FORMULAS.get(f"{place}.{word}")
    if own is not None:
        return own
    # A word that means another thing elsewhere has no formula of its own name.
    return FORMULAS.get(word, NO_FORMULA)
