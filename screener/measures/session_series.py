"""A measure with one value a session, from prices."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from screener.records.measure import Reading


@dataclass(frozen=True, slots=True)
class SessionSeries:
    """Values by session, each made of prices up to its close.

    Parameters
    ----------
    days : sequence of date
        Increasing.
    values : sequence of float
        In ``unit``.
    unit : str
    source : str
        Where the prices came from.
    notes : sequence of str
        One a value, what it is made of; empty where nothing is to say.
    missing : str
        What to say where there is no value yet.
    """

    days: Sequence[dt.date]
    values: Sequence[float]
    unit: str
    source: str = ""
    notes: Sequence[str] = ()
    missing: str = "no session yet"

    def reading(self, day: dt.date, known_by: dt.date) -> Reading:
        """Return the value at the last close on or before both days."""
        place = bisect_right(self.days, min(day, known_by)) - 1
        if place < 0:
            return Reading(None, self.unit, note=self.missing, why="no_prices")
        on = self.days[place]
        note = self.notes[place] if self.notes else ""
        return Reading(self.values[place], self.unit, measured_on=on, known_on=on, source=self.source, note=note)

    def change_days(self, first: dt.date, last: dt.date) -> Sequence[dt.date]:
        """Return the sessions."""
        return self.days[bisect_left(self.days, first) : bisect_right(self.days, last)]
