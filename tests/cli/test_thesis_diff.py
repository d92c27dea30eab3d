"""``screener thesis diff``: two notes, and one note since a day."""

import csv
import io

import pytest
from made_claims import give_claims

from screener.dictionary.tables import TABLES


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def edited(workspace):
    note = workspace / "theses" / "small.md"
    text = note.read_text(encoding="utf-8")
    changed = text.replace("[NVDA, AVGO]", "[NVDA x2, AVGO]").replace("A small thesis", "Another title")
    (workspace / "edited.md").write_text(changed, encoding="utf-8")
    return workspace


def test_two_notes_are_compared_part_by_part(edited, screener):
    ran = screener("thesis", "diff", "small", "edited.md")
    found = [(row["what"], row["before"], row["after"]) for row in rows(ran.out)]

    assert ran.code == 0
    assert found == [("statement title", "A small thesis", "Another title"), ("weight NVDA", "x1", "x2")]
    assert tuple(rows(ran.out)[0]) == TABLES["thesis_changes"]
    assert "edited.md: 2 changes" in ran.err


def test_a_note_is_no_change_from_itself(edited, screener):
    ran = screener("thesis", "diff", "small", "small", "--format", "table")

    assert (ran.code, ran.out) == (0, "")
    assert "0 changes" in ran.err


def test_a_note_is_compared_with_its_last_review_up_to_a_day(workspace, rewrite, screener):
    give_claims(workspace, rewrite)
    screener("review", "small", "--source", "csv:prices", "--as-of", "2026-03-20")
    note = workspace / "theses" / "small.md"
    note.write_text(note.read_text(encoding="utf-8").replace("A small thesis", "Another title"), encoding="utf-8")
    ran = screener("thesis", "diff", "small", "--since", "2026-03-25")

    assert [row["what"] for row in rows(ran.out)] == ["statement title"]
    assert "the note as reviewed on 2026-03-20" in ran.err
    before = screener("thesis", "diff", "small", "--since", "2026-03-19")
    assert before.code == 2
    assert "no review of small on 2026-03-19 or before is stored" in before.err


@pytest.mark.parametrize("arguments", [("small",), ("small", "edited.md", "--since", "2026-03-25"), ("a", "b", "c")])
def test_what_to_compare_must_be_said(edited, screener, arguments):
    ran = screener("thesis", "diff", *arguments)

    assert ran.code == 2
    assert "name two notes, or one note and --since DATE" in ran.err


def test_a_note_that_is_no_thesis_is_told_with_its_place(edited, screener):
    (edited / "bad.md").write_text("---\ntype: thesis\nopened_on: soon\n---\n", encoding="utf-8")
    ran = screener("thesis", "diff", "small", "bad.md")

    assert ran.code == 2
    assert "bad.md:3" in ran.err
