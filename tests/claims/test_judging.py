import dataclasses
import datetime as dt

import pytest
from made_facts import day, gap, member, price, usage
from make_market import make_thesis

from screener.claims.judging import judge
from screener.expressions import parse_statement
from screener.measures.desk import Desk
from screener.records.fact import Facts

THESIS = make_thesis({"long_a": ["A"], "short_b": ["B"]})
# The gap is 20 from January, 10 from March, 4 from June, 6 from September.
FACTS = Facts(
    token_prices=(
        price("dear", 20, 20, "2025-01-01"),
        price("dear", 10, 10, "2025-03-01"),
        price("dear", 4, 4, "2025-06-01"),
        price("dear", 6, 6, "2025-09-01"),
        price("cheap", 1, 1, "2025-01-01"),
        price("low", 1, 1, "2025-01-01", tier="low"),
    ),
    model_groups=(member("frontier", "dear", "2025-01-01"), member("open", "cheap", "2025-01-01")),
    benchmark_gaps=(
        gap("MMLU", "us_china", "2023-12-31", 17.5, known="2025-04-11"),
        gap("Board", "open_closed", "2025-03-01", 17.5, known="2025-04-11"),
    ),
    usage=(usage("margin_pct", "2024-12-31", 70.0), usage("zero_pct", "2025-06-01", 0.1)),
)


def judged(text, on, role="claim", facts=FACTS):
    statement = parse_statement(text, default_role="claim" if role == "claim" else "watch")
    return judge(statement, role, Desk(THESIS, facts), day(on))


def state(text, on, role="claim"):
    return judged(text, on, role).rows[0].state


@pytest.mark.parametrize(
    ("on", "claim", "kill"),
    [
        ("2025-02-01", "holds", "clear"),
        ("2025-03-01", "weak", "clear"),  # exactly at the threshold
        ("2025-06-01", "broken", "tripped"),
        ("2025-09-01", "broken", "near"),  # 6 is within a fifth of 5
    ],
)
def test_a_claim_holds_weakens_and_breaks_and_a_criterion_nears_and_trips(on, claim, kill):
    assert state("x: token_price_gap_x(frontier, open) >= 10", on) == claim
    assert state("breaker y: token_price_gap_x(frontier, open) < 5", on, "kill") == kill


@pytest.mark.parametrize(
    ("on", "state_now", "n_breach"),
    [("2025-06-01", "near", 1), ("2025-07-29", "near", 59), ("2025-07-30", "tripped", 60)],
)
def test_a_criterion_trips_on_the_nth_day_that_it_is_true(on, state_now, n_breach):
    row = judged("breaker y: token_price_gap_x(frontier, open) < 5 for 60 days", on, "kill").rows[0]

    assert (row.state, row.n_breach, row.since_on) == (state_now, n_breach, day("2025-06-01"))
    assert (row.for_n, row.for_unit) == (60, "days")


@pytest.mark.parametrize(
    ("unit", "on", "n"), [("weeks", "2025-06-14", 2), ("sessions", "2025-06-09", 6), ("days", "2025-06-09", 9)]
)
def test_how_long_is_counted_in_the_clause_s_own_unit(unit, on, n):
    # The first of June 2025 is a Sunday.
    row = judged(f"watch y: token_price_gap_x(frontier, open) < 5 for 99 {unit}", on, "kill").rows[0]

    assert row.n_breach == n


def test_a_claim_that_must_hold_for_some_time_is_weak_until_it_has():
    text = "x: token_price_gap_x(frontier, open) <= 9 for 100 days"

    assert state(text, "2025-09-07") == "weak"
    assert state(text, "2025-09-08") == "holds"


def test_since_when_is_by_what_was_known_each_day():
    late = dataclasses.replace(
        FACTS,
        token_prices=(
            *FACTS.token_prices[:2],
            price("dear", 4, 4, "2025-06-01", "2025-06-20"),
            *FACTS.token_prices[4:],
        ),
    )

    row = judged("watch y: token_price_gap_x(frontier, open) < 5", "2025-07-01", "kill", late).rows[0]

    assert row.since_on == day("2025-06-20")


def test_a_breach_that_has_passed_is_no_breach():
    row = judged("watch y: token_price_gap_x(frontier, open) < 5 for 10 days", "2025-12-01", "kill").rows[0]

    assert (row.state, row.n_breach, row.since_on) == ("near", 0, day("2025-09-01"))


@pytest.mark.parametrize(
    ("text", "distance"),
    [
        ("token_price_gap_x(frontier, open) >= 10", -6.0),
        ("token_price_gap_x(frontier, open) < 5", 1.0),
        ("token_price_gap_x(frontier, open) in 3..5", 1.0),
        ("token_price_gap_x(frontier, open) in 4.5..9", -0.5),
        ("token_price_in_usd(dear) = 30", -26.0),
        ("token_price_in_usd(dear) = 4", 0.0),
        ("token_price_in_usd(dear) != 4", 0.0),
    ],
)
def test_the_distance_is_positive_while_a_comparison_is_true(text, distance):
    assert judged(text, "2025-07-01").rows[0].distance == pytest.approx(distance)


def test_a_figure_quoted_wrong_is_broken_however_near_and_stands_beside_the_sourced_one():
    row = judged("GPT in: token_price_in_usd(dear) = 4.01", "2025-07-01").rows[0]

    assert (row.state, row.quoted, row.value, row.source) == ("broken", 4.01, 4.0, "dear page")
    assert judged("GPT in: token_price_in_usd(dear) = 4", "2025-07-01").rows[0].state == "holds"


def test_a_dated_claim_is_judged_on_its_day_by_what_is_known_now():
    text = "then: benchmark_gap_pp(MMLU, us_china) = 17.5 on 2023-12-31"

    assert state(text, "2025-04-10") == "unknown"
    found = judged(text, "2025-04-11").rows[0]
    assert (found.state, found.since_on, found.known_on) == ("holds", day("2023-12-31"), day("2025-04-11"))


def test_a_dated_claim_must_have_lasted_by_its_day_and_not_since():
    # The gap is 4 from the first of June to the end of August.
    text = "then: token_price_gap_x(frontier, open) < 6 for 60 days on"

    assert state(f"{text} 2025-07-29", "2026-06-01") == "weak"
    assert state(f"{text} 2025-07-30", "2026-06-01") == "holds"


def test_a_day_that_looks_other_today_than_it_did_has_not_lasted():
    late = dataclasses.replace(
        FACTS,
        token_prices=(*FACTS.token_prices[:3], price("dear", 6, 6, "2025-07-01", "2025-12-01"), FACTS.token_prices[4]),
    )
    text = "then: token_price_gap_x(frontier, open) in 5.5..9 for 2 days on 2025-08-01"

    # Known that day was 4; that it was 6 became known in December.
    assert judged(text, "2025-11-30", facts=late).rows[0].state == "broken"
    assert judged(text, "2025-12-01", facts=late).rows[0].state == "weak"


@pytest.mark.parametrize("text", ["token_price_in_usd(dear) = 30", "token_price_gap_x(frontier, low) > 1"])
def test_a_claim_of_a_day_ahead_is_no_mistake_whatever_is_known_today(text):
    found = judged(f"x: {text} on 2025-07-01", "2024-12-01")

    assert found.problems == ()
    assert [(row.state, row.note, row.measured_on) for row in found.rows] == [
        ("unknown", "2025-07-01 lies ahead", None)
    ]


@pytest.mark.parametrize("on", ["2025-01-01", "2025-02-01", "2025-12-31"])
def test_a_count_that_never_moved_is_as_it_is_since_the_first_price_whatever_day_is_asked(on):
    row = judged("watch up: token_price_moves_count(open, up) >= 2", on, "kill").rows[0]

    assert (row.value, row.state, row.since_on) == (0.0, "clear", day("2025-01-01"))


def test_a_threshold_keeps_its_digits():
    row = judged("x: usage(margin_pct) in 1234567.5..12345678", "2025-07-01").rows[0]

    assert row.threshold == "1234567.5..12345678"


def test_a_dated_claim_is_never_stale_and_one_of_a_later_day_is_not_judged_yet():
    assert state("then: token_price_gap_x(frontier, open) >= 10 on 2025-02-01", "2027-01-01") == "holds"
    ahead = judged("then: token_price_gap_x(frontier, open) >= 10 on 2025-12-01", "2025-07-01").rows[0]
    assert (ahead.state, ahead.value, ahead.note) == ("unknown", None, "2025-12-01 lies ahead")


def test_an_old_figure_is_stale_and_the_note_says_what_it_came_to():
    row = judged("watch m: usage(margin_pct) > 60", "2026-01-01", "kill").rows[0]

    assert state("watch m: usage(margin_pct) > 60", "2025-12-31", "kill") == "tripped"
    assert (row.state, row.value) == ("stale", 70.0)
    assert row.note.startswith("stale; tripped by the last figure known")


def test_nothing_is_near_a_threshold_of_zero():
    assert state("watch z: usage(zero_pct) <= 0", "2025-07-01", "kill") == "clear"
    assert state("z: usage(zero_pct) > 0", "2025-07-01") == "holds"


@pytest.mark.parametrize(
    ("text", "claim", "kill"),
    [
        ("usage(margin_pct) > 60 and token_price_gap_x(frontier, open) < 5", "weak", "tripped"),
        ("usage(margin_pct) > 60 and token_price_gap_x(frontier, open) > 9", "broken", "clear"),
        ("usage(margin_pct) > 80 and token_price_gap_x(frontier, open) > 4.5", "broken", "near"),
        ("usage(margin_pct) > 80 and benchmark_gap_pp(MMLU, us_china) > 99", "broken", "clear"),
    ],
)
def test_all_comparisons_must_be_true_and_a_false_one_decides_whatever_is_not_known(text, claim, kill):
    # In April 2025 the MMLU gap is not known yet on the 10th; all else is.
    on = "2025-04-10" if "MMLU" in text else "2025-07-01"

    assert state(f"x: {text}", on) == claim
    assert state(f"watch x: {text}", on, "kill") == kill


def test_what_is_not_known_is_unknown_unless_something_else_is_false():
    text = "usage(margin_pct) > 60 and benchmark_gap_pp(Board, open_closed) > 10"

    assert state(f"x: {text}", "2025-04-10") == "unknown"
    assert state(f"x: {text}", "2025-04-11") == "weak"
    rows = judged(f"x: {text}", "2025-04-10").rows
    assert [row.is_true for row in rows] == [True, None]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "x: token_price_in_usd(dear) = 30 on 2024-12-31",
            "dear has no price on 2024-12-31: the first is of 2025-01-01",
        ),
        ("x: token_price_gap_x(frontier, low) > 1", "no tier in common"),
        ("x: benchmark_gap_elo(MMLU, us_china) > 1", "the table has it in pp, not in elo"),
    ],
)
def test_a_question_that_cannot_be_asked_is_a_problem_at_its_place(text, said, tmp_path):
    from screener.thesis.reading import read_thesis

    note = tmp_path / "note.md"
    note.write_text(
        f'---\ntype: thesis\nopened_on: 2025-01-01\nlong_a: [A]\nclaims:\n  - "{text}"\n---\n', encoding="utf-8"
    )
    thesis = read_thesis(note).thesis

    found = judge(thesis.claims[0], "claim", Desk(thesis, FACTS), day("2025-12-01"))

    (problem,) = found.problems
    assert said in problem.message
    assert (problem.path, problem.line, problem.column) == (str(note), 6, 9)
    assert problem.excerpt.strip() == f'- "{text}"'
    assert problem.hint
    assert found.rows[0].state == "unknown"


def test_before_a_model_s_launch_a_claim_about_now_is_unknown_and_no_mistake():
    found = judged("x: token_price_in_usd(dear) = 20", "2024-12-01")

    assert (found.rows[0].state, found.problems) == ("unknown", ())


def test_what_becomes_known_later_changes_nothing_on_a_day():
    texts = [
        ("x: token_price_gap_x(frontier, open) >= 10", "claim"),
        ("breaker y: token_price_gap_x(frontier, open) < 5 for 60 days", "kill"),
        ("watch m: usage(margin_pct) > 60", "kill"),
        ("z: token_price_moves_count(frontier, down) >= 2", "claim"),
        ("then: benchmark_gap_pp(MMLU, us_china) = 17.5 on 2023-12-31", "claim"),
    ]
    for n in range(0, 420, 30):
        on = day("2025-01-01") + dt.timedelta(days=n)
        known = Facts(
            token_prices=tuple(row for row in FACTS.token_prices if row.known_on <= on),
            model_groups=FACTS.model_groups,
            benchmark_gaps=tuple(row for row in FACTS.benchmark_gaps if row.known_on <= on),
            usage=tuple(row for row in FACTS.usage if row.known_on <= on),
        )
        for text, role in texts:
            whole, cut = (judged(text, str(on), role, facts).rows for facts in (FACTS, known))
            assert [(row.value, row.state, row.since_on, row.n_breach) for row in whole] == [
                (row.value, row.state, row.since_on, row.n_breach) for row in cut
            ]
