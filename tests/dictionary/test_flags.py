import ast
from pathlib import Path
from typing import get_args

from screener.calc.inference.verdict import Verdict
from screener.dictionary.book_checks import BOOK_CHECKS
from screener.dictionary.claim_codes import CLAIM_CODES, WRONG_QUESTION
from screener.dictionary.claim_columns import CLAIM_STATES
from screener.dictionary.flags import FLAGS, OUTCOMES, PERIOD_MEANINGS, VARIATIONS, VERDICTS
from screener.dictionary.ledger_codes import (
    LEDGER_CODES,
    UNREADABLE_DECISION,
    UNREADABLE_SNAPSHOT,
    UNREADABLE_TRIAL,
    UNWRITTEN_TRIAL,
)
from screener.dictionary.selection_words import SELECTION_CHECKS, STATISTICS
from screener.dictionary.universe_words import LEFT_OUT_REASONS, NAME_OUTCOMES
from screener.records.claim import ClaimState
from screener.records.event import PERIODS, Outcome
from screener.records.robustness import Variation
from screener.records.selection import SelectionCheck
from screener.records.universe import LeftOutReason, NameOutcome


def test_every_outcome_verdict_and_period_has_a_meaning() -> None:
    assert set(OUTCOMES) == set(Outcome)
    assert set(VERDICTS) == {*get_args(Verdict), "exploratory"}
    assert set(PERIOD_MEANINGS) == set(PERIODS)
    assert set(VARIATIONS) == set(get_args(Variation))
    assert set(NAME_OUTCOMES) == set(NameOutcome)
    assert set(LEFT_OUT_REASONS) == set(LeftOutReason)
    assert set(LEDGER_CODES) == {UNREADABLE_TRIAL, UNWRITTEN_TRIAL, UNREADABLE_SNAPSHOT, UNREADABLE_DECISION}
    assert set(CLAIM_CODES) == {WRONG_QUESTION}
    assert set(CLAIM_STATES) == set(get_args(ClaimState))
    assert set(SELECTION_CHECKS) == set(get_args(SelectionCheck))


def test_meanings_are_one_sentence_without_a_final_stop() -> None:
    for meanings in (FLAGS, OUTCOMES, VERDICTS, PERIOD_MEANINGS, VARIATIONS, NAME_OUTCOMES, LEFT_OUT_REASONS):
        assert all(len(meaning) > 3 and not meaning.endswith(".") for meaning in meanings.values())


def words_in_code(checkout: Path) -> set[str]:
    """Return every string constant of the package outside the dictionary."""
    return {
        node.value
        for path in (checkout / "screener").rglob("*.py")
        if "dictionary" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_flag_check_and_statistic_with_a_meaning_is_set_somewhere(checkout: Path) -> None:
    assert set() == (FLAGS.keys() | BOOK_CHECKS.keys() | STATISTICS.keys()) - words_in_code(checkout)


def test_every_flag_a_table_shows_has_a_meaning(checkout: Path) -> None:
    reasons = {"unknown_exchange", "no_print_in_range", "not_answered", "splits_not_applied"}
    appended = {
        call.args[0].value
        for path in (checkout / "screener").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "append"
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "flags"
        and isinstance(call.args[0], ast.Constant)
    }

    assert "dimson_lag" in appended
    assert set() == appended - FLAGS.keys() - reasons
