"""Runs of consecutive places at which something holds."""

import numpy as np
from numpy.typing import NDArray

from screener.records.prices import Bools


def runs(holds: Bools) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the first place of each run of True, and the place past its last.

    Examples
    --------
    >>> first, past = runs(np.array([True, True, False, True]))
    >>> first.tolist(), past.tolist()
    ([0, 3], [2, 4])
    """
    edges = np.flatnonzero(np.diff(np.concatenate([[False], holds, [False]])))
    return edges[::2], edges[1::2]
