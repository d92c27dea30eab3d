import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.dictionary.measures import MEASURES
from screener.dictionary.problem_codes import PROBLEM_CODES
from screener.thesis.keys import KEYS
from screener.thesis.links import LinkAnswer
from screener.thesis.reading import ThesisReading, read_thesis, read_thesis_bytes

Reader = Callable[..., ThesisReading]
SOUND = b"---\ntype: thesis\nopened_on: 2025-01-01\nlong_x: [A]\n---\n"


def test_a_file_is_read_with_its_path_and_hash(tmp_path: Path) -> None:
    path = tmp_path / "my-view.md"
    path.write_bytes(SOUND)
    reading = read_thesis(path)
    assert reading.problems == ()
    assert reading.thesis is not None
    assert (reading.thesis.path, reading.thesis.thesis_id) == (str(path), "my-view")
    assert reading.thesis.text_sha256 == hashlib.sha256(SOUND).hexdigest()


@pytest.mark.parametrize(
    ("name", "data", "line", "code"),
    [
        ("gone.md", None, 1, "T001"),
        (".", None, 1, "T002"),
        ("a.md", SOUND + b"\n\xff\n", 7, "T004"),
        ("a.md", SOUND.decode().encode("utf-16"), 1, "T004"),
        ("a.md", SOUND + b"x" * 1_000_000, 1, "T005"),
        ("a.md", b"# A view\n", 1, "T006"),
        ("a.md", b"", 1, "T006"),
        ("a\x00b.md", None, 1, "T001"),
        ("a" * 5000, None, 1, "T003"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_problem(
    tmp_path: Path, name: str, data: bytes | None, line: int, code: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    reading = read_thesis(tmp_path / name)
    assert reading.thesis is None
    assert [(problem.line, problem.code) for problem in reading.problems] == [(line, code)]
    assert reading.problems[0].hint


def test_a_name_with_blanks_and_capitals_makes_an_id(tmp_path: Path) -> None:
    path = tmp_path / "My view.md"
    path.write_bytes(SOUND)
    reading = read_thesis(path)
    assert reading.problems == ()
    assert reading.thesis is not None
    assert reading.thesis.thesis_id == "my-view"


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("# AI gets *cheap*\n", "AI gets *cheap*"),
        ("text\n\n## Second level\n", "Second level"),
        ("```\n# code\n```\n%% # note to self %%\nTitle\n=====\n", "Title"),
        ("no heading", "note"),
    ],
)
def test_the_title_defaults_to_the_first_heading(read: Reader, body: str, title: str) -> None:
    thesis = read(body=body).thesis
    assert thesis is not None
    assert thesis.title == title


def test_all_problems_come_at_once_in_the_files_order(read: Reader) -> None:
    reading = read(
        """
type: note
opened_on: 2025-02-30
long_x: [A, "B 40%"]
currency: EUR
claims:
  - "x: spread_retrn_pct > 5"
kil: []
kill:
  - "y: spread_return_pct > 5 x"
"""
    )
    assert reading.thesis is None
    assert [(problem.line, problem.column, problem.code) for problem in reading.problems] == [
        (2, 7, "T101"),
        (3, 12, "T103"),
        (4, 16, "T202"),
        (5, 11, "T107"),
        (7, 9, "T301"),
        (8, 1, "T108"),
        (10, 31, "T304"),
    ]


def test_missing_essentials_are_reported_at_the_first_property(read_bytes: Callable[[bytes], ThesisReading]) -> None:
    reading = read_bytes(b"---\naliases: [x]\n---\n")
    assert [(problem.line, problem.column, problem.code) for problem in reading.problems] == [
        (2, 1, "T101"),
        (2, 1, "T102"),
        (2, 1, "T208"),
    ]


def test_every_code_in_the_program_is_explained_and_every_explained_code_is_used(checkout: Path) -> None:
    sources = [
        *(checkout / "screener" / "thesis").rglob("*.py"),
        *(checkout / "screener" / "expressions").rglob("*.py"),
    ]
    sources.append(checkout / "screener" / "lint.py")
    used = {code for path in sources for code in re.findall(r'"(T\d{3})"', path.read_text(encoding="utf-8"))}
    assert used == set(PROBLEM_CODES)


def test_a_code_is_explained_in_one_sentence() -> None:
    for sentence in PROBLEM_CODES.values():
        assert sentence.endswith(".")
        assert "\n" not in sentence


@pytest.mark.parametrize(
    "name", ["ai-commoditization", "deepseek-releases", "frontier-keeps-pricing-power", "memory-supercycle"]
)
def test_a_shipped_thesis_reads_without_a_word(checkout: Path, name: str) -> None:
    reading = read_thesis(checkout / "theses" / f"{name}.md")
    assert reading.problems == ()
    assert reading.thesis is not None
    assert reading.thesis.thesis_id == name


def test_the_first_example_of_the_format_page_reads_without_a_word(checkout: Path) -> None:
    page = (checkout / "theses" / "README.md").read_text(encoding="utf-8")
    example = re.search(r"```markdown\n(.*?)```", page, re.DOTALL)
    assert example is not None
    reading = read_thesis_bytes("example.md", example[1].encode(), lookup=no_note)
    assert reading.problems == ()


def no_note(target: str) -> LinkAnswer:
    return LinkAnswer(message=f"no note {target}")


# Text that looks like a note finds more than noise does.
SIGNS = """: :~- ~[~]~{~}~"~'~#~|~>~&a~*a~!!x~? ~%~@~`~<<~---~[[~]]~..~\\~,~ ~\t~\n~\n  ~\r\n~\u2028~\x85~\ufeff"""
PARTS = ["long_x", "short_x", "NVDA", "x2", "40%", "~", "2025-01-01", "0..5", "spread", "thesis", "A", "1e999"]
WORDS = st.sampled_from([*KEYS, *MEASURES, *PARTS, *SIGNS.split("~"), "~"])
BLOCKS = st.lists(WORDS, max_size=60).map("".join)
LINES = st.lists(st.tuples(st.sampled_from([*KEYS, "long_x"]), st.one_of(BLOCKS, st.text(max_size=40))), max_size=12)


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=300),
        st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")),
        BLOCKS.map(lambda text: f"---\n{text}\n---\n".encode()),
        LINES.map(
            lambda pairs: "".join(["---\n", *(f"{key}: {text}\n" for key, text in pairs), "---\n"]).encode(
                "utf-8", "surrogatepass"
            )
        ),
    )
)
def test_no_bytes_raise_and_every_problem_has_a_place(data: bytes) -> None:
    reading = read_thesis_bytes("note.md", data, lookup=no_note)
    assert (reading.thesis is None) == any(problem.severity == "error" for problem in reading.problems)
    for problem in reading.problems:
        assert problem.line >= 1
        assert problem.width >= 1
        assert 0 <= problem.column <= len(problem.excerpt) + 1
        assert problem.code in PROBLEM_CODES
        assert problem.message
