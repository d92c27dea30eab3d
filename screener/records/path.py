"""How abnormal returns add up around an event: the mean over event days, its placebo band, and single events."""

from dataclasses import dataclass

from screener.records.event import Period
from screener.records.study import BasketSide


@dataclass(frozen=True, slots=True)
class PathPoint:
    """One basket at one session around the events of one period; decimals.

    Parameters
    ----------
    basket, side, period
        The period of a single event's point is the narrowest that holds it.
    event_id : str
        The single event; empty for the mean over event days.
    relative_session : int
        Session relative to day 0.
    car : float
        Cumulative abnormal return from the path's first session to this one, both included.
    placebo_mean, band_low, band_high : float or None
        What any day gave, and between which values 95 of 100 shifts of the event calendar put the mean, see
        :func:`screener.calc.inference.placebo.placebo_band`; None for single events, and where the events were chosen
        with hindsight.
    n_event_days : int
        Event days behind ``car``; 1 for a single event.
    """

    basket: str
    side: BasketSide
    period: Period
    event_id: str
    relative_session: int
    car: float
    placebo_mean: float | None
    band_low: float | None
    band_high: float | None
    n_event_days: int
