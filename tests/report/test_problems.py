import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.records.problem import Problem, Severity
from screener.report.problems import count_line, problem_text, problems_text


def make(excerpt: str = "", column: int = 9, width: int = 4, hint: str = "", severity: Severity = "error") -> Problem:
    return Problem("theses/ai.md", 3, column, "T106", severity, "no such status", excerpt, width, hint)


def test_a_problem_shows_its_place_line_caret_and_remedy() -> None:
    assert problem_text(make("status: opne", hint="did you mean open?")) == (
        "theses/ai.md:3:9: error[T106] no such status\n  status: opne\n          ^^^^\n  hint: did you mean open?\n"
    )


def test_a_tab_before_the_mistake_does_not_move_the_caret() -> None:
    assert problem_text(make("a\tb:\topne", column=6)).splitlines()[1:] == [
        "  a   b:  opne",
        "          ^^^^",
    ]


def test_wide_characters_take_two_columns_and_combining_ones_none() -> None:
    assert problem_text(make("名前: ab", column=5, width=2)).splitlines()[1:] == [
        "  名前: ab",
        "        ^^",
    ]
    assert problem_text(make("e\u0301: 名", column=5, width=1)).splitlines()[1:] == [
        "  e\u0301: 名",
        "     ^^",
    ]


def test_a_whole_line_has_no_column_and_no_caret() -> None:
    assert problem_text(make("status: opne", column=0)) == (
        "theses/ai.md:3: error[T106] no such status\n  status: opne\n"
    )


def test_something_missing_at_the_end_is_pointed_at_behind_the_line() -> None:
    assert problem_text(make("status:", column=8)).splitlines()[1:] == ["  status:", "         ^"]
    assert problem_text(make("status:", column=90)).splitlines()[1:] == ["  status:", "         ^"]


def test_a_problem_without_a_line_is_one_line() -> None:
    assert problem_text(Problem("a.csv", 0, 0, "E101", "error", "the file is missing")) == (
        "a.csv: error[E101] the file is missing\n"
    )


def test_a_long_line_is_cut_around_the_mistake() -> None:
    excerpt = "x" * 500 + "BAD" + "y" * 500
    shown, caret = problem_text(make(excerpt, column=501, width=3)).splitlines()[1:]
    assert len(shown) < 110
    assert shown[caret.index("^") : caret.index("^") + 3] == "BAD"
    assert caret.count("^") == 3


def test_counts_close_the_list() -> None:
    problems = (make(), make(severity="warning"), make())
    assert problems_text(problems).splitlines()[-1] == "2 errors, 1 warning"
    assert problems_text(()) == ""


@pytest.mark.parametrize(
    ("n_errors", "n_warnings", "line"), [(1, 0, "1 error"), (0, 2, "2 warnings"), (0, 0, "no problems")]
)
def test_only_what_is_there_is_counted(n_errors: int, n_warnings: int, line: str) -> None:
    assert count_line([make()] * n_errors + [make(severity="warning")] * n_warnings) == line


@given(st.text(st.characters()), st.integers(0, 40), st.integers(1, 20), st.text(st.characters()))
def test_no_text_breaks_the_lines(excerpt: str, column: int, width: int, hint: str) -> None:
    text = problem_text(make(excerpt, column, width, hint))
    assert text.endswith("\n")
    assert 1 <= text.count("\n") <= 4
    assert "\x1b" not in text
    text.encode("utf-8")
