"""The test of Boehmer, Musumeci and Poulsen: standardised responses against their own spread."""

from screener.calc.pair_tests.cross_section import mean_t
from screener.calc.pair_tests.p_value import against_student
from screener.calc.pair_tests.sample import PairSample
from screener.records.pair_test import PairTest


def bmp(sample: PairSample) -> PairTest:
    """Test the mean SCAR against the spread of SCARs across pairs.

    Parameters
    ----------
    sample : PairSample

    Returns
    -------
    PairTest
        Student's t with N - 1 degrees of freedom; undefined for N < 2. Several packages read a normal p.

    Notes
    -----
    t = sqrt(N) mean(SCAR) / sd(SCAR): sessions inside the window may be more volatile than before, and volatile names
    count no more than quiet ones. The pairs are taken to be independent.

    References
    ----------
    Boehmer, Musumeci and Poulsen (1991), J. Financial Economics 30.
    """
    return against_student("bmp", mean_t(sample.scar), sample.n_pairs - 1)
