from collections.abc import Callable

import pytest

from screener.thesis.reading import ThesisReading

Reader = Callable[..., ThesisReading]

NAMES = """claims: ["price gap: spread_return_pct > 1"]
kill: ["? the story is over"]
"""


def test_pillars_and_judgements_refer_to_the_notes_own_names(read: Reader) -> None:
    reading = read(
        NAMES
        + """pillars: [Price gap, "? brand keeps its price"]
judged:
  - "Brand keeps its price: holds 2026-05-01"
  - the story is over: weak 2026-05-02
  - "? the story is over:  broken   2026-05-03"
"""
    )
    assert [problem.code for problem in reading.problems] == ["T015"]
    assert reading.thesis is not None
    assert reading.thesis.pillars == ("Price gap", "? brand keeps its price")
    assert reading.thesis.judged == (
        "brand keeps its price: holds 2026-05-01",
        "the story is over: weak 2026-05-02",
        "the story is over: broken 2026-05-03",
    )


@pytest.mark.parametrize(
    ("line", "column", "code", "hint"),
    [
        ("pillars: [price gp]", 11, "T115", "did you mean price gap"),
        ('pillars: ["?"]', 12, "T115", "write ?"),
        ('judged: ["price gap"]', 11, "T116", "holds 2026-05-01"),
        ('judged: ["price gp: holds 2026-05-01"]', 11, "T116", "did you mean price gap"),
        ('judged: ["price gap: good 2026-05-01"]', 22, "T116", "holds, weak, broken"),
        ('judged: ["price gap: holds 2026-02-30"]', 28, "T103", "YYYY-MM-DD"),
    ],
)
def test_a_reference_to_nothing_is_an_error(read: Reader, line: str, column: int, code: str, hint: str) -> None:
    (problem,) = read(f"{line}\n{NAMES}").problems
    assert (problem.line, problem.column, problem.code) == (2, column, code)
    assert hint in problem.hint
