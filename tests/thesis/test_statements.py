from collections.abc import Callable

import pytest

from screener.thesis.reading import ThesisReading

Reader = Callable[..., ThesisReading]


def test_claims_and_kill_criteria_keep_order_role_and_line(read: Reader) -> None:
    reading = read(
        """
resolves: spread_return_pct > 0
claims:
  - "gap: token_price_gap_x(frontier, open) in 10..30"
  - spread_return_pct > 5
  - "? brand keeps its price"
kill:
  - "breaker fall: spread_drawdown_pct >= 20 for 10 sessions"
  - "watch slow: leg_return_pct(long_base) < 0"
  - "? the story is over"
"""
    )
    assert reading.problems == ()
    thesis = reading.thesis
    assert thesis is not None
    assert [(each.role, each.name, each.line) for each in thesis.claims] == [
        ("claim", "gap", 4),
        ("claim", "", 5),
        ("question", "brand keeps its price", 6),
    ]
    assert [(each.role, each.name) for each in thesis.kill] == [
        ("breaker", "fall"),
        ("watch", "slow"),
        ("question", "the story is over"),
    ]
    assert thesis.resolves is not None
    assert thesis.resolves.comparisons[0].measure == "spread_return_pct"


@pytest.mark.parametrize(
    ("item", "column"),
    [
        ("  - x spread_return_pct > 5", 5),
        ('  - "x: spread_return_pct > 5x"', 30),
        ("  - 'x: spread_return_pct > 5x'", 30),
        ("  - 'it''s: spread_return_pct > 5x'", 34),
        ('  - "it\\u0027s: spread_return_pct > 5x"', 38),
        ('  - "tab\\tx: spread_return_pct > 5x"', 35),
        ("  - x: spread_return_pct > 5x", 29),
        ("  -   spread_return_pct > 5x", 28),
        ('  - &anchor "x: spread_return_pct > 5x"', 38),
        ("  - &anchor spread_return_pct > 5x", 34),
    ],
)
def test_the_caret_stands_under_the_wrong_character(read: Reader, item: str, column: int) -> None:
    reading = read(f"claims:\n{item}")
    error = next(problem for problem in reading.problems if problem.severity == "error")
    assert (error.line, error.column) == (3, column)
    assert error.excerpt == item


def test_in_a_flow_list_too(read: Reader) -> None:
    text = 'claims: ["a: spread_return_pct > 5", "b: spread_return_pct > 5x", spread_return_pc > 1]'
    found = [(problem.column, problem.code) for problem in read(text).problems]
    assert found == [(text.index("5x") + 2, "T304"), (text.index("spread_return_pc >") + 1, "T301")]


@pytest.mark.parametrize("style", ["|", ">", ">-"])
def test_a_block_scalar_points_at_its_first_line(read: Reader, style: str) -> None:
    reading = read(f"claims:\n  - {style}\n    spread_return_pct >\n    5x")
    (problem,) = reading.problems
    assert (problem.line, problem.column, problem.code) == (3, 5, "T304")


def test_a_folded_plain_text_points_at_its_start(read: Reader) -> None:
    (problem,) = read("claims:\n  - spread_return_pct >\n    5x").problems
    assert (problem.line, problem.column, problem.code) == (3, 5, "T304")


@pytest.mark.parametrize(
    ("item", "name"),
    [
        ("fall: spread_drawdown_pct >= 20 for 10 sessions", "fall"),
        ("breaker fall: spread_drawdown_pct >= 20 # why", "fall"),
        ("? brand keeps its price", "brand keeps its price"),
        ("? brand: gross_margin_pct(ZZLONG) > 5", "brand"),
    ],
)
def test_forgotten_quotes_are_a_warning_and_the_text_is_read(read: Reader, item: str, name: str) -> None:
    reading = read(f"kill:\n  - {item}")
    warning = reading.problems[0]
    text = item.split(" #", maxsplit=1)[0]
    assert (warning.line, warning.column, warning.code) == (3, 5, "T015")
    assert warning.hint == f'write "{text}"'
    assert reading.thesis is not None
    assert [(each.name, each.text) for each in reading.thesis.kill] == [(name, text)]


def test_a_map_instead_of_a_list_is_an_error(read: Reader) -> None:
    (problem,) = read("claims:\n  fall: spread_drawdown_pct > 5\n  rise: spread_return_pct > 5").problems
    assert (problem.line, problem.column, problem.code) == (3, 3, "T012")
    assert "list" in problem.hint


def test_a_kill_criterion_without_severity_is_watched(read: Reader) -> None:
    reading = read('kill: ["fall: spread_drawdown_pct > 5"]')
    assert [(problem.severity, problem.code) for problem in reading.problems] == [("warning", "T310")]
    assert reading.thesis is not None
    assert reading.thesis.kill[0].role == "watch"


def test_a_severity_in_front_of_a_claim_is_dropped(read: Reader) -> None:
    reading = read('claims: ["breaker fall: spread_drawdown_pct > 5"]')
    assert [(problem.severity, problem.code) for problem in reading.problems] == [("warning", "T311")]
    assert reading.thesis is not None
    assert reading.thesis.claims[0].role == "claim"


def test_two_claims_of_one_name_are_an_error_but_a_claim_and_a_criterion_are_not(read: Reader) -> None:
    one = "gap: spread_return_pct > 5"
    assert read(f'claims: ["{one}"]\nkill: ["watch {one}"]').problems == ()
    (problem,) = read(f'claims: ["{one}", "GAP: spread_return_pct > 6"]').problems
    assert (problem.column, problem.code) == (41, "T312")


@pytest.mark.parametrize(
    ("text", "wrong", "code", "hint"),
    [
        ("leg_return_pct(long_basis) > 1", "long_basis", "T409", "did you mean long_base"),
        ("leg_return_pct(long) > 1", "long", "T409", "long_base"),
        ("gross_margin_pct(ZZLNG) > 1", "ZZLNG", "T409", "did you mean ZZLONG"),
        ("event_response_pct(sprad, 0..5) > 1", "sprad", "T409", "did you mean spread"),
        ("event_response_pct(spread, 0..6) > 1", "0..6", "T410", "0..5"),
        ("event_response_pct(spread, all) > 1", "all", "T410", "0..5"),
        ("token_price_moves_count(open, upp) > 1", "upp", "T403", "did you mean up"),
    ],
)
def test_names_of_the_note_itself_are_checked(read: Reader, text: str, wrong: str, code: str, hint: str) -> None:
    line = f'claims: ["{text}"]'
    (problem,) = read(line).problems
    found = (problem.excerpt[problem.column - 1 :][: problem.width], problem.code)
    assert found == (wrong, code)
    assert hint in problem.hint


@pytest.mark.parametrize("name", ["ZZLONG", "long_base", "SPY"])
def test_names_of_the_note_itself_are_known(read: Reader, name: str) -> None:
    assert read(f"claims: [gross_margin_pct({name}) > 1]").problems == ()


def test_a_faulty_leg_does_not_make_claims_about_it_faulty(read: Reader) -> None:
    reading = read('long_x: ["NVDA 40%"]\nclaims: [gross_margin_pct(NVDA) > 1]\nprimary: long_x 0..5')
    assert [problem.code for problem in reading.problems] == ["T202"]


def test_a_measure_of_the_spread_needs_two_sides(read: Reader) -> None:
    (problem,) = read("resolves: spread_return_pct > 0", without=("short_base",)).problems
    assert (problem.line, problem.column, problem.width, problem.code) == (2, 11, 17, "T313")
    assert "long_excess_return_pct" in problem.hint
    (problem,) = read("resolves: long_excess_return_pct > 0", without=("long_base",)).problems
    assert problem.code == "T313"
