import numpy as np
import pytest
from scipy.stats import spearmanr

from screener.calc.screen.decision_dates import usable_dates
from screener.calc.screen.rank_correlation import rank_agreement

NAN = np.nan


def test_it_is_spearmans_correlation_over_the_names_that_have_both_as_scipy_has_it():
    rng = np.random.default_rng(4)
    score = rng.integers(0, 12, (30, 14)) / 1.0
    forward = rng.standard_normal((30, 14)).round(1)
    score[rng.random(score.shape) < 0.1] = NAN
    forward[rng.random(score.shape) < 0.1] = NAN
    found = rank_agreement(score, forward)

    for row, (s, f) in enumerate(zip(score, forward, strict=True)):
        known = np.isfinite(s) & np.isfinite(f)
        assert known.sum() >= 5
        assert found.ic[row] == pytest.approx(spearmanr(s[known], f[known]).statistic, rel=1e-12)
        assert found.known[row].tolist() == known.tolist()


@pytest.mark.parametrize(
    ("score", "forward"),
    [
        ([1.0, 2.0, 3.0, 4.0, NAN, 5.0], [0.1, 0.2, 0.3, 0.4, 0.5, NAN]),
        ([2.0] * 6, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]),
        ([0.1, 0.2, 0.3, 0.4, 0.5, 0.6], [0.0] * 6),
        ([NAN] * 6, [NAN] * 6),
    ],
)
def test_with_fewer_than_five_names_or_without_differences_there_is_no_coefficient(score, forward):
    found = rank_agreement(np.array([score]), np.array([forward]))

    assert np.isnan(found.ic).all()
    assert not found.known.any()


def test_later_decisions_do_not_change_earlier_ones():
    rng = np.random.default_rng(4)
    score, forward = rng.standard_normal((2, 20, 8))

    np.testing.assert_array_equal(rank_agreement(score[:7], forward[:7]).ic, rank_agreement(score, forward).ic[:7])


def test_a_decision_counts_once_its_window_lies_inside_the_data():
    # Traded at row 95 and held to row 100 at the latest.
    assert usable_dates(np.array([0, 93, 94, 95, 100]), 5, 1, 100).tolist() == [True, True, True, False, False]
    assert usable_dates(np.array([0, 95, 96]), 5, 0, 100).tolist() == [True, True, False]
