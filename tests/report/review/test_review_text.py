"""A review on a terminal, in a note and in one line."""

from dataclasses import replace

import pytest
from hostile_text import HOSTILE, hostile
from made_reviews import FRIDAY, day, make_claim, make_lines, make_review
from markdown_it import MarkdownIt
from ruamel.yaml import YAML

from screener.records.review import Ruling, ScoreLine
from screener.report.review.review_block import NoteLinks, review_block
from screener.report.review.review_lines import MOST_CHARACTERS, ruling_line
from screener.report.review.review_template import new_note
from screener.report.review.review_text import review_text
from screener.vault.fields import read_fields
from screener.vault.marked_block import find_block, replace_block

EMPTY = make_review(
    verdict="quiet", rulings=(), changes=(), claims=(), evidence=(), risk=(), sizing=(), coming=(), decisions=(),
    scorecard=(), missing=(), sentences=(),
    pnl=tuple(
        replace(line, start_on=None, end_on=None, line=replace(line.line, flags=("no_sessions",)))
        for span in ("week", "month", "opening") for line in make_lines(span)
    ),
)  # fmt: skip
MANY = make_review(
    rulings=tuple(
        Ruling("watch", f"criterion {n}", "tripped", day("2026-05-01"), 29, "figures " * 30) for n in range(12)
    )
)


def test_the_first_screen_has_the_verdict_what_needs_a_ruling_and_what_to_do():
    for review in (make_review(), MANY):
        first = review_text(review, 80).splitlines()[:24]
        screen = "\n".join(first)

        assert first[0] == "Open models commoditize frontier AI - 2026-W22"
        assert "[!!] A breaker of the note is tripped" in screen
        assert "Net of cost and borrow: week +1.3 %" in screen
        assert "override CRITERION with a reason" in " ".join(screen.split())
        assert all(len(line) <= 80 for line in first)
    assert "  - breaker price gap gone: tripped since 2026-05-20 (10 days)" in review_text(make_review(), 80)
    assert "6 more: --table rulings" in review_text(MANY, 80)


def test_profit_and_loss_shows_that_it_adds_up():
    # Names 1.5 %, cost -0.1, borrow -0.2, cash 0.05: net 1.25, a quarter of it the market's.
    said = " ".join(review_text(make_review(), 200).split())

    assert (
        "week, 2026-05-26 to 2026-05-29: names +1.50 %, cost -0.10 %, borrow -0.20 %, cash +0.05 % = net +1.25 % "
        "(market +0.31 %, the rest +0.94 %)"
    ) in said
    assert "gained most: NVDA +2.0 %, MU +0.5 %; lost most: AI -1.0 %" in said


def test_drift_comes_first_with_old_beside_new():
    changed = review_text(make_review(), 200).partition("What changed")[2]

    assert changed.splitlines()[1] == "  DRIFT criterion drawdown: drawdown_pct >= 25 -> drawdown_pct >= 30"
    assert changed.index("DRIFT") < changed.index("signal NVDA: hold -> buy")


def test_what_is_ill_is_told_worst_first_and_what_is_well_is_counted():
    states = ("stale", "holds", "broken", "tripped", "clear")
    review = make_review(claims=tuple(make_claim(f"c {state}", state=state) for state in states))
    said = review_text(review, 200).partition("Claims and criteria")[2].partition("Evidence")[0]

    assert said.index("tripped: breaker c tripped") < said.index("broken: breaker c broken") < said.index("stale: b")
    assert "1 broken, 1 clear, 1 holds, 1 stale, 1 tripped" in said
    assert "c clear" not in said


def test_an_outcome_is_true_or_false():
    lines = (ScoreLine("outcome", 1.0, "score", "so far"), ScoreLine("brier_so_far", 0.04, "score", ""))
    said = review_text(make_review(scorecard=lines), 200)

    assert "  outcome: true (so far)" in said
    assert "  brier so far: 0.040" in said


def test_evidence_for_comes_before_evidence_against_and_one_thing_is_asked_for():
    said = review_text(make_review(), 200)

    assert said.index("for: 2026-05-27") < said.index("against: 2026-05-28") < said.index("neutral: 2026-05-28")
    assert "speaks against the thesis" in said


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "latin-1"])
def test_any_width_and_encoding_holds_it(width, encoding):
    for review in (make_review(), EMPTY, MANY):
        review_text(review, width, encoding=encoding).encode(encoding)


def test_an_empty_review_says_so_part_by_part():
    said = review_text(EMPTY, 200)

    for words in ("[ok] Nothing needs a ruling", "week no session", "nothing became known", "nothing is held",
                  "nothing is known to come", "nothing that was asked for is missing"):  # fmt: skip
        assert words in said


def test_without_an_earlier_review_it_says_what_was_compared():
    first = make_review(previous_on=None)

    assert "no earlier review" in review_text(first, 200)
    assert "this is the first stored review: only signals can be compared (signals against 2026-05-22)" in review_text(
        first, 200
    )


def test_simulated_prices_are_labelled_first():
    simulated = make_review(price_source="simulated")

    assert review_text(simulated, 200).startswith("SIMULATED PRICES")
    assert review_block(simulated).startswith("**SIMULATED PRICES")


def test_hindsight_stands_beside_the_nets():
    review = make_review(pnl=tuple(line for span in ("week", "month", "opening")
                                   for line in make_lines(span, flags=("hindsight",))))  # fmt: skip

    assert "week +1.3 % (hindsight)" in review_text(review, 200)


def test_no_escape_or_override_reaches_a_terminal():
    said = review_text(hostile(make_review()), 120)

    assert "\x1b" not in said
    assert "\u202e" not in said


def inline_types(text):
    tokens = MarkdownIt("gfm-like", {"linkify": False}).enable(["table"]).parse(text)
    found = {token.type for token in tokens}
    for token in tokens:
        found |= {child.type for child in token.children or ()}
    return found


MARKUP = (
    "[[x]] ![[y]] [z](http://a.b) <b> `c` %% d %% ~~e~~ ==f== #tag ^id $g$ _h_ *i* | decision:: close &amp; http://a.b"
)


def test_nothing_from_a_note_or_table_is_markup_in_a_note():
    review = make_review(
        title=MARKUP,
        rulings=(Ruling("watch", MARKUP, "tripped", None, None, f"{MARKUP}\n%% screener:end review %%\n# {MARKUP}"),),
        missing=(
            MARKUP,
            f"- {MARKUP}",
            f"> {MARKUP}",
            f"# {MARKUP}",
            f"1. {MARKUP}",
            "+ x",
            "%% screener:begin review %%",
        ),
    )
    block = review_block(review)
    plain = inline_types(review_block(make_review()))

    assert inline_types(block) <= plain
    assert "link_open" not in inline_types(block)
    assert "%%" not in block.replace("\\%", "")
    assert "[[" not in block.replace("\\[", "")
    # The words are all there.
    assert block.count("close") >= 6


@pytest.mark.parametrize(
    ("text", "said"), [("gone ^b1", r"gone \^b1"), ("^b1", r"\^b1"), ("2^3", "2^3"), ("a ^ b", "a ^ b")]
)
def test_no_last_word_names_a_block_of_a_note(text, said):
    assert f"- {said}\n" in review_block(make_review(missing=(text,)))


@pytest.mark.parametrize("name", ["a\x1b[31m", "a\u202eb", "two\nlines", " spaced", "<b>x", "a%%b", "a#b", ""])
def test_a_name_that_is_no_note_is_never_linked_to(name):
    block = review_block(make_review(), NoteLinks("t", name, ""))

    assert block.startswith("Thesis: [[t]]")
    assert block.count("[[") == 1


def test_hostile_text_leaves_the_marks_and_the_properties_of_a_new_note_alone():
    review = replace(hostile(make_review()), week="2026-W22", thesis_id='it\'s: [a] "b"')
    text = new_note(review, NoteLinks("a|b", "x]]y", "2026-W23 z"))

    find_block(text, "review", "n.md")
    assert text.startswith("---\ntype: review\n")
    assert HOSTILE not in text
    assert [field.value for field in read_fields(text)] == [""] * 6
    assert "[[2026-W23 z]]" in text
    assert "[[x" not in text.replace("\\[", "")


@pytest.mark.parametrize(
    ("name", "value"),
    [("open models", "[[open models]]"), ('it\'s "so"', '[[it\'s "so"]]'), ("a: b", "a: b"), ("# x", "# x"), ("", "")],
)
def test_the_thesiss_name_is_a_property_whatever_it_holds(name, value):
    front = new_note(make_review(), NoteLinks(name)).split("---")[1]

    assert YAML(typ="safe").load(front)["thesis"] == value


def test_a_new_note_is_brought_up_to_date_in_place_and_keeps_what_is_a_persons():
    text = new_note(make_review(), NoteLinks("open-models")).replace("\ndecision::", "\ndecision:: hold")
    changed = replace_block(text, "review", review_block(EMPTY), "n.md")

    assert changed.partition("%% screener:end review %%")[2] == text.partition("%% screener:end review %%")[2]
    assert "Nothing needs a ruling" in changed
    assert {field.key for field in read_fields(changed) if field.value} == {"decision"}


def test_one_line_names_what_fits_and_counts_the_rest():
    assert ruling_line(make_review()) == (
        "open-models: 2 need a ruling: breaker price gap gone tripped since 2026-05-20; tools keep their price unknown"
    )
    assert ruling_line(EMPTY) == ""
    line = ruling_line(MANY)
    assert line.startswith("open-models: 12 need a ruling: watch criterion 0 tripped since 2026-05-01; ")
    assert line.endswith("more")
    assert len(line) <= MOST_CHARACTERS + len("; and 12 more")


def test_one_very_long_thing_is_cut_and_the_others_are_counted():
    line = ruling_line(make_review(rulings=(Ruling("question", "q" * 500, "unknown", None, None, ""),) * 3))

    assert line.endswith("qqq…; and 2 more")
    assert len(line) == MOST_CHARACTERS + len("; and 2 more")


def test_what_was_overridden_needs_nobody_in_the_line():
    review = make_review(rulings=(Ruling("breaker", "gap", "tripped", FRIDAY, 1, "", day("2026-05-29")),))

    assert ruling_line(review) == ""
    assert "[overridden in the review of 2026-05-29]" in " ".join(review_text(review, 200).split())


def test_one_line_stays_one_line():
    assert "\n" not in ruling_line(hostile(make_review()))
    assert "\x1b" not in ruling_line(hostile(make_review()))
