"""Crude dependence adjustment: the mean response against how the mean residual moves from session to session."""

import math

import numpy as np

from screener.calc.pair_tests.p_value import against_student
from screener.calc.pair_tests.ranks import column_means
from screener.calc.pair_tests.sample import PairSample
from screener.records.pair_test import PairTest


def cda(sample: PairSample) -> PairTest:
    """Test the mean CAR against the sd over estimation sessions of the mean residual across pairs.

    Parameters
    ----------
    sample : PairSample

    Returns
    -------
    PairTest
        Student's t, degrees of freedom the estimation sessions at which any pair has a residual, less 1.

    Notes
    -----
    t = CAAR / (sqrt(L) sd(AAR)), AAR of an estimation session the mean over the pairs that have one. Pairs hit on one
    date may be correlated; pairs on different dates are lined up by their distance to day 0, which loses what they
    share. Sessions inside the window of more volatility than before make it too large.

    References
    ----------
    Brown and Warner (1980), J. Financial Economics 8, and (1985), J. Financial Economics 14.
    """
    means = column_means(sample.residuals)
    if sample.n_pairs == 0 or len(means) < 2:
        return against_student("cda", math.nan, 0)
    sd = float(means.std(ddof=1))
    error = math.sqrt(sample.n_sessions) * sd
    return against_student("cda", float(np.mean(sample.car)) / error if error > 0.0 else math.nan, len(means) - 1)
