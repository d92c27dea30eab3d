"""Values over time, a point for each change, with every number behind them."""

from collections.abc import Iterator, Sequence

from screener.claims.comparing import is_true
from screener.claims.truth import Moment
from screener.dictionary.measures import MEASURES
from screener.records.claim import ClaimPoint, ClaimRole
from screener.records.expression import Comparison, Statement
from screener.records.measure import Reading


def history_points(statement: Statement, role: ClaimRole, moments: Sequence[Moment]) -> Iterator[ClaimPoint]:
    """Yield the points of each comparison of a statement: its value, then the parts of it, by day.

    Parameters
    ----------
    statement : Statement
    role : {"claim", "kill"}
    moments : sequence of Moment
        Oldest first.

    Yields
    ------
    ClaimPoint
        Only where the value is another than the point before; a part that ends has a last point without a value.
    """
    for place, comparison in enumerate(statement.comparisons):
        readings = [(moment, moment.readings[place]) for moment in moments]
        yield from _values(statement, role, comparison, readings)
        names = dict.fromkeys(part.name for _, reading in readings for part in reading.parts)
        for name in names:
            yield from _part(statement, role, comparison, readings, name)


def _values(
    statement: Statement, role: ClaimRole, comparison: Comparison, readings: Sequence[tuple[Moment, Reading]]
) -> Iterator[ClaimPoint]:
    shown: tuple[float | None, str] | None = None
    for moment, reading in readings:
        if (reading.value, reading.note) == shown or (shown is None and reading.value is None):
            continue
        shown = (reading.value, reading.note)
        answer = None if reading.value is None else is_true(comparison, reading.value)
        yield _point(statement, role, comparison, moment, reading, "", reading.value, answer=answer)


def _part(
    statement: Statement,
    role: ClaimRole,
    comparison: Comparison,
    readings: Sequence[tuple[Moment, Reading]],
    name: str,
) -> Iterator[ClaimPoint]:
    shown: float | None = None
    for moment, reading in readings:
        value = next((part.value for part in reading.parts if part.name == name), None)
        if value != shown:
            shown = value
            yield _point(statement, role, comparison, moment, reading, name, value, answer=None)


def _point(
    statement: Statement,
    role: ClaimRole,
    comparison: Comparison,
    moment: Moment,
    reading: Reading,
    part: str,
    value: float | None,
    *,
    answer: bool | None,
) -> ClaimPoint:
    return ClaimPoint(
        claim=statement.name or statement.text,
        role=role,
        measure=comparison.called,
        part=part,
        day_on=moment.day,
        value=value,
        unit=reading.unit,
        is_true=answer,
        measured_on=reading.measured_on,
        known_on=reading.known_on,
        provenance=reading.provenance,
        note=reading.note if not part else "",
        uses_prices=MEASURES[comparison.measure].uses_prices,
    )
