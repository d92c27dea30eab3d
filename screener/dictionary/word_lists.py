"""The lists of words that stand in cells, notes and messages: one index for explanations and the reference page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from screener.dictionary.book_checks import BOOK_CHECKS
from screener.dictionary.choice_words import (
    ANCHORS,
    BASKETS,
    CERTAINTIES,
    DIRECTIONS,
    EVENT_KINDS,
    LINES,
    MODELS,
    ROLES,
    RULE_WORDS,
    SOURCES,
    SPANS,
    STATUSES,
    UNIVERSES,
)
from screener.dictionary.claim_codes import CLAIM_CODES
from screener.dictionary.claim_columns import CLAIM_STATES
from screener.dictionary.exit_codes import EXIT_CODES
from screener.dictionary.fact_columns import PROPOSALS, USAGE_UNITS
from screener.dictionary.flags import FLAGS, OUTCOMES, PERIOD_MEANINGS, VARIATIONS, VERDICTS
from screener.dictionary.formulas import NO_FORMULA, formula_of
from screener.dictionary.income_checks import INCOME_CHECKS
from screener.dictionary.ledger_codes import LEDGER_CODES
from screener.dictionary.measures import MEASURES, Measure
from screener.dictionary.note_properties import NOTE_PROPERTIES, NoteProperty
from screener.dictionary.pair_tests import ASSUMPTIONS, PAIR_TESTS, PairTestEntry
from screener.dictionary.price_checks import FETCH_OUTCOMES, PRICE_CHANGES, PRICE_CHECKS
from screener.dictionary.price_codes import PRICE_CODES
from screener.dictionary.problem_codes import PROBLEM_CODES
from screener.dictionary.review_words import REVIEW_VERDICTS, RISK_FIGURES, RULINGS, SCORECARD_FIGURES
from screener.dictionary.screen_columns import SIGNAL_MEANINGS
from screener.dictionary.selection_words import SELECTION_CHECKS, STATISTICS
from screener.dictionary.setting_words import LAYERS, SETTINGS, SettingWord
from screener.dictionary.table_codes import TABLE_CODES
from screener.dictionary.term import Term
from screener.dictionary.universe_words import LEFT_OUT_REASONS, NAME_OUTCOMES

Word = TypeVar("Word", bound=str)


@dataclass(frozen=True, slots=True)
class WordList:
    """Words of one kind that belong together.

    Parameters
    ----------
    title : str
        Its heading on the reference page.
    terms : tuple of Term
    """

    title: str
    terms: tuple[Term, ...]


def _words(kind: str, title: str, meanings: Mapping[Word, str], *where: str, place: str = "") -> WordList:
    """Return a list of plain words; ``place`` is where their formulas are registered, empty if they have none."""

    def term(word: Word, meaning: str) -> Term:
        made = formula_of(place, word) if place else NO_FORMULA
        # An enumeration's member is the word of its value.
        return Term(
            kind,
            f"{word!s}",
            meaning.removesuffix("."),
            formula=made.text,
            source=made.source,
            symbols=made.symbols,
            where=where,
        )

    return WordList(title, tuple(term(word, meaning) for word, meaning in meanings.items()))


def _measure(measure: Measure) -> Term:
    stale = () if measure.stale_after_days is None else (f"Stale after {measure.stale_after_days} days",)
    form = (f"Written as {measure.signature}",) if measure.arguments else ()
    made = formula_of("measure", measure.name)
    return Term(
        "measure",
        measure.name,
        measure.sentence,
        unit=measure.unit.replace("_", " "),
        formula=made.text,
        source=measure.source,
        symbols=made.symbols,
        remarks=(*form, f"Known: {measure.known[0].lower()}{measure.known[1:]}", *stale),
        where=("column measure", "claims, kill and resolves of a note"),
        commands=("screener claims", "screener review"),
    )


def _event_test(entry: PairTestEntry) -> Term:
    made = formula_of("tests", entry.name)
    return Term(
        "event test",
        entry.name,
        entry.meaning,
        formula=made.text,
        source=entry.source,
        symbols=made.symbols,
        remarks=(f"Assumes: {', '.join(entry.assumes)}",),
        where=("column test",),
        commands=("screener backtest --table tests",),
    )


def _property(entry: NoteProperty) -> Term:
    default = f"Default: {entry.default}" if entry.default else "Has no default"
    return Term(
        "property",
        entry.name,
        entry.meaning,
        unit=entry.unit,
        remarks=(f"Written as: {entry.form}", default),
        where=("properties of a note",),
    )


def _setting(name: str, word: SettingWord) -> Term:
    remarks = (f"Environment variable {word.variable}",) if word.variable else ()
    return Term("setting", name, word.meaning, unit=word.unit, remarks=remarks, commands=("screener config show",))


# By its letter, what a problem code is about and which command finds it.
_FOUND_BY = {
    "T": "screener thesis lint",
    "E": "screener facts lint",
    "F": "screener facts lint",
    "X": "screener facts lint",
    "P": "screener prices import",
    "L": "screener review",
    "C": "screener claims",
}


def _codes(*registries: Mapping[str, str]) -> WordList:
    codes = sorted((code, meaning) for registry in registries for code, meaning in registry.items())
    terms = (
        Term("problem code", code, meaning.removesuffix("."), where=("column code",), commands=(_FOUND_BY[code[0]],))
        for code, meaning in codes
    )
    return WordList("Problem codes", tuple(terms))


WORD_LISTS: tuple[WordList, ...] = (
    _words("period", "Periods", PERIOD_MEANINGS, "column period"),
    _words("outcome", "Outcomes", OUTCOMES, "events.outcome", "names.outcome", "events_list.outcome"),
    _words("verdict", "Verdicts", VERDICTS, "scores.verdict"),
    _words("flag", "Flags", FLAGS, "column flags"),
    _words("variation", "Variations", VARIATIONS, "robustness.variation"),
    WordList("Event tests", tuple(_event_test(entry) for entry in PAIR_TESTS.values())),
    _words("assumption", "What event tests assume", ASSUMPTIONS, "tests.assumes"),
    _words("outcome", "Outcomes of a universe's names", NAME_OUTCOMES, "universe.outcome"),
    _words("outcome", "Rows of a universe left out", LEFT_OUT_REASONS, "stderr of backtest --universe"),
    WordList("Measures", tuple(_measure(measure) for measure in MEASURES.values())),
    _words("state", "States of claims and criteria", CLAIM_STATES, "column state"),
    _words("signal", "Signals", SIGNAL_MEANINGS, "column signal"),
    _words("verdict", "What a review comes to", REVIEW_VERDICTS, "the head of a review"),
    _words("ruling", "Rulings", RULINGS, "rulings.ruling"),
    _words("figure", "Figures of risk", RISK_FIGURES, "risk.figure", place="risk"),
    _words("figure", "Figures of the scorecard", SCORECARD_FIGURES, "scorecard.figure", place="scorecard"),
    _words("check", "Checks of statements", INCOME_CHECKS, "margins.checks"),
    _words("proposal", "What a price proposal is", PROPOSALS, "facts_proposals.proposal"),
    _words("check", "Price checks", PRICE_CHECKS, "coverage.check", "status.checks"),
    _words("check", "What happens to names held", BOOK_CHECKS, "coverage.check"),
    _words("check", "Checks of selection", SELECTION_CHECKS, "selection.check", place="selection"),
    _words("statistic", "Statistics of selection", STATISTICS, "selection.statistic", place="selection"),
    _words("change", "Changes of stored prices", PRICE_CHANGES, "status.revisions", "pull.revisions"),
    _words("outcome", "Fetch outcomes", FETCH_OUTCOMES, "status.outcome", "pull.outcome"),
    WordList("Properties of a note", tuple(_property(entry) for entry in NOTE_PROPERTIES.values())),
    _words("choice", "Anchors", ANCHORS, "column anchor", "--anchor"),
    _words("choice", "Return models", MODELS, "column return_model", "--return-model"),
    _words("choice", "Words of a book's rules", RULE_WORDS, "properties of a note", "--sweep"),
    _words("choice", "Price sources", SOURCES, "column price_source", "--source"),
    _words("choice", "Sides", BASKETS, "column side", "column basket"),
    _words("choice", "Roles and severities", ROLES, "column role", "column severity", "--fail-on"),
    _words("choice", "Statuses", STATUSES, "column status", "properties of a note"),
    _words("choice", "Kinds of events", EVENT_KINDS, "column kind", "--kind", "properties of a note"),
    _words("choice", "How sure a row is", CERTAINTIES, "columns provenance, released_precision and confidence"),
    _words("choice", "Where a name comes from", UNIVERSES, "signals.universe"),
    _words("choice", "Spans of profit and loss", SPANS, "pnl.span"),
    _words("choice", "Directions of evidence", DIRECTIONS, "evidence.direction"),
    _words("choice", "Lines of attribution", LINES, "attribution.line", "pnl.line"),
    _words("choice", "Units of figures of use", USAGE_UNITS, "facts_usage.unit"),
    WordList("Settings", tuple(_setting(name, word) for name, word in SETTINGS.items())),
    _words("layer", "Layers of settings", LAYERS, "settings.layer"),
    _words("exit code", "Exit codes", {str(int(code)): meaning for code, meaning in EXIT_CODES.items()}),
    _codes(PROBLEM_CODES, TABLE_CODES, PRICE_CODES, LEDGER_CODES, CLAIM_CODES),
)
"""Every list of words, in the order of the reference page."""
