"""Sign tests: how many responses are positive."""

import math

import numpy as np
from scipy.special import bdtr

from screener.calc.pair_tests.p_value import against_normal, counted
from screener.calc.pair_tests.sample import PairSample
from screener.records.pair_test import PairTest


def sign(sample: PairSample) -> PairTest:
    """Test whether positive and negative CARs are equally likely.

    Parameters
    ----------
    sample : PairSample
        CARs of exactly 0 are left out.

    Returns
    -------
    PairTest
        The statistic is z = (n+ - N/2) / (sqrt(N) / 2); p is counted from the binomial distribution.
    """
    n_positive, n_negative = int((sample.car > 0.0).sum()), int((sample.car < 0.0).sum())
    n = n_positive + n_negative
    if n == 0:
        return counted("sign", math.nan, math.nan)
    tail = float(bdtr(float(min(n_positive, n_negative)), n, 0.5))
    return counted("sign", (n_positive - n / 2.0) / (math.sqrt(n) / 2.0), min(1.0, 2.0 * tail))


def positive_share(sample: PairSample) -> float:
    """Return p_hat: the mean over pairs of the share of their residuals that are positive; NaN without pairs."""
    if sample.n_pairs == 0:
        return math.nan
    n = np.isfinite(sample.residuals).sum(axis=1)
    return float(((sample.residuals > 0.0).sum(axis=1) / n).mean())


def generalized_sign(sample: PairSample) -> PairTest:
    """Test whether CARs are positive more often than abnormal returns are before the event.

    Parameters
    ----------
    sample : PairSample
        A CAR or residual of exactly 0 is not positive.

    Returns
    -------
    PairTest
        Standard normal; undefined where all residuals have one sign.

    Notes
    -----
    z = (n+ - N p) / sqrt(N p (1 - p)), p from :func:`positive_share`, which weighs every pair alike; one package pools
    all residuals instead, another averages by firm.

    References
    ----------
    Cowan (1992), Review of Quantitative Finance and Accounting 2.
    """
    share, n = positive_share(sample), sample.n_pairs
    if not 0.0 < share < 1.0:
        return against_normal("generalized_sign", math.nan)
    n_positive = int((sample.car > 0.0).sum())
    return against_normal("generalized_sign", (n_positive - n * share) / math.sqrt(n * share * (1.0 - share)))
