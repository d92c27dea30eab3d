import pytest
from made_facts import day
from make_market import make_thesis

from screener.dictionary.measures import MEASURES
from screener.measures.desk import Desk
from screener.records.expression import Comparison
from screener.records.fact import Facts

ARGUMENTS = {
    "model": "m",
    "group_or_model": "m",
    "direction": "up",
    "benchmark": "b",
    "pair": "open_closed",
    "usage": "u",
    "ticker_or_leg": "long_a",
    "leg": "long_a",
    "basket": "long",
    "window": "0..5",
    "lab": "deepseek",
}


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_every_measure_of_the_dictionary_can_be_asked_and_says_why_it_knows_nothing(name):
    measure = MEASURES[name]
    args = tuple(ARGUMENTS[kind] for kind in measure.arguments)
    desk = Desk(make_thesis({"long_a": ["A"], "short_b": ["B"]}), Facts(), no_prices="no network")
    evaluator = desk.evaluator(Comparison(name, args, ">", 0.0, 0.0, "", 0, 0))

    found = evaluator.reading(day("2026-01-01"), day("2026-01-01"))

    assert found.unit == measure.unit
    assert found.value is None
    assert found.why
    assert found.note
    assert list(evaluator.change_days(day("2025-01-01"), day("2025-03-01"))) == []


def test_the_same_words_are_evaluated_once():
    desk = Desk(make_thesis({"long_a": ["A"]}), Facts())
    one, other = (Comparison("usage", ("u",), op, 1.0, 1.0, "", 0, 0) for op in (">", "<"))

    assert desk.evaluator(one) is desk.evaluator(other)


def test_sessions_are_weekdays_where_no_calendar_is_given():
    desk = Desk(make_thesis({"long_a": ["A"]}), Facts())

    assert desk.count_sessions(day("2026-01-02"), day("2026-01-05")) == 2
