"""Patell's test: standardised responses against the variance that their own fits expect."""

import math

import numpy as np

from screener.calc.pair_tests.p_value import against_normal
from screener.calc.pair_tests.sample import PairSample
from screener.records.pair_test import PairTest
from screener.records.prices import Floats


def patell_z(sample: PairSample) -> float:
    """Return sum SCAR / sqrt(sum Q), Q = (M - k) / (M - k - 2); NaN without pairs or where M - k < 3."""
    expected = _variances(sample)
    return float(sample.scar.sum()) / math.sqrt(float(expected.sum())) if sample.n_pairs else math.nan


def patell(sample: PairSample) -> PairTest:
    """Test the sum of the standardised CARs.

    Parameters
    ----------
    sample : PairSample

    Returns
    -------
    PairTest
        Standard normal.

    Notes
    -----
    z = sum SCAR_i / sqrt(sum Q_i). Under normality each SCAR is Student's t with M - k degrees of freedom, whose
    variance is Q = (M - k) / (M - k - 2). Differs from packages that add daily standardised returns
    (:func:`patell_daily`), fix k at 2 for every model, leave Q out, or leave the covariance of prediction errors out
    of the CAR's variance.

    References
    ----------
    Patell (1976), J. Accounting Research 14; J2 of Campbell, Lo and MacKinlay (1997), section 4.4.
    """
    return against_normal("patell", patell_z(sample))


def patell_daily(sample: PairSample) -> PairTest:
    """Test the sum of the daily standardised abnormal returns, taken as uncorrelated within a pair.

    Parameters
    ----------
    sample : PairSample

    Returns
    -------
    PairTest
        Standard normal.

    Notes
    -----
    z = sum over pairs and sessions of AR / (s sqrt C_t) / sqrt(sum L_i Q_i). One session has the same prediction
    error as :func:`patell`; over a window the errors of the coefficients add up, which this form leaves out.

    References
    ----------
    Patell (1976), J. Accounting Research 14.
    """
    standardised = sample.abnormal / (sample.s[:, None] * np.sqrt(sample.scale))
    total = float(np.where(np.isfinite(standardised), standardised, 0.0).sum())
    expected = float((sample.n_window * _variances(sample)).sum())
    return against_normal("patell_daily", total / math.sqrt(expected) if sample.n_pairs else math.nan)


def _variances(sample: PairSample) -> Floats:
    """Return the variance of each SCAR under normality; NaN where Student's t has none."""
    dof = sample.dof.astype(np.float64)
    return np.where(dof > 2.0, dof / np.maximum(dof - 2.0, 1.0), np.nan)
