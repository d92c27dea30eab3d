import math

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.calc.response import basket_response as basket_response_module
from screener.calc.response.abnormal import abnormal_returns
from screener.calc.response.basket_response import basket_response
from screener.calc.response.composition import BasketShape, usability
from screener.calc.response.every_session import every_session
from screener.records.event_model import DEFAULT_MODEL
from screener.records.thesis import Window

NAN = np.nan
WINDOWS = (Window(-1, 1), Window(0, 5), Window(0, 12))
LEG_OF = np.array([0, 0, 1, 2, 2, 2])
WEIGHT = np.array([1.0, 2.0, 1.0, 1.0, 1.0, 0.5])
SPREAD = BasketShape(LEG_OF, WEIGHT, np.array([3.0, 1.0, 1.0]), np.array([1.0, 1.0, -1.0]))
SHORT = BasketShape(LEG_OF, WEIGHT, np.array([0.0, 0.0, 1.0]), np.ones(3))


def random_case(seed, missing, n=330):
    rng = np.random.default_rng(seed)
    market = rng.normal(0, 0.01, (n, 1))
    returns = market * rng.uniform(0.5, 1.5, 6) + rng.standard_t(5, (n, 6)) * 0.015
    returns[rng.random((n, 6)) < missing] = NAN
    estimation = np.where(rng.random((n, 6)) < 0.02, NAN, returns)
    valid = np.ones((n, 6), dtype=bool)
    valid[: int(rng.integers(270, 310)), 5] = False
    return returns, estimation, market, valid


def respond(shape, case, windows=WINDOWS, first=0):
    returns, estimation, market, valid = case
    known = usability(returns, estimation, windows)
    return basket_response(shape, returns, estimation, market, valid, known, windows, DEFAULT_MODEL, first)


@pytest.mark.parametrize("shape", [SPREAD, SHORT])
def test_without_holes_the_basket_is_the_weighted_sum_of_its_names(shape):
    rng = np.random.default_rng(5)
    market = rng.normal(0, 0.01, (330, 1))
    returns = market * rng.uniform(0.5, 1.5, 6) + rng.normal(0, 0.02, (330, 6))
    case = returns, returns, market, np.ones((330, 6), dtype=bool)
    # By hand: 0.75 x (1/3, 2/3), 0.25, and the short leg's 1 : 1 : 0.5.
    short = np.array([0, 0, 0, 0.4, 0.4, 0.2])
    weights = np.array([0.25, 0.5, 0.25, 0, 0, 0]) - short if shape is SPREAD else short
    rows = np.arange(271, 310)

    found = respond(shape, case)

    names = [abnormal_returns(returns[:, j], returns[:, j], market, rows, WINDOWS).car for j in range(6)]
    expected = sum(weight * car for weight, car in zip(weights, names, strict=True))
    np.testing.assert_allclose(found.car[rows], expected, rtol=0, atol=1e-12)


def slow_members(shape, case, d):
    """Find one date's members, name by name."""
    returns, estimation, _, valid = case
    over = [window for window in WINDOWS if d + window.start >= 0 and d + window.end < len(returns)]
    used = []
    for j in range(6):
        if not valid[d, j] or shape.leg_weight[shape.leg_of[j]] == 0:
            continue
        history = [u for u in range(d - 270, d - 20) if u >= 0 and np.isfinite(estimation[u, j])]
        whole = all(np.isfinite(returns[d + w.start : d + w.end + 1, j]).all() for w in over)
        if len(history) >= 200 and whole:
            used.append(j)
    return used, over


def slow_return(shape, values, used, t):
    """Average members into legs and legs into sides on one session, over whatever is present."""
    total = 0.0
    for sign in sorted({shape.leg_sign[g] for g in range(3) if shape.leg_weight[g] > 0}):
        names = [j for j in used if shape.leg_sign[shape.leg_of[j]] == sign and np.isfinite(values[t, j])]
        legs = sorted({shape.leg_of[j] for j in names})
        if not legs:
            return NAN
        for g in legs:
            inside = [j for j in names if shape.leg_of[j] == g]
            mean = sum(shape.weight[j] * values[t, j] for j in inside) / sum(shape.weight[j] for j in inside)
            total += sign * shape.leg_weight[g] / sum(shape.leg_weight[h] for h in legs) * mean
    return total


def slow_basket(shape, case, d):
    """Build one date's basket and fit it with statsmodels."""
    returns, estimation, market, _ = case
    used, over = slow_members(shape, case, d)
    series = {t: slow_return(shape, estimation, used, t) for t in range(max(d - 270, 0), d - 20)}
    rows = [t for t, value in series.items() if np.isfinite(value)]
    fit = sm.OLS([series[t] for t in rows], sm.add_constant(market[rows])).fit()
    cars, scars = [], []
    for window in WINDOWS:
        if window not in over:
            cars.append(NAN)
            scars.append(NAN)
            continue
        span = range(d + window.start, d + window.end + 1)
        x = sm.add_constant(market[list(span)], has_constant="add")
        car = sum(slow_return(shape, returns, used, t) for t in span) - float((x @ fit.params).sum())
        summed = x.sum(axis=0)
        variance = fit.scale * (window.n_sessions + summed @ fit.normalized_cov_params @ summed)
        cars.append(car)
        scars.append(car / math.sqrt(variance))
    return used, cars, scars


@pytest.mark.parametrize("shape", [SPREAD, SHORT])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_date_agrees_with_its_own_composition_built_by_hand(shape, seed):
    case = random_case(seed, missing=0.004)
    found = respond(shape, case)
    compared = 0

    for d in [*range(272, 312, 4), *range(312, 330)]:
        used, cars, scars = slow_basket(shape, case, d)
        assert np.flatnonzero(found.used[d]).tolist() == used
        if not found.enough_names[d]:
            assert np.isnan(found.car[d]).all()
            continue
        compared += 1
        np.testing.assert_allclose(found.car[d], cars, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(found.scar[d], scars, rtol=1e-9, atol=1e-12)

    assert compared > 15


def test_no_session_before_the_first_is_scored():
    case = random_case(4, missing=0.0)

    found = respond(SPREAD, case, first=300)
    free = respond(SPREAD, case)

    assert np.isnan(found.car[:300]).all()
    assert not found.has_history[:300].any()
    np.testing.assert_array_equal(found.car[300:], free.car[300:])


def test_less_than_half_the_weight_on_one_side_is_never_scored():
    case = random_case(6, missing=0.0)
    case[0][300, 3:5] = NAN
    found = respond(SPREAD, case)

    # Windows reach from day -1 to day 12, so the hole takes two of three short names from these sessions.
    assert not found.enough_names[288:302].any()
    assert np.isnan(found.car[288:302]).all()
    assert found.enough_names[[287, 302]].all()


def test_members_the_note_does_not_name_on_a_session_are_not_counted():
    case = random_case(8, missing=0.0)
    case[3][:] = True
    case[3][:300, 5] = False

    found = respond(SPREAD, case)

    assert found.n_valid[299] == 5
    assert found.n_valid[300] == 6
    assert not found.used[:300, 5].any()
    assert found.used[300, 5]


def test_too_little_history_scores_nothing_and_says_so():
    case = random_case(9, missing=0.0, n=200)

    found = respond(SPREAD, case)

    assert np.isnan(found.car).all()
    assert not found.has_history.any()
    assert not found.enough_names.any()


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(290, 329))
def test_a_response_is_known_once_its_longest_window_is_over(seed, t):
    returns, estimation, market, valid = case = random_case(seed, missing=0.004)
    longest = max(window.end for window in WINDOWS)

    whole = respond(SPREAD, case)
    cut = respond(SPREAD, (returns[: t + 1], estimation[: t + 1], market[: t + 1], valid[: t + 1]))

    done = slice(0, t + 1 - longest)
    np.testing.assert_allclose(cut.car[done], whole.car[done], rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(cut.scar[done], whole.scar[done], rtol=1e-12, atol=1e-15)
    np.testing.assert_array_equal(cut.used[done], whole.used[done])
    for w, window in enumerate(WINDOWS):
        assert np.isnan(cut.car[t + 1 - window.end :, w]).all()


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_the_order_of_the_members_changes_nothing(seed):
    returns, estimation, market, valid = case = random_case(seed, missing=0.004)
    order = np.random.default_rng(seed).permutation(6)
    turned = BasketShape(LEG_OF[order], WEIGHT[order], SPREAD.leg_weight, SPREAD.leg_sign)

    found = respond(turned, (returns[:, order], estimation[:, order], market, valid[:, order]))

    np.testing.assert_allclose(found.car, respond(SPREAD, case).car, rtol=1e-11, atol=1e-14)


def test_inputs_are_left_as_they_were():
    case = random_case(10, missing=0.01)
    before = [each.copy() for each in case]

    respond(SPREAD, case)

    for now, then in zip(case, before, strict=True):
        np.testing.assert_array_equal(now, then)


@pytest.mark.parametrize("level", [0.0, 0.0003, 0.01, 0.1, 1 / 3])
def test_a_benchmark_that_never_moves_scores_nothing_however_it_rounds(level):
    returns, estimation, market, valid = random_case(11, missing=0.0)

    found = respond(SPREAD, (returns, estimation, np.full_like(market, level), valid))

    assert np.isnan(found.car).all()
    assert found.enough_names[280:].all()


@pytest.mark.parametrize("missing", [0.0, 0.02])
def test_reported_sessions_are_fitted_in_two_passes_whatever_the_sums_say(missing, monkeypatch):
    returns, estimation, market, valid = random_case(9, missing)
    known = usability(returns, estimation, WINDOWS)
    rows = np.array([280, 295, 305])
    monkeypatch.setattr(basket_response_module, "every_session", _spoilt)

    found = basket_response(SPREAD, returns, estimation, market, valid, known, WINDOWS, DEFAULT_MODEL, 0, rows)

    for row in rows:
        series = SPREAD.series(returns, found.used[row])
        fitted_on = SPREAD.series(estimation, found.used[row])
        exact = abnormal_returns(series, fitted_on, market, np.array([row]), WINDOWS)
        np.testing.assert_allclose(found.car[row], exact.car[0], rtol=0, atol=1e-15)
        np.testing.assert_allclose(found.scar[row], exact.scar[0], rtol=0, atol=1e-13)


def _spoilt(*arguments):
    """Answer like the sums over windows, all of them wrong."""
    found = every_session(*arguments)
    found.car[:], found.scar[:] = 1e6, 1e6
    return found


@pytest.mark.parametrize("missing", [0.0, 0.02])
def test_all_other_sessions_agree_with_the_fit_in_two_passes(missing):
    case = random_case(10, missing)
    returns, estimation, market, _ = case

    found = respond(SPREAD, case)

    for row in range(271, 310):
        if found.enough_names[row]:
            series, fitted_on = (SPREAD.series(values, found.used[row]) for values in (returns, estimation))
            exact = abnormal_returns(series, fitted_on, market, np.array([row]), WINDOWS)
            np.testing.assert_allclose(found.car[row], exact.car[0], rtol=0, atol=1e-12)
            np.testing.assert_allclose(found.scar[row], exact.scar[0], rtol=0, atol=1e-10)
