import datetime as dt
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.dictionary.columns import COLUMNS
from screener.errors import CodeError
from screener.report.cell_text import clean_text, number_text, one_line, rounded_text, value_text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.1 + 0.2, "0.3"),
        (-0.0, "0"),
        (3.0, "3"),
        (-1.5, "-1.5"),
        (1 / 3, "0.333333333333333"),
        (0.000012, "0.000012"),
        (1e15, "1000000000000000"),
        (123456789012345680.0, "123456789012346000"),
        (1e-25, "1e-25"),
        (12345678901234567890, "12345678901234567890"),
        (7, "7"),
    ],
)
def test_numbers_have_at_most_15_digits_and_no_needless_exponent(number: float, text: str) -> None:
    assert number_text(number) == text


@given(st.floats(-1e300, 1e300))
def test_a_number_reads_back_to_15_digits_and_is_json(number: float) -> None:
    text = number_text(number)
    assert math.isclose(float(text), number, rel_tol=1e-14, abs_tol=1e-300)
    assert float(json.loads(text)) == float(text)
    assert text != "-0"


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_none_is_a_bug_of_the_caller(number: float) -> None:
    with pytest.raises(CodeError, match="empty cell is None"):
        value_text(number)
    with pytest.raises(CodeError, match="empty cell is None"):
        rounded_text(number, COLUMNS["car_pct"])


def test_other_values_are_iso_dates_utc_instants_and_small_words() -> None:
    tokyo = dt.timezone(dt.timedelta(hours=9))
    assert value_text(None) == ""
    assert value_text(True) == "true"
    assert value_text(False) == "false"
    assert value_text(dt.date(2025, 1, 20)) == "2025-01-20"
    assert value_text(dt.datetime(2025, 1, 20, 21, 30, tzinfo=tokyo)) == "2025-01-20T12:30:00Z"


def test_an_instant_without_a_zone_is_a_bug_of_the_caller() -> None:
    naive = dt.datetime(2025, 1, 20, tzinfo=dt.UTC).replace(tzinfo=None)
    with pytest.raises(CodeError, match="without a zone"):
        value_text(naive)


def test_a_value_of_an_unknown_kind_is_a_bug_of_the_caller() -> None:
    with pytest.raises(CodeError, match="list"):
        value_text(["a"])  # type: ignore[arg-type]


def test_each_control_character_is_replaced_by_a_visible_one() -> None:
    assert clean_text("a\x1b[31mb\x00c\x9bd\x7f") == "a\ufffd[31mb\ufffdc\ufffdd\ufffd"
    assert clean_text("evil\u202eknil\u2066x") == "evil\ufffdknil\ufffdx"
    assert clean_text("a\u200eb\u200fc\u061cd") == "a\ufffdb\ufffdc\ufffdd"
    assert clean_text("half\ud800") == "half\ufffd"


def test_line_ends_are_one_kind_and_tabs_stay() -> None:
    assert clean_text("a\r\nb\rc\u2028d\te") == "a\nb\nc\nd\te"
    assert one_line(" a\r\n\tb  c ") == "a b c"


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("car_pct", 3.14159, "+3.1"),
        ("car_pct", -0.04, "0.0"),
        ("car_pct", -12.55001, "-12.6"),
        ("car_pct", 5, "+5.0"),
        ("mde_pct", 2.94, "2.9"),
        ("p_placebo", 0.04321, "0.043"),
        ("p_placebo", 0.0004, "<0.001"),
        ("p_placebo", 0.0, "0.000"),
        ("n_used", 12, "12"),
        ("scar", -1.999, "-2.00"),
        ("car_pct", None, ""),
        ("name", "two\nlines", "two lines"),
    ],
)
def test_people_read_rounded_numbers_with_signs(name: str, value: float | str | None, text: str) -> None:
    assert rounded_text(value, COLUMNS[name]) == text
