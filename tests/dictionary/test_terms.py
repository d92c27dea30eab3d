"""Everything that a table, note or message says can be explained, and the two never come apart."""

import importlib
import pkgutil
import re
from collections.abc import Mapping
from typing import get_args

import pytest

from screener import dictionary
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
from screener.dictionary.column import Column
from screener.dictionary.columns import column_of
from screener.dictionary.command_tables import COMMAND_TABLES
from screener.dictionary.exit_codes import EXIT_CODES
from screener.dictionary.note_properties import NOTE_PROPERTIES
from screener.dictionary.price_checks import FETCH_OUTCOMES, PRICE_CHANGES
from screener.dictionary.setting_words import LAYERS, SETTINGS
from screener.dictionary.tables import TABLE_MEANINGS, TABLES
from screener.dictionary.term import TERM_KINDS
from screener.dictionary.terms import all_terms
from screener.dictionary.universe_words import LEFT_OUT_REASONS, NAME_OUTCOMES
from screener.errors import ExitCode
from screener.events.catalogue import read_events
from screener.events.labs import read_labs
from screener.files import shipped
from screener.records import book_rules, event, expression, performance, review, screen, thesis
from screener.records.event_model import RETURN_MODELS
from screener.records.fetching import FetchSettings
from screener.records.price_store import RevisionKind
from screener.records.prices import FetchOutcome
from screener.records.setting import Layer
from screener.records.universe import LeftOutReason, NameOutcome
from screener.thesis.keys import KEYS

NAMES = {term.name for term in all_terms()}


def registries() -> list[tuple[str, Mapping[str, object]]]:
    """Return every public mapping of words to meanings in the dictionary, by its place."""
    found = []
    for module in pkgutil.iter_modules(dictionary.__path__):
        loaded = importlib.import_module(f"screener.dictionary.{module.name}")
        for name, value in vars(loaded).items():
            is_words = isinstance(value, dict) and all(isinstance(key, (str, int)) for key in value)
            if name.isupper() and not name.startswith("_") and is_words:
                found.append((f"{module.name}.{name}", value))
    return found


# What is no list of words to explain: how units are spelt, the kinds themselves, which command prints what, formulas.
NO_WORDS = re.compile(r"UNIT_SPELLINGS|TERM_KINDS|COMMAND_TABLES|\w*FORMULAS|COLUMNS|FACT_TABLES|TABLE_COLUMNS")


@pytest.mark.parametrize(("place", "words"), registries(), ids=lambda each: each if isinstance(each, str) else "")
def test_every_word_of_every_registry_is_explained(place: str, words: Mapping[str, object]) -> None:
    if NO_WORDS.search(place.partition(".")[2]):
        return
    spelt = {str(int(word)) if isinstance(word, ExitCode) else f"{word!s}" for word in words}

    assert spelt - NAMES == set(), f"{place} has words that screener/dictionary/word_lists.py leaves out"


def test_every_column_of_every_table_is_explained_as_that_table_has_it() -> None:
    explained = {
        (table, term.name): (term.meaning, term.unit)
        for term in all_terms()
        if term.kind == "column"
        for table in term.where
    }

    def told(column: Column) -> tuple[str, str]:
        return column.meaning, column.unit

    assert explained == {
        (table, name): told(column_of(table, name)) for table, names in TABLES.items() for name in names
    }


def test_every_table_is_explained_and_printed_by_a_command() -> None:
    tables = {term.name: term for term in all_terms() if term.kind == "table"}

    assert tables.keys() == TABLES.keys() == TABLE_MEANINGS.keys()
    assert [name for name, term in tables.items() if not term.commands] == []
    assert {table for printed in COMMAND_TABLES.values() for table in printed} == TABLES.keys()


def test_every_term_is_of_a_kind_that_is_listed_and_has_a_meaning() -> None:
    for term in all_terms():
        assert term.kind in TERM_KINDS, term
        assert len(term.meaning) > 3, term
        assert not term.meaning.endswith("."), term


def test_no_meaning_is_told_twice() -> None:
    assert len(set(all_terms())) == len(all_terms())


def test_words_of_records_and_of_the_dictionary_are_the_same() -> None:
    rules = (book_rules.Weighting, book_rules.Hedge, book_rules.Rebalance, book_rules.ExitKind)

    assert set(EXIT_CODES) == set(ExitCode)
    assert set(PRICE_CHANGES) == set(RevisionKind)
    assert set(FETCH_OUTCOMES) == set(FetchOutcome)
    assert set(NAME_OUTCOMES) == set(NameOutcome)
    assert set(LEFT_OUT_REASONS) == set(LeftOutReason)
    assert set(LAYERS) == set(get_args(Layer))
    assert set(ANCHORS) == set(get_args(event.Anchor))
    assert set(MODELS) == set(RETURN_MODELS)
    # A change of the last price is written as a percentage, not as a word.
    assert set(RULE_WORDS) == {word for each in rules for word in get_args(each)} - {"change"}
    assert set(BASKETS) == {*get_args(thesis.Side), "spread"}
    assert set(STATUSES) == set(get_args(thesis.Status))
    assert set(UNIVERSES) == set(get_args(screen.Universe))
    assert set(SPANS) == set(get_args(review.Span))
    assert set(DIRECTIONS) == set(get_args(review.Direction))
    assert set(LINES) == set(get_args(performance.Line))
    assert set(get_args(expression.Role)) <= set(ROLES)
    assert set(get_args(event.Precision)) <= set(CERTAINTIES)
    assert {"yahoo", "csv", "simulated"} <= set(SOURCES)


def test_the_kinds_of_the_shipped_events_are_explained() -> None:
    labs = read_labs((shipped("data") / "labs.csv",))
    events = read_events((shipped("data") / "events.csv",), labs).events

    assert {each.kind for each in events} == set(EVENT_KINDS)


def test_the_properties_are_those_that_a_note_may_have_and_stand_on_the_page_of_the_format() -> None:
    page = (shipped("theses") / "README.md").read_text(encoding="utf-8")

    assert set(NOTE_PROPERTIES) == {*KEYS, "long_NAME", "short_NAME"}
    assert [name for name in NOTE_PROPERTIES if f"`{name}`" not in page] == []


def test_the_settings_of_yahoo_are_those_of_a_pull() -> None:
    own = {name.removeprefix("yahoo.") for name in SETTINGS if name.startswith("yahoo.")}

    assert own == set(FetchSettings.__dataclass_fields__)
    for name in own:
        assert SETTINGS[f"yahoo.{name}"].variable == f"SCREENER_YAHOO_{name.upper()}"
