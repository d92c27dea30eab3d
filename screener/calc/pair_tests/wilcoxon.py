"""Wilcoxon's signed-rank test."""

import math

import numpy as np

from screener.calc.pair_tests.p_value import against_normal, counted
from screener.calc.pair_tests.ranks import row_ranks
from screener.calc.pair_tests.sample import PairSample
from screener.records.pair_test import PairTest
from screener.records.prices import Floats

MAX_COUNTED = 25
"""Up to this many CARs the null distribution is counted out."""


def wilcoxon(sample: PairSample) -> PairTest:
    """Test whether CARs are symmetric about 0.

    Parameters
    ----------
    sample : PairSample
        CARs of exactly 0 are left out; ties share the mean of their ranks.

    Returns
    -------
    PairTest
        The statistic is z. Up to 25 CARs p is counted over all 2^N signs of the ranks at hand, ties included; above,
        it is that of z. Undefined without a CAR off 0.

    Notes
    -----
    z = (W - N (N + 1) / 4) / sqrt(N (N + 1) (2 N + 1) / 24), W the sum of the ranks of abs(CAR) over positive CARs;
    with ties the variance is the sum of squared ranks over 4, which is the same without. No continuity correction.

    References
    ----------
    Wilcoxon (1945), Biometrics Bulletin 1.
    """
    car = sample.car[sample.car != 0.0]
    if len(car) == 0:
        return against_normal("wilcoxon", math.nan)
    ranks, positive = signed_ranks(car)
    z = (positive - float(ranks.sum()) / 2.0) / math.sqrt(float((ranks**2).sum()) / 4.0)
    if len(car) > MAX_COUNTED:
        return against_normal("wilcoxon", z)
    return counted("wilcoxon", z, _counted_p(ranks, positive))


def signed_ranks(values: Floats) -> tuple[Floats, float]:
    """Return the ranks of the absolute values, and W, their sum over the positive ones.

    Examples
    --------
    >>> import numpy as np
    >>> signed_ranks(np.array([0.3, -0.1, 0.2]))[1]
    5.0
    """
    ranks = row_ranks(np.abs(values)[None, :])[0]
    return ranks, float(ranks[values > 0.0].sum())


def _counted_p(ranks: Floats, positive: float) -> float:
    """Count over all signs how often the rank sum lies as far from its mean; twice a mean rank is an integer."""
    doubled = np.rint(2.0 * ranks).astype(np.int64)
    total = int(doubled.sum())
    chance = np.zeros(total + 1)
    chance[0] = 1.0
    for rank in doubled:
        chance[rank:] += chance[: total + 1 - rank].copy()
        chance /= 2.0
    low = min(round(2.0 * positive), total - round(2.0 * positive))
    return min(1.0, 2.0 * float(chance[: low + 1].sum()))
