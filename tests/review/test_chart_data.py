"""Which points of a long series a chart keeps."""

import datetime as dt

import pytest
from make_market import date_of, weekdays

from screener.review.chart_data import MOST_POINTS, sample


def days_of(n, start="2022-01-10"):
    return [date_of(day) for day in weekdays(n, start)]


def test_the_first_the_last_of_each_week_and_the_last_are_kept():
    # Monday to Wednesday of the third week.
    assert sample(days_of(13)).places == (0, 4, 9, 12)


def test_the_deepest_point_is_kept():
    assert sample(days_of(13), [0.0, 0.1, 0.3, 0.2, 0.0] + [0.0] * 8).places == (0, 2, 4, 9, 12)


@pytest.mark.parametrize("n", [1, 2, 1499, 1500, 1501, 3000, 12_000])
def test_a_long_history_is_thinned_and_keeps_its_ends(n):
    places = sample(days_of(n)).places

    assert len(places) <= MOST_POINTS + 3
    assert (places[0], places[-1]) == (0, n - 1)
    assert list(places) == sorted(set(places))
    assert len(places) >= min(n // 5, MOST_POINTS // 2)


def test_nothing_gives_nothing():
    assert sample([]).of([]) == ()


def test_points_are_taken_as_they_are():
    days = days_of(6)

    assert sample(days).of([(day, float(place)) for place, day in enumerate(days)]) == (
        (dt.date(2022, 1, 10), 0.0),
        (dt.date(2022, 1, 14), 4.0),
        (dt.date(2022, 1, 17), 5.0),
    )
