"""Catalogued events with their day 0 on one exchange, no prices needed."""

import datetime as dt
from dataclasses import dataclass

from screener.records.event import Alignment, Anchor, Event


@dataclass(frozen=True, slots=True)
class ListedEvent:
    """One event, where it lands, and what to know of it."""

    event: Event
    alignment: Alignment
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EventListing:
    """Events and where they land.

    Parameters
    ----------
    thesis_id : str
        Empty for the whole catalogue.
    mic : str
        Exchange whose sessions day 0 is one of.
    anchor : {"released", "noticed"}
    as_of : date
        Nothing known later is listed.
    events : tuple of ListedEvent
    not_known_yet : tuple of Event
        Asked for, but first known after ``as_of``.
    """

    thesis_id: str
    mic: str
    anchor: Anchor
    as_of: dt.date
    events: tuple[ListedEvent, ...]
    not_known_yet: tuple[Event, ...]

    @property
    def n_aligned(self) -> int:
        """Events with a day 0."""
        return sum(each.alignment.session_on is not None for each in self.events)
