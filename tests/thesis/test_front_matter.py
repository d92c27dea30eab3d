from collections.abc import Callable

import pytest

from screener.thesis.front_matter import FrontMatter, read_front_matter
from screener.thesis.reading import ThesisReading
from screener.thesis.source import Source

FAULT = '---{e}type: thesis{e}opened_on: "2025-02-30"{e}long_x: [A]{e}---{e}body'


def problem_of(text: str) -> tuple[int, int, str, str, str]:
    found = read_front_matter(Source("note.md", text))
    assert not isinstance(found, FrontMatter)
    return found.line, found.column, found.code, found.message, found.hint


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_mark_do_not_move_the_caret(
    read_bytes: Callable[[bytes], ThesisReading], end: str, mark: str
) -> None:
    reading = read_bytes((mark + FAULT.format(e=end)).encode())
    (problem,) = reading.problems
    assert (problem.line, problem.column, problem.width, problem.code) == (3, 13, 10, "T103")
    assert problem.excerpt == 'opened_on: "2025-02-30"'


def test_the_closing_line_may_be_the_files_last_without_a_line_end() -> None:
    found = read_front_matter(Source("note.md", "--- \ntype: thesis\n---"))
    assert isinstance(found, FrontMatter)
    assert list(found.keys) == ["type"]
    assert found.body == len("--- \ntype: thesis\n---")


def test_line_separators_inside_a_value_do_not_count_as_lines() -> None:
    found = read_front_matter(Source("note.md", "---\na: x\u2028y\nb: 1\n---\n"))
    assert isinstance(found, FrontMatter)
    assert found.source.line_of(found.keys["b"].begin) == 3


def test_a_repeated_property_is_an_error_even_the_authors_own() -> None:
    found = read_front_matter(Source("note.md", "---\nmine: 1\n'mine': 2\n---\n"))
    assert isinstance(found, FrontMatter)
    (problem,) = found.problems
    assert (problem.line, problem.column, problem.code) == (3, 2, "T011")


def test_merge_keys_are_refused_because_they_would_hide_legs() -> None:
    found = read_front_matter(Source("note.md", "---\na: &a {long_x: [A]}\n<<: *a\n---\n"))
    assert isinstance(found, FrontMatter)
    assert [(problem.line, problem.code) for problem in found.problems] == [(3, "T016")]


@pytest.mark.parametrize(
    ("text", "line", "column", "code", "part"),
    [
        ("no properties", 1, 1, "T006", "begin the file"),
        ("", 1, 1, "T006", "begin the file"),
        ("\n---\ntype: thesis\n---\n", 1, 1, "T006", "very first line"),
        ("----\ntype: thesis\n----\n", 1, 1, "T006", "begin the file"),
        ("---\ntype: thesis\n", 1, 1, "T007", "---"),
        ("---", 1, 1, "T007", "---"),
        ("---\na: " + "x" * 100_000 + "\n---\n", 1, 1, "T005", "below"),
        ("---\n- a\n---\n", 2, 1, "T013", "type: thesis"),
        ("---\nplain\n---\n", 2, 1, "T013", "type: thesis"),
        ("---\nb: 1\ntitle: AI: the end\n---\n", 3, 10, "T010", "text: more text"),
        ("---\nb: 1\n c: 2\n---\n", 3, 3, "T010", "first column"),
        ("---\nb:\n\t- 1\n---\n", 3, 1, "T010", "spaces"),
        ("---\ntags: [#ai, x]\n---\n", 2, 8, "T010", "# starts a comment"),
        ("---\na: [1, 2\nb: 1\n---\n", 2, 4, "T010", "close it with ]"),
        ('---\na: ["b" c]\n---\n', 2, 9, "T010", "quote items"),
        ('---\na: "x\nb: 1\n---\n', 2, 4, "T010", "same quote"),
        ("---\na: @x\n---\n", 2, 4, "T010", "in quotes"),
        ("---\na: %x\n---\n", 2, 4, "T010", "in quotes"),
        ("---\na: *x\n---\n", 2, 4, "T010", "in quotes"),
        ("---\na: 'x' y\n---\n", 2, 8, "T010", "one pair of quotes"),
        ('---\na: "\\q"\n---\n', 2, 6, "T010", "backslash"),
        ("---\na: \x07\n---\n", 2, 4, "T010", "delete"),
        ("---\na: 1\n--- x\n---\n", 3, 1, "T010", "remove"),
        ("---\na: " + "[" * 5000 + "\n---\n", 2, 1, "T010", "flat"),
    ],
)
def test_a_broken_block_is_one_problem_in_plain_words(text: str, line: int, column: int, code: str, part: str) -> None:
    found = problem_of(text)
    assert found[:3] == (line, column, code)
    assert part in found[4]
    assert "<" not in found[3]
