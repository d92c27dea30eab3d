"""A measure with one value a session, from prices."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from screener.dictionary.measures import MEASURES
from screener.records.measure import Reading, Why

_STALE = dt.timedelta(days=MEASURES["spread_return_pct"].stale_after_days or 0)


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
    prices_end_on : date or None
        Last session with prices; None where there are none. While they are fresh, a value that is not there yet lies
        ahead, and no data is missing.
    """

    days: Sequence[dt.date]
    values: Sequence[float]
    unit: str
    source: str = ""
    notes: Sequence[str] = ()
    missing: str = "no session yet"
    prices_end_on: dt.date | None = None

    def reading(self, day: dt.date, known_by: dt.date) -> Reading:
        """Return the value at the last close on or before both days."""
        place = bisect_right(self.days, min(day, known_by)) - 1
        if place < 0:
            return Reading(None, self.unit, note=self.missing, why=self._why(min(day, known_by)))
        on = self.days[place]
        note = self.notes[place] if self.notes else ""
        return Reading(self.values[place], self.unit, measured_on=on, known_on=on, source=self.source, note=note)

    def _why(self, day: dt.date) -> Why:
        is_fresh = self.prices_end_on is not None and day - self.prices_end_on <= _STALE
        return "lies_ahead" if is_fresh else "no_prices"

    def change_days(self, first: dt.date, last: dt.date) -> Sequence[dt.date]:
        """Return the sessions."""
        return self.days[bisect_left(self.days, first) : bisect_right(self.days, last)]
