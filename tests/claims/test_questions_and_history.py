import pytest
from made_facts import day, member, price
from make_market import make_thesis

from screener.claims.history import history_points
from screener.claims.judging import judge
from screener.claims.questions import answers, question_row
from screener.expressions import parse_statement
from screener.measures.desk import Desk
from screener.records.fact import Facts

JUDGED = (
    "brand keeps its price: weak 2026-01-10",
    "brand keeps its price: broken 2026-03-01",
    "IMO gold: holds 2026-02-01",
)


def row(name, role, on):
    return question_row(name, role, answers(JUDGED, day(on)).get(name.casefold()), day(on))


@pytest.mark.parametrize(("on", "state"), [("2026-01-09", "unknown"), ("2026-01-10", "weak"), ("2026-03-01", "broken")])
def test_the_latest_answer_given_by_then_counts(on, state):
    assert row("Brand keeps its price", "claim", on).state == state


def test_a_criterion_s_question_is_the_bad_news():
    assert row("IMO gold", "kill", "2026-02-01").state == "tripped"
    assert row("brand keeps its price", "kill", "2026-02-01").state == "near"
    assert row("brand keeps its price", "kill", "2026-03-01").state == "clear"


def test_an_answer_is_stale_after_half_a_year_and_a_missing_one_waits():
    old = row("IMO gold", "claim", "2026-08-01")

    assert row("IMO gold", "claim", "2026-07-31").state == "holds"
    assert (old.state, old.note) == ("stale", "judged holds by a person on 2026-02-01; judge it again")
    assert row("routing wins", "claim", "2026-08-01").note == "waits for a person: answer it under judged"


def points(text, on="2025-12-01"):
    facts = Facts(
        token_prices=(
            price("dear", 20, 20, "2025-01-01"),
            price("dear", 10, 10, "2025-03-01"),
            price("cheap", 1, 1, "2025-01-01"),
            price("other", 2, 2, "2025-02-01"),
        ),
        model_groups=(
            member("frontier", "dear", "2025-01-01"),
            member("open", "cheap", "2025-01-01"),
            member("open", "other", "2025-02-01", "2025-04-30"),
        ),
    )
    statement = parse_statement(text)
    moments = judge(statement, "claim", Desk(make_thesis({"long_a": ["A"]}), facts), day(on)).moments
    return list(history_points(statement, "claim", moments))


def test_history_has_a_point_for_each_change_and_every_pair_of_a_gap():
    found = points("x: token_price_gap_x(frontier, open) >= 15")
    values = [(str(point.day_on), point.value, point.is_true) for point in found if not point.part]
    pairs = [(point.part, str(point.day_on), point.value) for point in found if point.part]

    # The value is the same in February and in May, but made of other models.
    assert values == [
        ("2025-01-01", 20.0, True),
        ("2025-02-01", 20.0, True),
        ("2025-03-01", 10.0, False),
        ("2025-05-01", 10.0, False),
    ]
    assert pairs == [
        ("dear/cheap", "2025-01-01", 20.0),
        ("dear/cheap", "2025-03-01", 10.0),
        ("dear/other", "2025-02-01", 10.0),
        ("dear/other", "2025-03-01", 5.0),
        ("dear/other", "2025-05-01", None),
    ]


def test_a_dated_claim_has_one_point():
    (value, *pairs) = points("x: token_price_gap_x(frontier, open) >= 15 on 2025-01-15")

    assert (str(value.day_on), value.value) == ("2025-01-15", 20.0)
    assert [pair.part for pair in pairs] == ["dear/cheap"]
