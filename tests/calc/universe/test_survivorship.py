import numpy as np
import pytest

from screener.calc.universe.survivorship import survivorship

DAYS = np.arange("2020-01-01", "2024-01-01", dtype="datetime64[D]")
LAST = len(DAYS) - 1


def test_names_and_years_are_counted_from_first_to_last_print():
    first = np.array([0, 366, LAST])
    last = np.array([LAST, LAST, LAST])

    found = survivorship(first, last, DAYS)

    # 1,460 days of 2020 to 2023, 1,094 from 2021 on, and none.
    assert (found.n_names, found.n_ended) == (3, 0)
    assert found.name_years == pytest.approx((1_460 + 1_094) / 365.25)
    assert found.is_biased


@pytest.mark.parametrize(("days_before", "n_ended"), [(14, 0), (15, 1)])
def test_a_name_has_ended_after_two_weeks_without_a_print(days_before, n_ended):
    found = survivorship(np.zeros(2, dtype=int), np.array([LAST, LAST - days_before]), DAYS)

    assert found.n_ended == n_ended


@pytest.mark.parametrize(("n_ended", "is_biased"), [(0, True), (3, True), (5, False), (40, False)])
def test_a_universe_that_lost_a_hundredth_of_its_names_a_year_is_not_called_biased(n_ended, is_biased):
    # 100 names over four years: 4 endings are a hundredth a year.
    last = np.full(100, LAST)
    last[:n_ended] = LAST - 30

    assert survivorship(np.zeros(100, dtype=int), last, DAYS).is_biased == is_biased
