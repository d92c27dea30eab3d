"""Text that is YAML, markup or an escape of a terminal stays text: in the properties and in the body."""

import datetime as dt
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from screener.drafting.assembling import draft_of
from screener.drafting.checking import CheckedDraft, checked
from screener.drafting.note_parts import NoteParts
from screener.reference import Reference
from screener.thesis.front_matter import FrontMatter, read_front_matter
from screener.thesis.links import LinkAnswer
from screener.thesis.source import Source

HOSTILE = (
    "---",
    "...",
    "a: b # c",
    "? [x]: {y: *z}",
    "!!python/object:os.system [rm]",
    "'\"`\\",
    "]] [[ [[a|b",
    "[[x|y\nz]]",
    "%% screener:begin review %%",
    "\x1b[31mred\x1b[0m\x07",
    "\u202eright to left\u2066",
    "<script>alert(1)</script>",
    "</td>|a|b|",
    "&lt;b&gt; &#35;x",
    "\ufeff\ufffe\uffff\x00\x85\u2028",
    "#tag #not/one? $x$ ^id ==y== ~~z~~",
    "key:: value",
    "- [ ] * + 1. > # ```",
    "{{ 7 * 7 }} {% raw %}",
)
SHAPES = (
    "# {}\n\n## Bullish\n\n- NVDA: {}\n- {}\n",
    "---\ntitle: {}\ntags: [{}]\n---\n\n## Bearish\n- PATH\n\n## Players\n- {}\n- [[{}]]\n",
    "## Related\n- [[a{}|{}]] {}\n\n## Kill criteria\n- {}\n\n## Bullish\n- MU {}\n",
    "| {} | Bullish |\n|---|---|\n| {} | AMD |\n\n{}\n",
    "**Longs**\n\n- [[{}|NVDA]]\n- $AMD {}\n\n| Model | Input |\n|-|-|\n| GPT-5 {} | $30 {} |\n",
)


def drafted(text: str, reference: Reference) -> CheckedDraft:
    parts = NoteParts("name", "", (), (), text, 1)
    draft = draft_of(parts, reference, lambda _: LinkAnswer(), dt.date(2025, 12, 8))
    return checked(draft, "draft.md", reference)


def assert_harmless(found: CheckedDraft) -> None:
    """Check that properties are the entries and nothing else, and that the body holds no live markup of the note's."""
    front = read_front_matter(Source("draft.md", found.text))
    assert isinstance(front, FrontMatter)
    assert front.problems == ()
    expected = {"type", "thesis_id", "title", "status", "opened_on", "benchmark"}
    assert set(front.keys) == expected | {entry.key for entry in found.draft.entries}
    for key in {entry.key for entry in found.draft.entries}:
        assert len(front.nodes[key].value) == len(found.draft.of(key))
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", found.text)
    body = found.text[front.body :]
    headings = [line for line in body.splitlines() if line.startswith("#")]
    assert all(
        re.match(r"# |## (The|Why|Companies|Related|Left|What|Not)|### (Names|Figures|Text|Prop)", each)
        for each in headings
    )
    tokens = MarkdownIt("commonmark").enable("table").parse(body)
    inline = [child.type for token in tokens for child in token.children or ()]
    assert not {"html_inline", "code_inline", "link_open", "image"} & set(inline)
    assert not {"html_block", "fence", "code_block", "hr"} & {token.type for token in tokens}
    assert not re.search(r"(?<!\\)%%|(?<![\w\\&])#(?=\w)", re.sub(r"\[\[.*?\]\]", "", body))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("hostile", HOSTILE, ids=ascii)
def test_hostile_text_breaks_neither_properties_nor_body(hostile: str, shape: str, reference: Reference) -> None:
    found = drafted(shape.replace("{}", hostile), reference)
    assert_harmless(found)
    assert not [problem for problem in found.problems if problem.severity == "error" and problem.code != "T208"]


PIECES = st.one_of(st.sampled_from(HOSTILE), st.sampled_from(SHAPES), st.text(max_size=30))


@settings(max_examples=60, deadline=None)
@given(pieces=st.lists(PIECES, max_size=8), joint=st.sampled_from(["\n", " ", "\r\n", "\n\n", "\n- ", " | "]))
def test_no_note_raises_or_makes_a_draft_that_does_not_read(
    pieces: list[str], joint: str, reference: Reference
) -> None:
    assert_harmless(drafted(joint.join(pieces), reference))
