import math

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.calc.inference.hac import long_run_variance, newey_west, newey_west_lag


def made(seed, n, k):
    """Return a regression whose errors are autocorrelated and grow with the first regressor."""
    rng = np.random.default_rng(seed)
    x = np.column_stack([np.ones(n), rng.normal(0, 0.01, (n, k - 1))])
    noise = rng.normal(0, 0.01, n + 3)
    errors = (noise[3:] + 0.5 * noise[2:-1] + 0.2 * noise[:-3]) * (1 + 20 * np.abs(x[:, -1]))
    return x @ rng.uniform(-1, 1, k) + errors, x


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(14, 400), st.integers(1, 4), st.integers(0, 12))
def test_it_agrees_with_statsmodels(seed, n, k, lag):
    y, x = made(seed, n, k)
    oracle = sm.OLS(y, x).fit(cov_type="HAC", cov_kwds={"maxlags": lag, "use_correction": False})

    ours = newey_west(y, x, lag)

    np.testing.assert_allclose(ours.coefficients, oracle.params, rtol=1e-8, atol=1e-12)
    np.testing.assert_allclose(ours.covariance, oracle.cov_params(), rtol=1e-7, atol=1e-16)
    np.testing.assert_allclose(ours.standard_errors, oracle.bse, rtol=1e-7)
    np.testing.assert_allclose(ours.residuals, oracle.resid, rtol=1e-6, atol=1e-13)


def test_the_usual_lag_agrees_with_statsmodels():
    y, x = made(3, 800, 2)
    lag = newey_west_lag(800)
    oracle = sm.OLS(y, x).fit(cov_type="HAC", cov_kwds={"maxlags": lag})

    # 4 x 8^(2/9) = 6.35.
    assert lag == 6
    np.testing.assert_allclose(newey_west(y, x, lag).standard_errors, oracle.bse, rtol=1e-10)


def test_without_a_lag_the_errors_are_whites():
    y, x = made(5, 120, 3)

    np.testing.assert_allclose(newey_west(y, x, 0).standard_errors, sm.OLS(y, x).fit(cov_type="HC0").bse, rtol=1e-10)


def test_the_error_of_a_mean_by_hand():
    # Mean 2, residuals -1, -1, 2: G(0) = 6, G(1) = 1 - 2 = -1; (6 + 2 x 1/2 x -1) / 9 with one lag.
    y, x = np.array([1.0, 1.0, 4.0]), np.ones((3, 1))

    assert newey_west(y, x, 1).coefficients[0] == pytest.approx(2.0, rel=1e-14)
    assert newey_west(y, x, 1).standard_errors[0] == pytest.approx(math.sqrt(5 / 9), rel=1e-14)
    assert newey_west(y, x, 0).standard_errors[0] == pytest.approx(math.sqrt(6 / 9), rel=1e-14)


def test_a_lag_longer_than_the_series_adds_only_what_there_is():
    # Lags 1 and 2 of the mean above with weights 9/10 and 8/10: 6 + 2 (0.9 x -1 + 0.8 x -2).
    y, x = np.array([1.0, 1.0, 4.0]), np.ones((3, 1))

    assert newey_west(y, x, 9).standard_errors[0] == pytest.approx(math.sqrt((6 - 1.8 - 3.2) / 9), rel=1e-12)


def test_rows_of_zeros_move_no_coefficient_and_keep_the_lags_of_the_calendar():
    y, x = np.array([1.0, 0.0, 1.0, 4.0]), np.array([[1.0], [0.0], [1.0], [1.0]])

    # The same mean; only the last two are neighbours: G(1) = -1 x 2.
    assert newey_west(y, x, 1).coefficients[0] == pytest.approx(2.0, rel=1e-14)
    assert newey_west(y, x, 1).standard_errors[0] == pytest.approx(math.sqrt((6 - 2) / 9), rel=1e-14)


@pytest.mark.parametrize(
    "x",
    [
        np.ones((2, 2)),
        np.ones((0, 1)),
        np.ones((1, 1)),
        np.column_stack([np.ones(9), np.full(9, 3.0)]),
        np.column_stack([np.ones(9), np.zeros(9)]),
        np.column_stack([np.ones(9), np.arange(9.0), 2 - 3 * np.arange(9.0)]),
    ],
)
def test_collinear_columns_or_too_few_rows_give_no_number(x):
    fit = newey_west(np.arange(float(len(x))), x, 2)

    assert np.isnan(fit.coefficients).all()
    assert np.isnan(fit.standard_errors).all()


def test_the_unit_of_a_regressor_changes_only_its_own_coefficient():
    y, x = made(7, 200, 3)
    plain, scaled = newey_west(y, x, 4), newey_west(y, x * [1.0, 1e6, 1e-6], 4)

    np.testing.assert_allclose(scaled.coefficients * [1.0, 1e6, 1e-6], plain.coefficients, rtol=1e-9)
    np.testing.assert_allclose(scaled.standard_errors * [1.0, 1e6, 1e-6], plain.standard_errors, rtol=1e-9)


@pytest.mark.parametrize(("n", "lag"), [(2, 1), (50, 3), (100, 4), (252, 4), (273, 5), (1000, 6), (2500, 8)])
def test_the_lag_is_four_times_the_ninth_root_of_its_square(n, lag):
    # 4 (n / 100)^(2/9): 1.68, 3.43, 4, 4.91, 5.0004, 6.67, 8.18.
    assert newey_west_lag(n) == lag


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 400), st.floats(-0.6, 0.6))
def test_the_long_run_variance_is_statsmodels_hac_of_a_mean(seed, n, persistence):
    noise = np.random.default_rng(seed).standard_normal(n)
    values = noise.copy()
    for t in range(1, n):
        values[t] += persistence * values[t - 1]
    lag = min(math.floor(4 * (n / 100) ** (2 / 9)), n - 1)
    # Statsmodels' weights follow the lag it is given, so a series shorter than its lag is left out.
    if lag < math.floor(4 * (n / 100) ** (2 / 9)):
        return
    fit = sm.OLS(values, np.ones(n)).fit(cov_type="HAC", cov_kwds={"maxlags": lag, "use_correction": False})

    assert long_run_variance(values) / n == pytest.approx(float(fit.cov_params()[0, 0]), rel=1e-9, abs=1e-15)
