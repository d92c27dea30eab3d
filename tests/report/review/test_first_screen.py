"""What a person sees of a review without scrolling, and how text is cut to fit."""

from dataclasses import replace

import pytest
from made_reviews import day, make_lines, make_review

from screener.records.position import Position, PositionRow
from screener.records.review import Ruling
from screener.report.review.review_block import review_block
from screener.report.review.review_text import review_text
from screener.report.review.shortened import cells, shortened

TRIPPED = tuple(Ruling("watch", f"gap {n}", "tripped", day("2026-05-01"), 29, "figures " * 30) for n in range(12))
HINDSIGHT = tuple(line for span in ("week", "month", "opening") for line in make_lines(span, flags=("hindsight",)))
# Banner and space 2, title 2, week 2, verdict 1, nets 2, two sentences of 300 characters 8, what to do 2: 19 of 24.
CROWDED = make_review(
    price_source="simulated", title="word " * 60, rulings=TRIPPED, sentences=("spread 0..5 " * 60,) * 2, pnl=HINDSIGHT
)


def screen_of(review, width=80):
    return review_text(review, width).splitlines()[:24]


def holding():
    held = Position("open-models", "NVDA", 10.0, 100.0, "USD", day("2026-01-05"), "p.csv", 2)
    return PositionRow(held, "long_chips", "long", 120.0, 1200.0, opening=200.0, weight=0.6, target=0.5)


def test_a_crowded_first_screen_gives_up_rulings_and_still_says_what_to_do():
    screen = screen_of(CROWDED)

    assert screen[-1] == "  override CRITERION with a reason"
    assert [line[:11] for line in screen if line.startswith("  - ")] == ["  - watch g" for _ in range(4)]
    assert "  8 more: --table rulings" in screen
    assert max(map(cells, screen)) <= 80


def test_few_rulings_give_way_too_where_the_screen_is_crowded():
    screen = screen_of(replace(CROWDED, rulings=TRIPPED[:6]))

    assert sum(line.startswith("  - ") for line in screen) == 4
    assert "  2 more: --table rulings" in screen
    assert screen[-1] == "  override CRITERION with a reason"


def test_one_ruling_is_shown_even_where_there_is_no_room():
    review = make_review(rulings=TRIPPED, sentences=("spread 0..5 " * 60,) * 6)

    assert "11 more: --table rulings" in review_text(review, 80)
    assert "  - watch gap 0: tripped since 2026-05-01 (29 days)" in review_text(review, 80)


def test_six_rulings_stand_without_a_count_of_others():
    said = review_text(make_review(rulings=TRIPPED[:6]), 80)

    assert said.count("  - watch gap") == 6
    assert "--table rulings" not in said


def test_a_ruling_in_wide_characters_keeps_to_its_line():
    wide = make_review(rulings=(Ruling("watch", "記憶體價格" * 10, "tripped", None, None, "理由" * 40),))

    assert max(map(cells, screen_of(wide))) <= 80


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("tripped", 7, "tripped"),
        ("tripped", 6, "tripp…"),
        ("no room", 4, "no…"),
        ("記憶體", 6, "記憶體"),
        ("記憶體", 5, "記憶…"),
        ("記憶體", 4, "記…"),
        ("cafe\u0301s", 5, "cafe\u0301s"),
        ("two\nlines", 20, "two lines"),
    ],
)
def test_text_is_cut_at_the_columns_it_takes(text, most, expected):
    assert shortened(text, most) == expected


def test_holdings_and_the_model_portfolio_stand_under_their_own_names():
    said = review_text(make_review(positions=(holding(),), position_lines=("MU: no rate of KRW",)), 100)
    sizing = said.partition("\nSizing\n")[2].partition("\nWhat comes")[0]

    assert sizing.rstrip().splitlines() == [
        "  your holdings (positions.csv; price changes alone)",
        "    NVDA 10: +200.00 USD since opened, weight +60.0 %, target +50.0 %",
        "  MU: no rate of KRW",
        "  model portfolio",
        "    NVDA: target +50.0 %, now +52.0 %, drift +2.0 pp",
    ]


def test_what_cannot_be_said_of_holdings_is_said_even_where_none_is_left():
    assert "MU: no rate of KRW" in review_text(make_review(position_lines=("MU: no rate of KRW",)), 100)


def test_a_thesis_that_is_not_open_yet_says_when_it_opens():
    no_session = tuple(line for span in ("week", "month") for line in make_lines(span, flags=("hindsight",)))
    said = review_text(make_review(opened_on=day("2026-06-10"), pnl=no_session), 200)

    assert (
        "week +1.3 % (hindsight), month +1.3 % (hindsight), since the opening not yet: it opens on 2026-06-10" in said
    )


def test_no_line_ends_in_a_mark_that_nothing_follows():
    review = make_review(rulings=(Ruling("breaker", "gap", "tripped", None, None, ""),))

    assert not [line for line in review_text(review, 120).splitlines() if line.endswith((":", ";", "->"))]


@pytest.mark.parametrize("width", [40, 60, 80])
def test_no_percent_sign_is_parted_from_its_number(width):
    lines = review_text(CROWDED, width).partition("Profit and loss")[2].splitlines()

    assert not [line for line in lines if line.lstrip().startswith("%")]


def test_a_stream_of_latin_letters_keeps_its_accents():
    # The cut sentence's ellipsis is not in Latin-1.
    said = review_text(make_review(title="Café", sentences=("naïve " * 80,)), 80, encoding="latin-1")

    assert said.startswith("Café - 2026-W22\n")
    assert "naïve naïve" in said
    assert "…" not in said


def test_a_stream_nobody_knows_gets_ascii():
    assert review_text(make_review(title="Café"), 80, encoding="no-such").startswith("Caf? - 2026-W22\n")


def test_a_note_says_what_to_decide_without_naming_the_command_that_made_it():
    block = review_block(make_review())

    assert "Decide: hold, add, trim, close, or override CRITERION with a reason" in block
    assert "--note" not in block
    assert "Nothing has to be decided." in review_block(make_review(verdict="quiet", rulings=()))
