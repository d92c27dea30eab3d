import json
import math
from fractions import Fraction

import numpy as np
import pytest
import reference_vectors as vectors
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.calc.response.abnormal import abnormal_returns
from screener.calc.response.composition import BasketShape
from screener.errors import CodeError
from screener.records.event_model import EventModel
from screener.records.thesis import Window

CLOSE = {"rtol": 1e-12, "atol": 1e-15}


def pair_results(vector):
    """Return our answer for every pair of a vector, in the vector's order."""
    results = []
    for _, ticker, row in vector.events:
        series = vector.returns[:, vector.tickers.index(ticker)]
        results.append(
            abnormal_returns(
                series,
                series,
                vector.market[:, None],
                np.array([row]),
                vectors.WINDOWS,
                EventModel(estimation=vectors.ESTIMATION),
            )
        )
    return results


@pytest.mark.parametrize("name", ["V2_synth_clustered", "V3_synth_staggered"])
def test_every_pair_agrees_with_the_textbook_vectors(name):
    vector = vectors.read_vector(name)

    for result, pair in zip(pair_results(vector), vector.expected["pairs"], strict=True):
        np.testing.assert_allclose(result.alpha[0], pair["alpha"], **CLOSE)
        np.testing.assert_allclose(result.betas[0, 0], pair["beta"], **CLOSE)
        np.testing.assert_allclose(result.s[0], pair["s"], **CLOSE)
        assert pair["M"] == result.n_estimation[0]


@pytest.mark.parametrize("name", ["V2_synth_clustered", "V3_synth_staggered"])
def test_every_car_scar_and_variance_agrees_with_the_textbook_vectors(name):
    vector = vectors.read_vector(name)
    results = pair_results(vector)

    for w, window in enumerate(vectors.WINDOWS):
        key = vectors.window_key(window)
        expected_car = np.array(vector.expected[f"CAR{key}"])
        expected_scar = np.array(vector.expected[f"SCAR{key}"])
        np.testing.assert_allclose([result.car[0, w] for result in results], expected_car, **CLOSE)
        np.testing.assert_allclose([result.scar[0, w] for result in results], expected_scar, **CLOSE)
        variance = (expected_car / expected_scar) ** 2
        np.testing.assert_allclose([result.var_car[0, w] for result in results], variance, rtol=1e-11)


def test_missing_estimation_days_are_left_out_pair_by_pair():
    vector = vectors.read_vector("V2_synth_clustered", "returns_nan.csv", "expected_textbook_nan.json")

    for result, pair in zip(pair_results(vector), vector.expected["pairs"], strict=True):
        assert pair["M"] == result.n_estimation[0]
        np.testing.assert_allclose(result.betas[0, 0], pair["beta"], **CLOSE)
        np.testing.assert_allclose(result.s[0], pair["s"], **CLOSE)


def test_a_gap_inside_the_event_window_is_never_filled_with_zero():
    vector = vectors.read_vector("V2_synth_clustered", "returns_nan.csv", "expected_textbook_nan.json")
    event_row = vector.events[0][2]

    for (_, ticker, _), result in zip(vector.events, pair_results(vector), strict=True):
        column = vector.tickers.index(ticker)
        for w, window in enumerate(vectors.WINDOWS):
            inside = vector.returns[event_row + window.start : event_row + window.end + 1, column]
            assert np.isnan(inside).any() == math.isnan(result.car[0, w])


@pytest.mark.parametrize(
    ("returns", "expected"),
    [("returns.csv", "expected_textbook.json"), ("returns_nan.csv", "expected_textbook_nan.json")],
)
def test_the_basket_as_one_asset_agrees_with_the_portfolio_rows(returns, expected):
    vector = vectors.read_vector("V2_synth_clustered", returns, expected)
    n = len(vector.tickers)
    shape = BasketShape(np.zeros(n, dtype=int), np.ones(n), np.ones(1), np.ones(1))
    series = shape.series(vector.returns, np.ones(n, dtype=bool))

    result = abnormal_returns(
        series,
        series,
        vector.market[:, None],
        np.array([vector.events[0][2]]),
        vectors.WINDOWS[:4],
        EventModel(estimation=vectors.ESTIMATION),
    )

    for w, window in enumerate(vectors.WINDOWS[:4]):
        row = vector.expected[f"portfolio{vectors.window_key(window)}"]
        np.testing.assert_allclose(result.car[0, w], row["car"], **CLOSE)
        np.testing.assert_allclose(result.scar[0, w], row["t"], **CLOSE)
        np.testing.assert_allclose(result.alpha[0], row["alpha"], **CLOSE)
        np.testing.assert_allclose(result.betas[0, 0], row["beta"], **CLOSE)
        np.testing.assert_allclose(result.s[0], row["s"], **CLOSE)


def test_tiny_exact_vector_in_rationals():
    tiny = json.loads((vectors.FOLDER / "V7_tiny_exact.json").read_text())
    market = np.array(tiny["market_bp"]) / 1e4
    for name, pair in tiny["pairs"].items():
        series = np.array(tiny["returns_bp"][name]) / 1e4
        result = abnormal_returns(
            series,
            series,
            market[:, None],
            np.array([9]),
            (Window(-1, 1),),
            EventModel(estimation=Window(-9, -2), min_returns=8),
        )
        for ours, exact in (
            (result.alpha[0], pair["alpha"]),
            (result.betas[0, 0], pair["beta"]),
            (result.s[0] ** 2, pair["s2"]),
            (result.car[0, 0], pair["CAR"]),
            (result.var_car[0, 0], pair["var_CAR"]),
        ):
            assert float(Fraction(exact["exact"])) == pytest.approx(ours, rel=1e-13)
        assert pair["SCAR"] == pytest.approx(result.scar[0, 0], rel=1e-13)


def test_constant_mean_model_is_the_same_function_without_regressors():
    tiny = json.loads((vectors.FOLDER / "V7_tiny_exact.json").read_text())
    series = np.array(tiny["returns_bp"]["A"]) / 1e4

    result = abnormal_returns(
        series,
        series,
        np.empty((len(series), 0)),
        np.array([9]),
        (Window(-1, 1),),
        EventModel(estimation=Window(-9, -2), min_returns=8),
    )

    expected = tiny["pairs"]["A"]["mean_adj"]
    assert float(Fraction(expected["CAR"]["exact"])) == pytest.approx(result.car[0, 0], rel=1e-13)
    assert float(Fraction(expected["var_CAR"]["exact"])) == pytest.approx(result.var_car[0, 0], rel=1e-13)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 3), st.floats(0.0, 0.15))
def test_the_fit_agrees_with_statsmodels_on_random_data_with_gaps(seed, n_regressors, missing):
    rng = np.random.default_rng(seed)
    x = rng.normal(0, 0.01, (400, n_regressors))
    y = 0.0002 + x @ rng.uniform(0.3, 1.5, n_regressors) + rng.standard_t(5, 400) * 0.015
    gappy = np.where(rng.random(400) < missing, np.nan, y)
    day0 = np.array([300, 340])

    result = abnormal_returns(y, gappy, x, day0, (Window(0, 5),))

    for e, row in enumerate(day0):
        rows = np.arange(row - 270, row - 20)
        ok = np.isfinite(gappy[rows])
        if ok.sum() < 200:
            assert math.isnan(result.car[e, 0])
            continue
        fit = sm.OLS(gappy[rows][ok], sm.add_constant(x[rows][ok])).fit()
        window = sm.add_constant(x[row : row + 6], has_constant="add")
        summed = window.sum(axis=0)
        variance = fit.scale * (6 + summed @ fit.normalized_cov_params @ summed)
        np.testing.assert_allclose([result.alpha[e], *result.betas[e]], fit.params, rtol=1e-9, atol=1e-13)
        np.testing.assert_allclose(
            result.car[e, 0], (y[row : row + 6] - window @ fit.params).sum(), rtol=1e-9, atol=1e-12
        )
        np.testing.assert_allclose(result.var_car[e, 0], variance, rtol=1e-9)


@settings(max_examples=20, deadline=None)
@given(st.integers(290, 395))
def test_nothing_known_at_a_session_depends_on_later_sessions(t):
    rng = np.random.default_rng(7)
    market = rng.normal(0, 0.01, (400, 1))
    series = 1.1 * market[:, 0] + rng.normal(0, 0.02, 400)
    day0 = np.array([280, 285, 330, 390])
    windows = (Window(-1, 1), Window(0, 5))

    whole = abnormal_returns(series, series, market, day0, windows)
    early = day0[day0 <= t]
    cut = abnormal_returns(series[: t + 1], series[: t + 1], market[: t + 1], early, windows)

    for e, row in enumerate(early):
        for w, window in enumerate(windows):
            if row + window.end <= t:
                assert whole.car[e, w] == cut.car[e, w]
                assert whole.scar[e, w] == cut.scar[e, w]
            else:
                assert math.isnan(cut.car[e, w])


def test_prediction_error_gives_scar_the_variance_theory_says():
    # V10: constant mean, L = 11, M = 30, normal noise: Var(SCAR) = (M-1)/(M-3) = 1.0741; 1.42 without covariances.
    rng = np.random.default_rng(20261123)
    n = 40_000
    values = rng.normal(0, 1, (n, 41))
    scar = np.empty(n)
    for i in range(0, n, 1000):
        flat = values[i : i + 1000].reshape(-1)
        day0 = np.arange(1000) * 41 + 30
        scar[i : i + 1000] = abnormal_returns(
            flat,
            flat,
            np.empty((len(flat), 0)),
            day0,
            (Window(0, 10),),
            EventModel(estimation=Window(-30, -1), min_returns=30),
        ).scar[:, 0]

    assert scar.var() == pytest.approx(29 / 27, abs=0.03)


def test_no_session_asked_for_gives_empty_arrays():
    series = np.random.default_rng(1).normal(0, 0.01, 300)

    result = abnormal_returns(series, series, series[:, None], np.empty(0, dtype=np.int64), (Window(0, 1),))

    assert (0, 1) == result.car.shape
    assert (0, 1) == result.betas.shape


def test_a_regressor_that_never_moves_gives_no_number():
    series = np.random.default_rng(1).normal(0, 0.01, 300)

    result = abnormal_returns(series, series, np.zeros((300, 1)), np.array([290]), (Window(0, 1),))

    assert math.isnan(result.car[0, 0])


def test_an_estimation_window_that_touches_the_event_window_is_refused():
    with pytest.raises(CodeError, match="touches an event window"):
        abnormal_returns(np.zeros(9), np.zeros(9), np.zeros((9, 1)), np.array([5]), (Window(-21, 0),))


def test_inputs_are_left_as_they_were():
    rng = np.random.default_rng(2)
    series, market = rng.normal(0, 0.01, 300), rng.normal(0, 0.01, (300, 1))
    before = series.copy(), market.copy()

    abnormal_returns(series, series, market, np.array([280]), (Window(0, 5),))

    np.testing.assert_array_equal(before[0], series)
    np.testing.assert_array_equal(before[1], market)
