"""What a person wrote into a review note: fields as Dataview reads them, and the decision they make."""

import datetime as dt
import time

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
        ("**decision**:: hold", "decision", "hold"),
        ("**decision:: hold", "decision", "hold"),
        ("(reason:: it fell (a lot) today)", "reason", "it fell (a lot) today"),
        ("[next review on:: [[2026-06-05]]] I hope", "next_review_on", "[[2026-06-05]]"),
        ("see [this](http://x) [reason:: a \\] b]", "reason", "a \\] b"),
        ("reason:: the `price` said %% not shown %%so", "reason", "the `price` said so"),
        ("reason:: 100%% sure", "reason", "100%% sure"),
        ("reason:: `open", "reason", "`open"),
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
        "- ```\n  decision:: hold\n  ```",
        "<!-- decision:: hold -->",
        "%%\n\ndecision:: hold\n\n%% and on",
        "%% screener:begin other %%\ndecision:: hold\n%% screener:end other %%",
        "`` decision:: ` hold ``",
        "`[decision:: hold]`",
        "[decision:: hold",
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_what_is_hidden_or_is_no_field_is_not_read(text, newline):
    assert read_fields(text.replace("\n", newline)) == ()


def test_lines_keep_their_numbers_behind_what_is_hidden():
    text = "---\ntype: review\n---\n%% screener:begin review %%\nx\n%% screener:end review %%\n\ndecision:: hold\n"

    assert read_fields(text) == (Field("decision", "hold", 8),)


@pytest.mark.parametrize(
    "before",
    [
        "---\na:: b\n---",
        "```\ncode\n```",
        "```x``` is code in a line",
        "- ```\n  code",
        "> ~~~\n> code",
        "```md\n%% screener:begin review %%\n```",
        "%% screener:begin review %%\nx\n%% screener:end review %%",
        "%% screener:begin review %%",
        "100%% sure",
        "`%%`",
        "a `tick",
        "\x0c\u2028\x85",
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_a_decision_behind_anything_is_found_on_its_line(before, newline, bom):
    text = bom + f"{before}\ndecision:: hold\n".replace("\n", newline)

    assert read_fields(text) == (Field("decision", "hold", before.count("\n") + 2),)


def test_a_field_with_others_in_brackets_is_all_of_them():
    assert read_fields("- decision:: hold [confidence-pct:: 60] (reason:: cheap)") == (
        Field("decision", "hold", 1),
        Field("confidence_pct", "60", 1),
        Field("reason", "cheap", 1),
    )


@pytest.mark.parametrize(
    "text", ["[a:: " * 40_000, "`" * 200_000, "%% " * 60_000, "a " * 100_000 + "::", "(" * 200_000]
)
def test_a_line_made_to_be_slow_is_not(text):
    started_s = time.perf_counter()
    read_fields(f"a:: b\n{text}")

    assert time.perf_counter() - started_s < 2.0


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


def test_a_note_with_several_decisions_makes_them_all_each_with_its_own_fields(tmp_path):
    text = (
        "disconfirming:: usage rose\n\ndecision:: override drawdown\nreason:: the market's\nreason:: and it is old\n"
        "\ndecision:: trim\nconfidence_pct:: 70\n"
    )
    first, second = decided(tmp_path, text).decisions

    assert (first.decision, first.criterion, first.reason) == ("override", "drawdown", "the market's; and it is old")
    assert (first.disconfirming, first.confidence_pct, first.line) == ("usage rose", None, 3)
    assert (second.decision, second.reason, second.confidence_pct, second.line) == ("trim", "", 70.0, 7)


def test_a_second_confidence_is_told_and_the_first_counts(tmp_path):
    reading = decided(tmp_path, "decision:: hold\nconfidence_pct:: 60\nconfidence:: 70\n")

    assert reading.decisions[0].confidence_pct == 60.0
    assert [(each.line, "line 2" in each.message) for each in reading.problems] == [(3, True)]


def test_an_override_of_nothing_is_told_and_does_not_count(tmp_path):
    reading = decided(tmp_path, "decision:: override\nreason:: so\n")

    assert reading.decisions == ()
    assert "not of which criterion" in reading.problems[0].message


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
