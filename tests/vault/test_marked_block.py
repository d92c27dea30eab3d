"""The machine's part of odd notes: only what stands between its marks ever changes."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from screener.errors import CodeError, UsageError
from screener.vault.marked_block import find_block, replace_block

BEGIN, END = "%% screener:begin review %%", "%% screener:end review %%"
ODD = st.sampled_from(
    [
        "---",
        "tags: [a, a]",
        "a: 1 # a comment",
        "a: 2",
        "key: &anchor value",
        "# Heading \N{ROCKET}",
        "text ^block-id",
        "%% a comment %%",
        "%%",
        "> [!warning]- Title",
        "![[chart.svg]]",
        "{{title}} <% tp.date.now() %>",
        "decision:: hold",
        "%% screener:begin other %%\nof another tool\n%% screener:end other %%",
        f"```md\n{BEGIN}\n```",
        f"~~~~\n{END}\n```\n~~~~",
        "e\N{COMBINING ACUTE ACCENT} \N{RIGHT-TO-LEFT OVERRIDE}evil",
        "trailing spaces   ",
        "\ttab",
        "",
        "x" * 200_000,
        "- ```\n  code\n  ```",
        f"- item\n\n  ~~~\n  {BEGIN}\n  {END}\n  ~~~",
        f"> ```\n> {END}\n> ```",
        f"    {BEGIN}",
        "~~~\n    ~~~\n%% screener:begin review %%\n~~~",
        "\x0c\u2028\x85",
        "no\u00a0break \u200d \u00c5 A\u030a",
        "a lone\rcarriage return",
        "| a | b |\n|---|---|\n| 1 | 2 |",
    ]
)
TEXTS = st.lists(ODD, max_size=8)


def note(before, inside, after, newline="\n", *, bom=False, ends=True):
    """Return the parts of a note before, inside and behind its block, in line ends of one kind."""
    parts = ("\n".join([*before, BEGIN, ""]), "".join(f"{line}\n" for line in inside), "\n".join([END, *after]))
    head, middle, tail = (part.replace("\n", newline) for part in parts)
    return ("\ufeff" if bom else "") + head, middle, tail + (newline if ends else "")


@settings(max_examples=150, deadline=None)
@given(
    TEXTS, st.lists(st.sampled_from(["old", "- item", "> quote", ""]), max_size=4), TEXTS,
    st.sampled_from(["\n", "\r\n"]), st.booleans(), st.booleans(),
)  # fmt: skip
def test_no_character_outside_the_block_changes_and_a_second_time_nothing_does(
    before, inside, after, newline, bom, ends
):
    head, middle, tail = note(before, inside, after, newline, bom=bom, ends=ends)

    changed = replace_block(head + middle + tail, "review", "new\n\n- lines\n", "n.md")

    assert changed == head + f"new{newline}{newline}- lines{newline}" + tail
    assert replace_block(changed, "review", "new\n\n- lines\n", "n.md") == changed


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
@example("%% screener:begin review %%\r")
@example("```\n%% screener:begin review %%\n%% screener:end review %%\n")
def test_any_text_is_either_refused_or_loses_nothing(text):
    whole = f"{BEGIN}\n{END}\n{text}"
    try:
        changed = replace_block(whole, "review", "new\n", "n.md")
    except UsageError:
        return
    assert changed == f"{BEGIN}\nnew\n{END}\n{text}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no marks\n", "n.md: no line says '%% screener:begin review %%'"),
        (f"a\n{BEGIN}\n", "n.md:2: the block 'review' begins here and does not end"),
        (f"a\n{END}\n", "n.md:2: a block 'review' ends here that does not begin"),
        (f"{BEGIN}\n{END}\n{BEGIN}\n{END}\n", "n.md:3: the block 'review' is there a second time"),
        (f"{BEGIN}\n{BEGIN}\n{END}\n", "n.md:2: a block begins inside the one that begins on line 1"),
        (f"{BEGIN}\n%% screener:end other %%\n", "n.md:2: a block 'other' ends here that does not begin"),
        (f"```\n{BEGIN}\n{END}\n```\n", "no line says"),
        (f"> ```\n> {BEGIN}\n", "no line says"),
        (f"x {BEGIN}\n{END}\n", "ends here that does not begin"),
        (f"- ```\n  {BEGIN}\n  {END}\n  ```\n", "no line says"),
        (f"~~~\n    ~~~\n{BEGIN}\n{END}\n~~~\n", "no line says"),
        (f"text\n\n    {BEGIN}\n    {END}\n", "no line says"),
        (f"a\x0cb\u2028c\n{BEGIN}\n", "n.md:2: the block 'review' begins here"),
    ],
)
def test_marks_that_are_not_as_they_were_made_are_refused_with_their_line(text, said):
    with pytest.raises(UsageError) as error:
        find_block(text, "review", "n.md")

    assert said in str(error.value)


def test_marks_in_a_fence_are_text_and_those_behind_it_count():
    text = f"````\n```\n{BEGIN}\n````\n{BEGIN}\nold\n{END}\n"

    assert replace_block(text, "review", "new\n", "n.md") == f"````\n```\n{BEGIN}\n````\n{BEGIN}\nnew\n{END}\n"


@pytest.mark.parametrize(
    "before",
    ["- ```", "> ~~~", "```x``` is code in a line", "text\n\n    ```", "---", "---\na: 1\n---", "\ufeff"],
)
def test_a_block_behind_what_is_no_open_fence_is_found(before):
    text = f"{before}\n{BEGIN}\nold\n{END}\n---\n"

    assert replace_block(text, "review", "new\n", "n.md") == f"{before}\n{BEGIN}\nnew\n{END}\n---\n"


def test_a_block_on_the_first_line_behind_a_byte_order_mark_is_found():
    assert replace_block(f"\ufeff{BEGIN}\n{END}", "review", "new\n", "n.md") == f"\ufeff{BEGIN}\nnew\n{END}"


@pytest.mark.parametrize("content", ["a\nb\n", "a\r\nb\r\n", "a\rb\r"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_new_text_takes_the_line_ends_of_the_line_that_begins_the_block(content, newline):
    text = f"mine\n{BEGIN}{newline}old\n{END}\r\nmine"

    changed = replace_block(text, "review", content, "n.md")

    assert changed == f"mine\n{BEGIN}{newline}a{newline}b{newline}{END}\r\nmine"


@pytest.mark.parametrize("content", ["no line end", "```\n", "text\n\n~~~~ md\nnot closed\n"])
def test_text_that_would_hide_the_end_of_its_block_is_a_broken_promise(content):
    with pytest.raises(CodeError, match="hide the end"):
        replace_block(f"{BEGIN}\n{END}\nmine\n", "review", content, "n.md")


@pytest.mark.parametrize("line", [BEGIN, END, f"  {END}  ", "%% screener:begin other %%", f"> {END}"])
def test_the_machines_own_text_can_hold_no_mark(line):
    with pytest.raises(CodeError):
        replace_block(f"{BEGIN}\n{END}\n", "review", f"a\n{line}\n", "n.md")
