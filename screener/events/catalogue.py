"""``events.csv`` to dated, placed, checked events."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

from screener.csv_rows import Column, Row, merge, read_rows
from screener.dictionary.table_codes import (
    EVENT_ROW_CODES,
    NOTICED_BEFORE_RELEASE,
    PRECISION_MISMATCH,
    UNKNOWN_LAB,
    UNUSABLE_ID,
)
from screener.events.labs import Labs
from screener.records.event import (
    CONFIDENCES,
    EVENT_KINDS,
    PRECISIONS,
    PRICE_DIRECTIONS,
    PROVENANCES,
    Event,
    Precision,
)
from screener.records.problem import Problem
from screener.records.replacement import Replacement

COLUMNS = (
    Column("event_id", required=True),
    Column("lab", required=True),
    Column("name", required=True),
    Column("kind", "choice", required=True, choices=EVENT_KINDS),
    Column("released_at", "instant_or_date", required=True),
    Column("released_precision", "choice", required=True, choices=PRECISIONS),
    Column("released_note"),
    Column("market_noticed_on", "date"),
    Column("open_weights", "choice", choices=("yes", "no")),
    Column("licence"),
    Column("token_in_usd_per_mtok", "number", at_least=0),
    Column("token_out_usd_per_mtok", "number", at_least=0),
    Column("price_direction", "choice", choices=PRICE_DIRECTIONS),
    Column("summary"),
    Column("source", required=True),
    Column("provenance", "choice", required=True, choices=PROVENANCES),
    Column("confidence", "choice", required=True, choices=CONFIDENCES),
    Column("known_on", "date"),
)
"""The columns of ``events.csv``, in its order."""

_NOON = dt.time(12)
# Ids stand in lists joined by ; and on command lines.
_EVENT_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")


@dataclass(frozen=True, slots=True)
class EventsReading:
    """The catalogue.

    Parameters
    ----------
    events : tuple of Event
        By ``released_instant``, then ``event_id``.
    problems : tuple of Problem
        Everything found wrong; a row with an error is left out.
    replacements : tuple of Replacement
        Rows of an earlier file that a later one replaced.
    """

    events: tuple[Event, ...]
    problems: tuple[Problem, ...]
    replacements: tuple[Replacement, ...] = ()


def read_events(paths: Sequence[Path], labs: Labs) -> EventsReading:
    """Read ``events.csv`` files, the shipped one first.

    Parameters
    ----------
    paths : sequence of Path
        Rows add; an ``event_id`` of an earlier file is replaced; the same id twice in one file is an error.
    labs : Labs
        Resolves ``lab`` and gives the zone in which a bare date stands for noon.
    """
    problems: list[Problem] = []
    files: list[list[tuple[Row, Event]]] = []
    for path in paths:
        reading = read_rows(path, COLUMNS, codes=EVENT_ROW_CODES)
        problems.extend(reading.problems)
        pairs: list[tuple[Row, Event]] = []
        for row in reading.rows:
            event = _event(row, labs)
            if isinstance(event, Problem):
                problems.append(event)
                continue
            pairs.append((row, event))
            if _is_noticed_too_early(event):
                message = f"{event.event_id} was noticed on {event.market_noticed_on}, before its release"
                hint = "check market_noticed_on and released_at"
                problems.append(row.problem(NOTICED_BEFORE_RELEASE, "market_noticed_on", message, hint, "warning"))
        files.append(pairs)
    merged = merge("events", files, ("event_id",), lambda event: (event.event_id,), EVENT_ROW_CODES.duplicate)
    events = sorted(merged.records, key=lambda event: (event.released_instant, event.event_id))
    return EventsReading(tuple(events), (*problems, *merged.problems), merged.replacements)


def _event(row: Row, labs: Labs) -> Event | Problem:
    if _EVENT_ID.fullmatch(row.text("event_id")) is None:
        message = f"{row.text('event_id')[:60]!r} cannot be an event id"
        return row.problem(UNUSABLE_ID, "event_id", message, "use letters, digits, dot, dash and underscore")
    lab = labs.resolve(row.text("lab"))
    if lab is None:
        message = f"the lab {row.text('lab')!r} is not in labs.csv"
        hint = labs.hint(row.text("lab")) or "add it to labs.csv in your workspace's data folder"
        return row.problem(UNKNOWN_LAB, "lab", message, hint)
    precision = cast("Precision", row.text("released_precision"))
    written = row.need("released_at", dt.date)
    has_time = isinstance(written, dt.datetime)
    if precision == "instant" and not has_time:
        hint = "write the time with its zone, such as 2025-01-20T16:00:00Z, or the precision day"
        return row.problem(PRECISION_MISMATCH, "released_at", "an instant needs a time", hint)
    if precision in ("day", "month", "planned") and has_time:
        hint = "write the date alone, or the precision instant or upper_bound"
        return row.problem(PRECISION_MISMATCH, "released_at", f"precision {precision} takes no time", hint)
    released_on, instant = _released(written, labs.zone(lab))
    known_on = row.get("known_on", dt.date)
    return Event(
        event_id=row.text("event_id"),
        lab=lab,
        name=row.text("name"),
        kind=row.text("kind"),
        released_on=released_on,
        released_instant=instant,
        released_at=instant if has_time else None,
        released_precision=precision,
        released_note=row.text("released_note"),
        market_noticed_on=row.get("market_noticed_on", dt.date),
        open_weights=row.text("open_weights"),
        licence=row.text("licence"),
        token_in_usd_per_mtok=row.get("token_in_usd_per_mtok", float),
        token_out_usd_per_mtok=row.get("token_out_usd_per_mtok", float),
        price_direction=row.text("price_direction"),
        summary=row.text("summary"),
        source=row.text("source"),
        provenance=row.text("provenance"),
        confidence=row.text("confidence"),
        known_on=known_on or released_on,
        known_on_assumed=known_on is None,
        path=row.path,
        line=row.line,
    )


def _released(written: dt.date, zone: ZoneInfo) -> tuple[dt.date, dt.datetime]:
    """Return the release's date in the lab's zone and its instant in UTC; a bare date stands for noon there."""
    if isinstance(written, dt.datetime):
        return written.astimezone(zone).date(), written
    return written, dt.datetime.combine(written, _NOON, zone).astimezone(dt.UTC)


def _is_noticed_too_early(event: Event) -> bool:
    """Tell whether the market saw it before it came out; only an upper bound may lie that late."""
    noticed_on = event.market_noticed_on
    return noticed_on is not None and noticed_on < event.released_on and event.released_precision != "upper_bound"
