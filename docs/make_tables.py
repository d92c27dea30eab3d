"""Writes ``tables.md`` from the dictionary in the code: ``python docs/make_tables.py``."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from screener.dictionary.book_checks import BOOK_CHECKS
from screener.dictionary.claim_codes import CLAIM_CODES
from screener.dictionary.claim_columns import CLAIM_STATES
from screener.dictionary.columns import column_of
from screener.dictionary.fact_columns import PROPOSALS
from screener.dictionary.flags import FLAGS, OUTCOMES, PERIOD_MEANINGS, VARIATIONS, VERDICTS
from screener.dictionary.income_checks import INCOME_CHECKS
from screener.dictionary.ledger_codes import LEDGER_CODES
from screener.dictionary.measures import MEASURES, Measure
from screener.dictionary.pair_tests import ASSUMPTIONS, PAIR_TESTS, PairTestEntry
from screener.dictionary.price_checks import FETCH_OUTCOMES, PRICE_CHANGES, PRICE_CHECKS
from screener.dictionary.price_codes import PRICE_CODES
from screener.dictionary.problem_codes import PROBLEM_CODES
from screener.dictionary.review_words import REVIEW_VERDICTS, RISK_FIGURES, RULINGS, SCORECARD_FIGURES
from screener.dictionary.screen_columns import SIGNAL_MEANINGS
from screener.dictionary.selection_words import SELECTION_CHECKS, STATISTICS
from screener.dictionary.table_codes import TABLE_CODES
from screener.dictionary.tables import TABLE_MEANINGS, TABLES
from screener.dictionary.universe_words import LEFT_OUT_REASONS, NAME_OUTCOMES

PAGE = Path(__file__).with_name("tables.md")

INTRODUCTION = """\
# Tables and words

Made from the dictionary in the code by `python docs/make_tables.py`; a test compares the two.
CSV header, JSON key and sheet header are the same word. Numbers have 15 significant digits in CSV and JSON; an empty
cell is a missing value, never 0. Percent columns hold 1.5 for 1.5 %. Lists in a cell are joined by `;`.
"""


def page() -> str:
    """Return the page's text."""
    return "\n".join([INTRODUCTION, *_tables(), *_words()]) + "\n"


def _tables() -> Iterator[str]:
    for table, columns in TABLES.items():
        yield f"## {table}\n\n{TABLE_MEANINGS[table]}.\n\n| column | unit | meaning |\n|---|---|---|"
        for name in columns:
            column = column_of(table, name)
            yield f"| `{name}` | {column.unit} | {_cell(column.meaning)} |"
        yield ""


def _words() -> Iterator[str]:
    yield from _list("Periods", PERIOD_MEANINGS)
    yield from _list("Outcomes", {outcome.value: meaning for outcome, meaning in OUTCOMES.items()})
    yield from _list("Verdicts", VERDICTS)
    yield from _list("Flags", FLAGS)
    yield from _list("Variations", VARIATIONS)
    yield from _list("Event tests", {name: _test(entry) for name, entry in PAIR_TESTS.items()})
    yield from _list("What event tests assume", ASSUMPTIONS)
    yield from _list("Outcomes of a universe's names", {word.value: text for word, text in NAME_OUTCOMES.items()})
    yield from _list("Rows of a universe left out", {word.value: text for word, text in LEFT_OUT_REASONS.items()})
    yield from _list("Measures", {measure.signature: _measure(measure) for measure in MEASURES.values()})
    yield from _list("States of claims and criteria", CLAIM_STATES)
    yield from _list("Signals", SIGNAL_MEANINGS)
    yield from _list("What a review comes to", dict(REVIEW_VERDICTS))
    yield from _list("Rulings", dict(RULINGS))
    yield from _list("Figures of risk", RISK_FIGURES)
    yield from _list("Figures of the scorecard", SCORECARD_FIGURES)
    yield from _list("Checks of statements", INCOME_CHECKS)
    yield from _list("What a price proposal is", PROPOSALS)
    yield from _list("Price checks", PRICE_CHECKS)
    yield from _list("What happens to names held", BOOK_CHECKS)
    yield from _list("Checks of selection", SELECTION_CHECKS)
    yield from _list("Statistics of selection", STATISTICS)
    yield from _list("Changes of stored prices", {kind.value: meaning for kind, meaning in PRICE_CHANGES.items()})
    yield from _list("Fetch outcomes", {outcome.value: meaning for outcome, meaning in FETCH_OUTCOMES.items()})
    codes = PROBLEM_CODES | TABLE_CODES | PRICE_CODES | LEDGER_CODES | CLAIM_CODES
    yield from _list("Problem codes", dict(sorted(codes.items())))


def _test(entry: PairTestEntry) -> str:
    return f"{entry.meaning} ({entry.source}). Assumes: {', '.join(entry.assumes)}"


def _measure(measure: Measure) -> str:
    stale = "" if measure.stale_after_days is None else f" Stale after {measure.stale_after_days} days."
    return f"{measure.sentence}. From {measure.source}. Known: {measure.known[0].lower()}{measure.known[1:]}.{stale}"


def _list(title: str, meanings: Mapping[str, str]) -> Iterator[str]:
    yield f"## {title}\n\n| word | meaning |\n|---|---|"
    for word, meaning in meanings.items():
        yield f"| `{word}` | {_cell(meaning)} |"
    yield ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").removesuffix(".")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
