"""The latest row of a table of measured figures."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from screener.records.fact import BenchmarkGap, Usage
from screener.records.measure import Reading

_COUNTRIES = "compares the United States with China, not closed with open models"


@dataclass(frozen=True, slots=True)
class LatestRow:
    """The figure measured last, of those known.

    Parameters
    ----------
    rows : sequence of BenchmarkGap or Usage
        Of one benchmark and pair, or of one figure of use.
    unit : str
        What the measure is in; ``as_stated`` takes any.
    """

    rows: Sequence[BenchmarkGap | Usage]
    unit: str

    def reading(self, day: dt.date, known_by: dt.date) -> Reading:
        """Return the latest figure measured on or before ``day``."""
        known = [row for row in self.rows if row.measured_on <= day and row.known_on <= known_by]
        if not known:
            return self._missing(day, known_by)
        row = max(known, key=lambda row: (row.measured_on, row.known_on))
        if self.unit not in ("as_stated", row.unit):
            note = f"the table has it in {row.unit}, not in {self.unit}"
            return Reading(None, self.unit, note=note, why="unit_mismatch")
        return Reading(
            _value(row),
            row.unit,
            measured_on=row.measured_on,
            known_on=row.known_on,
            is_known_on_assumed=row.known_on_assumed,
            provenance=row.provenance,
            source=row.source,
            note=_note(row),
        )

    def _missing(self, day: dt.date, known_by: dt.date) -> Reading:
        """Say why there is no figure; a row that was known later is not spoken of."""
        later = [row.measured_on for row in self.rows if row.known_on <= known_by]
        if later:
            note = f"nothing known by {known_by} was measured by {day}; the first is of {min(later)}"
            return Reading(None, self.unit, note=note, why="no_data")
        return Reading(None, self.unit, note=f"no figure was known by {known_by}", why="not_known_yet")

    def change_days(self, first: dt.date, last: dt.date) -> Iterator[dt.date]:
        """Yield the days on which a figure, known the same day, becomes the latest."""
        days = (max(row.measured_on, row.known_on) for row in self.rows)
        return (day for day in days if first <= day <= last)


def _value(row: BenchmarkGap | Usage) -> float:
    return row.gap if isinstance(row, BenchmarkGap) else row.value


def _note(row: BenchmarkGap | Usage) -> str:
    if isinstance(row, Usage):
        return ""
    said = [_COUNTRIES] if row.pair == "us_china" else []
    return "; ".join([*said, *([row.note] if row.note else [])])
