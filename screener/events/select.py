"""Which events of the catalogue a thesis asks for, and which of those were known by a day."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from screener.records.event import Event
from screener.records.thesis import EventFilter


@dataclass(frozen=True, slots=True)
class Selection:
    """The events asked for, parted by what was known.

    Parameters
    ----------
    selected : tuple of Event
        Known on or before the day; by ``released_instant``, then ``event_id``.
    not_known_yet : tuple of Event
        Asked for but first known later: not visible, only counted. Same order.
    others : tuple of Event
        Known, and not asked for: they may have moved prices on the same day. Same order.
    """

    selected: tuple[Event, ...]
    not_known_yet: tuple[Event, ...]
    others: tuple[Event, ...] = ()


def select(events: Sequence[Event], asked: EventFilter, as_of: dt.date) -> Selection:
    """Pick the events a thesis or the command line asks for.

    Parameters
    ----------
    events : sequence of Event
        The catalogue.
    asked : EventFilter
        An event is asked for if its kind, lab and price direction are all listed (an empty list takes any), or
        if its id is listed; never if its id is skipped. Ids alone, without any list, ask for those ids only; an empty
        filter asks for everything. Market shocks are taken by their kind or id only, since they are in the catalogue
        because the market moved. Labs are canonical ids.
    as_of : date
        Events with ``known_on`` after this day are not visible.
    """
    ordered = sorted(events, key=lambda event: (event.released_instant, event.event_id))
    wanted = [event for event in ordered if _is_asked(event, asked)]
    return Selection(
        tuple(event for event in wanted if event.known_on <= as_of),
        tuple(event for event in wanted if event.known_on > as_of),
        tuple(event for event in ordered if event.known_on <= as_of and not _is_asked(event, asked)),
    )


def _is_asked(event: Event, asked: EventFilter) -> bool:
    if event.event_id in asked.skip:
        return False
    if event.event_id in asked.ids:
        return True
    if asked.ids and not (asked.kinds or asked.labs or asked.directions):
        return False
    return (
        (event.kind in asked.kinds if asked.kinds else not event.is_hindsight)
        and (not asked.labs or event.lab in asked.labs)
        and (not asked.directions or event.price_direction in asked.directions)
    )
