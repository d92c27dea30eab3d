import datetime as dt

import pytest
from made_reviews import make_tables

from screener.report.page.grids import Head, Part, grid, head_text, only


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("contribution_pct", "contribution, %"),
        ("drift_pp", "drift, pp"),
        ("next_review_on", "next review"),
        ("n_days", "days"),
        ("week_pnl", "week pnl"),
    ],
)
def test_heads_are_words(name, words):
    assert head_text(name) == words


def rows(found):
    return [["".join(part.text for part in cell.parts) for cell in row] for row in found.rows]


def test_numbers_are_rounded_and_signed_as_a_note_has_them_and_dates_are_iso():
    tables = make_tables(sizing=[{"ticker": "MU", "weight_pct": 4.46, "target_pct": 4.0, "drift_pp": 0.46}])
    found = grid(tables["sizing"], "Sizing", ("ticker", "weight_pct", "drift_pp"))

    assert rows(found) == [["MU", "+4.5", "+0.5"]]
    assert [head.look for head in found.heads] == ["", "n", "n"]


def test_a_figure_of_any_unit_has_the_digits_that_matter():
    tables = make_tables(risk=[{"figure": "gross", "value": 2.0, "unit": "ratio"}])

    assert rows(grid(tables["risk"], "Risk", ("figure", "value", "unit"))) == [["gross", "2", "ratio"]]


def test_a_column_without_any_value_is_left_out_and_the_first_never():
    tables = make_tables(coming=[{"what": "", "day_on": dt.date(2026, 6, 1), "note": ""}])
    found = grid(tables["coming"], "Ahead", ("what", "day_on", "note"))

    assert [head.text for head in found.heads] == ["what", "day"]
    assert rows(found) == [["", "2026-06-01"]]


def test_an_empty_table_keeps_its_heads():
    found = grid(make_tables()["coming"], "Ahead", ("what", "day_on"))

    assert [head.text for head in found.heads] == ["what", "day"]
    assert found.rows == ()


def test_a_long_text_is_folded_behind_its_first_words():
    (row,) = grid(make_tables(coming=[{"what": "x", "note": "word " * 40}])["coming"], "A", ("what", "note")).rows

    assert row[1].beginning == "word " * 11 + "word…"
    assert row[1].parts == (Part(("word " * 40).strip()),)


def test_a_word_has_its_meaning_below_it():
    tables = make_tables(risk=[{"figure": "largest_name", "value": 7.9}])
    (row,) = grid(tables["risk"], "Risk", ("figure",), {"figure": {"largest_name": "Largest weight"}}).rows

    assert (row[0].parts, row[0].meaning) == ((Part("largest name"),), "Largest weight")


def test_heads_say_what_they_mean():
    (head,) = grid(make_tables()["sizing"], "Sizing", ("drift_pp",)).heads

    assert head == Head("drift, pp", "weight_pct less target_pct (percentage points)", "n")


def test_rows_can_be_picked_by_a_column():
    tables = make_tables(pnl=[{"span": "week", "line": "net"}, {"span": "month", "line": "net"}])

    assert [row[0] for row in only(tables["pnl"], "span", ("month",)).rows] == ["month"]


def test_a_meaning_is_told_once():
    tables = make_tables(risk=[{"figure": "leg_correlation"}, {"figure": "leg_correlation"}])
    first, second = grid(tables["risk"], "Risk", ("figure",), {"figure": {"leg_correlation": "Mean of pairs"}}).rows

    assert (first[0].meaning, second[0].meaning) == ("Mean of pairs", "")
    assert second[0].parts == (Part("leg correlation"),)
