import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import signal

from screener.calc.selection.bootstrap import _rows, default_mean_block, stationary_rows, stationary_variance
from screener.errors import CodeError


def autoregression(rng, n_sessions, echo):
    return signal.lfilter([1.0], [1.0, -echo], rng.normal(0, 0.01, n_sessions + 50))[50:]


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 40), st.floats(1.0, 20.0))
def test_rows_follow_the_published_recipe(seed, n_sessions, mean_block):
    uniform = np.random.default_rng(seed).random((3, n_sessions))
    expected = []
    for line in uniform.tolist():
        row = math.floor(line[0] * n_sessions)
        history = [row]
        for u in line[1:]:
            is_new = u * mean_block < 1.0
            row = math.floor(u * mean_block * n_sessions) if is_new else (row + 1) % n_sessions
            history.append(row)
        expected.append(history)

    assert _rows(uniform, mean_block).tolist() == expected


def test_the_same_seed_draws_the_same_rows_and_more_draws_only_add():
    rows = stationary_rows(70, 5.0, 250, seed=4)

    assert rows.shape == (250, 70)
    assert rows.dtype == np.int64
    assert rows.min() == 0
    assert rows.max() == 69
    np.testing.assert_array_equal(stationary_rows(70, 5.0, 250, seed=4), rows)
    np.testing.assert_array_equal(stationary_rows(70, 5.0, 37, seed=4), rows[:37])
    np.testing.assert_array_equal(stationary_rows(70, 5.0, 130, seed=4), rows[:130])
    assert not np.array_equal(stationary_rows(70, 5.0, 250, seed=5), rows)


@pytest.mark.parametrize("mean_block", [1.0, 4.0, 13.6])
def test_every_session_is_as_likely_and_blocks_are_as_long_as_asked(mean_block):
    rows = stationary_rows(200, mean_block, 2_000)

    # A block goes on with probability 1 - 1 / mean, or by chance when the new row happens to be the next.
    goes_on = ((rows[:, 1:] - rows[:, :-1]) % 200 == 1).mean()
    assert goes_on == pytest.approx(1 - 1 / mean_block + 1 / mean_block / 200, abs=0.004)
    # 2,000 expected each; blocks make the counts vary more than independent draws would, by 2 x mean block at most.
    counts = np.bincount(rows.ravel(), minlength=200)
    assert np.abs(counts - 2_000).max() < 5 * math.sqrt(2_000 * 2 * mean_block)
    # The first row of a history starts a block of its own.
    assert np.bincount(rows[:, 0], minlength=200).max() < 10 + 6 * math.sqrt(10)


def test_one_session_has_one_history():
    assert stationary_rows(1, 1.0, 3).tolist() == [[0], [0], [0]]
    assert stationary_rows(5, 2.0, 0).shape == (0, 5)


@pytest.mark.parametrize("mean_block", [0.99, 0.0, -3.0, math.nan])
def test_blocks_below_a_session_are_a_mistake(mean_block):
    with pytest.raises(CodeError):
        stationary_rows(10, mean_block, 1)


@pytest.mark.parametrize("n_sessions", [1, 2, 3, 60, 61, 97])
@pytest.mark.parametrize("mean_block", [1.0, 3.5, 30.0])
def test_the_variance_adds_all_autocovariances_with_their_published_weights(n_sessions, mean_block):
    values = np.random.default_rng(7).normal(0.001, 0.01, (n_sessions, 2))
    q = 1 / mean_block
    for k in range(2):
        apart = [x - values[:, k].mean() for x in values[:, k]]
        expected = sum(x * x for x in apart) / n_sessions
        for i in range(1, n_sessions):
            weight = (1 - i / n_sessions) * (1 - q) ** i + i / n_sessions * (1 - q) ** (n_sessions - i)
            expected += 2 * weight * sum(apart[t] * apart[t + i] for t in range(n_sessions - i)) / n_sessions

        assert stationary_variance(values, mean_block)[k] == pytest.approx(expected, rel=1e-9, abs=1e-18)


def test_the_variance_is_what_many_draws_show():
    values = autoregression(np.random.default_rng(8), 80, 0.5)
    means = values[stationary_rows(80, 6.0, 20_000, seed=9)].mean(axis=1)

    # The standard error of a variance over 20,000 draws is 1 %.
    assert stationary_variance(values[:, None], 6.0)[0] == pytest.approx(80 * means.var(), rel=0.04)
    assert means.mean() == pytest.approx(values.mean(), abs=4 * means.std() / math.sqrt(20_000))


@pytest.mark.parametrize(("echo", "factor"), [(math.sqrt(2) - 1, 1.0), (0.1, (0.2 / 0.99) ** (2 / 3))])
def test_the_default_block_suits_more_dependence_than_daily_returns_have(echo, factor):
    bootstrap = pytest.importorskip("arch.bootstrap", reason="needs arch, an oracle")
    rng = np.random.default_rng(10)
    chosen = [bootstrap.optimal_block_length(autoregression(rng, 4_000, echo))["stationary"].iloc[0] for _ in range(15)]

    assert np.median(chosen) == pytest.approx(factor * default_mean_block(4_000), rel=0.25)


def test_the_default_block_is_at_least_a_session():
    assert default_mean_block(0) == 1.0
    assert default_mean_block(1) == 1.0
    assert default_mean_block(2_744) == pytest.approx(14.0, rel=1e-12)
