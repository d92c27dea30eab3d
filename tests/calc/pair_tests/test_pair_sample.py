import math

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.calc.pair_tests.buy_and_hold import buy_and_hold
from screener.calc.pair_tests.sample import pair_sample
from screener.calc.response.abnormal import abnormal_returns
from screener.errors import CodeError
from screener.records.event_model import RETURN_MODELS, EventModel
from screener.records.thesis import Window

WINDOW = Window(-1, 3)
MODEL = EventModel(estimation=Window(-100, -11), min_returns=60)


def made(seed=3, n_units=4, missing=0.0):
    """Return returns of units, two regressors, and pairs on four days."""
    rng = np.random.default_rng(seed)
    x = rng.normal(0, 0.01, (300, 2))
    returns = 0.0002 + x @ rng.uniform(0.3, 1.2, (2, n_units)) + rng.standard_t(5, (300, n_units)) * 0.015
    returns[rng.random(returns.shape) < missing] = np.nan
    rows = np.repeat([150, 160, 161, 280], n_units)
    return returns, x, rows, np.tile(np.arange(n_units), 4)


@pytest.mark.parametrize("return_model", RETURN_MODELS)
def test_a_pair_has_the_figures_of_its_series_alone(return_model):
    returns, x, rows, columns = made(missing=0.04)
    model = EventModel(return_model, MODEL.estimation, 60)
    sample = pair_sample(returns, returns, x, rows, columns, WINDOW, model)

    assert 0 < sample.n_pairs < len(rows)
    for i, pair in enumerate(sample.kept):
        alone = abnormal_returns(
            returns[:, columns[pair]], returns[:, columns[pair]], x, rows[pair : pair + 1], (WINDOW,), model
        )
        assert sample.car[i] == pytest.approx(alone.car[0, 0], rel=1e-12)
        assert sample.scar[i] == pytest.approx(alone.scar[0, 0], rel=1e-11)
        assert sample.s[i] == pytest.approx(alone.s[0], rel=1e-12)
        assert sample.n[i] == alone.n_estimation[0]
        assert sample.dof[i] == alone.dof[0]


def test_a_session_has_the_prediction_error_that_statsmodels_gives_it():
    returns, x, rows, columns = made()
    sample = pair_sample(returns, returns, x, rows, columns, WINDOW, MODEL)

    for i in (0, 7, 15):
        row, column = rows[i], columns[i]
        fit = sm.OLS(returns[row - 100 : row - 10, column], sm.add_constant(x[row - 100 : row - 10])).fit()
        ahead = fit.get_prediction(sm.add_constant(x[row - 1 : row + 4], has_constant="add"))
        np.testing.assert_allclose(sample.scale[i], ahead.var_pred_mean / fit.scale + 1, rtol=1e-9)
        np.testing.assert_allclose(
            sample.abnormal[i], returns[row - 1 : row + 4, column] - ahead.predicted_mean, atol=1e-14
        )
        np.testing.assert_allclose(sample.residuals[i], fit.resid, atol=1e-14)
        assert sample.first_row[i] == row - 100


def test_by_default_a_pair_with_a_gap_in_its_window_is_not_in_the_sample():
    returns, x, rows, columns = made()
    returns[151, 2] = np.nan

    sample = pair_sample(returns, returns, x, rows, columns, WINDOW, MODEL)

    assert sample.kept.tolist() == [i for i in range(16) if i != 2]
    assert (sample.n_window == 5).all()


def test_a_pair_with_a_gap_may_stay_with_the_sessions_it_has():
    returns, x, rows, columns = made()
    returns[151, 2] = np.nan

    sample = pair_sample(returns, returns, x, rows, columns, WINDOW, MODEL, skips_gaps=True)

    fit = sm.OLS(returns[50:140, 2], sm.add_constant(x[50:140])).fit()
    there = [149, 150, 152, 153]
    design = sm.add_constant(x[there], has_constant="add")
    car = (returns[there, 2] - fit.predict(design)).sum()
    total = design.sum(axis=0)
    variance = fit.scale * (4 + total @ fit.normalized_cov_params @ total)
    assert sample.kept.tolist() == list(range(16))
    assert sample.n_window[2] == 4
    assert sample.car[2] == pytest.approx(car, rel=1e-10)
    assert sample.scar[2] == pytest.approx(car / math.sqrt(variance), rel=1e-9)
    assert np.isnan(sample.abnormal[2]).tolist() == [False, False, True, False, False]


@pytest.mark.parametrize("return_model", RETURN_MODELS)
def test_what_is_missing_in_a_window_is_missing_in_everything_that_is_laid_out_by_session(return_model):
    returns, x, rows, columns = made()
    returns[151, 2] = np.nan

    model = EventModel(return_model, MODEL.estimation, 60)
    sample = pair_sample(returns, returns, x, rows, columns, WINDOW, model, skips_gaps=True)

    for laid_out in (sample.abnormal, sample.scale, sample.returns, sample.benchmark):
        assert np.argwhere(np.isnan(laid_out)).tolist() == [[2, 2]]


@pytest.mark.parametrize("skips_gaps", [False, True])
def test_what_cannot_be_scored_is_not_in_the_sample_and_kept_says_so(skips_gaps):
    returns, x, _, _ = made(n_units=5)
    returns[149:154, 1] = np.nan  # no return in the window
    returns[60:100, 2] = np.nan  # too few to fit
    returns[:, 3] = 0.001  # a fit that leaves nothing over
    rows = np.array([150, 150, 150, 150, 299, 5, 150])
    columns = np.array([0, 1, 2, 3, 0, 0, 4])

    sample = pair_sample(returns, returns, x, rows, columns, WINDOW, MODEL, skips_gaps=skips_gaps)

    # The fifth pair's window ends after the rows, the sixth's estimation window begins before them.
    assert sample.kept.tolist() == [0, 6]


def test_a_unit_that_is_the_benchmark_leaves_only_rounding_and_is_not_in_the_sample():
    returns, x, _, _ = made()
    both = np.column_stack([0.0001 + 1.3 * x[:, 0], returns[:, 0]])

    sample = pair_sample(both, both, x[:, :1], np.array([150, 150]), np.array([0, 1]), WINDOW, MODEL)

    assert sample.kept.tolist() == [1]


def test_infinite_returns_are_gaps():
    returns, x, rows, columns = made()
    returns[150, 0], returns[70, 1] = np.inf, -np.inf

    sample = pair_sample(returns, returns, x, rows[:4], columns[:4], WINDOW, MODEL)

    assert sample.kept.tolist() == [1, 2, 3]
    assert sample.n.tolist() == [89, 90, 90]


def test_a_benchmark_that_misses_a_session_of_the_window_drops_its_pairs():
    returns, x, rows, columns = made()
    x[160, 0] = np.nan

    sample = pair_sample(returns, returns, x, rows, columns, WINDOW, MODEL)

    assert set(rows[sample.kept]) == {150, 280}


def test_a_pair_held_short_responds_as_minus_its_return_would():
    returns, x, rows, columns = made(missing=0.02)
    signs = np.where(columns == 1, -1.0, 1.0)
    opposite = returns.copy()
    opposite[:, 1] *= -1

    short = pair_sample(returns, returns, x, rows, columns, WINDOW, MODEL, signs=signs)
    turned = pair_sample(opposite, opposite, x, rows, columns, WINDOW, MODEL)

    np.testing.assert_array_equal(short.kept, turned.kept)
    for name in ("abnormal", "residuals", "car", "scar", "s", "scale", "car_scale"):
        np.testing.assert_allclose(getattr(short, name), getattr(turned, name), rtol=1e-9, atol=1e-15, err_msg=name)


def test_buy_and_hold_by_hand():
    returns, x, _, _ = made()
    returns[150:152, 0], x[150:152, 0] = [0.10, -0.10], [0.02, 0.05]
    model = EventModel("raw", MODEL.estimation, 60)
    pairs = np.array([150, 150]), np.array([0, 0])

    sample = pair_sample(returns, returns, x, *pairs, Window(0, 1), model, signs=np.array([1.0, -1.0]))

    # 1.1 x 0.9 less 1.02 x 1.05; held short, minus that: not (1 - 0.1)(1 + 0.1) less something.
    np.testing.assert_allclose(buy_and_hold(sample), [0.99 - 1.071, 1.071 - 0.99], rtol=1e-12)


def test_buy_and_hold_needs_its_benchmark_on_every_session_held():
    returns, x, rows, columns = made()
    x[151, 0] = np.nan
    sample = pair_sample(returns, returns, x, rows, columns, WINDOW, EventModel("raw", MODEL.estimation, 60))
    without = pair_sample(returns, returns, x[:, :0], rows, columns, WINDOW, EventModel("raw", MODEL.estimation, 60))

    assert np.isnan(buy_and_hold(sample)).tolist() == (rows == 150).tolist()
    assert np.isnan(buy_and_hold(without)).all()


@settings(max_examples=15, deadline=None)
@given(st.integers(150, 290))
def test_what_comes_after_a_session_changes_no_pair_whose_window_was_over(t):
    returns, x, rows, columns = made(missing=0.02)

    whole = pair_sample(returns, returns, x, rows, columns, WINDOW, MODEL)
    cut = pair_sample(returns[: t + 1], returns[: t + 1], x[: t + 1], rows, columns, WINDOW, MODEL)

    over = np.flatnonzero(rows[whole.kept] + WINDOW.end <= t)
    np.testing.assert_array_equal(whole.kept[over], cut.kept)
    np.testing.assert_array_equal(whole.scar[over], cut.scar)
    np.testing.assert_array_equal(whole.residuals[over], cut.residuals)


def test_an_estimation_window_that_touches_the_event_window_is_refused():
    returns, x, rows, columns = made()
    with pytest.raises(CodeError, match="touches an event window"):
        pair_sample(returns, returns, x, rows, columns, Window(-11, 0), MODEL)


def test_inputs_are_left_as_they_were():
    returns, x, rows, columns = made(missing=0.02)
    returns[150, 0] = np.inf
    before = returns.copy(), x.copy()

    pair_sample(returns, returns, x, rows, columns, WINDOW, MODEL, skips_gaps=True)

    np.testing.assert_array_equal(before[0], returns)
    np.testing.assert_array_equal(before[1], x)
