"""All tests of one sample of pairs, in one order."""

from screener.calc.pair_tests.adjusted import adjusted_bmp, adjusted_patell
from screener.calc.pair_tests.bmp import bmp
from screener.calc.pair_tests.buy_and_hold import buy_and_hold_t
from screener.calc.pair_tests.correlation import mean_correlation
from screener.calc.pair_tests.cross_section import skew_adjusted_t, t_cross_section
from screener.calc.pair_tests.crude_dependence import cda
from screener.calc.pair_tests.grank import grank_t, grank_z
from screener.calc.pair_tests.j1 import j1, j1_large_m
from screener.calc.pair_tests.patell import patell, patell_daily
from screener.calc.pair_tests.rank import corrado_rank, corrado_zivney_rank
from screener.calc.pair_tests.sample import PairSample
from screener.calc.pair_tests.sign import generalized_sign, sign
from screener.calc.pair_tests.wilcoxon import wilcoxon
from screener.records.pair_test import PairTest


def all_tests(sample: PairSample) -> tuple[PairTest, ...]:
    """Return every test of a sample of pairs.

    Parameters
    ----------
    sample : PairSample
        Also of none or one pair.

    Returns
    -------
    tuple of PairTest
        One a name of ``records.pair_test.PAIR_TEST_NAMES`` but ``calendar_time``, which has inputs of its own (see
        :mod:`screener.calc.pair_tests.calendar_time`), in that order. A statistic that the sample does not define is
        None.
    """
    rbar = mean_correlation(sample)
    return (
        j1(sample),
        j1_large_m(sample),
        t_cross_section(sample),
        skew_adjusted_t(sample),
        cda(sample),
        patell(sample),
        patell_daily(sample),
        adjusted_patell(sample, rbar),
        bmp(sample),
        adjusted_bmp(sample, rbar),
        sign(sample),
        generalized_sign(sample),
        wilcoxon(sample),
        corrado_rank(sample),
        corrado_zivney_rank(sample),
        grank_t(sample),
        grank_z(sample),
        buy_and_hold_t(sample),
    )
