"""A word that the program explains."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """One meaning of one word; a word with several has several terms.

    Parameters
    ----------
    kind : str
        A key of ``TERM_KINDS``.
    name : str
        As it is written in a table, note, option or message.
    meaning : str
        One sentence without a full stop at its end.
    unit : str
        Empty where nothing is measured.
    formula : str
        How the figure is made; empty where it needs none.
    source : str
        Paper, table or package; empty where there is none.
    symbols : str
        What the letters of the formula stand for.
    remarks : tuple of str
        Further sentences, without full stops.
    where : tuple of str
        Tables that have the column, or columns that hold the word.
    commands : tuple of str
        What prints it or takes it, as one would type it.
    """

    kind: str
    name: str
    meaning: str
    unit: str = ""
    formula: str = ""
    source: str = ""
    symbols: str = ""
    remarks: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()


TERM_KINDS: dict[str, str] = {
    "column": "A column of a table: CSV header, JSON key and sheet header",
    "table": "What --table chooses, or a command prints",
    "measure": "What claims, criteria and resolves of a note may compare",
    "property": "A property of a thesis's note",
    "period": "Part of time that a row is about",
    "outcome": "How an event, a name or an asking ended",
    "verdict": "What the primary hypothesis, or a review, comes to",
    "flag": "What to know before trusting a row",
    "state": "What a claim or a criterion comes to",
    "signal": "What the screen says to do with a name",
    "ruling": "Why a person has to decide",
    "figure": "A figure of risk, or of the scorecard",
    "event test": "A test of the literature over event days or names",
    "assumption": "What an event test takes for granted",
    "variation": "The one choice that a row of robustness changes",
    "check": "A check of prices, statements, held names or selection",
    "statistic": "What value is in a row of the table selection",
    "change": "How an answer changed the prices stored",
    "proposal": "What a comparison of token prices finds",
    "choice": "A word that an option or a property takes, or that stands in a cell",
    "setting": "What screener.toml and the environment can set",
    "layer": "Where the value of a setting comes from",
    "problem code": "The stable code of a mistake in a file",
    "exit code": "The number a command ends with",
    "command": "A command of the program",
    "option": "An option of a command, with its environment variable",
}
"""Every kind of word, in the order they are listed."""
