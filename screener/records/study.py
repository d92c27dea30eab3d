"""What the event study found: one record an event, basket and window; one a name; one a score."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from screener.records.event import Alignment, Anchor, Event, Outcome, Period
from screener.records.event_model import EventModel
from screener.records.thesis import Window

BasketSide = Literal["long", "short", "spread"]

# Below it no test across event days is made: single events and the placebo only.
MIN_EVENT_DAYS = 5


@dataclass(frozen=True, slots=True)
class StudiedEvent:
    """An event asked for, where it landed on the panel, and its period.

    ``row`` is the panel row of day 0, or None. ``period`` is the narrowest that holds it: ``live`` events are in
    ``after`` too.
    """

    event: Event
    alignment: Alignment
    row: int | None
    period: Period

    def is_in(self, period: Period) -> bool:
        """Tell whether the event counts in ``period``."""
        return period in ("all", self.period) or (period == "after" and self.period == "live")


@dataclass(frozen=True, slots=True)
class BasketEvent:
    """One event for one basket and window.

    ``car``, ``scar``, ``n_estimation`` (M) and ``dof`` (M - k) are None unless ``outcome`` is used. ``confounders`` are
    other events and members' reports that may have moved day 0.
    """

    studied: StudiedEvent
    basket: str
    side: BasketSide
    window: Window
    car: float | None
    scar: float | None
    n_names: int
    n_asked: int
    outcome: Outcome
    overlaps_with: tuple[str, ...]
    n_estimation: int | None
    dof: int | None
    confounders: tuple[str, ...]
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NameEvent:
    """One event for one name and window.

    ``session_on`` is the listing's own day 0 and ``day0_return`` its return there; ``car`` lies on the basket's
    day 0, so that names add up to their basket (flag ``day0_differs`` where the two are not one session).
    """

    studied: StudiedEvent
    session_on: dt.date | None
    ticker: str
    leg: str
    side: Literal["long", "short"]
    window: Window
    day0_return: float | None
    beta: float | None
    car: float | None
    scar: float | None
    n_estimation: int | None
    dof: int | None
    outcome: Outcome
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """One basket over the event days of one period and window; decimals, None where not defined.

    See ``dictionary.columns`` for the meaning of each field, which bears the column's name without its unit.
    """

    basket: str
    side: BasketSide
    period: Period
    window: Window
    n_events: int
    n_event_days: int
    n_used: int
    caar: float | None = None
    excess: float | None = None
    median_car: float | None = None
    hit_rate: float | None = None
    t_event: float | None = None
    p_event: float | None = None
    bmp_event: float | None = None
    p_bmp_event: float | None = None
    p_placebo: float | None = None
    placebo_mean: float | None = None
    placebo_sd: float | None = None
    n_placebo: int | None = None
    n_placebo_eff: float | None = None
    p_adjusted: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    mde: float | None = None
    verdict: str | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Study:
    """The whole event study of one thesis.

    ``not_known_yet`` are events selected but not yet known at ``as_of``: counted, never used. ``history_reason`` says
    what ``history_from`` waited for. ``n_with_estimation_overlap`` counts the placed events whose estimation window
    holds another's day 0; they stay in it.
    """

    anchor: Anchor
    model: EventModel
    not_known_yet: tuple[Event, ...]
    basket_events: tuple[BasketEvent, ...]
    name_events: tuple[NameEvent, ...]
    scores: tuple[Score, ...]
    is_hindsight: bool
    history_from: dt.date
    history_reason: str
    n_with_estimation_overlap: int
