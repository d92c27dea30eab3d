"""Ranks along rows with gaps and ties."""

import numpy as np

from screener.records.prices import Floats


def row_ranks(values: Floats) -> Floats:
    """Rank the values of each row from 1.

    Parameters
    ----------
    values : array of shape (N, T)

    Returns
    -------
    array of shape (N, T)
        Ties share the mean of their ranks; NaN stays NaN and takes no rank.

    Examples
    --------
    >>> import numpy as np
    >>> row_ranks(np.array([[0.3, np.nan, -1.0, 0.3]])).tolist()
    [[2.5, nan, 1.0, 2.5]]
    """
    order = np.argsort(values, axis=1, kind="stable")
    ordered = np.take_along_axis(values, order, axis=1)
    starts = np.ones(values.shape, dtype=np.bool_)
    starts[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    ends = np.ones(values.shape, dtype=np.bool_)
    ends[:, :-1] = starts[:, 1:]
    position = np.broadcast_to(np.arange(1.0, values.shape[1] + 1.0), values.shape)
    first = np.maximum.accumulate(np.where(starts, position, 0.0), axis=1)
    last = np.minimum.accumulate(np.where(ends, position, np.inf)[:, ::-1], axis=1)[:, ::-1]
    ranks = np.empty(values.shape)
    np.put_along_axis(ranks, order, (first + last) / 2.0, axis=1)
    ranks[np.isnan(values)] = np.nan
    return ranks


def column_means(values: Floats) -> Floats:
    """Return the mean of each column over the rows that have a value, without the columns that have none."""
    count = np.isfinite(values).sum(axis=0)
    present = count > 0
    return np.asarray(np.where(np.isfinite(values), values, 0.0).sum(axis=0)[present] / count[present])
