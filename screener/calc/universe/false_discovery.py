"""How many of the names that pass a threshold would pass it on any day."""

import numpy as np

from screener.records.prices import Floats, Integers

# Thresholds lie at the floating-point numbers with this many binary digits after the first: 0.05 % apart at most.
_DIGITS = 11
_DROPPED = 52 - _DIGITS


def _bits(number: float) -> int:
    return int(np.float64(number).view(np.int64) >> _DROPPED)


# Smaller statistics share the threshold 0, larger ones that of the largest: no false-discovery rate turns there.
_LOWEST, _HIGHEST = _bits(2.0**-6), _bits(2.0**14)
N_THRESHOLDS = _HIGHEST - _LOWEST + 2
# One whole placebo p. Weights are integers, so that sums are exact and the order of names and blocks is no matter.
WHOLE = 2**40


def thresholds() -> Floats:
    """Return the thresholds c, shape (C,): 0, then from 1/64 to 16,384 in steps of at most 0.05 %."""
    edges = (np.arange(_LOWEST, _HIGHEST + 1, dtype=np.int64) << _DROPPED).view(np.float64)
    return np.concatenate([[0.0], edges])


def passed(statistics: Floats) -> Integers:
    """Return the last threshold that each statistic's size reaches, as its place in :func:`thresholds`.

    Parameters
    ----------
    statistics : array of any shape, finite

    Examples
    --------
    >>> float(thresholds()[passed(np.array([-2.0]))][0])
    2.0
    """
    bits = np.abs(statistics).view(np.int64) >> _DROPPED
    return np.asarray(np.clip(bits - (_LOWEST - 1), 0, N_THRESHOLDS - 1))


def placebo_weights(t: Floats) -> Integers:
    """Add up what the shifts of many names put on each threshold.

    Parameters
    ----------
    t : array of shape (N, T)
        Statistics of N names on all shifts, column 0 the real calendar; NaN where a shift is not valid.

    Returns
    -------
    array of shape (C,), int
        For each threshold, the share of a name's valid shifts whose statistic passes it and not the next, in units of
        1 / :data:`WHOLE`, summed over names. Sums of several calls are those of all their names, exactly.
    """
    valid = np.isfinite(t)
    # Rounded up, so that no rate is too small.
    weight = -(-WHOLE // np.maximum(valid.sum(axis=1), 1))
    spread = np.broadcast_to(weight[:, None], t.shape)[valid]
    found = np.bincount(passed(t[valid]), weights=spread.astype(np.float64), minlength=N_THRESHOLDS)
    return found.astype(np.int64)


def false_discovery_rates(statistics: Floats, weights: Integers) -> Floats:
    """Return each name's false-discovery rate.

    Parameters
    ----------
    statistics : array of shape (N,)
        On the real calendar; NaN for names without one.
    weights : array of shape (C,), int
        From :func:`placebo_weights` over the same names.

    Returns
    -------
    array of shape (N,)
        Smallest rate at any threshold up to the name's own statistic, at most 1; it never rises with the statistic's
        size, and is never 0. NaN without a statistic. Full-sample inference.

    Notes
    -----
    FDR(c) = mean over shifts of #{abs(t(s)) >= c} / #{abs(t(0)) >= c}, all names shifted together (Storey and
    Tibshirani 2003, PNAS 100, with shifts for permutations and all names taken to be null). Each name is averaged over
    the shifts at which it is valid, the real calendar counted as one of them: the numerator is the sum of the names'
    placebo p at c.

    Exact at the thresholds of :func:`thresholds`; each name is judged at those it passes, so its rate is never too
    small for lack of a finer one.
    """
    known = np.isfinite(statistics)
    place = passed(statistics[known])
    n_found = _at_least(np.bincount(place, minlength=N_THRESHOLDS).astype(np.int64))
    expected = _at_least(weights) / WHOLE
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.where(n_found > 0, expected / n_found, 1.0)
    smallest = np.minimum.accumulate(np.minimum(rate, 1.0))
    result = np.full(len(statistics), np.nan)
    result[known] = smallest[place]
    return result


def _at_least(counts: Integers) -> Integers:
    """Sum each threshold's count and those of all above it."""
    return np.asarray(counts[::-1].cumsum()[::-1])
