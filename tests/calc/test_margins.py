"""Margins by hand: what each quarter says, what it is compared with, and what is not used."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.calc.margin_checks import gross_profit_of
from screener.calc.margins import margin_quarters
from screener.dictionary.income_checks import INCOME_CHECKS, UNUSABLE
from screener.records.income import IncomeQuarter, MarginQuarter

ENDS = [
    dt.date(year, month, day) for year in (2023, 2024, 2025) for month, day in ((3, 31), (6, 30), (9, 30), (12, 31))
]
LATER = dt.date(2026, 12, 31)


def quarter(
    end: dt.date, revenue: float | None, gross_profit: float | None = None, cost: float | None = None, **more: object
) -> IncomeQuarter:
    known_on = end + dt.timedelta(days=30)
    plain = IncomeQuarter("XYZ", end, revenue, cost, gross_profit, None, "USD", known_on, False, "page", "seen")
    return replace(plain, **more)


def series(*pairs: tuple[float | None, float | None], first: int = 0) -> list[IncomeQuarter]:
    """Return quarters in a row, each from its revenue and gross profit."""
    return [quarter(ENDS[first + place], *pair) for place, pair in enumerate(pairs)]


def last(quarters: list[IncomeQuarter], known_by: dt.date = LATER) -> MarginQuarter:
    return margin_quarters(quarters, known_by)[-1]


def checks(row: MarginQuarter) -> list[tuple[str, dt.date]]:
    return [(each.check, each.period_end_on) for each in row.findings]


def test_the_year_of_one_quarter_by_hand() -> None:
    row = last(series((100.0, 60.0), (1.0, 0.5), (1.0, 0.5), (1.0, 0.5), (125.0, 70.0)))

    assert (row.ticker, row.period_end_on, row.known_on) == ("XYZ", dt.date(2024, 3, 31), dt.date(2024, 4, 30))
    assert (row.revenue, row.gross_profit, row.gross_margin) == (125.0, 70.0, 0.56)
    assert row.gross_margin_change == pytest.approx(-0.04, abs=1e-15)
    assert row.revenue_growth == 0.25
    assert row.is_growth_with_falling_margin is True
    assert row.year_ago.period_end_on == dt.date(2023, 3, 31)


@pytest.mark.parametrize(
    ("then", "now", "is_flagged"),
    [
        ((100.0, 60.0), (110.0, 60.0), True),
        ((100.0, 60.0), (110.0, 66.0), False),
        ((100.0, 60.0), (110.0, 70.0), False),
        ((100.0, 60.0), (100.0, 50.0), False),
        ((100.0, 60.0), (90.0, 45.0), False),
        ((100.0, None), (110.0, 60.0), None),
        ((100.0, 60.0), (110.0, None), None),
    ],
    ids=["fell", "as before", "rose", "no growth", "shrank", "no margin then", "no margin now"],
)
def test_growth_with_falling_margin_needs_both(then, now, is_flagged) -> None:
    assert last([quarter(ENDS[0], *then), quarter(ENDS[4], *now)]).is_growth_with_falling_margin is is_flagged


@pytest.mark.parametrize(
    ("row", "profit"),
    [
        (quarter(ENDS[0], 100.0, 60.0, 30.0), 60.0),
        (quarter(ENDS[0], 100.0, None, 30.0), 70.0),
        (quarter(ENDS[0], 100.0, 0.0, 30.0), 0.0),
        (quarter(ENDS[0], 100.0), None),
        (quarter(ENDS[0], None, None, 30.0), None),
    ],
)
def test_gross_profit_is_as_reported_else_revenue_less_cost(row, profit) -> None:
    assert gross_profit_of(row) == profit


def test_a_bank_without_gross_profit_grows_and_has_no_margin() -> None:
    row = last([quarter(ENDS[0], 100.0), quarter(ENDS[4], 107.0)])

    assert row.revenue_growth == pytest.approx(0.07)
    assert (row.gross_profit, row.gross_margin, row.gross_margin_change, row.trend_per_year) == (None,) * 4


@pytest.mark.parametrize(("days", "is_found"), [(345, True), (344, False), (385, True), (386, False)])
def test_the_year_ago_quarter_ends_a_year_before_within_twenty_days(days: int, is_found: bool) -> None:
    end = dt.date(2025, 12, 31)
    row = last([quarter(end - dt.timedelta(days=days), 100.0, 50.0), quarter(end, 110.0, 50.0)])

    assert (row.revenue_growth is not None) == is_found


def test_a_fiscal_year_of_52_weeks_meets_a_source_that_writes_the_months_end() -> None:
    row = last([quarter(dt.date(2025, 1, 26), 100.0, 50.0), quarter(dt.date(2026, 1, 31), 110.0, 50.0)])

    assert row.revenue_growth == pytest.approx(0.1)


def test_the_trend_is_the_slope_of_the_last_eight_quarters_in_a_row() -> None:
    margins = [0.9, 0.1, 0.50, 0.51, 0.49, 0.53, 0.52, 0.55, 0.54, 0.56]
    row = last(series(*((100.0, 100 * margin) for margin in margins)))

    slope = np.polyfit(np.arange(8) / 4, margins[2:], 1)[0]
    assert row.trend_per_year == pytest.approx(slope, rel=1e-12)


def test_four_quarters_in_a_row_make_a_trend_and_three_do_not() -> None:
    quarters = series((100.0, 50.0), (100.0, 51.0), (100.0, 52.0), (100.0, 53.0))

    assert last(quarters).trend_per_year == pytest.approx(0.04)
    assert last(quarters[1:]).trend_per_year is None


@pytest.mark.parametrize("hole", ["absent", "blank", "without margin"])
def test_a_hole_ends_the_trend(hole: str) -> None:
    quarters = series((100.0, 10.0), (100.0, 50.0), (100.0, 51.0), (100.0, 52.0), (100.0, 53.0), (100.0, 54.0))
    instead = {"absent": [], "blank": [quarter(ENDS[1], None)], "without margin": [quarter(ENDS[1], 100.0)]}[hole]

    assert last([quarters[0], *instead, *quarters[2:]]).trend_per_year == pytest.approx(0.04)
    assert last([quarters[0], *instead, *quarters[2:5]]).trend_per_year is None


def test_the_row_known_latest_by_the_day_counts_and_is_called_restated() -> None:
    first = quarter(ENDS[4], 1000.0, 600.0)
    anew = replace(first, revenue=700.0, gross_profit=560.0, known_on=ENDS[8])

    assert last([anew, first], ENDS[8] - dt.timedelta(days=1)).gross_margin == 0.6
    row = last([anew, first], ENDS[8])
    assert (row.gross_margin, row.revenue, row.known_on, row.quarter) == (0.8, 700.0, ENDS[8], anew)
    assert checks(row) == [("restated", ENDS[4])]


def test_a_restated_base_changes_the_growth_from_the_day_it_is_known() -> None:
    base, now = quarter(ENDS[4], 100.0, 50.0), quarter(ENDS[8], 120.0, 60.0)
    anew = replace(base, revenue=80.0, gross_profit=40.0, known_on=dt.date(2025, 8, 1))

    assert last([base, anew, now], dt.date(2025, 7, 31)).revenue_growth == pytest.approx(0.2)
    assert last([base, anew, now], dt.date(2025, 8, 1)).revenue_growth == pytest.approx(0.5)


def test_the_same_figures_twice_and_figures_filled_in_are_no_restatement() -> None:
    one = quarter(ENDS[0], 100.0)
    again = replace(one, period_end_on=dt.date(2023, 4, 2), known_on=LATER)
    filled = replace(one, gross_profit=60.0, known_on=LATER)

    assert checks(last([one, again])) == []
    assert len(margin_quarters([one, again], LATER)) == 1
    assert (last([one, filled]).gross_margin, checks(last([one, filled]))) == (0.6, [])


def test_a_blank_row_is_named_and_the_figures_known_before_it_count() -> None:
    told = quarter(ENDS[0], 100.0, 60.0)
    blank = replace(told, revenue=None, gross_profit=None, known_on=LATER)

    row = last([told, blank])
    assert (row.gross_margin, checks(row)) == (0.6, [("blank_quarter", ENDS[0])])


def test_a_dated_quarter_without_revenue_is_blank_and_no_base() -> None:
    rows = margin_quarters([quarter(ENDS[0], None), quarter(ENDS[4], 100.0, 60.0)], LATER)

    assert not rows[0].is_used
    assert checks(rows[0]) == [("blank_quarter", ENDS[0])]
    assert rows[1].revenue_growth is None
    assert checks(rows[1]) == [("missing_quarter", ENDS[4]), ("blank_quarter", ENDS[0])]


def test_a_gap_in_the_series_is_named_where_it_ends() -> None:
    rows = margin_quarters([quarter(ENDS[place], 100.0, 50.0) for place in (0, 1, 3, 4)], LATER)

    assert [checks(row) for row in rows] == [[], [], [("missing_quarter", ENDS[3])], []]


BROKEN = {
    "revenue_not_positive": {"revenue": 0.0, "gross_profit": -5.0},
    "cost_negative": {"cost_of_revenue": -1.0},
    "gross_profit_above_revenue": {"gross_profit": 101.0},
    "operating_income_above_revenue": {"operating_income": 101.0},
}


@pytest.mark.parametrize("check", sorted(UNUSABLE))
def test_a_broken_quarter_is_named_and_used_neither_for_itself_nor_as_a_base(check: str) -> None:
    quarters = series(*[(100.0, 50.0)] * 5)
    quarters[0] = replace(quarters[0], **BROKEN[check])

    rows = margin_quarters(quarters, LATER)

    assert (rows[0].revenue, rows[0].gross_profit, rows[0].gross_margin, rows[0].is_used) == (None, None, None, False)
    assert checks(rows[0]) == [(check, ENDS[0])]
    assert (rows[4].revenue_growth, rows[4].gross_margin_change, rows[4].year_ago) == (None, None, None)
    assert checks(rows[4]) == [(check, ENDS[0])]
    assert rows[4].trend_per_year == 0.0


@pytest.mark.parametrize("figures", [{"cost_of_revenue": 0.0}, {"gross_profit": 100.0}, {"operating_income": 100.0}])
def test_figures_at_their_bound_are_fine(figures: dict[str, float]) -> None:
    assert checks(last([replace(quarter(ENDS[0], 100.0), **figures)])) == []


@pytest.mark.parametrize(
    ("before", "after", "is_step"),
    [
        ((1000.0, 700.0), (672.0, 555.0), True),  # a business of low margin sold
        ((1000.0, 800.0), (1400.0, 900.0), True),  # or bought
        ((1000.0, 700.0), (672.0, 535.0), False),  # 9.6 points
        ((1000.0, 700.0), (701.0, 595.0), False),  # 29.9 %
        ((1000.0, 560.0), (1750.0, 1300.0), False),  # a boom: both rise
        ((1000.0, 400.0), (500.0, 50.0), False),  # a slump: both fall
        ((1000.0, None), (500.0, 400.0), False),
    ],
)
def test_a_step_needs_revenue_and_margin_to_move_far_against_each_other(before, after, is_step: bool) -> None:
    rows = margin_quarters(series(before, after), LATER)

    assert [checks(row) for row in rows] == [[("revenue_step", end)] if is_step else [] for end in (ENDS[0], ENDS[1])]


def test_nothing_is_compared_across_a_step() -> None:
    old, new = (1000.0, 700.0), (650.0, 540.0)
    rows = margin_quarters(series(old, old, old, new, new, new, new, new), LATER)

    assert [row.revenue_growth for row in rows] == [None] * 7 + [0.0]
    assert [row.trend_per_year for row in rows] == [None] * 6 + [0.0, 0.0]
    assert all(("revenue_step", ENDS[3]) in checks(row) for row in rows[3:7])
    assert checks(rows[7]) == []


def test_growth_is_not_counted_from_another_currency_and_the_margin_is() -> None:
    row = last([quarter(ENDS[0], 100.0, 50.0, currency="TWD"), quarter(ENDS[4], 3.0, 1.8)])

    assert row.revenue_growth is None
    assert row.gross_margin_change == pytest.approx(0.1)
    assert ("currency_changed", ENDS[4]) in checks(row)


def test_every_check_of_the_dictionary_can_find_something() -> None:
    seen = set(BROKEN)
    for quarters in (
        [quarter(ENDS[0], None), quarter(ENDS[4], 1.0)],
        series((1000.0, 700.0), (650.0, 540.0)),
        [quarter(ENDS[0], 1.0, currency="TWD"), quarter(ENDS[4], 1.0)],
        [quarter(ENDS[0], 1.0), replace(quarter(ENDS[0], 2.0), known_on=LATER)],
    ):
        seen |= {each.check for row in margin_quarters(quarters, LATER) for each in row.findings}
    assert seen == set(INCOME_CHECKS)


def test_nothing_known_is_no_quarter() -> None:
    assert margin_quarters([], LATER) == ()
    assert margin_quarters([quarter(ENDS[0], 1.0)], ENDS[0]) == ()


FIGURE = st.one_of(st.none(), st.floats(-50, 1e3))
ANY_QUARTERS = st.lists(
    st.builds(
        lambda place, shift, revenue, profit, lag: quarter(
            ENDS[place] + dt.timedelta(days=shift), revenue, profit, known_on=ENDS[place] + dt.timedelta(days=lag)
        ),
        st.integers(0, 11),
        st.integers(-9, 9),
        FIGURE,
        FIGURE,
        st.integers(10, 500),
    ),
    max_size=14,
)


@given(ANY_QUARTERS, st.integers(0, 1500))
def test_what_was_known_later_changes_nothing(quarters: list[IncomeQuarter], days: int) -> None:
    known_by = ENDS[0] + dt.timedelta(days=days)
    known = [each for each in quarters if each.known_on <= known_by]

    assert margin_quarters(quarters, known_by) == margin_quarters(known, LATER + dt.timedelta(days=1000))


@given(ANY_QUARTERS)
def test_later_quarters_change_no_figure_of_earlier_ones(quarters: list[IncomeQuarter]) -> None:
    until = ENDS[6] + dt.timedelta(days=20)
    whole = [row for row in margin_quarters(quarters, LATER) if row.period_end_on <= until]
    cut = margin_quarters([each for each in quarters if each.period_end_on <= until], LATER)

    assert [replace(row, findings=()) for row in whole] == [replace(row, findings=()) for row in cut]
