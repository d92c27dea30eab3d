import math

import numpy as np
import pytest
import reference_vectors as vectors
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.calc.response import around_events as module
from screener.calc.response.abnormal import abnormal_returns
from screener.calc.response.around_events import around_events
from screener.errors import CodeError
from screener.records.event_model import RETURN_MODELS, EventModel
from screener.records.thesis import Window

ESTIMATION = Window(-40, -6)
WINDOWS = (Window(-1, 1), Window(0, 5), Window(2, 9))
CLOSE = {"rtol": 1e-12, "atol": 1e-15}
SAME_KEYS = ("car", "var_car", "scar", "alpha", "betas", "s", "n_estimation", "dof")


def draw(seed, q=1, missing=0.0, n_sessions=130, n_names=6):
    """Return returns, estimation returns (with more gaps) and regressors; the last names list late or never."""
    rng = np.random.default_rng(seed)
    x = rng.normal(0.0005, 0.01, (n_sessions, q))
    returns = 0.0003 + x @ rng.uniform(-0.5, 2.0, (q, n_names)) + rng.standard_t(5, (n_sessions, n_names)) * 0.015
    returns = np.where(rng.random(returns.shape) < missing / 4, np.nan, returns)
    estimation = np.where(rng.random(returns.shape) < missing, np.nan, returns)
    if missing and n_names > 2:
        x[rng.integers(0, n_sessions, 2)] = np.nan
        for each in (returns, estimation):
            each[: n_sessions // 2, -2] = np.nan
            each[:, -1] = np.nan
    return returns, estimation, x


@pytest.mark.parametrize(
    ("name", "returns", "expected"),
    [
        ("V2_synth_clustered", "returns.csv", "expected_textbook.json"),
        ("V2_synth_clustered", "returns_nan.csv", "expected_textbook_nan.json"),
        ("V3_synth_staggered", "returns.csv", "expected_textbook.json"),
    ],
)
def test_every_pair_agrees_with_the_textbook_vectors(name, returns, expected):
    vector = vectors.read_vector(name, returns, expected)
    day0 = np.array(sorted({row for *_, row in vector.events}))

    result = around_events(
        vector.returns,
        vector.returns,
        vector.market[:, None],
        day0,
        vectors.WINDOWS,
        EventModel(estimation=vectors.ESTIMATION),
    )

    for i, (_, ticker, row) in enumerate(vector.events):
        at, pair = (day0.tolist().index(row), vector.tickers.index(ticker)), vector.expected["pairs"][i]
        assert pair["M"] == result.n_estimation[at]
        np.testing.assert_allclose(result.alpha[at], pair["alpha"], **CLOSE)
        np.testing.assert_allclose(result.betas[at][0], pair["beta"], **CLOSE)
        np.testing.assert_allclose(result.s[at], pair["s"], **CLOSE)
        for w, window in enumerate(vectors.WINDOWS if returns == "returns.csv" else ()):
            key = vectors.window_key(window)
            np.testing.assert_allclose(result.car[at][w], vector.expected[f"CAR{key}"][i], **CLOSE)
            np.testing.assert_allclose(result.scar[at][w], vector.expected[f"SCAR{key}"][i], rtol=1e-12, atol=1e-14)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 10_000),
    st.integers(0, 3),
    st.sampled_from([0.0, 0.05, 0.3]),
    st.sampled_from(RETURN_MODELS),
    st.booleans(),
)
def test_every_column_is_what_abnormal_returns_gives_it_alone(seed, q, missing, return_model, masked):
    returns, estimation, x = draw(seed, q, missing)
    if masked:
        estimation[60:62] = np.nan
    day0 = np.array([-3, 0, 20, 33, 60, 61, 100, 122, 128, 140])
    model = EventModel(return_model, ESTIMATION, min_returns=18)

    result = around_events(returns, estimation, x, day0, WINDOWS, model)

    for j in range(returns.shape[1]):
        alone = abnormal_returns(returns[:, j], estimation[:, j], x, day0, WINDOWS, model)
        size = np.sqrt(alone.var_car)
        assert (np.isnan(alone.car) == np.isnan(result.car[:, j])).all()
        assert np.nanmax(np.abs(alone.car - result.car[:, j]) / size, initial=0) < 1e-12
        np.testing.assert_allclose(result.scar[:, j], alone.scar, rtol=1e-12, atol=1e-13)
        there = np.isfinite(alone.car)
        np.testing.assert_allclose(result.var_car[:, j][there], alone.var_car[there], rtol=1e-12)
        np.testing.assert_allclose(result.s[:, j], alone.s, rtol=1e-12)
        np.testing.assert_allclose(result.betas[:, j], alone.betas, rtol=1e-11, atol=1e-12)
        np.testing.assert_allclose(result.alpha[:, j], alone.alpha, rtol=1e-11, atol=1e-15)
        np.testing.assert_array_equal(result.n_estimation[:, j], alone.n_estimation)
        np.testing.assert_array_equal(result.dof[:, j], alone.dof)


def test_a_gap_inside_an_event_window_is_never_filled_with_zero():
    returns, estimation, x = draw(1)
    returns[102, 3] = np.nan

    result = around_events(
        returns, estimation, x, np.array([100]), WINDOWS, EventModel(estimation=ESTIMATION, min_returns=30)
    )

    assert [[False, True, True]] == np.isnan(result.car[:, 3]).tolist()
    assert not np.isnan(np.delete(result.car, 3, axis=1)).any()


def test_a_window_that_leaves_the_rows_is_nan():
    returns, estimation, x = draw(2)

    result = around_events(
        returns, estimation, x, np.array([124]), WINDOWS, EventModel(estimation=ESTIMATION, min_returns=30)
    )

    assert [False, False, True] == np.isnan(result.car[0, 0]).tolist()


def test_a_name_listed_too_late_has_its_sessions_counted_and_no_number():
    returns, estimation, x = draw(3)
    estimation[:70, 2] = np.nan

    result = around_events(
        returns, estimation, x, np.array([100]), WINDOWS, EventModel(estimation=ESTIMATION, min_returns=30)
    )

    assert result.n_estimation[0].tolist() == [35, 35, 25, 35, 35, 35]
    assert math.isnan(result.s[0, 2])
    assert np.isnan(result.car[0, 2]).all()
    assert np.isfinite(np.delete(result.car[0], 2, axis=0)).all()


def test_names_do_not_change_each_other(monkeypatch):
    returns, estimation, x = draw(4, missing=0.05, n_names=9)
    day0, model = np.array([50, 90]), EventModel(estimation=ESTIMATION, min_returns=18)
    order = np.random.default_rng(4).permutation(9)

    whole = around_events(returns, estimation, x, day0, WINDOWS, model)
    monkeypatch.setattr(module, "_NAMES", 4)
    mixed = around_events(returns[:, order], estimation[:, order], x, day0, WINDOWS, model)

    for key in SAME_KEYS:
        np.testing.assert_allclose(getattr(mixed, key), getattr(whole, key)[:, order], rtol=1e-11, atol=1e-13)


@settings(max_examples=20, deadline=None)
@given(st.integers(50, 128))
def test_nothing_known_at_a_session_depends_on_later_sessions(t):
    returns, estimation, x = draw(5, missing=0.02)
    day0 = np.array([48, 60, 90, 120])
    model = EventModel(estimation=ESTIMATION, min_returns=18)

    whole = around_events(returns, estimation, x, day0, WINDOWS, model)
    cut = around_events(returns[: t + 1], estimation[: t + 1], x[: t + 1], day0[day0 <= t], WINDOWS, model)

    for e, row in enumerate(day0[day0 <= t]):
        for w, window in enumerate(WINDOWS):
            if row + window.end <= t:
                np.testing.assert_allclose(cut.car[e, :, w], whole.car[e, :, w], rtol=1e-12, atol=1e-16)
                np.testing.assert_allclose(cut.scar[e, :, w], whole.scar[e, :, w], rtol=1e-12, atol=1e-14)
            else:
                assert np.isnan(cut.car[e, :, w]).all()


def test_an_infinite_return_counts_as_missing_in_the_fit():
    returns, estimation, x = draw(6)
    holed = estimation.copy()
    estimation[80, 0], holed[80, 0] = np.inf, np.nan
    model = EventModel(estimation=ESTIMATION, min_returns=30)

    infinite, missing = (
        around_events(returns, each, x, np.array([100]), WINDOWS, model) for each in (estimation, holed)
    )

    for key in SAME_KEYS:
        np.testing.assert_array_equal(getattr(infinite, key), getattr(missing, key))


@pytest.mark.parametrize(("n_events", "n_names", "n_windows"), [(0, 3, 2), (2, 0, 2), (2, 3, 0), (0, 0, 0)])
@pytest.mark.parametrize("return_model", RETURN_MODELS)
def test_shapes_hold_where_there_is_nothing(n_events, n_names, n_windows, return_model):
    returns, estimation, x = draw(7, n_names=n_names)

    result = around_events(
        returns, estimation, x, np.full(n_events, 60), WINDOWS[:n_windows], EventModel(return_model, ESTIMATION, 30)
    )

    assert result.car.shape == result.scar.shape == result.var_car.shape == (n_events, n_names, n_windows)
    assert result.s.shape == result.n_estimation.shape == (n_events, n_names)
    assert result.betas.shape == (n_events, n_names, int(return_model in ("market", "market_adjusted")))


def test_an_estimation_window_that_touches_the_event_window_is_refused():
    returns, estimation, x = draw(8)

    with pytest.raises(CodeError, match="touches an event window"):
        around_events(returns, estimation, x, np.array([60]), (Window(-6, 0),), EventModel(estimation=ESTIMATION))


def test_inputs_are_left_as_they_were():
    inputs = draw(9, missing=0.05)
    before = [each.copy() for each in inputs]

    around_events(*inputs, np.array([60, 100]), WINDOWS, EventModel(estimation=ESTIMATION, min_returns=18))

    for old, new in zip(before, inputs, strict=True):
        np.testing.assert_array_equal(old, new)
