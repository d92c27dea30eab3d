import math

import numpy as np
import pandas as pd
import pytest
import reference_vectors as vectors
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.calc.pair_tests.adjusted import adjusted_bmp, adjusted_patell
from screener.calc.pair_tests.correlation import mean_correlation
from screener.calc.pair_tests.sample import PairSample, pair_sample
from screener.records.event_model import EventModel
from screener.records.thesis import Window

MODEL = EventModel(estimation=Window(-60, -11), min_returns=30)


def made(seed, missing, rows, length=4):
    rng = np.random.default_rng(seed)
    returns = rng.normal(0, 0.02, (120, 5)) + rng.normal(0, 0.01, (120, 1))
    hidden = np.where(rng.random(returns.shape) < missing, np.nan, returns)
    rows = np.repeat(np.array(rows, dtype=np.int64), 5)
    columns = np.tile(np.arange(5), len(rows) // 5)
    market = rng.normal(0, 0.01, (120, 1))
    return pair_sample(returns, hidden, market, rows, columns, Window(0, length - 1), MODEL)


def pair_by_pair(sample: PairSample) -> float:
    """Return the same mean, one pair of pairs at a time, on the calendar."""
    n_rows = int(sample.first_row.max()) + sample.residuals.shape[1]
    laid = np.full((sample.n_pairs, n_rows), np.nan)
    for i, first in enumerate(sample.first_row):
        laid[i, first : first + sample.residuals.shape[1]] = sample.residuals[i]
    total = 0.0
    for i in range(sample.n_pairs):
        for j in range(sample.n_pairs):
            share = max(0, sample.n_sessions - abs(int(sample.first_row[i] - sample.first_row[j]))) / sample.n_sessions
            both = np.isfinite(laid[i]) & np.isfinite(laid[j])
            if i != j and share > 0:
                total += share * np.corrcoef(laid[i, both], laid[j, both])[0, 1]
    return total / (sample.n_pairs * (sample.n_pairs - 1))


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 10_000),
    st.sampled_from([0.0, 0.1]),
    st.lists(st.integers(61, 80), min_size=1, max_size=4),
    st.integers(1, 6),
)
def test_it_is_the_mean_over_pairs_of_numpys_correlation_on_common_sessions(seed, missing, rows, length):
    sample = made(seed, missing, sorted(rows), length)

    assert mean_correlation(sample) == pytest.approx(pair_by_pair(sample), rel=1e-9, abs=1e-12)


def test_on_one_date_it_is_the_mean_of_numpys_correlation_matrix():
    sample = made(1, 0.0, [70])
    matrix = np.corrcoef(sample.residuals)

    assert mean_correlation(sample) == pytest.approx(matrix[np.triu_indices(5, 1)].mean(), rel=1e-12)


def test_windows_that_share_no_session_count_as_independent():
    one, other = made(1, 0.0, [70]), made(1, 0.0, [74])
    together = made(1, 0.0, [70, 74])

    # Of the 90 ordered pairs of different pairs, 20 are within the first date and 20 within the second.
    expected = (20 * mean_correlation(one) + 20 * mean_correlation(other)) / 90
    assert mean_correlation(together) == pytest.approx(expected, rel=1e-12)


def test_a_unit_whose_windows_overlap_is_like_itself_by_the_share_of_sessions():
    # Fits a session apart differ so little that the residuals of one unit are nearly equal.
    rng = np.random.default_rng(8)
    returns, market = rng.normal(0, 0.02, (400, 1)), rng.normal(0, 0.01, (400, 1))
    sample = pair_sample(returns, returns, market, np.array([350, 351]), np.array([0, 0]), Window(0, 3), EventModel())

    assert mean_correlation(sample) == pytest.approx(0.75, abs=2e-3)


def test_lining_up_by_distance_to_day_0_compares_other_days_than_the_calendars():
    vector = vectors.read_vector("V3_synth_staggered", expected="textbook_statistics.json")
    sample = vectors.vector_sample(vector, "market", Window(0, 20))

    # The vectors' rbar, and sipemu's.
    assert vector.expected["market"]["[0,20]"]["rbar"] == pytest.approx(0.00004, abs=5e-6)
    assert mean_correlation(sample) == pytest.approx(pair_by_pair(sample), rel=1e-9)
    assert mean_correlation(sample) > 100 * 0.00004


def test_below_two_pairs_there_is_none():
    assert math.isnan(mean_correlation(made(1, 0.0, [])))
    sample = made(1, 0.0, [70])
    alone = pair_sample(
        np.random.default_rng(1).normal(0, 1, (120, 1)),
        np.random.default_rng(1).normal(0, 1, (120, 1)),
        np.random.default_rng(2).normal(0, 1, (120, 1)),
        np.array([70]),
        np.array([0]),
        Window(0, 3),
        MODEL,
    )

    assert math.isnan(mean_correlation(alone))
    assert math.isfinite(mean_correlation(sample))


@pytest.mark.parametrize("n_shared", [0, 2, 3])
def test_overlapping_windows_whose_residuals_hardly_meet_have_none(n_shared):
    rng = np.random.default_rng(4)
    returns, market = rng.normal(0, 0.02, (120, 2)), rng.normal(0, 0.01, (120, 1))
    hidden = returns.copy()
    hidden[20:40, 0], hidden[40 + n_shared : 60, 1] = np.nan, np.nan
    model = EventModel(estimation=Window(-50, -11), min_returns=15)

    sample = pair_sample(returns, hidden, market, np.array([70, 70]), np.array([0, 1]), Window(0, 3), model)

    # Any two series are correlated by 1 or -1 on two sessions.
    assert sample.n_pairs == 2
    assert math.isfinite(mean_correlation(sample)) == (n_shared == 3)
    if n_shared < 3:
        assert adjusted_bmp(sample).statistic is None
        assert adjusted_patell(sample).p is None


def test_a_correlation_no_sample_can_have_gives_no_test():
    sample = made(1, 0.0, [70])

    # 1 + (5 - 1) rbar is 0 at -1/4.
    assert adjusted_bmp(sample, -0.25).statistic is None
    assert adjusted_patell(sample, -0.3).statistic is None
    assert adjusted_bmp(sample, -0.2).statistic is not None


def test_many_pairs_on_one_date_with_gaps_have_the_mean_of_pandas_pairwise_correlations():
    rng = np.random.default_rng(6)
    returns, market = rng.normal(0, 0.02, (120, 300)), rng.normal(0, 0.01, (120, 1))
    hidden = np.where(rng.random(returns.shape) < 0.05, np.nan, returns)
    sample = pair_sample(returns, hidden, market, np.full(300, 80), np.arange(300), Window(0, 3), MODEL)

    matrix = pd.DataFrame(sample.residuals.T).corr().to_numpy()
    assert mean_correlation(sample) == pytest.approx((matrix.sum() - 300) / (300 * 299), rel=1e-9)
