"""One classical event test of one basket, period and window."""

from dataclasses import dataclass
from typing import Literal

from screener.records.event import Period
from screener.records.pair_test import PairTest
from screener.records.study import BasketSide
from screener.records.thesis import Window

Level = Literal["event_days", "names"]


@dataclass(frozen=True, slots=True)
class EventTestRow:
    """A test over event days, or over pairs of a name and an event day.

    Parameters
    ----------
    basket, side, period, window
    level : {"event_days", "names"}
        ``event_days``: the basket as one asset, one unit an event day. ``names``: one unit a name and event day, as if
        names hit on one day were independent.
    n_units, n_event_days : int
        Units in the test, and the event days they come from.
    result : PairTest
    is_overlapping : bool
        Over half of the event days share a session with another's window.
    """

    basket: str
    side: BasketSide
    period: Period
    window: Window
    level: Level
    n_units: int
    n_event_days: int
    result: PairTest
    is_overlapping: bool
