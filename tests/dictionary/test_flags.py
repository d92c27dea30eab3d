import ast
from pathlib import Path
from typing import get_args

from screener.calc.verdict import Verdict
from screener.dictionary.flags import FLAGS, OUTCOMES, PERIOD_MEANINGS, VERDICTS
from screener.dictionary.ledger_codes import LEDGER_CODES, UNREADABLE_TRIAL
from screener.records.event import PERIODS, Outcome


def test_every_outcome_verdict_and_period_has_a_meaning() -> None:
    assert set(OUTCOMES) == set(Outcome)
    assert set(VERDICTS) == {*get_args(Verdict), "exploratory"}
    assert set(PERIOD_MEANINGS) == set(PERIODS)
    assert set(LEDGER_CODES) == {UNREADABLE_TRIAL}


def test_meanings_are_one_sentence_without_a_final_stop() -> None:
    for meanings in (FLAGS, OUTCOMES, VERDICTS, PERIOD_MEANINGS):
        assert all(len(meaning) > 3 and not meaning.endswith(".") for meaning in meanings.values())


def appended_flags(source: str) -> set[str]:
    """Find the words in ``flags.append("word")``."""
    return {
        call.args[0].value
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "append"
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "flags"
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    }


def test_every_flag_that_the_code_sets_has_a_meaning(checkout: Path) -> None:
    found = {
        flag
        for path in (checkout / "screener").rglob("*.py")
        for flag in appended_flags(path.read_text(encoding="utf-8"))
    }
    assert "hindsight" in FLAGS
    assert found - FLAGS.keys() == set()
