"""How alike the pairs of a sample respond when nothing happens: the mean correlation of their residuals."""

import math

import numpy as np

from screener.calc.pair_tests.sample import PairSample
from screener.records.prices import Floats

# Two residual series correlate by definition on fewer sessions than this.
_MIN_SHARED = 3
# Rows correlated at once where gaps differ, so that 5,000 pairs on one date stay under 100 MB.
_BLOCK = 256


def mean_correlation(sample: PairSample) -> float:
    """Return the mean correlation of the responses of two different pairs.

    Parameters
    ----------
    sample : PairSample

    Returns
    -------
    float
        rbar: over all two different pairs, the mean of the correlation of their estimation residuals times the share
        of the event window that lies on the same sessions for both. NaN for N < 2, and where two pairs whose event
        windows touch share under 3 residuals.

    Notes
    -----
    A correlation is taken over the calendar sessions at which both pairs have a residual, about the means there. On
    one date every share is 1 and rbar is that of Kolari and Pynnonen. Two responses on different dates correlate only
    as far as their windows lie on the same sessions, so pairs whose windows share none count as 0: the variance of the
    mean response is that of independent ones times 1 + (N - 1) rbar in both cases.

    Where no residual is missing, z_i = (e_i - mean) / norm gives sum_ij r_ij = (sum z_i)'(sum z_j) in O(N M).

    Differs from packages that line residuals up by their distance to day 0 (other calendar days for other dates, so
    what overlapping windows share is not seen), from one that takes raw cross products for correlations, and from one
    that correlates abnormal returns inside the event window, where the effect itself is. Without the shares, pairs
    whose estimation windows overlap would count as alike though their event windows are months apart: on 6 dates of 20
    names the adjusted test then rejects no true null at all, with them 5.8 % at 5 %.

    References
    ----------
    Kolari and Pynnonen (2010), Review of Financial Studies 23; Kolari, Pape and Pynnonen (2018), Event study testing
    with cross-sectional correlation due to partially overlapping event windows, working paper.
    """
    n = sample.n_pairs
    if n < 2:
        return math.nan
    days, group = np.unique(sample.first_row, return_inverse=True)
    residuals = [sample.residuals[group == i] for i in range(len(days))]
    length = sample.n_sessions
    total = 0.0
    for i, day in enumerate(days):
        total += _sum_of_correlations(residuals[i], residuals[i]) - len(residuals[i])
        for j in range(i + 1, len(days)):
            apart = int(days[j] - day)
            if apart >= length:
                break
            earlier, later = residuals[i][:, apart:], residuals[j][:, : residuals[j].shape[1] - apart]
            total += 2.0 * (length - apart) / length * _sum_of_correlations(earlier, later)
    return total / (n * (n - 1.0))


def _sum_of_correlations(one: Floats, other: Floats) -> float:
    """Sum the correlations of every row of one matrix with every row of another, over the same columns."""
    if one.shape[1] < _MIN_SHARED:
        return math.nan
    # A session that no fit of either side could use is no gap of a pair.
    shared = np.isfinite(one).any(axis=0) & np.isfinite(other).any(axis=0)
    one, other = one[:, shared], other[:, shared]
    if one.shape[1] >= _MIN_SHARED and np.isfinite(one).all() and np.isfinite(other).all():
        return float(_unit_rows(one).sum(axis=0) @ _unit_rows(other).sum(axis=0))
    return sum(float(_correlations(one[i : i + _BLOCK], other).sum()) for i in range(0, len(one), _BLOCK))


def _unit_rows(values: Floats) -> Floats:
    """Centre each row and scale it to length 1; NaN for one that never moves."""
    centred = values - values.mean(axis=1, keepdims=True)
    norm = np.sqrt((centred**2).sum(axis=1, keepdims=True))
    return np.asarray(centred / np.where(norm > 0.0, norm, np.nan))


def _correlations(one: Floats, other: Floats) -> Floats:
    """Correlate every row of one matrix with every row of another, over the columns at which both are finite."""
    has_one, has_other = np.isfinite(one).astype(np.float64), np.isfinite(other).astype(np.float64)
    filled_one, filled_other = np.where(has_one > 0.0, one, 0.0), np.where(has_other > 0.0, other, 0.0)
    n = has_one @ has_other.T
    size = np.maximum(n, 1.0)
    sum_one, sum_other = filled_one @ has_other.T, has_one @ filled_other.T
    crossed = filled_one @ filled_other.T - sum_one * sum_other / size
    spread_one = filled_one**2 @ has_other.T - sum_one**2 / size
    spread_other = has_one @ (filled_other**2).T - sum_other**2 / size
    product = spread_one * spread_other
    is_known = (n >= _MIN_SHARED) & (product > 0.0)
    return np.where(is_known, crossed / np.sqrt(np.where(is_known, product, 1.0)), np.nan)
