import math
from fractions import Fraction

import numpy as np
import pytest
import reference_vectors as vectors
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.calc.response import every_session as module
from screener.calc.response.abnormal import abnormal_returns
from screener.calc.response.every_session import every_session
from screener.errors import CodeError
from screener.records.event_model import RETURN_MODELS, EventModel
from screener.records.thesis import Window

ESTIMATION = Window(-40, -6)
WINDOWS = (Window(-1, 1), Window(0, 5), Window(2, 9))
MODEL = EventModel(estimation=ESTIMATION, min_returns=30)


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


def assert_same_as_the_loop(result, returns, estimation, x, windows, model, columns):
    every = np.arange(len(returns))
    for j in columns:
        loop = abnormal_returns(returns[:, j], estimation[:, j], x, every, windows, model)
        np.testing.assert_array_equal(result.n_estimation[:, j], loop.n_estimation)
        np.testing.assert_array_equal(np.isnan(result.car[:, j]), np.isnan(loop.car))
        np.testing.assert_array_equal(np.isnan(result.scar[:, j]), np.isnan(loop.scar))
        close = 1e-10 * np.maximum(1.0, np.abs(loop.scar))
        with np.errstate(invalid="ignore"):
            assert not (np.abs(result.scar[:, j] - loop.scar) > close).any()
            assert not (np.abs(result.car[:, j] - loop.car) > close * np.sqrt(loop.var_car)).any()


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 10_000),
    st.integers(0, 3),
    st.sampled_from([0.0, 0.05, 0.3]),
    st.sampled_from(RETURN_MODELS),
    st.booleans(),
    st.sampled_from([7, 40, 1024]),
    st.sampled_from([1, 4, 32]),
)
def test_every_session_and_name_is_what_the_loop_gives(seed, q, missing, return_model, masked, sessions, names):
    returns, estimation, x = draw(seed, q, missing)
    if masked:
        estimation[60:62] = np.nan
    model = EventModel(return_model, ESTIMATION, min_returns=18)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_SESSIONS", sessions)
        patch.setattr(module, "_NAMES", names)
        result = every_session(returns, estimation, x, WINDOWS, model)

    assert not result.recomputed.any()
    assert_same_as_the_loop(result, returns, estimation, x, WINDOWS, model, range(returns.shape[1]))


@pytest.mark.parametrize("missing", [0.0, 0.02])
def test_ordinary_returns_of_usual_length_are_right_and_never_recomputed(missing):
    windows = (Window(-1, 1), Window(0, 5), Window(0, 20))
    returns, estimation, x = draw(20, 2, missing, n_sessions=1500, n_names=70)

    result = every_session(returns, estimation, x, windows)

    assert not result.recomputed.any()
    assert_same_as_the_loop(result, returns, estimation, x, windows, EventModel(), (0, 31, 32, 68, 69))


@pytest.mark.parametrize("name", ["V2_synth_clustered", "V3_synth_staggered"])
def test_every_pair_agrees_with_the_textbook_vectors(name):
    vector = vectors.read_vector(name)

    result = every_session(
        vector.returns,
        vector.returns,
        vector.market[:, None],
        vectors.WINDOWS,
        EventModel(estimation=vectors.ESTIMATION),
    )

    for i, (_, ticker, row) in enumerate(vector.events):
        at = row, vector.tickers.index(ticker)
        for w, window in enumerate(vectors.WINDOWS):
            key = vectors.window_key(window)
            np.testing.assert_allclose(result.car[at][w], vector.expected[f"CAR{key}"][i], rtol=1e-10, atol=1e-14)
            np.testing.assert_allclose(result.scar[at][w], vector.expected[f"SCAR{key}"][i], rtol=1e-10, atol=1e-12)


def exact(y, x, row, window, estimation=ESTIMATION):
    """Return CAR and SCAR of one session in rational numbers."""
    values, regressor = [Fraction(each) for each in y.tolist()], [Fraction(each) for each in x.tolist()]
    rows = range(row + estimation.start, row + estimation.end + 1)
    size, length = len(rows), window.n_sessions
    y_mean, x_mean = sum(values[i] for i in rows) / size, sum(regressor[i] for i in rows) / size
    s_xx = sum((regressor[i] - x_mean) ** 2 for i in rows)
    slope = sum((regressor[i] - x_mean) * (values[i] - y_mean) for i in rows) / s_xx
    sse = sum((values[i] - y_mean - slope * (regressor[i] - x_mean)) ** 2 for i in rows)
    inside = range(row + window.start, row + window.end + 1)
    shift = sum(regressor[i] - x_mean for i in inside)
    car = sum(values[i] - y_mean for i in inside) - slope * shift
    scale = length + Fraction(length**2, size) + shift**2 / s_xx
    return float(car), float(car) / math.sqrt(sse / (size - 2) * scale)


def ordinary():
    rng = np.random.default_rng(31)
    x = rng.normal(0, 0.01, 200)
    return 0.0002 + 1.1 * x + rng.normal(0, 0.02, 200), x


def print_of(size, at):
    y, x = ordinary()
    y[at] = size
    return y, x


def level(size):
    y, x = ordinary()
    return y + size, x + size


def collapse(drift):
    y, x = ordinary()
    y[80:] = drift + 1e-4 * y[80:]
    return y, x


def nearly_perfect():
    _, x = ordinary()
    return 1.1 * x + np.random.default_rng(32).normal(0, 1.1e-9, 200), x


def step():
    y, x = ordinary()
    y[80:] += 100.0
    return y, x


def still():
    y, x = ordinary()
    y[60:120] = 0.25 + 1e-7 * y[60:120]
    return y, x


def quiet_market():
    y, x = ordinary()
    x[80:] *= 1e-4
    return y, x


# What happens, whether sums must give up on some sessions, and to how many predicted standard deviations we are right.
HAZARDS = {
    "nothing": (ordinary(), False, 1e-13),
    "a print of +5,000 %": (print_of(50.0, 60), False, 1e-13),
    "a print of +1,000,000 %": (print_of(1e4, 60), False, 1e-13),
    "a corrupt value": (print_of(1e8, 60), False, 1e-13),
    "a corrupt value that everything is centred on": (print_of(1e8, 0), True, 1e-13),
    "gross returns": (level(1.0), False, 1e-13),
    "levels": (level(100.0), False, 1e-13),
    "volatility that falls 10,000 times": (collapse(0.0), True, 1e-13),
    "a price that creeps": (collapse(0.001), True, 1e-11),
    "a fit with R2 = 1 - 1e-14": (nearly_perfect(), True, 1e-6),
    "a level that shifts": (step(), True, 1e-10),
    "a return that hardly varies": (still(), True, 1e-6),
    "a market that falls silent": (quiet_market(), True, 1e-13),
}


@pytest.mark.parametrize("hazard", HAZARDS)
def test_every_hazard_is_right_in_the_end(hazard):
    (y, x), must_recompute, close = HAZARDS[hazard]

    result = every_session(y[:, None], y[:, None], x[:, None], WINDOWS, MODEL)

    assert must_recompute == bool(result.recomputed.any())
    for row in range(40, 190, 6):
        for w, window in enumerate(WINDOWS):
            car, scar = exact(y, x, row, window)
            assert abs(result.scar[row, 0, w] - scar) <= close * max(1.0, abs(scar))
            assert abs(result.car[row, 0, w] - car) <= close * max(abs(car), abs(car / scar))


def test_a_bad_print_costs_other_sessions_and_names_nothing():
    returns, _, x = draw(33)
    spoilt = returns.copy()
    spoilt[50, 2] = 1e4

    clean, result = (every_session(each, each, x, WINDOWS, MODEL) for each in (returns, spoilt))

    far = np.r_[0:41, 91:130]
    np.testing.assert_array_equal(result.scar[far], clean.scar[far])
    np.testing.assert_array_equal(np.delete(result.scar, 2, axis=1), np.delete(clean.scar, 2, axis=1))
    assert not result.recomputed.any()


def test_only_the_name_that_is_the_benchmark_is_recomputed():
    returns, _, x = draw(34)
    returns[:, 3] = 2.0 * x[:, 0]

    recomputed = every_session(returns, returns, x, WINDOWS, MODEL).recomputed

    assert recomputed[40:, 3].all()
    assert not np.delete(recomputed, 3, axis=1).any()


@pytest.mark.parametrize("return_model", ["market", "constant_mean", "raw"])
def test_a_price_that_stood_still_has_a_car_and_no_scar(return_model):
    returns, _, x = draw(42)
    returns[20:100, 1] = 0.0

    result = every_session(returns, returns, x, WINDOWS, EventModel(return_model, ESTIMATION, 30))

    # Session 98 was fitted on 58..92, all of them zero; its windows lie in 97..107.
    np.testing.assert_allclose(result.car[98, 1, 1], returns[98:104, 1].sum(), rtol=1e-12)
    assert np.isnan(result.scar[98, 1]).all()


@pytest.mark.parametrize("kind", ["stands still", "is collinear"])
def test_a_regressor_without_use_gives_no_number(kind):
    returns, _, x = draw(35, q=2)
    x[:, 1] = 0.001 if kind == "stands still" else 3.0 * x[:, 0]

    result = every_session(returns, returns, x, WINDOWS, MODEL)

    assert np.isnan(result.car).all()
    assert np.isnan(result.scar).all()


def test_a_return_model_without_parameters_by_hand():
    returns = np.array([[0.03], [-0.01], [0.02], [0.05], [0.04]])
    x = np.array([[0.01], [0.01], [-0.02], [0.01], [0.02]])
    estimation, windows = Window(-3, -1), (Window(0, 1),)

    adjusted = every_session(returns, returns, x, windows, EventModel("market_adjusted", estimation, 3))
    raw = every_session(returns, returns, x, windows, EventModel("raw", estimation, 3))

    assert [0, 1, 2, 3, 3] == adjusted.n_estimation[:, 0].tolist()
    assert adjusted.car[3, 0, 0] == pytest.approx(0.06, rel=1e-14)
    assert adjusted.scar[3, 0, 0] == pytest.approx(0.06 / math.sqrt(2 * (0.0004 + 0.0004 + 0.0016) / 3), rel=1e-14)
    assert raw.car[3, 0, 0] == pytest.approx(0.09, rel=1e-14)
    assert raw.scar[3, 0, 0] == pytest.approx(0.09 / math.sqrt(2 * 0.0014 / 3), rel=1e-14)
    assert np.isnan(np.delete(adjusted.car, 3, axis=0)).all()
    assert not adjusted.recomputed.any()
    assert not raw.recomputed.any()


@settings(max_examples=25, deadline=None)
@given(st.integers(41, 129), st.sampled_from([0.0, 0.1]), st.sampled_from(RETURN_MODELS), st.sampled_from([16, 1024]))
def test_nothing_known_at_a_session_depends_on_later_sessions(t, missing, return_model, sessions):
    returns, estimation, x = draw(36, missing=missing)
    returns[90:, 0] += 100.0
    model = EventModel(return_model, ESTIMATION, min_returns=18)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_SESSIONS", sessions)
        whole = every_session(returns, estimation, x, WINDOWS, model)
        cut = every_session(returns[: t + 1], estimation[: t + 1], x[: t + 1], WINDOWS, model)

    for w, window in enumerate(WINDOWS):
        over = t + 1 - window.end
        np.testing.assert_array_equal(cut.car[:over, :, w], whole.car[:over, :, w])
        np.testing.assert_array_equal(cut.scar[:over, :, w], whole.scar[:over, :, w])
        assert np.isnan(cut.car[over:, :, w]).all()
    np.testing.assert_array_equal(cut.n_estimation, whole.n_estimation[: t + 1])
    np.testing.assert_array_equal(cut.recomputed, whole.recomputed[: t + 1])


def test_names_do_not_change_each_other():
    returns, estimation, x = draw(37, missing=0.05, n_names=40)
    order = np.random.default_rng(37).permutation(40)

    whole = every_session(returns, estimation, x, WINDOWS, MODEL)
    mixed = every_session(returns[:, order], estimation[:, order], x, WINDOWS, MODEL)

    np.testing.assert_array_equal(mixed.scar, whole.scar[:, order])


def test_an_infinite_return_counts_as_missing_in_the_fit():
    returns, estimation, x = draw(38)
    holed = estimation.copy()
    estimation[80, 0], holed[80, 0] = np.inf, np.nan

    infinite, missing = (every_session(returns, each, x, WINDOWS, MODEL) for each in (estimation, holed))

    np.testing.assert_array_equal(infinite.scar, missing.scar)


@pytest.mark.parametrize(("n_sessions", "n_names", "n_windows"), [(0, 3, 2), (60, 0, 2), (60, 3, 0), (0, 0, 0)])
@pytest.mark.parametrize("return_model", RETURN_MODELS)
def test_shapes_hold_where_there_is_nothing(n_sessions, n_names, n_windows, return_model):
    returns, estimation, x = draw(39, n_sessions=n_sessions, n_names=n_names)

    result = every_session(returns, estimation, x, WINDOWS[:n_windows], EventModel(return_model, ESTIMATION, 30))

    assert result.car.shape == result.scar.shape == (n_sessions, n_names, n_windows)
    assert result.n_estimation.shape == result.recomputed.shape == (n_sessions, n_names)
    assert result.n_estimation.dtype == np.int64


def test_an_estimation_window_that_touches_the_event_window_is_refused():
    returns, estimation, x = draw(40)

    with pytest.raises(CodeError, match="touches an event window"):
        every_session(returns, estimation, x, (Window(-6, 0),), MODEL)


def test_inputs_are_left_as_they_were():
    inputs = draw(41, missing=0.05)
    before = [each.copy() for each in inputs]

    every_session(*inputs, WINDOWS, MODEL)

    for old, new in zip(before, inputs, strict=True):
        np.testing.assert_array_equal(old, new)
