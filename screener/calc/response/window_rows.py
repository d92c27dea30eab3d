"""Rows of a window around each of many sessions."""

import numpy as np

from screener.records.prices import Bools, Integers
from screener.records.thesis import Window


def window_rows(day0: Integers, window: Window, n_rows: int) -> tuple[Integers, Bools]:
    """Return the rows of a window around each day 0, and which of them there are.

    Parameters
    ----------
    day0 : array of shape (E,), int
    window : Window
        L sessions.
    n_rows : int
        T.

    Returns
    -------
    rows, inside : arrays of shape (E, L)
        Rows are clipped into the T given; ``inside`` tells which needed no clipping.
    """
    rows = day0[:, None] + np.arange(window.start, window.end + 1)
    inside = (rows >= 0) & (rows < n_rows)
    return np.clip(rows, 0, max(n_rows - 1, 0)), inside


def windows_over(n_rows: int, windows: tuple[Window, ...]) -> Bools:
    """Tell around which of T sessions each of W windows lies inside the rows given, shape (T, W)."""
    rows = np.arange(n_rows)
    over = [(rows + window.start >= 0) & (rows + window.end < n_rows) for window in windows]
    return np.stack(over, axis=1)
