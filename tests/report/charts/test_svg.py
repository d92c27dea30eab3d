import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.report.charts.svg import at, element, words


@pytest.mark.parametrize(("place", "text"), [(1.0, "1"), (1.04, "1"), (1.06, "1.1"), (-0.04, "0"), (-3.25, "-3.2")])
def test_coordinates_have_one_decimal_at_most(place, text):
    assert at(place) == text


@given(st.text())
def test_any_text_becomes_the_content_of_one_element(text):
    found = ET.fromstring(words(1.0, 2.0, text, class_=text))  # noqa: S314 - of our own making

    assert len(list(found)) == 0
    assert found.attrib.keys() == {"x", "y", "class"}


def test_escapes_of_a_terminal_and_marks_that_turn_text_around_are_replaced():
    assert words(0.0, 0.0, "\x1b[31mA\u202eB]]>") == '<text x="0" y="0">\ufffd[31mA\ufffdB]]&gt;</text>'


def test_a_name_of_several_words_is_written_with_hyphens():
    assert element("g", class_="a", stroke_width=1.26) == '<g class="a" stroke-width="1.3"/>'
