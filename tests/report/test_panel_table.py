import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from make_market import make_panel

from screener.records.prices import Coverage
from screener.report.panel_table import prices_table

AS_OF = dt.date(2018, 1, 8)
# Monday the 1st to Thursday the 4th.
PANEL = make_panel(
    {"NA": [np.nan, 10.0, 11.0, 12.5], "SPY": [100.0, 101.0, np.nan, 99.0]}, shut={"NA": [3]}, start_on="2018-01-01"
)


def rows(panel):
    table = prices_table(panel, "made", AS_OF)
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def day(number):
    return dt.date(2018, 1, number)


def test_there_is_a_row_for_every_ticker_and_session_with_a_level_by_ticker_then_by_session():
    found = [(row["ticker"], row["session_on"], row["level"], row["is_closed"]) for row in rows(PANEL)]

    assert found == [
        ("NA", day(2), 10.0, False),
        ("NA", day(3), 11.0, False),
        ("NA", day(4), 11.0, True),
        ("SPY", day(1), 100.0, False),
        ("SPY", day(2), 101.0, False),
        ("SPY", day(4), 99.0, False),
    ]


def test_close_and_volume_are_empty_where_there_is_none_and_exact_where_there_is():
    nothing = np.full((4, 2), np.nan)
    close, volume = nothing.copy(), nothing.copy()
    close[1, 0], volume[1, 0] = 9.75, 1_000.0

    assert {(row["close"], row["volume"]) for row in rows(PANEL)} == {(None, None)}
    found = [(row["close"], row["volume"]) for row in rows(replace(PANEL, close=close, volume=volume))]
    assert found == [(9.75, 1000.0), *[(None, None)] * 5]


def test_each_row_says_where_it_comes_from():
    (first, *_) = rows(PANEL)

    assert (first["thesis_id"], first["as_of"], first["price_source"], first["data_as_of"], first["flags"]) == (
        "made", AS_OF, "csv", day(4), "",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("source", "reason", "expected"),
    [
        ("simulated", "", {"NA": "simulated", "SPY": "simulated"}),
        ("csv", "price_return_only", {"NA": "price_return_only", "SPY": ""}),
        ("simulated", "price_return_only", {"NA": "simulated;price_return_only", "SPY": "simulated"}),
    ],
)
def test_rows_carry_what_to_know_of_their_own_ticker(source, reason, expected):
    coverage = (Coverage("NA", "XNYS", 3, day(2), day(4), reason), Coverage("SPY", "XNYS", 3, day(1), day(4)))

    assert {row["ticker"]: row["flags"] for row in rows(replace(PANEL, source=source, coverage=coverage))} == expected


def test_cutting_the_future_away_changes_no_row_before_the_cut():
    whole = rows(PANEL)
    cut = replace(
        PANEL,
        session_on=PANEL.session_on[:3],
        closes_at=PANEL.closes_at[:3],
        level=PANEL.level[:3],
        closed=PANEL.closed[:3],
        shut=None,
    )
    before = [row | {"data_as_of": day(3)} for row in whole if row["session_on"] <= day(3)]

    assert rows(cut) == before


def test_rows_before_the_first_one_used_are_left_out():
    panel = make_panel({"A": [1.0, 2.0, float("nan"), 4.0], "SPY": [1.0, 1.0, 1.0, 1.0]})
    table = prices_table(panel, "made", AS_OF, 1)

    assert [(row[0], row[3]) for row in table.rows] == [
        ("A", 2.0), ("A", 4.0), ("SPY", 1.0), ("SPY", 1.0), ("SPY", 1.0),
    ]  # fmt: skip
