"""Sums over every window of a fixed length, made of additions only, so that nothing outside a window can spoil it."""

import numpy as np

from screener.records.prices import Floats


def padded_rows(values: Floats, first: int, stop: int) -> Floats:
    """Return rows ``first..stop - 1``; NaN for those that do not exist.

    Parameters
    ----------
    values : array of shape (T, ...)
    first, stop : int
        May lie before row 0 and after row T.

    Returns
    -------
    array of shape (stop - first, ...)
        A view where all rows exist.
    """
    if first >= 0 and stop <= len(values):
        return values[first:stop]
    result = np.full((stop - first, *values.shape[1:]), np.nan)
    low, high = max(first, 0), min(stop, len(values))
    if low < high:
        result[low - first : high - first] = values[low:high]
    return result


def window_sums(values: Floats, lengths: tuple[int, ...]) -> list[Floats]:
    """Sum every run of consecutive rows, for several lengths at once.

    Parameters
    ----------
    values : array of shape (R, ...)
    lengths : tuple of int
        Each from 1 to R.

    Returns
    -------
    list of arrays of shape (R - length + 1, ...), one a length
        Row i is the sum of rows ``i..i + length - 1``; NaN exactly where one of them is. Known with its last row.

    Notes
    -----
    Sums of 1, 2, 4, 8... rows, each made of two of the one before, are joined as the length's binary digits say:
    250 rows take 12 additions. A difference of running totals takes two but carries the rounding of everything
    before the window into it, and its NaN; here an error stays below log2(length) roundings of the window's own
    numbers.

    Examples
    --------
    >>> [sums.tolist() for sums in window_sums(np.array([1.0, 2.0, 4.0, 8.0]), (1, 3))]
    [[1.0, 2.0, 4.0, 8.0], [7.0, 14.0]]
    """
    totals: list[Floats | None] = [None] * len(lengths)
    power, size = values, 1
    while size <= max(lengths, default=0):
        for i, length in enumerate(lengths):
            if length & size:
                totals[i] = _joined(totals[i], power, length, size)
        if 2 * size <= max(lengths):
            power = power[:-size] + power[size:]
        size *= 2
    return [total for total in totals if total is not None]


def _joined(total: Floats | None, power: Floats, length: int, size: int) -> Floats:
    """Add the sums of ``size`` rows that follow the rows already summed: those of the length's lower digits."""
    done = length & (size - 1)
    n_rows = len(power) + size - length
    part = power[done : done + n_rows]
    return part if total is None else total[:n_rows] + part
