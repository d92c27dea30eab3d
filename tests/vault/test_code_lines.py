"""Which lines of a note are code: CommonMark's fences, worked by hand from the rules of its specification, 4.5."""

import pytest

from screener.vault.code_lines import code_lines, note_lines


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("```\na\n```\nb\n", [0, 1, 2]),
        ("~~~~\na\n~~~\n~~~~~ \nb", [0, 1, 2, 3]),
        ("```\n~~~\n```\nb", [0, 1, 2]),
        # A closing fence may be indented by three columns, not by four.
        ("```\n   ```\nb", [0, 1]),
        ("```\n    ```\nb", [0, 1, 2]),
        # Four columns make indented code, in which a fence is text; behind a paragraph they make nothing.
        ("    ```\nb", []),
        ("a\n    ```\nb", []),
        ("``` a`b\nc", []),
        ("``\na\n``", []),
        ("~~~ a`b\nc", [0, 1]),
        ("a\n```\nb", [1, 2]),
        ("- ```\n  a\n  ```\nb", [0, 1, 2]),
        ("- ```\n  a\nb", [0, 1]),
        ("1. a\n\n   ```\n   b\nc", [2, 3]),
        ("> ```\n> a\nb", [0, 1]),
        ("> - ~~~\n>   a\n>   ~~~\n> b", [0, 1, 2]),
        ("---\na: 1\n---\nb", [0, 1, 2]),
        ("\ufeff---\na: |\n  ```\n---\nb\n```\n", [0, 1, 2, 3, 5]),
        ("---\nb", []),
        ("---\n%% a %%\n---\n", []),
        ("b\n---\na: 1\n---\n", []),
        ("\ufeff```\na", [0, 1]),
        ("", []),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_fences_and_properties_are_found_as_commonmark_and_obsidian_have_them(text, code, newline):
    assert sorted(code_lines(note_lines(text.replace("\n", newline)))) == code


@pytest.mark.parametrize("text", ["", "a", "a\n", "a\r\n\rb\n\n", "\x0ba\x0c\u2028\u2029\x85b\n", "\n", "\r\n\r\n"])
def test_lines_put_together_are_the_note(text):
    assert "".join(note_lines(text)) == text
