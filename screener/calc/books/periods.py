"""One book cut to one period."""

import math
from dataclasses import dataclass

import numpy as np

from screener.calc.books.book import Book
from screener.records.prices import Floats, Integers


@dataclass(frozen=True, slots=True)
class PeriodSlice:
    """The sessions of one book in one period.

    Parameters
    ----------
    book : Book
    rows : array of int
        Consecutive panel rows from the book's first trade on; empty when the period has no return. The session of
        the first trade has no return of its own and belongs, with its cost, to the period of the session after it.
    """

    book: Book
    rows: Integers

    @property
    def base(self) -> float:
        """NAV before the first of the sessions."""
        return self.book.base(int(self.rows[0])) if len(self.rows) else math.nan

    @property
    def is_ruined(self) -> bool:
        """Whether the book was ruined in these sessions."""
        return self.book.ruined_row is not None and self.book.ruined_row in self.rows

    @property
    def nav(self) -> Floats:
        """NAV at each close."""
        return self.book.nav[self.rows]

    @property
    def return_rows(self) -> Integers:
        """Sessions that have a return: all but the one of the first trade."""
        return self.rows[self.rows > self.book.first]

    @property
    def returns(self) -> Floats:
        """Return of each of :attr:`return_rows`; the first trade's cost is in the first one."""
        rows = self.return_rows
        if len(rows) == 0:
            return np.empty(0)
        before = self.book.nav[rows - 1].copy()
        if rows[0] - 1 == self.book.first:
            before[0] = 1.0
        return np.asarray(self.book.nav[rows] / before - 1.0)


def period_slice(book: Book, in_period: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> PeriodSlice:
    """Cut a book to a period.

    Parameters
    ----------
    book : Book
    in_period : array of shape (T,)
        Sessions of the period.

    Returns
    -------
    PeriodSlice
        A ruined book ends with the session of its ruin.
    """
    belongs = in_period.copy()
    if book.first + 1 < len(belongs):
        belongs[book.first] = belongs[book.first + 1]
    rows = np.flatnonzero(belongs).astype(np.int64)
    rows = rows[rows >= book.first]
    if book.ruined_row is not None:
        rows = rows[rows <= book.ruined_row]
    return PeriodSlice(book, rows)
