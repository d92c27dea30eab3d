"""What must hold for every sample: order, sign, scale and repetition of its pairs, and samples of almost none."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.calc.pair_tests.battery import all_tests
from screener.calc.pair_tests.bmp import bmp
from screener.calc.pair_tests.buy_and_hold import buy_and_hold_t
from screener.calc.pair_tests.cross_section import skew_adjusted_t, t_cross_section
from screener.calc.pair_tests.sample import pair_sample
from screener.records.event_model import EventModel
from screener.records.pair_test import PAIR_TEST_NAMES
from screener.records.thesis import Window

MODEL = EventModel(estimation=Window(-60, -11), min_returns=30)
WINDOW = Window(0, 4)
DECIMALS = {"rel": 1e-8, "abs": 1e-9}


def made(seed, n_units=6, missing=0.0, rows=(70, 72, 110)):
    """Return the arguments of a sample: units with a common factor, on days of which two overlap."""
    rng = np.random.default_rng(seed)
    market = rng.normal(0, 0.01, (130, 1))
    returns = market + rng.normal(0, 0.01, (130, 1)) + rng.standard_t(4, (130, n_units)) * 0.02
    hidden = np.where(rng.random(returns.shape) < missing, np.nan, returns)
    columns = np.tile(np.arange(n_units), len(rows))
    return returns, hidden, market, np.repeat(np.array(rows, dtype=np.int64), n_units), columns


def statistics(sample):
    return {test.test: test.statistic for test in all_tests(sample)}


SEEDS = given(st.integers(0, 10_000), st.sampled_from([0.0, 0.08]))
FEW = settings(max_examples=15, deadline=None)


@FEW
@SEEDS
def test_the_order_of_pairs_changes_nothing(seed, missing):
    returns, hidden, market, rows, columns = made(seed, missing=missing)
    order = np.random.default_rng(seed).permutation(len(rows))

    ours = statistics(pair_sample(returns, hidden, market, rows, columns, WINDOW, MODEL))
    other = statistics(pair_sample(returns, hidden, market, rows[order], columns[order], WINDOW, MODEL))

    assert other == {name: pytest.approx(value, **DECIMALS) for name, value in ours.items()}


@FEW
@SEEDS
def test_holding_every_pair_short_turns_every_statistic_and_no_p(seed, missing):
    arguments = made(seed, missing=missing)
    long = all_tests(pair_sample(*arguments, WINDOW, MODEL))
    short = all_tests(pair_sample(*arguments, WINDOW, MODEL, signs=-np.ones(18)))

    for one, other in zip(long, short, strict=True):
        assert other.statistic == pytest.approx(-one.statistic, **DECIMALS)
        assert other.p == pytest.approx(one.p, **DECIMALS)


@FEW
@SEEDS
def test_the_unit_of_returns_changes_no_test_but_that_of_compounded_returns(seed, missing):
    returns, hidden, market, rows, columns = made(seed, missing=missing)

    ours = statistics(pair_sample(returns, hidden, market, rows, columns, WINDOW, MODEL))
    percent = statistics(pair_sample(returns * 100, hidden * 100, market * 100, rows, columns, WINDOW, MODEL))

    for name in ours.keys() - {"buy_and_hold_t"}:
        assert percent[name] == pytest.approx(ours[name], **DECIMALS)


@FEW
@SEEDS
def test_a_pair_that_is_left_out_leaves_nothing_behind(seed, missing):
    returns, hidden, market, rows, columns = made(seed, missing=missing)
    gappy = returns.copy()
    gappy[72, :2] = np.nan

    sample = pair_sample(gappy, hidden, market, rows, columns, WINDOW, MODEL)
    named = pair_sample(returns, hidden, market, rows[sample.kept], columns[sample.kept], WINDOW, MODEL)

    # Rows 70 and 72 both hold session 72.
    assert sample.kept.tolist() == [2, 3, 4, 5, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17]
    assert statistics(named) == statistics(sample)


@FEW
@SEEDS
def test_a_session_that_no_pair_can_use_is_as_good_as_absent(seed, missing):
    returns, hidden, market, rows, columns = made(seed, missing=missing, rows=(110,))
    masked, without = hidden.copy(), np.delete(hidden, 80, axis=0)
    masked[80] = np.nan

    ours = pair_sample(returns, masked, market, rows, columns, WINDOW, MODEL)
    # One session fewer to estimate on, and the same days.
    shorter = EventModel(estimation=Window(-59, -11), min_returns=30)
    other = pair_sample(
        np.delete(returns, 80, axis=0), without, np.delete(market, 80, axis=0), rows - 1, columns, WINDOW, shorter
    )

    assert statistics(other) == {name: pytest.approx(value, **DECIMALS) for name, value in statistics(ours).items()}


@FEW
@SEEDS
def test_every_pair_twice_tells_those_nothing_that_allow_for_dependence(seed, missing):
    returns, hidden, market, rows, columns = made(seed, missing=missing)
    twice = np.concatenate([rows, rows]), np.concatenate([columns, columns])

    ours = statistics(pair_sample(returns, hidden, market, rows, columns, WINDOW, MODEL))
    doubled = statistics(pair_sample(returns, hidden, market, *twice, WINDOW, MODEL))

    for name in ("cda", "corrado_rank", "corrado_zivney_rank", "adjusted_patell", "adjusted_bmp"):
        assert doubled[name] == pytest.approx(ours[name], rel=1e-6, abs=1e-8)
    # The others count 36 pairs for 18.
    for name in ("j1", "j1_large_m", "patell", "patell_daily", "sign", "generalized_sign"):
        assert doubled[name] == pytest.approx(ours[name] * math.sqrt(2), **DECIMALS)
    for name in ("t_cross_section", "bmp", "buy_and_hold_t"):
        assert doubled[name] == pytest.approx(ours[name] * math.sqrt(35 / 17), **DECIMALS)


def test_responses_without_skewness_need_no_correction():
    # -1, 1, 3 lie symmetric about their mean.
    sample = pair_sample(*made(1, n_units=3, rows=(70,)), WINDOW, MODEL)
    plain = replace(sample, car=np.array([-1.0, 1.0, 3.0]))
    skewed = replace(sample, car=np.array([0.0, 0.0, 3.0]))

    assert skew_adjusted_t(plain).statistic == pytest.approx(t_cross_section(plain).statistic, rel=1e-14)
    # mean 1, sd sqrt 3, g = 3/2 x (-1 - 1 + 8) / 3^1.5 = sqrt 3, S = 1 / sqrt 3, all of it by hand:
    # sqrt 3 (1 / sqrt 3 + sqrt 3 / 9 + 3 / (27 x 3 sqrt 3) + sqrt 3 / 18) = 1 + 1/3 + 1/27 + 1/6.
    assert skew_adjusted_t(skewed).statistic == pytest.approx(1 + 1 / 3 + 1 / 27 + 1 / 6, rel=1e-14)


@pytest.mark.parametrize("model", ["market", "market_adjusted", "constant_mean", "raw"])
@pytest.mark.parametrize("n", [0, 1, 2])
def test_almost_no_pairs_give_every_test_its_row(model, n):
    returns, hidden, market, rows, columns = made(1)
    sample = pair_sample(returns, hidden, market, rows[:n], columns[:n], WINDOW, replace(MODEL, return_model=model))
    tests = all_tests(sample)

    assert sample.n_pairs == n
    assert tuple(test.test for test in tests) == PAIR_TEST_NAMES[:-1]
    assert PAIR_TEST_NAMES[-1] == "calendar_time"
    for test in tests:
        assert (test.statistic is None) == (test.p is None)
        assert test.statistic is not None or test.dof is None
    defined = {test.test for test in tests if test.statistic is not None}
    of_one = {"j1", "j1_large_m", "cda", "patell", "patell_daily", "sign", "generalized_sign", "wilcoxon"}
    of_one |= {"corrado_rank", "corrado_zivney_rank"}
    assert defined == {0: set(), 1: of_one, 2: {*PAIR_TEST_NAMES[:-1]} - {"skew_adjusted_t"}}[n]


def test_a_patell_test_without_a_variance_for_students_t_is_not_defined():
    model = EventModel(estimation=Window(-14, -11), min_returns=4)
    tests = {test.test: test for test in all_tests(pair_sample(*made(1), WINDOW, model))}

    # M - k = 2: Student's t has no variance.
    assert tests["patell"].statistic is None
    assert tests["patell_daily"].statistic is None
    assert tests["bmp"].statistic is not None


def test_responses_that_are_all_equal_have_no_spread_to_test_against():
    sample = pair_sample(*made(1), WINDOW, MODEL)
    equal = replace(sample, car=np.full(18, 0.1), scar=np.full(18, 0.1), returns=np.full((18, 5), 0.1))
    equal = replace(equal, benchmark=np.zeros((18, 5)))

    for test in (t_cross_section(equal), skew_adjusted_t(equal), bmp(equal), buy_and_hold_t(equal)):
        assert test.statistic is None


@pytest.mark.parametrize("skips_gaps", [False, True])
def test_gaps_everywhere_warn_of_nothing(skips_gaps):
    rng = np.random.default_rng(2)
    returns, hidden, market, rows, columns = made(2, missing=0.3)
    gappy = np.where(rng.random(returns.shape) < 0.3, np.nan, returns)
    gappy[71] = np.nan

    sample = pair_sample(gappy, hidden, market, rows, columns, WINDOW, MODEL, skips_gaps=skips_gaps)

    assert len(all_tests(sample)) == len(PAIR_TEST_NAMES) - 1
