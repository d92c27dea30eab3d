import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.report.charts.labels import shortened, spread_out, text_width, wrapped

# Advance widths of DejaVu Sans in units of 1/2048 em, from the font's own table of metrics.
_LETTERS = "aeilmnorstAMNSW_.% 08"
_WIDTHS = [1255, 1260, 569, 569, 1995, 1298, 1253, 842, 1067, 803, 1401, 1767, 1532, 1300, 2025, 1024, 651, 1946, 651]
DEJAVU = dict(zip(_LETTERS, [*_WIDTHS, 1303, 1303], strict=True))


@pytest.mark.parametrize("word", ["an elm in salt", "AMMAN", "MANSA 80.0 %", "_lost_ rosetta", "WWW"])
def test_width_is_no_less_than_in_a_broad_font(word):
    known = [DEJAVU[character] for character in word]

    assert text_width(word) >= 14.0 * sum(known) / 2048


def test_full_width_characters_count_twice():
    assert text_width("海力士") == 3 * 14.0


def test_places_far_apart_stay_where_they_are():
    assert spread_out([10.0, 90.0, 50.0], 10.0, 0.0, 100.0) == (10.0, 90.0, 50.0)


def test_two_labels_in_one_place_move_apart_by_half_the_gap_each():
    assert spread_out([50.0, 50.0], 10.0, 0.0, 100.0) == (45.0, 55.0)


def test_labels_too_many_for_the_room_share_it_evenly():
    assert spread_out([1.0, 1.0, 1.0], 60.0, 0.0, 100.0) == (0.0, 50.0, 100.0)


@given(st.lists(st.floats(0.0, 200.0), max_size=9))
def test_labels_never_lie_over_each_other_nor_outside_nor_out_of_order(wanted):
    found = spread_out(wanted, 17.0, 0.0, 200.0)
    in_order = [found[place] for place in sorted(range(len(wanted)), key=lambda place: wanted[place])]

    assert all(-1e-9 <= place <= 200.0 + 1e-9 for place in found)
    assert all(below - above >= 17.0 - 1e-9 for above, below in itertools.pairwise(in_order))


@given(st.lists(st.floats(0.0, 100.0), min_size=2, max_size=4))
def test_no_other_places_on_a_fine_grid_are_nearer_in_sum_of_squares(wanted):
    wanted = sorted(round(each) for each in wanted)
    found = spread_out(wanted, 10.0, 0.0, 100.0)
    moved = sum((a - b) ** 2 for a, b in zip(found, wanted, strict=True))
    grid = range(0, 101, 5)
    allowed = (
        places for places in itertools.combinations(grid, len(wanted))
        if all(b - a >= 10 for a, b in itertools.pairwise(places))
    )  # fmt: skip

    assert moved <= min(sum((a - b) ** 2 for a, b in zip(each, wanted, strict=True)) for each in allowed) + 1e-6


def test_text_that_fits_is_left_alone_and_other_text_says_that_it_was_cut():
    assert shortened("long_memory", 400.0) == "long_memory"
    cut = shortened("long_memory_and_storage", 80.0)
    assert cut.endswith("…")
    assert text_width(cut) <= 80.0


def test_lines_break_between_words_and_lose_none():
    text = "one two three four five six seven eight nine ten"
    lines = wrapped(text, 100.0)

    assert " ".join(lines) == text
    assert len(lines) > 3
    assert all(text_width(line) <= 100.0 for line in lines)
