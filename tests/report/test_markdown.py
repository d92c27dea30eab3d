import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from screener.records.table import Table
from screener.report.markdown import escaped, markdown_text

GOLDEN_MARKDOWN = """\
| event_id | session_on | ticker | side | car_pct | outcome | price_source |
| --- | --- | --- | --- | ---: | --- | --- |
| deepseek-r1 | 2025-01-27 | NVDA | long | -17.0 | used | csv |
| deepseek-r1 |  | BRK-B | short |  | not_priced | csv |
| deepseek-r1 | 2025-01-27 | ^GSPC | short | +3.1 | used | csv |
"""


def cells(text: str) -> list[str]:
    """Read all cells of a Markdown text, as their inline tokens' plain text."""
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(text)
    found = []
    for token in tokens:
        if token.type == "inline":
            children = token.children or []
            assert {child.type for child in children} <= {"text", "text_special"}, [child.type for child in children]
            found.append("".join(child.content for child in children))
    return found


def test_markdown_is_as_written_by_hand(make_names: Callable[..., Table]) -> None:
    day = dt.date(2025, 1, 27)
    table = make_names(
        ("deepseek-r1", day, "NVDA", "long", -16.9682, "used", "csv"),
        ("deepseek-r1", None, "BRK-B", "short", None, "not_priced", "csv"),
        ("deepseek-r1", day, "^GSPC", "short", 3.14159, "used", "csv"),
    )
    assert markdown_text(table) == GOLDEN_MARKDOWN


def test_simulated_prices_stand_under_a_banner(make_prose: Callable[..., Table]) -> None:
    lines = markdown_text(make_prose("x", price_source="simulated")).splitlines()
    assert lines[0] == "**SIMULATED PRICES: made up by a model; they say nothing about any real stock.**"
    assert lines[1] == ""
    assert lines[2] == "| event_id | name | car_pct | price_source |"


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("[[NVDA|Nvidia]]", r"\[\[NVDA\|Nvidia\]\]"),
        ("![[x.png]]", r"!\[\[x.png\]\]"),
        ("%% hidden %%", r"\%\% hidden \%\%"),
        ("50 % up", "50 % up"),
        ("`code`", r"\`code\`"),
        ("<script>", r"\<script>"),
        ("long_chips", "long_chips"),
        ("_soft_", r"\_soft\_"),
        ("#ai and # 1", r"\#ai and # 1"),
        ("https://x.org", r"https\://x.org"),
        ("a@b.org", r"a\@b.org"),
        ("key:: value", r"key\:\: value"),
        ("&lt;b>", r"\&lt;b>"),
        ("a\\|b", r"a\\\|b"),
        ("$1 == $2", r"\$1 \=\= \$2"),
        ("AT&T 0..5", "AT&T 0..5"),
    ],
)
def test_active_characters_become_plain_ones(text: str, markdown: str, make_prose: Callable[..., Table]) -> None:
    assert escaped(text) == markdown
    assert cells(markdown_text(make_prose(text)))[5] == text


def test_torture_tickers_read_as_themselves(make_names: Callable[..., Table], torture_tickers: tuple[str, ...]) -> None:
    table = make_names(*(("e", None, ticker, "long", 1.0, "used", "csv") for ticker in torture_tickers))
    assert tuple(cells(markdown_text(table))[9::7]) == torture_tickers


@given(st.lists(st.text(st.characters()), max_size=4))
def test_any_text_stays_text_in_a_row_of_its_own(make_prose: Callable[..., Table], texts: list[str]) -> None:
    text = markdown_text(make_prose(*texts))
    assert text.count("\n") == len(texts) + 2
    assert len(cells(text)) == 4 * (len(texts) + 1)
    for active in ("\x1b", "\x9b", "[[", "%%", "::", "==", "://"):
        assert active not in text


@given(
    st.lists(st.sampled_from(["[", "]", "|", "\\", "`", "<", "%", "*", "_", "~", "a", " ", "!", "#", "&lt;", "&", "-"]))
)
def test_active_characters_in_any_mix_read_as_written(make_prose: Callable[..., Table], parts: list[str]) -> None:
    text = " ".join("".join(parts).split())
    assert cells(markdown_text(make_prose(text)))[5] == text
