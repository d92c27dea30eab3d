"""Rank tests of Corrado, and of Corrado and Zivney for samples with gaps."""

import math

import numpy as np

from screener.calc.pair_tests.p_value import against_normal
from screener.calc.pair_tests.ranks import column_means, row_ranks
from screener.calc.pair_tests.sample import PairSample
from screener.records.pair_test import PairTest, PairTestName
from screener.records.prices import Floats


def corrado_rank(sample: PairSample) -> PairTest:
    """Test whether abnormal returns in the window rank higher than on estimation sessions.

    Parameters
    ----------
    sample : PairSample

    Returns
    -------
    PairTest
        Standard normal.

    Notes
    -----
    K_it is the rank of a pair's return among its T_i returns of the estimation sessions and this window only, ties
    sharing their mean rank. Kd_t = mean over pairs of K_it - (T_i + 1) / 2;
    z = sum over the window of Kd_t / (sqrt(L) S), S^2 = sum of Kd_t^2 / T over both.

    Differs from packages that rank over all event windows at once, over all events of a firm, or estimate S about the
    mean with T - 1, or from the estimation sessions alone.

    References
    ----------
    Corrado (1989), J. Financial Economics 23; for windows Cowan (1992), Review of Quantitative Finance and
    Accounting 2.
    """
    values, n = _laid_out(sample)
    return _test("corrado_rank", sample, column_means(row_ranks(values) - (n[:, None] + 1.0) / 2.0))


def corrado_zivney_rank(sample: PairSample) -> PairTest:
    """Test ranks as :func:`corrado_rank` does, each over its pair's number of returns.

    Parameters
    ----------
    sample : PairSample

    Returns
    -------
    PairTest
        Standard normal. The same as :func:`corrado_rank` where no return is missing.

    Notes
    -----
    U_it = K_it / (1 + T_i) - 1/2; a session counts with sum U_it / sqrt(N_t), so that sessions with few pairs are not
    the loudest.

    References
    ----------
    Corrado and Zivney (1992), J. Financial and Quantitative Analysis 27.
    """
    values, n = _laid_out(sample)
    ranks = row_ranks(values) / (1.0 + n[:, None]) - 0.5
    count = np.isfinite(ranks).sum(axis=0)
    return _test("corrado_zivney_rank", sample, column_means(ranks) * np.sqrt(count[count > 0]))


def _laid_out(sample: PairSample) -> tuple[Floats, Floats]:
    """Return residuals and abnormal returns side by side, and the number of them in each row."""
    values = np.concatenate([sample.residuals, sample.abnormal], axis=1)
    return values, np.isfinite(values).sum(axis=1).astype(np.float64)


def _test(test: PairTestName, sample: PairSample, means: Floats) -> PairTest:
    """Compare the window's columns, which stand last, with all of them."""
    length = int(np.isfinite(sample.abnormal).any(axis=0).sum())
    spread = math.sqrt(float((means**2).mean())) if len(means) else 0.0
    if not (length and spread > 0.0):
        return against_normal(test, math.nan)
    return against_normal(test, float(means[-length:].sum()) / (math.sqrt(length) * spread))
