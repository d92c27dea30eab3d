"""From a statement to its rows: value, state, since when, how far from the threshold."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from screener.claims.comparing import distance, is_close, is_true, threshold_text
from screener.claims.staleness import fresh_moment, stale_readings
from screener.claims.truth import Moment, moment, replay, unchanged_since
from screener.dictionary.claim_codes import WRONG_QUESTION
from screener.dictionary.measures import MEASURES
from screener.measures.desk import Desk
from screener.measures.evaluator import Evaluator
from screener.records.claim import ClaimRole, ClaimRow, ClaimState, Severity
from screener.records.expression import Statement
from screener.records.measure import MISTAKES, Reading
from screener.records.problem import Problem

_SEVERITIES: dict[str, Severity] = {"breaker": "breaker", "watch": "watch", "question": "question", "claim": ""}
_DAYS_PER_WEEK = 7


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement as judged on a day.

    Parameters
    ----------
    rows : tuple of ClaimRow
        One a comparison.
    moments : tuple of Moment
        What its truth was over time; one only for a statement about one day.
    problems : tuple of Problem
    """

    rows: tuple[ClaimRow, ...]
    moments: tuple[Moment, ...]
    problems: tuple[Problem, ...]


def judge(statement: Statement, role: ClaimRole, desk: Desk, as_of: dt.date) -> Judged:
    """Judge a statement that has a comparison.

    Parameters
    ----------
    statement : Statement
    role : {"claim", "kill"}
    desk : Desk
    as_of : date
        Nothing known later counts. A statement ``on DATE`` is judged on that day by what is known on this one.

    Returns
    -------
    Judged
        A question that cannot be asked, such as a price before the model's launch, is unknown and a problem.
    """
    evaluators = [desk.evaluator(each) for each in statement.comparisons]
    moments = _moments(statement, evaluators, as_of)
    last = moments[-1]
    problems = tuple(_problems(statement, last))
    stale = stale_readings(statement, last.readings, as_of)
    truth = last.is_true
    n_so = 0 if truth is None else _length_so_far(statement, evaluators, moments, as_of, desk)
    plain = state_of(statement, role, last, n_so)
    state = _aged(statement, role, last, stale, n_so) if any(stale) else plain
    is_breach = truth is (role == "kill") and statement.on is None
    rows = tuple(
        ClaimRow(
            claim=statement.name or statement.text,
            role=role,
            severity=_SEVERITIES[statement.role],
            measure=comparison.called,
            value=reading.value,
            unit=reading.unit,
            op=comparison.op,
            threshold=threshold_text(comparison),
            quoted=comparison.low if comparison.op == "=" else None,
            distance=None if reading.value is None else distance(comparison, reading.value),
            is_true=None if reading.value is None else is_true(comparison, reading.value),
            state=state,
            for_n=statement.for_n,
            for_unit=statement.for_unit,
            n_breach=n_so if is_breach else 0,
            since_on=statement.on if statement.on else None if truth is None else unchanged_since(moments),
            measured_on=reading.measured_on,
            known_on=reading.known_on,
            provenance=reading.provenance,
            source=reading.source,
            note=_note(reading, state, plain) if old else reading.note,
            line=statement.line,
            flags=_flags(reading),
            why=reading.why,
            uses_prices=MEASURES[comparison.measure].uses_prices,
        )
        for comparison, reading, old in zip(statement.comparisons, last.readings, stale, strict=True)
    )
    return Judged(rows, moments, problems)


def _moments(statement: Statement, evaluators: Sequence[Evaluator], as_of: dt.date) -> tuple[Moment, ...]:
    """Return what the statement's truth was over time; of one about a day, what it is on that day as known now."""
    if statement.on is None:
        return replay(statement, evaluators, as_of)
    if statement.on <= as_of:
        return (moment(statement, evaluators, statement.on, as_of),)
    note = f"{statement.on} lies ahead"
    units = (MEASURES[each.measure].unit for each in statement.comparisons)
    return (Moment(as_of, tuple(Reading(None, unit, note=note, why="lies_ahead") for unit in units), None),)


def state_of(statement: Statement, role: ClaimRole, last: Moment, n_so: int) -> ClaimState:
    """Return the state, staleness aside.

    Notes
    -----
    A claim says what is good: it *holds*; is *weak* where it is true within 20 % of a threshold, or true but not yet
    for N; and is *broken* where it is false. A criterion says what would be bad: it is *tripped* where it is true, and
    has been for N; *near* where it is true but not yet for N, or false with every false comparison within 20 % of its
    threshold; else *clear*.
    """
    truth = last.is_true
    if truth is None:
        return "unknown"
    is_young = bool(statement.for_n) and n_so < statement.for_n
    pairs = [
        (comparison, reading.value)
        for comparison, reading in zip(statement.comparisons, last.readings, strict=True)
        if reading.value is not None
    ]
    if role == "claim":
        if not truth:
            return "broken"
        return "weak" if is_young or any(is_close(*pair) for pair in pairs) else "holds"
    if truth:
        return "near" if is_young else "tripped"
    missed = [pair for pair in pairs if not is_true(*pair)]
    is_known = len(pairs) == len(statement.comparisons)
    return "near" if is_known and all(is_close(*pair) for pair in missed) else "clear"


def _aged(statement: Statement, role: ClaimRole, last: Moment, stale: Sequence[bool], n_so: int) -> ClaimState:
    """Return the state where a figure is stale: what is fresh decides alone if one comparison of it is false."""
    fresh = fresh_moment(statement, last, stale)
    if fresh.is_true is False:
        return state_of(statement, role, fresh, n_so)
    return "unknown" if last.is_true is None else "stale"


def _length_so_far(
    statement: Statement, evaluators: Sequence[Evaluator], moments: Sequence[Moment], as_of: dt.date, desk: Desk
) -> int:
    """Return how long the present truth has lasted; of one about a day, up to that day if it must last at all."""
    if statement.on is None:
        return length(statement, unchanged_since(moments), as_of, desk)
    if not statement.for_n:
        return 0
    before = replay(statement, evaluators, statement.on)
    # Known later, the day may look other than it did: then nothing before it is of use.
    since = unchanged_since(before) if before[-1].is_true is moments[-1].is_true else statement.on
    return length(statement, since, statement.on, desk)


def length(statement: Statement, since: dt.date, as_of: dt.date, desk: Desk) -> int:
    """Return how long something has been so, both days included, in the statement's unit; days without one."""
    days = (as_of - since).days + 1
    if statement.for_unit == "weeks":
        return days // _DAYS_PER_WEEK
    if statement.for_unit == "sessions":
        return desk.count_sessions(since, as_of)
    return days


def _problems(statement: Statement, last: Moment) -> Iterator[Problem]:
    for comparison, reading in zip(statement.comparisons, last.readings, strict=True):
        is_wrong = reading.why in MISTAKES or (reading.why == "before_launch" and statement.on is not None)
        if is_wrong and comparison.place is not None:
            yield comparison.place.problem(WRONG_QUESTION, "error", reading.note, _HINTS[reading.why])


_HINTS: dict[str, str] = {
    "before_launch": "ask for a later day, or for the model of that time",
    "no_common_tier": "compare models of one tier; data/token_prices.csv has them",
    "zero_price": "leave the free model out, or out of its group",
    "unit_mismatch": "use the measure of that unit",
}


def _flags(reading: Reading) -> tuple[str, ...]:
    holds = {
        "memory": reading.provenance == "memory",
        "known_on_assumed": reading.is_known_on_assumed,
    }
    return tuple(flag for flag, is_set in holds.items() if is_set)


def _note(reading: Reading, state: ClaimState, plain: ClaimState) -> str:
    """Say of a stale figure what the statement comes to with it, or that it does not matter."""
    said = f"{plain} by the last figure known" if state in ("stale", "unknown") else "another comparison decides"
    return "; ".join(part for part in ("stale", said, reading.note) if part)


def tell_all(judged: Sequence[Judged]) -> tuple[Problem, ...]:
    """Return the problems of several statements, each once."""
    return tuple(dict.fromkeys(problem for each in judged for problem in each.problems))
