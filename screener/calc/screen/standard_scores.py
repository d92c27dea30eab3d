"""Values on one scale: how many standard deviations each lies from the mean of its group."""

import numpy as np

from screener.records.prices import Floats, Integers

# With two values both lie at the same distance from their mean, whatever they are.
MIN_VALUES = 3


def standard_scores(values: Floats, group_of: Integers, limit: float = 3.0) -> Floats:
    """Standardise within groups, row by row.

    Parameters
    ----------
    values : array of shape (..., J)
        NaN or infinite where not known.
    group_of : array of shape (J,), int
    limit : float
        Scores beyond it are set to it.

    Returns
    -------
    array of shape (..., J)
        (v - mean) / sd over the group's known values of the row, ddof 1, between -limit and limit. 0, the middle,
        where the value is not known, where the group has fewer than 3 known values, and where these do not differ.

    Examples
    --------
    >>> nan = float("nan")
    >>> standard_scores(np.array([1.0, 2.0, 3.0, nan, 7.0, 9.0]), np.array([0, 0, 0, 0, 1, 1])).tolist()
    [-1.0, 0.0, 1.0, 0.0, 0.0, 0.0]
    """
    scores = np.zeros(values.shape)
    for group in np.unique(group_of):
        inside = group_of == group
        scores[..., inside] = np.clip(_scores(values[..., inside]), -limit, limit)
    return scores


def _scores(values: Floats) -> Floats:
    """Standardise each row over its known values."""
    known = np.isfinite(values)
    n = known.sum(axis=-1, keepdims=True)
    mean = np.where(known, values, 0.0).sum(axis=-1, keepdims=True) / np.maximum(n, 1)
    apart = np.where(known, values, mean) - mean
    sd = np.sqrt((apart**2).sum(axis=-1, keepdims=True) / np.maximum(n - 1, 1))
    highest = np.where(known, values, -np.inf).max(axis=-1, keepdims=True)
    lowest = np.where(known, values, np.inf).min(axis=-1, keepdims=True)
    # The standard deviation of equal values need not round to 0.
    is_scale = (n >= MIN_VALUES) & (highest > lowest) & (sd > 0.0)
    return np.asarray(np.divide(apart, sd, out=np.zeros(values.shape), where=is_scale & known))
