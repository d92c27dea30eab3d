import datetime as dt
import json
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from screener.records.table import Table
from screener.report.json_rows import json_text

GOLDEN_JSON = """\
[
{"event_id": "deepseek-r1", "session_on": "2025-01-27", "ticker": "005930.KS", "side": "long", "car_pct": 0.3, \
"outcome": "used", "price_source": "csv"},
{"event_id": "Žižek \\"r1\\"", "session_on": null, "ticker": "ON", "side": "short", "car_pct": null, \
"outcome": "not_priced", "price_source": "csv"}
]
"""


def test_json_is_as_written_by_hand(make_names: Callable[..., Table]) -> None:
    table = make_names(
        ("deepseek-r1", dt.date(2025, 1, 27), "005930.KS", "long", 0.1 + 0.2, "used", "csv"),
        ('Žižek "r1"', None, "ON", "short", None, "not_priced", "csv"),
    )
    assert json_text(table) == GOLDEN_JSON


def test_torture_tickers_come_back_as_they_went(
    make_names: Callable[..., Table], torture_tickers: tuple[str, ...]
) -> None:
    table = make_names(*(("e", None, ticker, "long", 1.0, "used", "csv") for ticker in torture_tickers))
    assert tuple(row["ticker"] for row in json.loads(json_text(table))) == torture_tickers


def test_a_formula_is_only_text_in_json(make_prose: Callable[..., Table]) -> None:
    (row,) = json.loads(json_text(make_prose('=HYPERLINK("http://x")')))
    assert row == {"event_id": "E1", "name": '=HYPERLINK("http://x")', "car_pct": -1.5, "price_source": "csv"}


def test_an_empty_table_is_an_empty_array(make_names: Callable[..., Table]) -> None:
    assert json.loads(json_text(make_names())) == []


@given(st.lists(st.text(st.characters()), max_size=4))
def test_any_text_is_valid_json_on_a_line_of_its_own(make_prose: Callable[..., Table], texts: list[str]) -> None:
    text = json_text(make_prose(*texts))
    assert len(json.loads(text)) == len(texts)
    assert text.count("\n") == (len(texts) + 2 if texts else 1)
    assert "\x1b" not in text
    assert "\x9b" not in text
    text.encode("utf-8")
