"""J1: the mean CAR against the variances that the fits expect."""

import math

import numpy as np

from screener.calc.pair_tests.p_value import against_normal
from screener.calc.pair_tests.sample import PairSample
from screener.records.pair_test import PairTest
from screener.records.prices import Floats


def j1(sample: PairSample) -> PairTest:
    """Test the mean CAR with the variance of each CAR, prediction error included.

    Parameters
    ----------
    sample : PairSample

    Returns
    -------
    PairTest
        Standard normal.

    Notes
    -----
    J1 = CAAR / sqrt(sum Var(CAR_i) / N^2), Var(CAR_i) = s_i^2 (L + x'(X'X)^-1 x).

    References
    ----------
    Campbell, Lo and MacKinlay (1997), The econometrics of financial markets, section 4.4.
    """
    return against_normal("j1", _mean_over_error(sample.car, sample.s**2 * sample.car_scale))


def j1_large_m(sample: PairSample) -> PairTest:
    """Test the mean CAR with L s^2 as the variance of each CAR, as if the coefficients were known.

    Parameters
    ----------
    sample : PairSample

    Returns
    -------
    PairTest
        Standard normal.

    Notes
    -----
    J1 = CAAR / sqrt(sum L_i s_i^2 / N^2), right for M far above L. Packages that divide the residual variance by M
    instead of M - k show it times sqrt(M / (M - k)).

    References
    ----------
    MacKinlay (1997), J. Economic Literature 35, equation 20.
    """
    return against_normal("j1_large_m", _mean_over_error(sample.car, sample.s**2 * sample.n_window))


def _mean_over_error(car: Floats, variance: Floats) -> float:
    return float(car.sum()) / float(np.sqrt(variance.sum())) if len(car) else math.nan
