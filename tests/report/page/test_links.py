import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.report.cell_text import clean_text
from screener.report.page.links import Part, linked


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("https://example.org/a?b=1&c=2#d", ["https://example.org/a?b=1&c=2#d"]),
        ("price: HTTP://example.org; date: https://example.com/x.", ["HTTP://example.org", "https://example.com/x"]),
        ("see https://example.org/a (The Paper)", ["https://example.org/a"]),
        ("(https://example.org/a)", ["https://example.org/a"]),
        ("javascript:alert(1)", []),
        ("data:text/html,https", []),
        ("ftp://example.org/a", []),
        ("https://", []),
        ("https:///path", []),
        ("https://user:secret@example.org/", []),
        ("https://[::1", []),
        ("github:owner/name", []),
        ("", []),
    ],
)
def test_only_addresses_of_the_web_become_links(text, addresses):
    assert [part.address for part in linked(text) if part.address] == addresses


def test_an_address_ends_before_markup_and_before_letters_that_only_look_like_ascii():
    assert linked('https://example.org/"><b>') == (
        Part("https://example.org/", "https://example.org/"),
        Part('"><b>'),
    )
    assert linked("https://exаmple.org/")[0].address in ("", "https://ex")  # noqa: RUF001 - a Cyrillic letter


@given(st.text())
def test_no_character_is_lost_and_a_link_says_where_it_leads(text):
    parts = linked(text)

    assert "".join(part.text for part in parts) == clean_text(text)
    assert all(part.address in ("", part.text) for part in parts)
