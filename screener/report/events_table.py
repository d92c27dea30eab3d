"""The event list as a table."""

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from screener.dictionary.tables import TABLES
from screener.records.event import Alignment, Anchor, Event, Outcome
from screener.records.table import Table, Value


class EventsWithSessions(Protocol):
    """What the table needs of a listing."""

    @property
    def thesis_id(self) -> str:
        """Empty for the whole catalogue."""
        ...

    @property
    def anchor(self) -> Anchor:
        """Which date day 0 was found from."""
        ...

    @property
    def as_of(self) -> dt.date:
        """The day the listing speaks for."""
        ...

    @property
    def events(self) -> Sequence[tuple[Event, Alignment]]:
        """Each event with its day 0."""
        ...


def events_table(listing: EventsWithSessions) -> Table:
    """Return one row an event."""
    rows = tuple(_row(listing, event, alignment) for event, alignment in listing.events)
    return Table("events_list", TABLES["events_list"], rows)


def _row(listing: EventsWithSessions, event: Event, alignment: Alignment) -> tuple[Value, ...]:
    values: dict[str, Value] = {
        "event_id": event.event_id,
        "name": event.name,
        "lab": event.lab,
        "kind": event.kind,
        "released_at": event.released_at,
        "released_on": event.released_on,
        "released_precision": event.released_precision,
        "session_on": alignment.session_on,
        "lag_days": alignment.lag_days,
        "market_noticed_on": event.market_noticed_on,
        "outcome": (alignment.outcome or Outcome.ALIGNED).value,
        "price_direction": event.price_direction,
        "provenance": event.provenance,
        "confidence": event.confidence,
        "thesis_id": listing.thesis_id,
        "as_of": listing.as_of,
        "price_source": None,
        "data_as_of": None,
        "flags": ";".join(_flags(listing.anchor, event, alignment)),
    }
    return tuple(values[column] for column in TABLES["events_list"])


def _flags(anchor: Anchor, event: Event, alignment: Alignment) -> list[str]:
    flags = []
    if alignment.day0_uncertain:
        flags.append("day0_uncertain")
    if event.known_on_assumed:
        flags.append("known_on_assumed")
    if anchor == "noticed" or event.is_hindsight:
        flags.append("chosen_with_hindsight")
    if event.provenance == "memory":
        flags.append("memory")
    return flags
