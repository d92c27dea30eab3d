"""From a statistic to a test: its two-sided p under the distribution it is compared with."""

import math

from scipy.special import ndtr

from screener.calc.inference.student import two_sided_p
from screener.calc.numbers import finite
from screener.records.pair_test import PairTest, PairTestName


def against_normal(test: PairTestName, z: float) -> PairTest:
    """Compare with the standard normal distribution.

    Examples
    --------
    >>> against_normal("patell", 0.0).p
    1.0
    """
    if not math.isfinite(z):
        return PairTest(test, None, None, None, "normal")
    return PairTest(test, float(z), None, float(2.0 * ndtr(-abs(z))), "normal")


def against_student(test: PairTestName, t: float, dof: float) -> PairTest:
    """Compare with Student's t; undefined below 1 degree of freedom.

    Examples
    --------
    >>> against_student("bmp", 1.0, 1).p.__round__(12)
    0.5
    """
    if not (math.isfinite(t) and dof >= 1.0):
        return PairTest(test, None, None, None, "student_t")
    return PairTest(test, float(t), float(dof), two_sided_p(t, dof), "student_t")


def counted(test: PairTestName, statistic: float, p: float) -> PairTest:
    """Keep a p that was counted out over the statistic's own distribution."""
    return PairTest(test, finite(statistic), None, finite(p), "exact")
