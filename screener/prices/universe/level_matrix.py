"""Rows of ticker, date and price, in any order, laid into one matrix of levels."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import DTypeLike

from screener.records.prices import Bools, Dates, Integers
from screener.records.universe import LeftOut, LeftOutReason, Levels

_REASONS = tuple(LeftOutReason)


class LevelMatrix:
    """Levels of N names on T sessions, filled part by part.

    Parameters
    ----------
    session_on : array of shape (T,), datetime64[D], increasing
    refusals : sequence of LeftOutReason or None
        One a name: why none of its rows is used, or None.
    dtype : float32 or float64

    Notes
    -----
    Each row given ends in the matrix or is counted under one reason, the first that holds in the order of
    :class:`~screener.records.universe.LeftOutReason`. Of several usable rows for one name and date the first one given
    stands.
    """

    def __init__(self, session_on: Dates, refusals: Sequence[LeftOutReason | None], dtype: DTypeLike) -> None:
        self._first_on = session_on[0].astype(np.int64)
        offsets = session_on.astype(np.int64) - self._first_on
        # Row of every calendar day from the first session to the last, and -1 for days without a session.
        self._row_of_day = np.full(offsets[-1] + 1, -1, dtype=np.int64)
        self._row_of_day[offsets] = np.arange(len(session_on))
        self._refusals = np.array([-1 if each is None else _REASONS.index(each) for each in refusals], dtype=np.int64)
        # One name's sessions lie together, as most files have them.
        self._level: Levels = np.full((len(refusals), len(session_on)), np.nan, dtype=dtype)
        self._left_out: Counter[LeftOutReason] = Counter()
        self._n_rows = 0

    @property
    def level(self) -> Levels:
        """Levels as they stand, shape (T, N); NaN where there is no print."""
        return self._level.T

    @property
    def n_rows(self) -> int:
        """Rows given until now."""
        return self._n_rows

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """Rows that are not in the matrix, reason by reason."""
        return tuple(LeftOut(reason, self._left_out[reason]) for reason in _REASONS if self._left_out[reason])

    def add(self, names: Integers, dates: Dates, prices: Levels) -> None:
        """Lay some rows in.

        Parameters
        ----------
        names : array of shape (P,), int
            Place of each row's name; -1 where it has none.
        dates : array of shape (P,), datetime64[D]
            NaT where there is none.
        prices : array of shape (P,)
        """
        self._n_rows += len(names)
        why, rows = self._judge(names, dates, prices)
        usable = why < 0
        n_by_reason = np.bincount(why[~usable], minlength=len(_REASONS))
        cells = names[usable] * self._level.shape[1] + rows[usable]
        target = self._level.reshape(-1)
        is_new = _are_first(cells) & np.isnan(target[cells])
        target[cells[is_new]] = prices[usable][is_new]
        n_by_reason[_REASONS.index(LeftOutReason.DUPLICATE)] += int((~is_new).sum())
        self._left_out.update(dict(zip(_REASONS, n_by_reason.tolist(), strict=True)))

    def cut(self, first: int, last: int) -> None:
        """Keep the sessions from row ``first`` to row ``last``; prints beside them are counted as outside the span."""
        n_before = int(np.isfinite(self._level).sum())
        self._level = self._level[:, first : last + 1]
        self._left_out[LeftOutReason.OUTSIDE_SPAN] += n_before - int(np.isfinite(self._level).sum())

    def _judge(self, names: Integers, dates: Dates, prices: Levels) -> tuple[Integers, Integers]:
        """Return for each row the reason why it cannot be used, or -1, and its session."""
        day = dates.astype(np.int64) - self._first_on
        is_inside = (day >= 0) & (day < len(self._row_of_day))
        rows = self._row_of_day[np.where(is_inside, day, 0)]
        found = np.select(
            [names < 0, np.isnat(dates), self._refusals[names] >= 0, ~is_inside, rows < 0, ~np.isfinite(prices)],
            [
                _REASONS.index(LeftOutReason.NO_TICKER),
                _REASONS.index(LeftOutReason.NO_DATE),
                self._refusals[names],
                _REASONS.index(LeftOutReason.OUTSIDE_SPAN),
                _REASONS.index(LeftOutReason.OFF_SESSION),
                _REASONS.index(LeftOutReason.NOT_FINITE),
            ],
            np.where(prices > 0.0, -1, _REASONS.index(LeftOutReason.NOT_POSITIVE)),
        )
        return found.astype(np.int64), rows


def _are_first(cells: Integers) -> Bools:
    """Tell which cells do not come earlier among those given."""
    if np.all(cells[1:] > cells[:-1]):
        return np.ones(len(cells), dtype=bool)
    first = np.zeros(len(cells), dtype=bool)
    first[np.unique(cells, return_index=True)[1]] = True
    return first
