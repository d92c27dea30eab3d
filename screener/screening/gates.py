"""The breakers that stood at the end of each day that is asked about: while one does, nothing is entered."""

import datetime as dt

from screener.claims.gate import tripped_breakers
from screener.measures.desk import Desk
from screener.screening.board import Board


class Gates:
    """The breakers that stood at the close of a row, each row judged once, by what was known then.

    Parameters
    ----------
    board : Board
    desk : Desk
    """

    def __init__(self, board: Board, desk: Desk) -> None:
        self._board = board
        self._desk = desk
        self._known: dict[int, tuple[str, ...]] = {}

    def at(self, row: int) -> tuple[str, ...]:
        """Return the names of the breakers, in the note's order."""
        if row not in self._known:
            day: dt.date = self._board.session_on[row].astype(object)
            self._known[row] = tripped_breakers(self._desk.thesis, self._desk, day)
        return self._known[row]

    def stands(self, row: int) -> bool:
        """Tell whether any stood: then nothing is entered."""
        return bool(self.at(row))

    def earlier(self, *but: int | None) -> tuple[str, ...]:
        """Return the other days that were judged and gated."""
        rows = sorted(row for row, names in self._known.items() if names and row not in but)
        return tuple(str(self._board.session_on[row]) for row in rows)
