import datetime as dt
import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.report.workbook.cells import MAX_TEXT, cell_number, cell_text, serial

EAST = dt.timezone(dt.timedelta(hours=8))


# As Excel counts: 1 is 1900-01-01, and a 29 February 1900 that never was is 60.
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(1900, 3, 1), 61),
        (dt.date(2000, 1, 1), 36526),
        (dt.date(2024, 2, 29), 45351),
        (dt.date(2025, 1, 1), 45658),
        (dt.datetime(2000, 1, 1, 12, tzinfo=dt.UTC), 36526.5),
        (dt.datetime(2000, 1, 1, 6, tzinfo=EAST), 36525 + 22 / 24),
    ],
)
def test_days_and_instants_are_counted_as_excel_counts_them(day, expected):
    assert serial(day) == expected


@pytest.mark.parametrize("day", [dt.date(1900, 2, 28), dt.date(1, 1, 1), dt.datetime(1899, 1, 1, tzinfo=dt.UTC)])
def test_days_on_which_programs_disagree_have_no_serial(day):
    assert serial(day) is None


def test_numbers_have_the_fifteen_digits_of_the_csv():
    assert cell_number(0.1 + 0.2) == 0.3
    assert cell_number(-2 / 3) == -0.666666666666667
    assert cell_number(7) == 7


def test_a_text_of_the_longest_length_stays_and_a_longer_one_says_that_it_was_cut():
    assert cell_text("x" * MAX_TEXT) == ("x" * MAX_TEXT, False)
    text, is_cut = cell_text("x" * 40_000)

    assert is_cut
    assert len(text) == MAX_TEXT
    assert text.endswith("\u2026 [cut here: 40,000 characters in all; the CSV export has them]")


def test_room_is_counted_in_utf_16_and_no_emoji_is_cut_in_half():
    assert not cell_text("\U0001f680" * (MAX_TEXT // 2))[1]
    text, is_cut = cell_text("\U0001f680" * (MAX_TEXT // 2 + 1))

    assert is_cut
    assert len(text.encode("utf-16-le")) // 2 <= MAX_TEXT
    assert set(text.partition(" [cut")[0]) == {"\U0001f680", "\u2026"}


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"))))
def test_what_looks_like_a_run_of_rich_text_is_given_as_a_run_that_holds_it(inside):
    text = f"<r>{inside}</r>"
    run, is_cut = cell_text(text)
    held = re.fullmatch(r'<r><t xml:space="preserve">([^<>]*)</t></r>', run)

    assert not is_cut
    assert held is not None
    assert html.unescape(held[1]) == text


def test_a_long_run_is_cut_before_it_is_escaped_so_that_no_markup_is_cut():
    text, is_cut = cell_text(f"<r>{'&' * 20_000}</r>")

    assert is_cut
    assert len(text) < MAX_TEXT
    assert not text.endswith("</r>")
