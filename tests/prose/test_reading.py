import pytest

from screener.prose.hidden import without_comments
from screener.prose.reading import read_prose
from screener.records.prose import Passage


def plain(text: str) -> list[tuple[str, int, str]]:
    return [(each.kind, each.line, each.text.plain) for each in read_prose(text).passages]


def passage(text: str, start: str) -> Passage:
    return next(each for each in read_prose(text).passages if each.text.plain.startswith(start))


def test_marks_of_emphasis_links_and_tags_leave_the_words() -> None:
    text = passage(
        "A **bold** _word_, [[Folder/Nvidia#Chips|the leader]], [here](https://x.y) and #ai/chips ==done== ^id\n", "A"
    ).text
    assert text.plain == "A bold word, the leader, here and done"
    assert text.raw == "A bold word, [[Folder/Nvidia#Chips|the leader]], [here](https://x.y) and #ai/chips ==done== ^id"
    assert [(link.target, link.shown, link.is_note) for link in text.links] == [
        ("Folder/Nvidia", "the leader", True),
        ("https://x.y", "here", False),
    ]
    assert [text.plain[link.start : link.end] for link in text.links] == ["the leader", "here"]
    assert text.tags == ("ai/chips",)


def test_code_comments_and_struck_out_words_say_nothing() -> None:
    found = passage("Own `MU` and ~~INTC~~ AMD %% not NVDA %%<!-- nor ARM -->\n", "Own").text
    assert found.plain == "Own ` and AMD"
    assert found.raw == "Own `MU` and ~~INTC~~ AMD"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_the_files_whatever_ends_them(end: str) -> None:
    note = end.join(["# T", "", "%% a", "b %%", "- x", "", "| a |", "|---|", "| b |", ""])
    assert [(each.kind, each.line) for each in read_prose(note, 10).passages] == [
        ("heading", 10),
        ("item", 14),
        ("header", 16),
        ("row", 18),
    ]


def test_an_item_stands_under_its_headings_and_the_items_around_it() -> None:
    found = passage("# T\n## Sides\n- Losers\n  1. labs\n     - [ ] OpenAI\n", "OpenAI")
    assert [each.text.plain for each in found.under] == ["T", "Sides", "Losers", "labs"]


def test_a_bold_line_is_a_heading_until_the_next_one() -> None:
    note = "## H\n**Bearish:**\n\n- a\n\n**Bullish**\n\nb\n\n## I\nc\n"
    assert [each.text.plain for each in passage(note, "a").under] == ["H", "Bearish:"]
    assert [each.text.plain for each in passage(note, "b").under] == ["H", "Bullish"]
    assert [each.text.plain for each in passage(note, "c").under] == ["I"]


def test_a_line_with_a_colon_leads_into_the_list_behind_it_and_no_other() -> None:
    note = "I am short:\n- a\n\nA long paragraph that leads nowhere in particular.\n\n- b\n"
    assert [each.text.plain for each in passage(note, "a").under] == ["I am short:"]
    assert passage(note, "b").under == ()


def test_a_bar_inside_a_link_is_no_cell() -> None:
    note = "| who | why |\n|---|---|\n| [[Nvidia|NVDA]] | [[AMD\\|AMD]] |\n"
    row = read_prose(note).passages[1]
    assert [cell.plain for cell in row.cells] == ["NVDA", "AMD"]
    assert [link.target for cell in row.cells for link in cell.links] == ["Nvidia", "AMD"]


def test_what_the_parser_drops_comes_as_it_stands() -> None:
    deep = "".join("> " * depth + f"level{depth}\n" for depth in range(1, 80))
    cases = {
        "| a |\n|---|\n| b | one too many |\n": "one too many",
        "[ref]: https://example.org 'a title'\n": "a title",
        "<div>in a box</div>\n": "in a box",
        "    Oracle, indented\n": "Oracle",
        deep: "level79",
    }
    for note, words in cases.items():
        assert any(words in each.raw for each in read_prose(note).passages), words


def test_fences_are_told_by_their_lines_and_hide_comments_in_them() -> None:
    prose = read_prose("a\n\n```yaml\n%% x\nlong_chips: [NVDA]\n```\n\nb %% y %%\n")
    assert [each.text.plain for each in prose.passages] == ["a", "b"]
    assert prose.left_out == ((3, 6), (8, 8))


def test_an_unclosed_comment_is_text() -> None:
    assert without_comments("50 %% of it") == ("50 %% of it", ())
    assert without_comments("a <!-- b") == ("a <!-- b", ())


def test_the_title_is_the_only_heading_of_the_first_level() -> None:
    title = read_prose("# One\n## Two\n").title
    assert title is not None
    assert title.text.plain == "One"
    assert read_prose("# One\n# Two\n").title is None


def test_hostile_links_and_signs_are_words() -> None:
    assert plain("[[a|b]] ]] [[ \ufdd0\ufdd1 [[x|]] \x00 | #\n") == [
        ("paragraph", 1, "b ]] [[ \N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER} x \N{REPLACEMENT CHARACTER} | #")
    ]
