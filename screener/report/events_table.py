"""The event list as a table."""

from screener.dictionary.tables import TABLES
from screener.records.event import Outcome
from screener.records.listing import EventListing, ListedEvent
from screener.records.table import Table, Value


def events_table(listing: EventListing) -> Table:
    """Return one row an event."""
    rows = tuple(_row(listing, each) for each in listing.events)
    return Table("events_list", TABLES["events_list"], rows)


def _row(listing: EventListing, listed: ListedEvent) -> tuple[Value, ...]:
    event, alignment = listed.event, listed.alignment
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
        "flags": ";".join(listed.flags),
    }
    return tuple(values[column] for column in TABLES["events_list"])
