"""How good the author's judgement has been: stated odds against what came, overrides, rulings left open."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from screener.claims.truth import all_true
from screener.measures.desk import Desk
from screener.records.decision import Decision
from screener.records.review import Ruling, ScoreLine
from screener.records.thesis import Thesis


@dataclass(frozen=True, slots=True)
class Stated:
    """A probability that the note gave itself on a day, decimal."""

    day_on: dt.date
    probability: float


def brier(stated: Sequence[float], outcome: float) -> float | None:
    """Return the mean squared distance of probabilities from the outcome.

    Parameters
    ----------
    stated : sequence of float
        Between 0 and 1.
    outcome : {0.0, 1.0}

    Returns
    -------
    float or None
        Between 0 and 1; None without a probability.

    Notes
    -----
    Brier (1950), for one event with two outcomes in its half form, as forecasters use it: 0.25 for always saying 50 %.

    Examples
    --------
    >>> brier([0.5, 0.5], 1.0), brier([1.0], 0.0)
    (0.25, 1.0)
    """
    if not stated:
        return None
    return sum((each - outcome) ** 2 for each in stated) / len(stated)


def scorecard(
    thesis: Thesis,
    desk: Desk,
    as_of: dt.date,
    stated: Sequence[Stated],
    n_reviews: int,
    decisions: Sequence[Decision],
    rulings: Sequence[Ruling],
) -> tuple[ScoreLine, ...]:
    """Return the lines of the scorecard.

    Parameters
    ----------
    thesis : Thesis
    desk : Desk
    as_of : date
    stated : sequence of Stated
        Of each stored review and this one, oldest first.
    n_reviews : int
        This one included.
    decisions : sequence of Decision
    rulings : sequence of Ruling
    """
    return (
        *_odds(stated),
        *_outcome(thesis, desk, as_of, stated),
        ScoreLine("reviews", float(n_reviews), "count", "stored, this one included"),
        _overrides(decisions),
        _open(rulings, decisions),
    )


def _odds(stated: Sequence[Stated]) -> Iterator[ScoreLine]:
    if not stated:
        yield ScoreLine("stated_probability", None, "pct", "the note states none: write probability_pct and resolves")
        return
    yield ScoreLine("stated_probability", 100.0 * stated[-1].probability, "pct", f"on {stated[-1].day_on}")
    if stated[0].probability != stated[-1].probability:
        yield ScoreLine("first_probability", 100.0 * stated[0].probability, "pct", f"on {stated[0].day_on}")


def _outcome(thesis: Thesis, desk: Desk, as_of: dt.date, stated: Sequence[Stated]) -> Iterator[ScoreLine]:
    if thesis.resolves is None:
        yield ScoreLine("outcome", None, "score", "the note does not say what it resolves on")
        return
    day = as_of if thesis.horizon_on is None else min(as_of, thesis.horizon_on)
    readings = [desk.evaluator(each).reading(day, as_of) for each in thesis.resolves.comparisons]
    truth = all_true(thesis.resolves.comparisons, readings)
    said = "; ".join(
        f"{each.called} is {'not known' if reading.value is None else f'{reading.value:.4g} {reading.unit}'}"
        for each, reading in zip(thesis.resolves.comparisons, readings, strict=True)
    )
    is_over = thesis.horizon_on is not None and as_of >= thesis.horizon_on
    when = (
        "resolved" if is_over else f"so far; resolves on {thesis.horizon_on}" if thesis.horizon_on else "no horizon_on"
    )
    note = f"{thesis.resolves.text}: {said}; {when}"
    yield ScoreLine("outcome", None if truth is None else float(truth), "score", note)
    if truth is not None:
        value = brier([each.probability for each in stated], float(truth))
        figure = "brier" if is_over else "brier_so_far"
        note = "resolved" if is_over else "if it resolved on these prices; no score before the horizon"
        yield ScoreLine(figure, value, "score", note)


def _overrides(decisions: Sequence[Decision]) -> ScoreLine:
    made = [each for each in decisions if each.decision == "override"]
    note = "; ".join(f"{each.criterion} on {each.day_on}" for each in made)
    return ScoreLine("overrides", float(len(made)), "count", note or "none in the review notes")


def _open(rulings: Sequence[Ruling], decisions: Sequence[Decision]) -> ScoreLine:
    """Count tripped criteria without any decision in writing since they tripped."""
    days = [each.day_on for each in decisions]
    tripped = [each for each in rulings if each.kind in ("breaker", "watch")]
    left = [each for each in tripped if not any(each.since_on is None or day >= each.since_on for day in days)]
    note = "; ".join(each.what for each in left)
    return ScoreLine("open_rulings", float(len(left)), "count", note or "none")
