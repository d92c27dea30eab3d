"""The primary basket's score under other choices: what a result rests on."""

from dataclasses import dataclass
from typing import Literal

from screener.records.event import Anchor
from screener.records.event_model import EventModel
from screener.records.study import Score

Variation = Literal[
    "as_asked",
    "without_event",
    "without_name",
    "year",
    "lab",
    "kind",
    "without_confounded",
    "anchor",
    "mask_events",
    "return_model",
    "placebo_baskets",
]


@dataclass(frozen=True, slots=True)
class RobustnessRow:
    """One score of the primary basket under one other choice.

    Parameters
    ----------
    variation : Variation
        What differs from the run asked for.
    case : str
        Which event or name is left out, which year, lab or kind is kept, which anchor or model is used.
    score : Score
        As in the scores; its verdict is always ``exploratory`` or None.
    change : float or None
        Its effect less the effect as asked; decimal.
    anchor : {"released", "noticed"}
    model : EventModel
        What the row was made with.
    """

    variation: Variation
    case: str
    score: Score
    change: float | None
    anchor: Anchor
    model: EventModel
