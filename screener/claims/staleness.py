"""Figures that are older than their measure may be."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from screener.claims.truth import Moment, all_true
from screener.dictionary.measures import MEASURES
from screener.records.expression import Comparison, Statement
from screener.records.measure import Reading


def stale_readings(statement: Statement, readings: Sequence[Reading], as_of: dt.date) -> tuple[bool, ...]:
    """Tell which values are older than their measure may be; none is where the statement is about one day.

    Parameters
    ----------
    statement : Statement
    readings : sequence of Reading
        One a comparison.
    as_of : date
        From which age counts.
    """
    pairs = zip(statement.comparisons, readings, strict=True)
    return tuple(statement.on is None and _is_stale(comparison, reading, as_of) for comparison, reading in pairs)


def fresh_moment(statement: Statement, moment: Moment, stale: Sequence[bool]) -> Moment:
    """Return a moment as if nothing stale were known."""
    pairs = zip(moment.readings, stale, strict=True)
    readings = tuple(replace(reading, value=None) if old else reading for reading, old in pairs)
    return Moment(moment.day, readings, all_true(statement.comparisons, readings))


def _is_stale(comparison: Comparison, reading: Reading, as_of: dt.date) -> bool:
    limit = MEASURES[comparison.measure].stale_after_days
    if limit is None or reading.value is None or reading.measured_on is None:
        return False
    return (as_of - reading.measured_on).days > limit
