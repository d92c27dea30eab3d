"""A statement over time: true, false or not known, day by day, and how long that has been so."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from screener.claims.comparing import is_true
from screener.measures.evaluator import Evaluator
from screener.records.expression import Comparison, Statement
from screener.records.measure import Reading

HISTORY_STARTS_ON = dt.date(2020, 1, 1)
"""No claim is replayed further back: the models it could be about did not exist."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What was known of a statement at the end of one day.

    Parameters
    ----------
    day : date
    readings : tuple of Reading
        One a comparison.
    is_true : bool or None
        All comparisons hold; False if any does not, whatever the others; else None if any is not known.
    """

    day: dt.date
    readings: tuple[Reading, ...]
    is_true: bool | None


def replay(statement: Statement, evaluators: Sequence[Evaluator], as_of: dt.date) -> tuple[Moment, ...]:
    """Judge a statement on every day on which its answer may change, by what was known that day.

    Parameters
    ----------
    statement : Statement
    evaluators : sequence of Evaluator
        One a comparison.
    as_of : date
        The last day.

    Returns
    -------
    tuple of Moment
        Oldest first; the last one is that of ``as_of``. Each stands until the next. Cutting facts and prices known
        later away changes none of them.
    """
    days = {as_of}
    for evaluator in evaluators:
        days.update(evaluator.change_days(HISTORY_STARTS_ON, as_of))
    return tuple(moment(statement, evaluators, day, day) for day in sorted(days))


def moment(statement: Statement, evaluators: Sequence[Evaluator], day: dt.date, known_by: dt.date) -> Moment:
    """Judge a statement on one day by what was known on another."""
    readings = tuple(evaluator.reading(day, known_by) for evaluator in evaluators)
    return Moment(day, readings, all_true(statement.comparisons, readings))


def all_true(comparisons: Sequence[Comparison], readings: Sequence[Reading]) -> bool | None:
    """Tell whether all comparisons hold; a false one decides whatever is not known, None where none does."""
    answers = [
        None if reading.value is None else is_true(comparison, reading.value)
        for comparison, reading in zip(comparisons, readings, strict=True)
    ]
    if False in answers:
        return False
    return None if None in answers else True


def unchanged_since(moments: Sequence[Moment]) -> dt.date:
    """Return the first day of the present truth."""
    last = moments[-1]
    since = last.day
    for each in reversed(moments):
        if each.is_true is not last.is_true:
            break
        since = each.day
    return since
