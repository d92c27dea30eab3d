import pytest
from made_reviews import day, make_claim

from screener.report.page.claim_grid import claim_grid


def row(**changes):
    (cells,) = claim_grid("Kill criteria", [make_claim("gap", **changes)]).rows
    return ["".join(part.text for part in cell.parts) for cell in cells]


def test_a_criterion_says_its_figure_beside_its_threshold():
    assert row() == ["breaker: gap", "clear", "7.5 x", "< 5", "-2.5", "no,\nsince 2025-09-29", "2026-05-20,\nseen", ""]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"n_breach": 10, "since_on": day("2026-05-20")}, "10 of 60 days,\nsince 2026-05-20"),
        ({"n_breach": 1, "for_n": 0, "for_unit": None}, "1 day,\nsince 2025-09-29"),
        ({"n_breach": 3, "for_n": 10, "for_unit": "sessions", "since_on": None}, "3 of 10 sessions"),
        ({"n_breach": 0, "since_on": None}, ""),
    ],
)
def test_how_long_it_has_been_in_breach(changes, said):
    assert row(**changes)[5] == said


def test_what_is_unknown_is_empty():
    said = row(value=None, distance=None, measured_on=None, provenance="", state="unknown", note="no figure was known")

    assert said[1:5] == ["unknown", "", "< 5", ""]
    assert said[6:] == ["", "no figure was known"]


def test_the_measure_stands_below_the_name_and_the_state_has_its_mark():
    (cells,) = claim_grid("Kill criteria", [make_claim("gap")]).rows

    assert cells[0].meaning == "token_price_gap_x(frontier, open)"
    assert cells[1].state == "clear"
