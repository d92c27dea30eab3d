"""How long ago a thesis was last reviewed."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from screener.measures.calendar_days import ONE_DAY
from screener.records.measure import Reading


@dataclass(frozen=True, slots=True)
class DaysSinceReview:
    """Calendar days since the latest review.

    Parameters
    ----------
    reviewed_on : sequence of date
        Days that reviews speak for.
    """

    reviewed_on: Sequence[dt.date]

    def reading(self, day: dt.date, known_by: dt.date) -> Reading:
        """Return the days from the latest review on or before both days."""
        known = [each for each in self.reviewed_on if each <= min(day, known_by)]
        if not known:
            return Reading(None, "days", note=f"no review is stored for any day to {day}", why="not_reviewed")
        latest = max(known)
        return Reading(float((day - latest).days), "days", measured_on=day, known_on=latest, note=f"review of {latest}")

    def change_days(self, first: dt.date, last: dt.date) -> Iterator[dt.date]:
        """Yield every day from the first review on."""
        start = max(first, min(self.reviewed_on, default=last + ONE_DAY))
        return (start + ONE_DAY * n for n in range((last - start).days + 1))
