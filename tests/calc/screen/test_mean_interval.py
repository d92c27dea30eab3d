import math

import numpy as np
import pytest
from scipy import fft, stats

from screener.calc.screen.mean_interval import degrees_of_freedom, mean_interval

NAN = np.nan


def test_the_error_comes_from_the_first_cosines_of_the_series():
    values = np.random.default_rng(2).standard_normal(120)
    found = mean_interval(values, 63 / 5)

    # The orthonormal cosine transform has sqrt(2 / T) sum x(t) cos(pi j (t - 1/2) / T) at j; min(9.7, 120 / 25.2) = 4.
    loads = fft.dct(values - values.mean(), norm="ortho")[1:5]
    half = stats.t(4).ppf(0.975) * math.sqrt((loads**2).mean() / 120)
    assert found.mean == pytest.approx(values.mean(), rel=1e-13)
    assert (found.low, found.high) == pytest.approx((values.mean() - half, values.mean() + half), rel=1e-10)


def test_a_gap_keeps_its_place_in_time():
    values = np.random.default_rng(2).standard_normal(60)
    values[[7, 8, 30]] = NAN
    found = mean_interval(values, 1.0)

    known = np.isfinite(values)
    mean = values[known].mean()
    loads = fft.dct(np.where(known, values - mean, 0.0), norm="ortho")[1 : 1 + int(0.4 * 60 ** (2 / 3))]
    half = stats.t(len(loads)).ppf(0.975) * math.sqrt((loads**2).mean() * 60) / 57
    assert (found.low, found.high) == pytest.approx((mean - half, mean + half), rel=1e-10)


def test_decisions_without_a_value_before_the_first_and_after_the_last_change_nothing():
    values = np.random.default_rng(2).standard_normal(40)

    assert mean_interval(np.concatenate([[NAN] * 9, values, [NAN] * 5]), 4.2) == mean_interval(values, 4.2)


@pytest.mark.parametrize(
    ("span", "overlap", "expected"),
    [(12, 0.2, 2), (11, 0.2, 1), (51, 12.6, 2), (50, 12.6, 1), (250, 12.6, 9), (250, 1.0, 15)],
)
def test_two_windows_go_into_each_degree_of_freedom(span, overlap, expected):
    assert degrees_of_freedom(span, overlap) == expected


@pytest.mark.parametrize(("n", "overlap"), [(1, 1.0), (11, 1.0), (50, 12.6)])
def test_too_short_a_history_has_a_mean_and_no_interval(n, overlap):
    found = mean_interval(np.arange(float(n)), overlap)

    assert found.mean == (n - 1) / 2
    assert math.isnan(found.low)
    assert math.isnan(found.high)


def test_few_values_over_a_long_time_have_no_interval():
    values = np.full(100, NAN)
    values[::10] = np.arange(10.0)

    assert math.isnan(mean_interval(values, 1.0).low)


def test_no_values_have_no_mean():
    assert math.isnan(mean_interval(np.full(20, NAN), 1.0).mean)
    assert math.isnan(mean_interval(np.empty(0), 1.0).mean)


def test_the_interval_covers_the_mean_of_running_sums_in_95_of_100():
    # Sums over 12 steps of independent draws: the correlation of overlapping windows, exactly.
    rng = np.random.default_rng(12)
    covered, n_draws = 0, 2_000
    for _ in range(n_draws):
        total = np.concatenate([[0.0], np.cumsum(rng.standard_t(5, 131))])
        found = mean_interval(total[12:] - total[:-12], 12.0)
        covered += found.low <= 0.0 <= found.high

    # Two standard errors of 2,000 draws are 1 %.
    assert 0.925 < covered / n_draws < 0.965
