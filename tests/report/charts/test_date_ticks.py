import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.report.charts.date_ticks import date_ticks


@pytest.mark.parametrize(
    ("first", "last", "most", "labels"),
    [
        ("2021-08-02", "2026-05-29", 5, ["2022", "2023", "2024", "2025", "2026"]),
        ("2021-08-02", "2026-05-29", 4, ["2022", "2024", "2026"]),
        ("2025-12-08", "2026-05-29", 6, ["2026-01", "2026-02", "2026-03", "2026-04", "2026-05"]),
        ("2024-05-06", "2026-05-29", 3, ["2025", "2026"]),
        ("2024-05-06", "2026-05-29", 4, ["2024-07", "2025-01", "2025-07", "2026-01"]),
        # Mondays of a month of sessions.
        ("2026-05-01", "2026-05-29", 4, ["2026-05-04", "2026-05-11", "2026-05-18", "2026-05-25"]),
        ("2026-05-26", "2026-05-29", 4, ["2026-05-26", "2026-05-27", "2026-05-28", "2026-05-29"]),
        ("2026-05-29", "2026-05-29", 4, ["2026-05-29"]),
    ],
)
def test_labels_are_those_a_person_would_choose(first, last, most, labels):
    found = date_ticks(dt.date.fromisoformat(first), dt.date.fromisoformat(last), most)

    assert [label for _, label in found] == labels


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)), st.integers(0, 40_000), st.integers(1, 8))
def test_round_dates_lie_inside_in_order(first, days, most):
    last = first + dt.timedelta(days=days)
    found = date_ticks(first, last, most)

    assert len(found) <= most
    assert all(first <= day <= last for day, _ in found)
    assert all(day.isoformat().startswith(label) for day, label in found)
    assert [day for day, _ in found] == sorted({day for day, _ in found})
