"""Generalised rank tests of Kolari and Pynnonen: the whole window as one observation among the estimation sessions."""

import math

import numpy as np

from screener.calc.pair_tests.p_value import against_normal, against_student
from screener.calc.pair_tests.ranks import column_means, row_ranks
from screener.calc.pair_tests.sample import PairSample
from screener.records.pair_test import PairTest
from screener.records.prices import Floats


def grank_t(sample: PairSample) -> PairTest:
    """Test the mean rank of the response among the estimation sessions against the spread of mean ranks.

    Parameters
    ----------
    sample : PairSample

    Returns
    -------
    PairTest
        Student's t with T - 2 degrees of freedom, T = M + 1; undefined for N < 2.

    Notes
    -----
    SCAR* = SCAR / sd(SCAR) across pairs. A pair's row is its M standardised residuals and SCAR*, U = rank / (T_i + 1)
    - 1/2. Z = Ubar_0 / S, S^2 = sum over sessions of (N_t / N) Ubar_t^2 / T, t = Z sqrt((T - 2) / (T - 1 - Z^2)). The
    mean over pairs is taken before its spread, so pairs on one date may be correlated.

    References
    ----------
    Kolari and Pynnonen (2011), J. Empirical Finance 18.
    """
    ranks = _ranks(sample)
    if ranks is None:
        return against_student("grank_t", math.nan, 0)
    count = np.isfinite(ranks).sum(axis=0)
    means = column_means(ranks)
    size = len(means)
    spread = math.sqrt(float((count[count > 0] / sample.n_pairs * means**2).mean()))
    z = float(means[-1]) / spread if spread > 0.0 else math.nan
    left = size - 1.0 - z**2
    return against_student("grank_t", z * math.sqrt((size - 2.0) / left) if left > 0.0 else math.nan, size - 2)


def grank_z(sample: PairSample) -> PairTest:
    """Test the same mean rank against its variance for independent pairs.

    Parameters
    ----------
    sample : PairSample

    Returns
    -------
    PairTest
        Standard normal; undefined for N < 2.

    Notes
    -----
    z = Ubar_0 / sqrt(sum of (T_i - 1) / (T_i + 1) / (12 N^2)), the variance of a uniform rank.

    References
    ----------
    Kolari and Pynnonen (2011), J. Empirical Finance 18.
    """
    ranks = _ranks(sample)
    if ranks is None:
        return against_normal("grank_z", math.nan)
    n = np.isfinite(ranks).sum(axis=1)
    variance = float(((n - 1.0) / (n + 1.0)).sum()) / (12.0 * sample.n_pairs**2)
    return against_normal("grank_z", float(ranks[:, -1].mean()) / math.sqrt(variance))


def _ranks(sample: PairSample) -> Floats | None:
    """Return U of shape (N, M + 1), the response last, or None where SCARs have no spread."""
    if sample.n_pairs < 2 or not np.ptp(sample.scar) > 0.0:
        return None
    response = sample.scar / sample.scar.std(ddof=1)
    values = np.concatenate([sample.residuals / sample.s[:, None], response[:, None]], axis=1)
    n = np.isfinite(values).sum(axis=1)
    return np.asarray(row_ranks(values) / (n[:, None] + 1.0) - 0.5)
