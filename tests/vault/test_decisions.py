"""What a person wrote into a review note: fields as Dataview reads them, and the decision they make."""

import datetime as dt

import pytest

from screener.vault.decisions import read_decisions
from screener.vault.fields import Field, read_fields
from screener.vault.note_names import NoteName

FRIDAY = dt.date(2026, 5, 29)


@pytest.mark.parametrize(
    ("line", "key", "value"),
    [
        ("decision:: hold", "decision", "hold"),
        ("decision::hold", "decision", "hold"),
        ("- decision:: hold", "decision", "hold"),
        ("  * Decision :: hold ", "decision", "hold"),
        ("1. decision:: hold", "decision", "hold"),
        ("- [x] decision:: hold", "decision", "hold"),
        ("> decision:: hold", "decision", "hold"),
        ("Next review on:: 2026-06-05", "next_review_on", "2026-06-05"),
        ("confidence-pct:: 60", "confidence_pct", "60"),
        ("I think [decision:: hold] is right", "decision", "hold"),
        ("I think (decision:: hold) is right", "decision", "hold"),
        ("decision:: ", "decision", ""),
        ("reason:: it said a:: b", "reason", "it said a:: b"),
    ],
)
def test_a_field_is_read_where_dataview_reads_one(line, key, value):
    assert read_fields(f"text\n\n{line}\n") == (Field(key, value, 3),)


@pytest.mark.parametrize(
    "text",
    [
        "```\ndecision:: hold\n```",
        "~~~~\ndecision:: hold\n~~~\n~~~~",
        "%% decision:: hold %%",
        "%%\ndecision:: hold\n%%",
        "---\ndecision:: hold\n---\n",
        "`decision:: hold`",
        "%% screener:begin review %%\ndecision:: hold\n%% screener:end review %%",
        "http://x decision: hold",
        ":: hold",
        "```\ndecision:: hold",
    ],
)
def test_what_is_hidden_or_is_no_field_is_not_read(text):
    assert read_fields(text) == ()


def test_lines_keep_their_numbers_behind_what_is_hidden():
    text = "---\ntype: review\n---\n%% screener:begin review %%\nx\n%% screener:end review %%\n\ndecision:: hold\n"

    assert read_fields(text) == (Field("decision", "hold", 8),)


def decided(tmp_path, text, days=(FRIDAY,)):
    (tmp_path / "2026-W22 made.md").write_text(text, encoding="utf-8")
    return read_decisions(tmp_path, NoteName(), "made", days)


def test_a_whole_decision_is_read(tmp_path):
    text = (
        "decision:: Override 'breaker gap'\nreason:: the list is old\nconfidence_pct:: 60 %\n"
        "disconfirming:: prices rose\nnext_review_on:: [[2026-06-05]]\n"
    )
    (found,) = decided(tmp_path, text).decisions

    assert (found.day_on, found.note, found.decision, found.criterion) == (
        FRIDAY, "2026-W22 made", "override", "breaker gap",
    )  # fmt: skip
    assert (found.reason, found.confidence_pct, found.disconfirming) == ("the list is old", 60.0, "prices rose")
    assert (found.next_review_on, found.line) == (dt.date(2026, 6, 5), 1)


def test_empty_fields_of_a_new_note_decide_nothing(tmp_path):
    reading = decided(tmp_path, "decision::\n\nreason::\n\nconfidence_pct::\n")

    assert (reading.decisions, reading.problems) == ((), ())


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("decision:: wait", "no decision is called 'wait'"),
        ("decision:: hold\nconfidence_pct:: 140", "'140' is no percentage"),
        ("decision:: hold\nconfidence_pct:: much", "'much' is no percentage"),
        ("decision:: hold\nnext_review_on:: soon", "'soon' is no date"),
    ],
)
def test_a_value_that_cannot_be_read_is_told_with_its_line_and_remedy(tmp_path, line, said):
    (problem,) = decided(tmp_path, line).problems

    assert said in problem.message
    assert problem.line == line.count("\n") + 1
    assert problem.hint.startswith("write ")
    assert problem.path.endswith("2026-W22 made.md")


def test_two_reviews_of_one_week_have_one_note_and_decide_once(tmp_path):
    found = decided(tmp_path, "decision:: hold\n", (dt.date(2026, 5, 27), FRIDAY)).decisions

    assert [each.day_on for each in found] == [FRIDAY]


def test_a_note_that_cannot_be_read_is_told_and_the_others_are_used(tmp_path):
    (tmp_path / "2026-W21 made.md").write_bytes(b"\xff\xfe")
    reading = decided(tmp_path, "decision:: hold\n", (dt.date(2026, 5, 22), FRIDAY))

    assert [each.note for each in reading.decisions] == ["2026-W22 made"]
    assert "not UTF-8" in reading.problems[0].message
