import math

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.calc.response.least_squares import Regressors, least_squares
from screener.calc.response.linear_fit import fit, right_hand_side
from screener.records.event_model import RETURN_MODELS, EventModel

N_SESSIONS = 60
MODEL = EventModel(min_returns=30)
CLOSE = {"rtol": 1e-10, "atol": 1e-14}


def draw(seed, n_series, q, missing, *, shared):
    """Return series and regressors of random data with gaps in both."""
    rng = np.random.default_rng(seed)
    x = rng.normal(0.001, 0.01, (1 if shared else n_series, N_SESSIONS, q))
    slopes = rng.uniform(-1, 2, (n_series, q))
    y = 0.0005 + (x * slopes[:, None, :]).sum(axis=2) + rng.standard_t(5, (n_series, N_SESSIONS)) * 0.015
    y = np.where(rng.random(y.shape) < missing, np.nan, y)
    x = np.where(rng.random(x.shape) < missing / 4, np.nan, x)
    return y, x


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 3), st.sampled_from([0.0, 0.1, 0.3]), st.booleans())
def test_every_number_agrees_with_statsmodels(seed, q, missing, shared):
    y, x = draw(seed, 4, q, missing, shared=shared)

    fitted = fit(y, x, MODEL)

    for p in range(len(y)):
        own = x[0 if shared else p]
        used = np.isfinite(y[p]) & np.isfinite(own).all(axis=1)
        assert used.sum() == fitted.n[p]
        assert used.sum() - q - 1 == fitted.dof[p]
        if used.sum() < MODEL.min_returns:
            assert math.isnan(fitted.alpha[p])
            assert math.isnan(fitted.s[p])
            continue
        design = sm.add_constant(own[used], has_constant="add") if q else np.ones((used.sum(), 1))
        oracle = sm.OLS(y[p][used], design).fit()
        np.testing.assert_allclose([fitted.alpha[p], *fitted.betas[p]], oracle.params, **CLOSE)
        np.testing.assert_allclose(fitted.s[p] ** 2, oracle.scale, rtol=1e-10)
        np.testing.assert_allclose(fitted.residuals[p][used], oracle.resid, **CLOSE)
        assert np.isnan(fitted.residuals[p][~used]).all()


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 3), st.sampled_from([0.0, 0.2]), st.booleans())
def test_the_prediction_scale_is_the_variance_that_statsmodels_gives_a_sum_of_new_sessions(seed, q, missing, shared):
    y, x = draw(seed, 3, q, missing, shared=shared)
    new = np.random.default_rng(seed + 1).normal(0, 0.02, (1, 7, q))

    scale = fit(y, x, MODEL).prediction_scale(7, new.sum(axis=1))

    for p in range(len(y)):
        own = x[0 if shared else p]
        used = np.isfinite(y[p]) & np.isfinite(own).all(axis=1)
        if used.sum() < MODEL.min_returns:
            continue
        design = sm.add_constant(own[used], has_constant="add") if q else np.ones((used.sum(), 1))
        summed = np.concatenate([[7.0], new[0].sum(axis=0)])
        covariance = sm.OLS(y[p][used], design).fit().normalized_cov_params
        np.testing.assert_allclose(scale[p], 7 + summed @ covariance @ summed, rtol=1e-10)


def test_series_that_share_regressors_are_fitted_as_if_each_had_its_own():
    y, x = draw(3, 5, 2, 0.1, shared=True)

    together = fit(y, x, MODEL)
    apart = fit(y, np.repeat(x, 5, axis=0), MODEL)

    for name in ("alpha", "betas", "s", "residuals", "x_mean", "s_xx_inverse"):
        np.testing.assert_allclose(getattr(together, name), getattr(apart, name), rtol=1e-9, atol=1e-15)


def test_one_gap_changes_no_other_series():
    y, x = draw(4, 3, 1, 0.0, shared=True)
    gappy = y.copy()
    gappy[1, 10] = np.nan

    whole, holed = fit(y, x, MODEL), fit(gappy, x, MODEL)

    np.testing.assert_allclose(holed.alpha[[0, 2]], whole.alpha[[0, 2]], rtol=1e-12)
    np.testing.assert_allclose(holed.s[[0, 2]], whole.s[[0, 2]], rtol=1e-13)
    assert holed.s[1] != whole.s[1]


@pytest.mark.parametrize("shared", [True, False])
@pytest.mark.parametrize("level", [0.0, 0.01, 100.0])
def test_a_regressor_that_never_moves_gives_nan(level, shared):
    y, x = draw(5, 2, 2, 0.0, shared=shared)
    x[:, :, 1] = level

    fitted = fit(y, x, MODEL)

    for numbers in (
        fitted.alpha,
        fitted.betas,
        fitted.s,
        fitted.residuals,
        fitted.prediction_scale(3, np.zeros((1, 2))),
    ):
        assert np.isnan(numbers).all()
    assert (N_SESSIONS == fitted.n).all()


@pytest.mark.parametrize("shared", [True, False])
def test_a_regressor_that_moves_by_rounding_alone_gives_nan(shared):
    y, x = draw(5, 2, 1, 0.0, shared=shared)
    x[:, ::2] = 0.3
    x[:, 1::2] = 0.1 + 0.2

    assert np.isnan(fit(y, x, MODEL).s).all()


@pytest.mark.parametrize("shared", [True, False])
def test_collinear_regressors_give_nan(shared):
    y, x = draw(6, 2, 2, 0.0, shared=shared)
    x = np.concatenate([x, 0.3 * x[:, :, :1] - 2.0 * x[:, :, 1:]], axis=2)

    fitted = fit(y, x, MODEL)

    assert np.isnan(fitted.betas).all()
    assert np.isnan(fitted.s).all()


def test_a_regressor_that_stands_still_only_where_one_series_exists_spoils_that_series_alone():
    y, x = draw(7, 2, 1, 0.0, shared=True)
    x[0, :35, 0] = 0.002
    y[1, 35:] = np.nan

    fitted = fit(y, x, MODEL)

    assert np.isfinite(fitted.s[0])
    assert np.isnan(fitted.s[1])
    assert np.isnan(fitted.betas[1]).all()


def test_market_adjusted_subtracts_the_benchmark_and_keeps_the_mean():
    y = np.array([[0.03, -0.01, np.nan, 0.02]])
    x = np.array([[[0.01], [0.01], [0.05], [-0.02]]])

    fitted = fit(y, x, EventModel("market_adjusted", min_returns=3))

    np.testing.assert_allclose(fitted.residuals[0], [0.02, -0.02, np.nan, 0.04], rtol=1e-14)
    assert fitted.s[0] == pytest.approx(math.sqrt((0.0004 + 0.0004 + 0.0016) / 3), rel=1e-14)
    assert fitted.alpha[0] == 0.0
    assert fitted.betas[0, 0] == 1.0
    assert (fitted.n[0], fitted.k, fitted.dof[0]) == (3, 0, 3)
    assert fitted.prediction_scale(5, np.array([[0.1]]))[0] == 5.0


def test_raw_subtracts_nothing():
    y = np.array([[0.03, -0.01, np.nan, 0.02], [np.nan, np.nan, 0.01, 0.01]])

    fitted = fit(y, np.empty((1, 4, 0)), EventModel("raw", min_returns=3))

    np.testing.assert_array_equal(fitted.residuals[0], y[0])
    assert fitted.s[0] == pytest.approx(math.sqrt(0.0014 / 3), rel=1e-14)
    assert math.isnan(fitted.s[1])
    assert math.isnan(fitted.alpha[1])
    assert np.isnan(fitted.residuals[1]).all()
    assert fitted.abnormal(np.array([[0.5], [0.5]]), np.empty((1, 1, 0)))[0, 0] == 0.5


def test_no_degree_of_freedom_gives_nan():
    y, x = draw(8, 1, 2, 0.0, shared=True)

    assert math.isnan(fit(y[:, :3], x[:, :3], EventModel(min_returns=1)).s[0])
    assert math.isfinite(fit(y[:, :4], x[:, :4], EventModel(min_returns=1)).s[0])


@pytest.mark.parametrize(("model", "kept"), [("market", 3), ("market_adjusted", 1), ("constant_mean", 0), ("raw", 0)])
def test_each_model_uses_its_own_regressors(model, kept):
    regressors = np.arange(12.0).reshape(4, 3)

    np.testing.assert_array_equal(right_hand_side(regressors, EventModel(model)), regressors[:, :kept])


@pytest.mark.parametrize("model", RETURN_MODELS)
def test_no_series_gives_empty_arrays(model):
    fitted = fit(np.empty((0, 50)), np.zeros((1, 50, 0)), EventModel(model))

    assert fitted.s.shape == (0,)
    assert fitted.betas.shape == (0, 0)
    assert fitted.residuals.shape == (0, 50)


def test_inputs_are_left_as_they_were():
    y, x = draw(9, 3, 2, 0.1, shared=True)
    before = y.copy(), x.copy()

    for model in RETURN_MODELS:
        fit(y, right_hand_side(x[0], EventModel(model))[None], EventModel(model, min_returns=30))

    np.testing.assert_array_equal(before[0], y)
    np.testing.assert_array_equal(before[1], x)


def test_residuals_are_right_where_the_fit_is_nearly_perfect():
    # Residuals a hundred-millionth of the returns: a difference of sums of squares would leave no digit.
    rng = np.random.default_rng(10)
    x = rng.normal(0, 0.01, (1, 250, 1))
    y = 1.2 * x[..., 0] + rng.normal(0, 1e-10, (1, 250))
    exact = y[0].astype(np.longdouble), x[0, :, 0].astype(np.longdouble)
    about = [each - each.mean() for each in exact]
    slope = (about[0] * about[1]).sum() / (about[1] ** 2).sum()
    expected = float(np.sqrt(((about[0] - slope * about[1]) ** 2).sum() / 248))

    assert fit(y, x, EventModel()).s[0] == pytest.approx(expected, rel=1e-7)


def test_regressors_prepared_for_several_fits_serve_each_by_its_row():
    y, x = draw(11, 3, 2, 0.0, shared=False)
    prepared = Regressors.of(x)

    for p in range(3):
        mean, betas, residuals = least_squares(y, prepared.row(p))
        oracle = sm.OLS(y[1], sm.add_constant(x[p])).fit()
        np.testing.assert_allclose(betas[1], oracle.params[1:], **CLOSE)
        np.testing.assert_allclose(residuals[1], oracle.resid, **CLOSE)
        np.testing.assert_allclose(mean[1], y[1].mean(), rtol=1e-13)


def test_a_series_that_is_its_own_benchmark_leaves_exactly_nothing():
    rng = np.random.default_rng(12)
    x = rng.normal(0.0003, 0.01, (1, 250, 2))
    y = 0.0007 + 0.3 * x[:, :, 0] - 1.7 * x[:, :, 1]

    for model in (EventModel(), EventModel(min_returns=30)):
        found = fit(np.concatenate([y, y + 1e-6 * rng.normal(0, 0.01, y.shape)]), x, model)
        assert found.s[0] == 0.0
        assert found.s[1] == pytest.approx(1e-8, rel=0.2)
