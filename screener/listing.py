"""The events of a thesis, or all of them, with their day 0 on one exchange; no prices needed."""

import datetime as dt
from pathlib import Path

from screener.errors import UsageError
from screener.events.align import align
from screener.events.select import select
from screener.records.event import EVENT_KINDS, Anchor
from screener.records.listing import EventListing, ListedEvent
from screener.records.thesis import EventFilter, Thesis
from screener.reference import Reference
from screener.sessions.calendar import sessions
from screener.sessions.instants import utc_instant
from screener.study.event_flags import event_flags

# Long before the first event of any lab; rows a user adds find their session too.
_FIRST_SESSIONS_ON = dt.date(2010, 1, 1)
# The catalogue lists market shocks too, which no thesis selects without naming them.
_EVERYTHING = EventFilter(kinds=EVENT_KINDS)
DEFAULT_MIC = "XNYS"


def list_events(
    reference: Reference, thesis: Thesis | None, anchor: Anchor, as_of_at: dt.datetime, cache_folder: Path
) -> EventListing:
    """Place the events of a thesis, or the whole catalogue, on an exchange's sessions up to ``as_of_at``.

    Parameters
    ----------
    reference : Reference
    thesis : Thesis or None
        None lists the catalogue on New York's sessions.
    anchor : {"released", "noticed"}
    as_of_at : datetime
        Aware; a session that closes later is not there yet.
    cache_folder : Path

    Raises
    ------
    UsageError
        The benchmark's exchange is unknown.
    """
    as_of = as_of_at.date()
    if as_of < _FIRST_SESSIONS_ON:
        raise UsageError(f"--as-of {as_of} lies before {_FIRST_SESSIONS_ON}, the first session that is listed")
    selection = select(reference.events, thesis.events if thesis is not None else _EVERYTHING, as_of)
    mic = DEFAULT_MIC
    if thesis is not None:
        exchange = reference.exchanges.of(thesis.benchmark[0])
        if exchange is None:
            raise UsageError(f"no exchange is known for the benchmark {thesis.benchmark[0]}; add it to exchanges.csv")
        mic = exchange.mic
    calendar = sessions(mic, _FIRST_SESSIONS_ON, as_of, cache_folder)
    n_closed = int((calendar.closes_at <= utc_instant(as_of_at)).sum())
    session_on, closes_at = calendar.session_on[:n_closed], calendar.closes_at[:n_closed]
    listed = []
    for event in selection.selected:
        alignment = align(event, session_on, closes_at, anchor)
        flags = event_flags(event, alignment)
        if anchor == "noticed" and not event.is_hindsight:
            flags.append("chosen_with_hindsight")
        listed.append(ListedEvent(event, alignment, tuple(flags)))
    return EventListing(
        thesis_id=thesis.thesis_id if thesis is not None else "",
        mic=mic,
        anchor=anchor,
        as_of=as_of,
        events=tuple(listed),
        not_known_yet=selection.not_known_yet,
    )
