"""A review's tables and JSON, from a review written by hand."""

import json
from dataclasses import replace

import pytest
from made_reviews import FRIDAY, day, make_lines, make_review

from screener.dictionary.columns import column_of
from screener.dictionary.tables import REVIEW_TABLES, TABLES
from screener.records.position import Position, PositionRow
from screener.records.review import SizingRow
from screener.records.snapshot import ClaimStanding, SignalState, Snapshot
from screener.report.delimited import csv_text
from screener.report.review.review_json import review_json, review_object
from screener.report.review.review_tables import review_table
from screener.report.review.snapshot_tables import claims_history, signals_history


def rows_of(review, name):
    table = review_table(review, name)
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


@pytest.mark.parametrize("name", REVIEW_TABLES)
def test_every_table_has_its_columns_and_values_of_their_kinds(name):
    table = review_table(make_review(), name)

    assert table.columns == TABLES[name]
    for row in table.rows:
        for column, value in zip(table.columns, row, strict=True):
            if column_of(name, column).kind == "number":
                assert value is None or isinstance(value, (int, float)), column
    assert csv_text(table).splitlines()[0] == ",".join(TABLES[name])


def test_decimals_become_percent_and_days_stay_days():
    (net,) = [row for row in rows_of(make_review(), "pnl") if (row["span"], row["line"]) == ("week", "net")]
    held = 0.02 + 0.005 - 0.01 - 0.001 - 0.002 + 0.0005

    assert net["contribution_pct"] == pytest.approx(100 * held, abs=1e-12)
    assert net["market_pct"] == pytest.approx(25 * held, abs=1e-12)
    assert (net["start_on"], net["end_on"], net["is_subtotal"]) == (day("2026-05-26"), FRIDAY, True)


def test_a_span_without_a_session_has_no_figures():
    review = make_review(pnl=tuple(replace(each, start_on=None, end_on=None) for each in make_lines("week")))

    assert {row["contribution_pct"] for row in rows_of(review, "pnl")} == {None}


def test_a_change_is_told_by_its_kind_and_subject():
    drift, signal = rows_of(make_review(), "changes")

    assert (drift["what"], drift["is_drift"], drift["week"]) == ("criterion drawdown", True, "2026-W22")
    assert (signal["what"], signal["before"], signal["after"]) == ("signal NVDA", "hold", "buy")


def test_drift_is_weight_less_target_in_points():
    (row,) = rows_of(make_review(sizing=(SizingRow("NVDA", "long_chips", "long", 0.5, 0.52, ("unfilled",)),)), "sizing")

    assert (row["target_pct"], row["weight_pct"]) == (50.0, 52.0)
    assert row["drift_pp"] == pytest.approx(2.0, abs=1e-12)
    assert row["flags"] == "unfilled;members_missing"


def test_a_holding_keeps_its_currency_and_what_is_not_known_is_empty():
    held = Position("open-models", "000660.KS", -3.0, 250_000.0, "KRW", day("2026-01-05"), "p.csv", 2)
    (row,) = rows_of(
        make_review(positions=(PositionRow(held, "long_memory", "short", 260_000.0, -780_000.0),)), "positions"
    )

    assert (row["shares"], row["close"], row["value"], row["currency"]) == (-3.0, 260_000.0, -780_000.0, "KRW")
    assert {row[name] for name in ("week_pnl", "month_pnl", "opening_pnl", "weight_pct", "drift_pp")} == {None}


def test_json_has_every_field_and_every_table_and_is_the_same_twice():
    review = make_review()
    (found,) = json.loads(review_json([review]))

    assert (found["week"], found["as_of"], found["previous_on"]) == ("2026-W22", "2026-05-29", "2026-05-22")
    assert set(found["tables"]) == set(REVIEW_TABLES)
    assert found["tables"]["rulings"][0]["what"] == "price gap gone"
    assert found["charts"]["spread"] == {
        "name": "spread", "side": "spread", "day_on": ["2025-12-01", "2025-12-11", "2025-12-21"],
        "value": [1.0, 2.0, 4.0],
    }  # fmt: skip
    # The mean and two events of two periods; events have no band.
    assert [(each["period"], each["event_id"]) for each in found["charts"]["paths"]] == [
        ("before", ""), ("before", "E0"), ("before", "E1"), ("live", ""), ("live", "E0"), ("live", "E1"),
    ]  # fmt: skip
    assert "band_low" not in found["charts"]["paths"][1]
    assert json.loads(review_object(review)) == found
    assert review_json([review]) == review_json([make_review()])


def test_json_holds_no_control_character_and_no_half_of_one():
    nasty = "a\x1b[31m\x9bm\u202eb\ud800"
    curve = replace(make_review().charts.spread, name=nasty)
    review = make_review(
        title=nasty, missing=(nasty,), sources=(nasty,), sentences=(nasty,), position_lines=(nasty,),
        charts=replace(make_review().charts, spread=curve),
    )  # fmt: skip
    text = review_json([review])
    found = json.loads(text)[0]
    clean = "a\ufffd[31m\ufffdm\ufffdb\ufffd"

    assert text.encode("utf-8").decode("utf-8") == text
    assert not set(text) & set("\x1b\x9b\u202e\ud800")
    assert [found["title"], *found["missing"], *found["sources"], *found["sentences"], *found["position_lines"]] == [
        clean
    ] * 5
    assert found["charts"]["spread"]["name"] == clean


def make_snapshot(on, source="csv"):
    signals = (SignalState("NVDA", "long_chips", "long", "member", "hold", 0.5, 1, 0.05),)
    claims = (ClaimStanding("gap", "kill", "breaker", "gap()", 7.6, "x", "<", "5", -2.6, "clear", 0, day(on)),)
    return Snapshot("open-models", day(on), day(on), source, "1", "f", "note", None, signals, claims, "{}")


def test_history_has_a_row_a_stored_review_oldest_first():
    stored = [make_snapshot("2026-05-29", "simulated"), make_snapshot("2026-05-22")]
    signals, claims = signals_history(stored), claims_history(stored)

    assert signals.columns == TABLES["signals_history"]
    assert [row[0] for row in signals.rows] == [day("2026-05-22"), day("2026-05-29")]
    assert dict(zip(signals.columns, signals.rows[0], strict=True))["weight_pct"] == 5.0
    assert [row[-1] for row in signals.rows] == ["", "simulated"]
    assert claims.columns == TABLES["claims_history"]
    assert dict(zip(claims.columns, claims.rows[1], strict=True))["as_of"] == FRIDAY
