import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from screener.report.cell_text import one_line
from screener.report.draft.yaml_text import quoted


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("NVDA", "NVDA"),
        ("open models", "open models"),
        ("NO", '"NO"'),
        ("1E5", '"1E5"'),
        ("0700.HK", '"0700.HK"'),
        ("ARM 2023-09-14..", '"ARM 2023-09-14.."'),
        ("[[OpenAI]]", '"[[OpenAI]]"'),
        ("a: b", '"a: b"'),
        ("# no comment", '"# no comment"'),
        ("? question", '"? question"'),
        ('say "x"', "'say \"x\"'"),
        ('it\'s \\ "x"', "'it''s \\ \"x\"'"),
        ("---", '"---"'),
        ("a\n---\nb", '"a --- b"'),
        ("", '""'),
    ],
)
def test_a_value_has_quotes_where_it_needs_them(text: str, written: str) -> None:
    assert quoted(text) == written


@given(st.text(st.characters(codec=None), max_size=40))
def test_any_text_comes_back_as_it_was_on_one_line(text: str) -> None:
    line = quoted(text)
    assert "\n" not in line
    found = YAML(typ="safe", pure=True).load(f"- {line}\n")
    expected = (
        one_line(text).replace("\ufffe", "\N{REPLACEMENT CHARACTER}").replace("\uffff", "\N{REPLACEMENT CHARACTER}")
    )
    assert found == [expected]
