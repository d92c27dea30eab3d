from collections.abc import Callable

import pytest

from screener.thesis.reading import ThesisReading

Reader = Callable[..., ThesisReading]


def found(reading: ThesisReading) -> list[tuple[int, int, str]]:
    return [(problem.line, problem.column, problem.code) for problem in reading.problems]


def test_long_legs_come_first_in_the_notes_order(read: Reader) -> None:
    thesis = read("short_a: [A]\nlong_b: [B]\nshort_c: [C]\nlong_d: [D]", without=("long_base", "short_base")).thesis
    assert thesis is not None
    assert [leg.name for leg in thesis.legs] == ["long_b", "long_d", "short_a", "short_c"]
    assert thesis.baskets == ("long_b", "long_d", "short_a", "short_c", "long", "short", "spread")


def test_a_scalar_is_a_list_of_one(read: Reader) -> None:
    thesis = read("long_x: TRUE").thesis
    assert thesis is not None
    assert thesis.legs[0].members[0].ticker == "TRUE"


def test_a_ticker_may_repeat_with_disjoint_dates_on_either_side(read: Reader) -> None:
    reading = read('long_x: ["A ..2020-01-01", "A 2020-01-02..2021-01-01"]\nshort_y: ["A 2021-01-02.."]')
    assert reading.problems == ()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('long_x: ["A ..2020-01-01", "A 2020-01-01.."]', (2, 29, "T205")),
        ("long_x: [A, B, A]", (2, 16, "T205")),
        ("long_x: [A]\nlong_y: [A]", (3, 10, "T205")),
        ("long_x: [A]\nshort_y: [B, A]", (3, 14, "T206")),
        ("short_y: [A]\nlong_x:\n  - B\n  - a", (5, 5, "T206")),
    ],
)
def test_overlapping_repeats_are_errors(read: Reader, text: str, place: tuple[int, int, str]) -> None:
    reading = read(text)
    assert reading.thesis is None
    assert place in found(reading)


@pytest.mark.parametrize("text", ["long_x: []", "long_x:", "long_x:\n"])
def test_an_empty_leg_is_an_error(read: Reader, text: str) -> None:
    assert found(read(text)) == [(2, 1, "T207")]


def test_a_thesis_without_legs_is_an_error(read: Reader) -> None:
    assert found(read("title: x", without=("long_base", "short_base"))) == [(2, 1, "T208")]


@pytest.mark.parametrize("text", ["long_view: I believe in AI", "short_term: yes", "long_x: [nvda, amd]"])
def test_a_property_without_tickers_is_the_authors_own(read: Reader, text: str) -> None:
    reading = read(text)
    assert found(reading) == [(2, 1, "T211")]
    assert reading.thesis is not None
    assert [leg.name for leg in reading.thesis.legs] == ["long_base", "short_base"]


def test_a_one_sided_thesis_is_fine(read: Reader) -> None:
    reading = read("short_x: [A]", without=("long_base", "short_base"))
    assert reading.problems == ()
    assert reading.thesis is not None
    assert (reading.thesis.primary_basket, reading.thesis.baskets) == ("short", ("short_x", "short"))


def test_leg_weights(read: Reader) -> None:
    thesis = read("long_x: [A]\nleg_weights: [long_x 60, long_base x40]").thesis
    assert thesis is not None
    assert [leg.weight for leg in thesis.legs] == [60.0, 40.0, 1.0]


@pytest.mark.parametrize(
    ("items", "column", "hint"),
    [
        ("[long_base 60]", 1, "every long leg"),
        ("[long_basis 60]", 15, "did you mean long_base"),
        ("[long_base]", 15, "long_chips 60"),
        ('["long_x 60%", long_base 1]', 16, "write long_x 60"),
        ("[long_x 0, long_base 1]", 15, "write long_x 60"),
        ("[long_x 1, long_x 2, long_base 1]", 25, "keep one"),
    ],
)
def test_faulty_leg_weights(read: Reader, items: str, column: int, hint: str) -> None:
    reading = read(f"leg_weights: {items}\nlong_x: [A]")
    (problem,) = reading.problems
    assert (problem.line, problem.column, problem.code) == (2, column, "T209")
    assert hint in problem.hint
