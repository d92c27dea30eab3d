"""The events of a thesis, or all of them, with their day 0 on one exchange; no prices needed."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from screener.errors import UsageError
from screener.events.align import align
from screener.events.select import select
from screener.records.event import Alignment, Anchor, Event
from screener.records.thesis import EventFilter, Thesis
from screener.reference import Reference
from screener.sessions.calendar import sessions

# The catalogue begins in 2023; the sessions of the year before are there for rows a user adds.
_FIRST_SESSIONS_ON = dt.date(2015, 1, 1)
DEFAULT_MIC = "XNYS"


@dataclass(frozen=True, slots=True)
class EventListing:
    """Events and where they land.

    Parameters
    ----------
    thesis_id : str
        Empty for the whole catalogue.
    mic : str
        Exchange whose sessions day 0 is one of.
    events : tuple of (Event, Alignment)
    not_known_yet : tuple of Event
        Asked for, but first known after ``as_of``.
    """

    thesis_id: str
    mic: str
    anchor: Anchor
    as_of: dt.date
    events: tuple[tuple[Event, Alignment], ...]
    not_known_yet: tuple[Event, ...]


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
    selection = select(reference.events, thesis.events if thesis is not None else EventFilter(), as_of)
    mic = DEFAULT_MIC
    if thesis is not None:
        exchange = reference.exchanges.of(thesis.benchmark[0])
        if exchange is None:
            raise UsageError(f"no exchange is known for the benchmark {thesis.benchmark[0]}; add it to exchanges.csv")
        mic = exchange.mic
    calendar = sessions(mic, _FIRST_SESSIONS_ON, as_of, cache_folder)
    n_closed = int((calendar.closes_at <= _naive_utc(as_of_at)).sum())
    session_on, closes_at = calendar.session_on[:n_closed], calendar.closes_at[:n_closed]
    return EventListing(
        thesis_id=thesis.thesis_id if thesis is not None else "",
        mic=mic,
        anchor=anchor,
        as_of=as_of,
        events=tuple((event, align(event, session_on, closes_at, anchor)) for event in selection.selected),
        not_known_yet=selection.not_known_yet,
    )


def _naive_utc(instant: dt.datetime) -> np.datetime64:
    return np.datetime64(instant.astimezone(dt.UTC).replace(tzinfo=None), "s")
