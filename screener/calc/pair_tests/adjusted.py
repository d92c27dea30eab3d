"""Patell's and Boehmer's tests with the correlation between pairs taken into account."""

import math

from screener.calc.pair_tests.correlation import mean_correlation
from screener.calc.pair_tests.cross_section import mean_t
from screener.calc.pair_tests.p_value import against_normal, against_student
from screener.calc.pair_tests.patell import patell_z
from screener.calc.pair_tests.sample import PairSample
from screener.records.pair_test import PairTest


def adjusted_bmp(sample: PairSample, rbar: float | None = None) -> PairTest:
    """Test the mean SCAR as :func:`~screener.calc.pair_tests.bmp.bmp` does, for pairs that respond alike.

    Parameters
    ----------
    sample : PairSample
    rbar : float, optional
        From :func:`~screener.calc.pair_tests.correlation.mean_correlation`, where it is already known.

    Returns
    -------
    PairTest
        Student's t with N - 1 degrees of freedom; undefined where 1 + (N - 1) rbar is not above 0.

    Notes
    -----
    t = BMP sqrt((1 - rbar) / (1 + (N - 1) rbar)): the spread across pairs expects (1 - rbar) of the variance of one,
    the mean has (1 + (N - 1) rbar) / N of it. One date says nothing about how volatile event days are as such, so with
    one date an event and a bad day for the sector look alike.

    References
    ----------
    Kolari and Pynnonen (2010), Review of Financial Studies 23.
    """
    correlation = mean_correlation(sample) if rbar is None else rbar
    factor = math.sqrt(max(1.0 - correlation, 0.0)) * _shrinkage(sample.n_pairs, correlation)
    return against_student("adjusted_bmp", mean_t(sample.scar) * factor, sample.n_pairs - 1)


def adjusted_patell(sample: PairSample, rbar: float | None = None) -> PairTest:
    """Test the sum of SCARs as :func:`~screener.calc.pair_tests.patell.patell` does, for pairs that respond alike.

    Parameters
    ----------
    sample : PairSample
    rbar : float, optional
        From :func:`~screener.calc.pair_tests.correlation.mean_correlation`, where it is already known.

    Returns
    -------
    PairTest
        Standard normal; undefined where 1 + (N - 1) rbar is not above 0.

    Notes
    -----
    z = Patell / sqrt(1 + (N - 1) rbar). Sessions more volatile than those of the fit still make it too large.

    References
    ----------
    Kolari and Pynnonen (2010), Review of Financial Studies 23.
    """
    correlation = mean_correlation(sample) if rbar is None else rbar
    return against_normal("adjusted_patell", patell_z(sample) * _shrinkage(sample.n_pairs, correlation))


def _shrinkage(n: int, correlation: float) -> float:
    """Return 1 / sqrt(1 + (N - 1) rbar), or NaN where no such correlation can be."""
    inflation = 1.0 + (n - 1) * correlation
    return 1.0 / math.sqrt(inflation) if inflation > 0.0 else math.nan
