"""Event calendars that nulls are simulated on: those of the shipped theses, and one whose events share nothing."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from screener.config import Workspace
from screener.events.align import align
from screener.events.select import select
from screener.files import shipped
from screener.pricing import HISTORY_STARTS_ON
from screener.records.prices import Integers
from screener.records.thesis import Thesis, Window
from screener.reference import Reference, read_reference
from screener.sessions.calendar import sessions
from screener.theses import load

AS_OF_ON = dt.date(2026, 11, 20)

# From when on every leg has half its weight priced: the listing that was waited for.
PRICED_FROM = {
    "ai-commoditization": dt.date(2021, 7, 28),  # DUOL
    "deepseek-releases": dt.date(2017, 5, 10),  # VST
    "frontier-keeps-pricing-power": dt.date(2015, 11, 2),  # HPE
}

# The first row that is scored: the first session has no return, and a fit needs 200 before its gap of 20.
FIRST_SCORED = 221
# An event's windows and its 250 estimation sessions, 0..20 included, touch none of its neighbours'.
_APART = 300


@dataclass(frozen=True, slots=True)
class EventCalendar:
    """Sessions, and the event days among them.

    Parameters
    ----------
    name : str
    n_sessions : int
        T.
    day0 : array of shape (K,), int
        Distinct event days as rows, increasing.
    """

    name: str
    n_sessions: int
    day0: Integers

    def used(self, window: Window) -> Integers:
        """Return the event days that are scored: with estimation returns, and their window over."""
        return self.day0[(self.day0 >= FIRST_SCORED) & (self.day0 + window.end < self.n_sessions)]


def shipped_calendars() -> tuple[EventCalendar, ...]:
    """Return the calendar of every thesis that ships, on the sessions of New York, overlaps included."""
    reference = read_reference(Workspace(Path("no workspace")))
    paths = sorted(path for path in shipped("theses").glob("*.md") if path.stem != "README")
    loaded = [load(path, reference).thesis for path in paths]
    assert all(loaded), "a shipped thesis has errors"
    return tuple(_calendar(thesis, reference) for thesis in loaded if thesis is not None)


def _calendar(thesis: Thesis, reference: Reference) -> EventCalendar:
    start_on = PRICED_FROM.get(thesis.thesis_id, HISTORY_STARTS_ON)
    exchange = sessions("XNYS", start_on, AS_OF_ON, None)
    chosen = select(reference.events, thesis.events, AS_OF_ON).selected
    aligned = (align(event, exchange.session_on, exchange.closes_at, "released") for event in chosen)
    days = sorted({each.session_on for each in aligned if each.session_on is not None})
    rows = np.searchsorted(exchange.session_on, np.array(days, dtype="datetime64[D]"))
    return EventCalendar(thesis.thesis_id, len(exchange.session_on), rows.astype(np.int64))


def apart(n_event_days: int) -> EventCalendar:
    """Return a calendar whose event days share no session, neither of event nor of estimation windows."""
    day0 = _APART * np.arange(1, n_event_days + 1, dtype=np.int64)
    return EventCalendar(f"{n_event_days} apart", int(day0[-1]) + _APART, day0)


def in_pairs(n_pairs: int) -> EventCalendar:
    """Return a calendar of pairs two sessions apart, each pair apart from the others."""
    single = apart(n_pairs)
    day0 = np.sort(np.concatenate([single.day0, single.day0 + 2]))
    return EventCalendar(f"{n_pairs} pairs", single.n_sessions, day0)
