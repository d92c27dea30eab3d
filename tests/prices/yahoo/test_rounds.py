"""Who is asked when, with an asker that answers by plan; no time passes."""

import datetime as dt
from collections import defaultdict

import pytest

from screener.prices.yahoo.rounds import GIVE_UP_REASON, ask_all
from screener.prices.yahoo.wire import Answer, Ask, Pause, key_of, without_rows
from screener.records.fetching import FetchSettings
from screener.records.prices import Fetched, FetchOutcome

SETTINGS = FetchSettings(threads=1, attempts=3, retry_pause_s=1.0, limit_pause_s=10.0, limit_pauses=2)
OK, GONE, EMPTY, LIMITED, FAILED = (FetchOutcome(name) for name in ("ok", "gone", "empty", "rate_limited", "failed"))


class Planned:
    """Answers each ticker by its plan, the last one for ever."""

    def __init__(self, plans: dict[str, list[FetchOutcome]], *, reaches: bool = True) -> None:
        self.plans = plans
        self.reaches = reaches
        self.log: list[str] = []
        self.counts: dict[str, int] = defaultdict(int)

    @property
    def is_reached(self) -> bool:
        return self.reaches

    def answer(self, ask: Ask) -> Answer:
        plan = self.plans[ask.ticker]
        outcome = plan[min(self.counts[ask.ticker], len(plan) - 1)]
        self.counts[ask.ticker] += 1
        self.log.append(ask.ticker)
        return without_rows(ask, outcome, outcome.value)

    def forget(self) -> None:
        self.log.append("forget")

    def slow_down(self) -> None:
        self.log.append("slow")


def run(plans: dict[str, list[FetchOutcome]]) -> tuple[Planned, dict[str, Fetched], list[Pause], list[float]]:
    asker, said, slept = Planned(plans), [], []
    ask_all([Ask(name, dt.date(2025, 1, 1)) for name in plans], asker, SETTINGS, said.append, slept.append)
    answers = [each for each in said if isinstance(each, Fetched)]
    assert sorted(each.ticker for each in answers) == sorted(plans)
    return asker, {each.ticker: each for each in answers}, [each for each in said if isinstance(each, Pause)], slept


def test_what_comes_is_asked_once():
    asker, answers, pauses, slept = run({"A": [OK], "B": [GONE], "C": [OK]})

    assert asker.log == ["A", "B", "C"]
    assert [answers[name].outcome for name in "ABC"] == [OK, GONE, OK]
    assert pauses == slept == []


@pytest.mark.parametrize("bad", [FAILED, EMPTY])
def test_what_fails_or_is_empty_is_asked_three_times_with_growing_pauses(bad):
    asker, answers, pauses, slept = run({"A": [bad], "B": [OK]})

    assert asker.log == ["A", "B", "forget", "A", "forget", "A"]
    assert answers["A"].outcome is bad
    assert [pause.wait_s for pause in pauses] == slept
    assert 1.0 <= slept[0] <= 1.5
    assert 2.0 <= slept[1] <= 3.0


def test_what_heals_is_told_as_it_came():
    _, answers, _, _ = run({"A": [FAILED, EMPTY, OK]})

    assert answers["A"].outcome is OK


def test_after_a_refusal_nothing_is_sent_until_the_wait_is_over_and_the_refused_come_last():
    asker, answers, pauses, slept = run({"A": [OK], "B": [LIMITED, OK], "C": [OK], "D": [OK]})

    assert asker.log == ["A", "B", "slow", "forget", "C", "D", "B"]
    assert {answer.outcome for answer in answers.values()} == {OK}
    assert len(pauses) == 1
    assert 10.0 <= slept[0] <= 15.0


def test_one_that_is_always_refused_holds_up_no_other():
    asker, answers, _, slept = run({"A": [LIMITED], "B": [OK], "C": [OK]})

    assert [answers[name].outcome for name in "ABC"] == [LIMITED, OK, OK]
    assert answers["A"].reason == GIVE_UP_REASON
    assert asker.counts == {"A": 3, "B": 1, "C": 1}
    assert len(slept) == 2


def test_refusals_do_not_use_up_the_attempts_of_others():
    _, answers, _, _ = run({"A": [LIMITED, OK], "B": [FAILED, FAILED, OK]})

    assert {answer.outcome for answer in answers.values()} == {OK}


def test_where_nothing_answers_one_ticker_a_round_is_asked_and_then_all_have_failed():
    asker, said, slept = Planned({name: [FAILED] for name in "ABCDE"}, reaches=False), [], []

    ask_all([Ask(name, dt.date(2025, 1, 1)) for name in "ABCDE"], asker, SETTINGS, said.append, slept.append)

    assert [each for each in asker.log if each != "forget"] == ["A", "B", "C"]
    answers = [each for each in said if isinstance(each, Fetched)]
    assert sorted(each.ticker for each in answers) == list("ABCDE")
    assert {each.reason for each in answers} == {"Yahoo cannot be reached: failed", "failed"}
    assert len(slept) == 2


def test_what_failed_by_itself_is_not_called_rate_limited():
    _, answers, _, _ = run({"A": [LIMITED], "B": [FAILED], "C": [OK]})

    assert [answers[name].outcome for name in "ABC"] == [LIMITED, FAILED, OK]


def statements(*names: str) -> list[Ask]:
    return [Ask(name, dt.date(2025, 1, 1), "statements") for name in names]


def test_statements_that_are_empty_are_asked_once_and_failed_ones_three_times():
    asker, said = Planned({"A": [EMPTY], "B": [FAILED]}), []

    ask_all(statements("A", "B"), asker, SETTINGS, said.append, lambda _: None)

    assert asker.counts == {"A": 1, "B": 3}
    assert {key_of(each): each.outcome for each in said if not isinstance(each, Pause)} == {
        ("statements", "A"): EMPTY,
        ("statements", "B"): FAILED,
    }


@pytest.mark.parametrize(("plan", "outcome"), [([LIMITED], LIMITED), ([OK], OK)])
def test_prices_and_statements_of_one_ticker_are_two_questions(plan, outcome):
    asker, said = Planned({"A": plan}), []

    ask_all([Ask("A", dt.date(2025, 1, 1)), *statements("A")], asker, SETTINGS, said.append, lambda _: None)

    answers = [each for each in said if not isinstance(each, Pause)]
    assert sorted(key_of(each) for each in answers) == [("prices", "A"), ("statements", "A")]
    assert {each.outcome for each in answers} == {outcome}
