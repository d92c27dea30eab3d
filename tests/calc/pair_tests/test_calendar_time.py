import math

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from screener.calc.inference.hac import newey_west_lag
from screener.calc.pair_tests.calendar_time import calendar_time
from screener.records.event_model import EventModel
from screener.records.thesis import Window

MODEL = EventModel(estimation=Window(-100, -11), min_returns=60)


def made(seed=3, n_units=5, missing=0.0):
    rng = np.random.default_rng(seed)
    x = rng.normal(0, 0.01, (400, 1))
    returns = 1.1 * x + rng.normal(0, 0.008, (400, 1)) + rng.standard_t(5, (400, n_units)) * 0.02
    returns[rng.random(returns.shape) < missing] = np.nan
    rows = np.array([150, 152, 152, 210, 260, 262, 330])
    return returns, x, rows, np.array([0, 1, 2, 0, 3, 3, 4])


def session_by_session(returns, x, rows, columns, window, signs):
    """Return alpha and its error, each session looked at alone and fitted by statsmodels."""
    sessions, y, design = [], [], []
    for t in range(len(returns)):
        inside = [i for i in range(len(rows)) if window.start <= t - rows[i] <= window.end]
        sides = {}
        for i in inside:
            sides[columns[i]] = sides.get(columns[i], 0.0) + signs[i]
        units = {unit: np.sign(side) for unit, side in sides.items() if side and np.isfinite(returns[t, unit])}
        if not units:
            continue
        before = np.arange(min(rows[i] for i in inside) - 100, min(rows[i] for i in inside) - 10)
        signed = np.array([side * returns[before, unit] for unit, side in units.items()])
        there = np.isfinite(signed).any(axis=0)
        composition = np.nanmean(signed[:, there], axis=0)
        s = math.sqrt(sm.OLS(composition, sm.add_constant(x[before[there]])).fit().scale)
        sessions.append(t)
        y.append(np.mean([side * returns[t, unit] for unit, side in units.items()]) / s)
        design.append(np.array([1.0, *x[t]]) / s)
    laid_y, laid_x = np.zeros(len(returns)), np.zeros((len(returns), 2))
    laid_y[sessions], laid_x[sessions] = y, design
    lag = newey_west_lag(len(sessions))
    fit = sm.OLS(laid_y, laid_x).fit(cov_type="HAC", cov_kwds={"maxlags": lag, "use_correction": False})
    return fit.params[0], fit.bse[0], len(sessions)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([0.0, 0.05]), st.booleans())
def test_it_is_the_regression_of_statsmodels_session_by_session(seed, missing, is_spread):
    returns, x, rows, columns = made(seed, missing=missing)
    signs = np.where(columns % 2 == 1, -1.0, 1.0) if is_spread else np.ones(len(rows))

    result = calendar_time(returns, returns, x, rows, columns, Window(-1, 12), MODEL, signs=signs)

    alpha, error, n_sessions = session_by_session(returns, x, rows, columns, Window(-1, 12), signs)
    assert result.n_sessions == n_sessions
    assert result.alpha == pytest.approx(alpha, rel=1e-8, abs=1e-13)
    assert result.standard_error == pytest.approx(error, rel=1e-8)
    assert result.test.statistic == pytest.approx(alpha / error, rel=1e-7, abs=1e-10)
    assert result.test.dof == n_sessions - 2
    assert result.test.p == pytest.approx(2 * stats.t.sf(abs(alpha / error), n_sessions - 2), rel=1e-6)


def test_a_planted_return_a_session_is_found():
    returns, x, rows, columns = made()
    window = Window(0, 6)
    for row, column in zip(rows, columns, strict=True):
        if row != 262:  # Its sessions but the last two are held for the event two sessions before.
            returns[row : row + 7, column] += 0.05
    returns[267:269, 3] += 0.05

    plain = calendar_time(*(made()[0], made()[0], x, rows, columns), window, MODEL)
    planted = calendar_time(returns, made()[0], x, rows, columns, window, MODEL)

    assert planted.alpha == pytest.approx(plain.alpha + 0.05, rel=1e-9)
    assert planted.standard_error == pytest.approx(plain.standard_error, rel=1e-9)


def test_a_unit_inside_two_of_its_windows_is_held_once():
    returns, x, _, _ = made()
    rows, columns = np.array([150, 152, 152]), np.array([0, 0, 1])

    result = calendar_time(returns, returns, x, rows, columns, Window(0, 9), MODEL)

    # Sessions 150 and 151 hold one unit, 152..161 two.
    assert result.n_sessions == 12
    assert result.mean_held == pytest.approx((2 * 1 + 10 * 2) / 12, rel=1e-14)


def test_a_unit_both_long_and_short_is_not_held():
    returns, x, _, _ = made()
    rows, columns = np.array([150, 150, 200]), np.array([0, 0, 1])

    result = calendar_time(returns, returns, x, rows, columns, Window(0, 9), MODEL, signs=np.array([1.0, -1.0, 1.0]))

    assert result.n_sessions == 10
    assert result.mean_held == 1.0


def test_sessions_whose_composition_has_no_residual_sd_are_left_out_and_counted():
    returns, x, rows, columns = made()
    early = np.concatenate([rows, [40]]), np.concatenate([columns, [4]])

    ours = calendar_time(returns, returns, x, rows, columns, Window(0, 6), MODEL)
    other = calendar_time(returns, returns, x, *early, Window(0, 6), MODEL)

    # The 30 sessions before row 29 cannot be fitted.
    assert ours.n_left_out == 0
    assert other.n_left_out == 7
    assert other.alpha == pytest.approx(ours.alpha, rel=1e-12)


def test_holding_every_pair_short_turns_alpha():
    arguments = made()
    long = calendar_time(arguments[0], *arguments, Window(0, 12), MODEL)
    short = calendar_time(arguments[0], *arguments, Window(0, 12), MODEL, signs=-np.ones(7))

    assert short.alpha == pytest.approx(-long.alpha, rel=1e-12)
    assert short.test.p == pytest.approx(long.test.p, rel=1e-12)


def test_on_few_sessions_there_is_an_intercept_and_no_test():
    arguments = made()

    few = calendar_time(arguments[0], *arguments, Window(0, 3), MODEL)

    assert few.n_sessions < 40
    assert math.isfinite(few.alpha)
    assert few.test.statistic is few.test.p is None


@pytest.mark.parametrize("n", [0, 1])
def test_too_few_sessions_give_no_test(n):
    returns, x, rows, columns = made()

    result = calendar_time(returns, returns, x, rows[:n], columns[:n], Window(0, 1), MODEL)

    assert result.n_sessions == 2 * n
    assert result.test.statistic is None
    assert math.isnan(result.alpha)
    assert result.mean_held == n


@pytest.mark.soak
def test_names_hit_together_do_not_make_it_reject_more():
    # 10 dates of 10 names with a common factor, windows apart: pair-level tests reject a third of true nulls there.
    rejected = 0
    for seed in range(1000):
        rng = np.random.default_rng(seed)
        x = rng.normal(0, 0.01, (700, 1))
        returns = x + rng.normal(0, 0.01, (700, 1)) + rng.standard_t(5, (700, 10)) * 0.015
        rows = np.repeat(rng.choice(np.arange(280, 680, 8), 10, replace=False), 10)
        result = calendar_time(returns, returns, x, rows, np.tile(np.arange(10), 10), Window(0, 5), EventModel())
        rejected += result.test.p < 0.05
    print(f"calendar time: {rejected / 10:.1f} % of true nulls rejected at 5 %")
    assert 0.03 < rejected / 1000 < 0.09
