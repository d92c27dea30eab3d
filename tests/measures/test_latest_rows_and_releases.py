import datetime as dt

import pytest
from made_facts import day, gap, release, usage

from screener.measures.latest_row import LatestRow
from screener.measures.releases import DaysSinceRelease, PermissiveShare
from screener.measures.reviews import DaysSinceReview


def read(measure, on, known=None):
    return measure.reading(day(on), day(known or on))


def test_the_figure_measured_last_counts_once_it_is_known():
    measure = LatestRow(
        [
            gap("Board", "open_closed", "2025-01-31", 5.0),
            gap("Board", "open_closed", "2025-06-30", 2.0, known="2025-09-01"),
        ],
        "pp",
    )

    assert read(measure, "2025-08-31").value == 5.0
    assert read(measure, "2025-09-01").value == 2.0
    assert read(measure, "2025-06-30", "2025-09-01").value == 2.0
    assert read(measure, "2025-06-29", "2025-09-01").value == 5.0


def test_a_figure_that_is_known_later_is_not_spoken_of():
    found = read(LatestRow([usage("share", "2025-06-30", 40.0, known="2025-12-31")], "as_stated"), "2025-07-01")

    assert (found.value, found.why, found.note) == (None, "not_known_yet", "no figure was known by 2025-07-01")


def test_for_a_day_before_the_first_figure_its_day_is_named_once_it_is_known():
    measure = LatestRow([usage("share", "2025-06-30", 40.0, known="2025-12-31")], "as_stated")

    found = read(measure, "2025-06-29", "2025-12-31")

    assert (found.value, found.why) == (None, "no_data")
    assert found.note == "nothing known by 2025-12-31 was measured by 2025-06-29; the first is of 2025-06-30"


def test_a_row_in_another_unit_is_no_answer():
    found = read(LatestRow([gap("Arena", "open_closed", "2025-01-31", 40.0, unit="elo")], "pp"), "2025-02-01")

    assert (found.value, found.why, found.note) == (None, "unit_mismatch", "the table has it in elo, not in pp")


def test_a_gap_between_countries_says_that_it_is_one():
    found = read(LatestRow([gap("MMLU", "us_china", "2023-12-31", 17.5)], "pp"), "2025-01-01")

    assert found.note == "compares the United States with China, not closed with open models"


def test_a_usage_figure_is_in_its_row_s_own_unit():
    found = read(LatestRow([usage("run_rate", "2026-07-31", 65.0, unit="usd_bn")], "as_stated"), "2026-08-01")

    assert (found.value, found.unit) == (65.0, "usd_bn")


def test_days_since_a_lab_s_release_count_from_its_latest_that_was_known():
    events = [
        release("deepseek", "2025-01-20"),
        release("deepseek", "2025-12-01", known="2025-12-03"),
        release("deepseek", "2026-01-15", kind="price_cut"),
        release("meta", "2026-01-10"),
    ]
    measure = DaysSinceRelease(events, "deepseek")

    assert read(measure, "2025-12-02").value == 316.0
    assert read(measure, "2025-12-03").value == 2.0
    # A price cut is no release, nor is another lab's.
    assert read(measure, "2026-01-20").value == 50.0
    assert read(measure, "2025-01-19").why == "no_data"


def test_the_permissive_share_is_of_the_last_twelve_months_without_unknown_licences():
    events = [
        release("a", "2024-06-01", "Llama 2 Community"),
        release("b", "2025-01-01", "MIT"),
        release("c", "2025-02-01", "Apache-2.0"),
        release("d", "2025-03-01", "Modified MIT"),
        release("e", "2025-04-01", ""),
        release("f", "2025-05-01", "proprietary", kind="model_release"),
    ]
    measure = PermissiveShare(events)

    found = read(measure, "2025-05-31")
    assert found.value == pytest.approx(50.0)
    assert found.note == "2 of 4 releases in twelve months; 1 without a known licence left out"
    # A year after its release the first has left the span.
    assert read(measure, "2025-06-01").value == pytest.approx(200 / 3)
    assert read(measure, "2027-01-01").why == "no_data"


def test_days_since_a_review_count_from_the_latest_stored():
    measure = DaysSinceReview([day("2026-01-09"), day("2026-01-02")])

    assert read(measure, "2026-01-08").value == 6.0
    assert read(measure, "2026-01-10").value == 1.0
    assert read(measure, "2026-01-01").why == "not_reviewed"
    assert read(DaysSinceReview([]), "2026-01-01").value is None


@pytest.mark.parametrize(
    "measure",
    [
        LatestRow([usage("x", "2025-03-01", 1.0, known="2025-04-01"), usage("x", "2025-05-01", 2.0)], "as_stated"),
        DaysSinceRelease([release("a", "2025-02-01"), release("a", "2025-06-01", known="2025-07-01")], "a"),
        PermissiveShare([release("a", "2025-02-01"), release("b", "2025-06-01", "custom", known="2025-07-01")]),
        DaysSinceReview([day("2025-03-03")]),
    ],
    ids=lambda measure: type(measure).__name__,
)
def test_every_day_on_which_a_value_changes_is_among_the_days_told(measure):
    first, last = day("2025-01-01"), day("2026-12-31")
    told = set(measure.change_days(first, last))
    days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    values = [measure.reading(each, each).value for each in days]

    changed = {now for now, old, new in zip(days[1:], values, values[1:], strict=False) if old != new}

    assert changed
    assert changed <= told
