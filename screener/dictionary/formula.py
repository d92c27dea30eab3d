"""A formula as explained: its text, who it is from, and what its letters stand for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Formula:
    """How a figure is made.

    Parameters
    ----------
    text : str
        In plain characters, with the names of columns where they are what is meant. It is that of the docstring of the
        function that makes the figure.
    source : str
        Paper, or empty for arithmetic that needs none.
    symbols : str
        What the letters in it stand for; empty where it has none.
    """

    text: str
    source: str = ""
    symbols: str = ""


def with_symbols(formulas: Mapping[str, Formula], symbols: Mapping[str, str]) -> dict[str, Formula]:
    """Return the formulas, each with the meaning of the letters that it uses.

    Examples
    --------
    >>> with_symbols({"a": Formula("sqrt(K) x")}, {"K": "event days", "L": "sessions"})["a"].symbols
    'K: event days'
    """

    def used(text: str) -> str:
        return "; ".join(
            f"{letter}: {meaning}"
            for letter, meaning in symbols.items()
            if re.search(rf"\b{re.escape(letter)}(?!\w)", text)
        )

    return {word: replace(formula, symbols=used(formula.text)) for word, formula in formulas.items()}
