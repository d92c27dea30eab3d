"""Buy-and-hold abnormal returns: what a holder of the unit earned beyond a holder of the benchmark."""

import numpy as np

from screener.calc.pair_tests.cross_section import mean_t
from screener.calc.pair_tests.p_value import against_student
from screener.calc.pair_tests.sample import PairSample
from screener.records.pair_test import PairTest
from screener.records.prices import Floats


def buy_and_hold(sample: PairSample) -> Floats:
    """Return the buy-and-hold abnormal return of each pair.

    Parameters
    ----------
    sample : PairSample

    Returns
    -------
    array of shape (N,), decimal
        BHAR = product of (1 + r) less product of (1 + first benchmark), over the sessions at which the pair has an
        abnormal return; NaN where the benchmark misses one of them. A pair held short has minus that: the shares sold
        on the first day are bought back on the last, and the benchmark's are held against them. The return model plays
        no part.

    References
    ----------
    Barber and Lyon (1997), J. Financial Economics 43.
    """
    is_held = np.isfinite(sample.returns)
    unit = np.where(is_held, 1.0 + sample.returns, 1.0).prod(axis=1)
    benchmark = np.where(is_held, 1.0 + sample.benchmark, 1.0).prod(axis=1)
    return np.asarray(sample.signs * (unit - benchmark))


def buy_and_hold_t(sample: PairSample) -> PairTest:
    """Test the mean buy-and-hold abnormal return against its spread across pairs.

    Parameters
    ----------
    sample : PairSample

    Returns
    -------
    PairTest
        Student's t with N - 1 degrees of freedom; undefined for N < 2. Right-skewed over long windows, where
        :func:`~screener.calc.pair_tests.cross_section.skew_adjusted_t` is the answer for CARs.
    """
    return against_student("buy_and_hold_t", mean_t(buy_and_hold(sample)), sample.n_pairs - 1)
