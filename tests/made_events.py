"""Events with everything a test does not care about filled in."""

import datetime as dt

from screener.records.event import Event, Precision


def make_event(
    event_id: str = "e",
    *,
    at: dt.datetime | None = None,
    noon: dt.datetime | None = None,
    precision: Precision = "day",
    released_on: dt.date | None = None,
    noticed_on: dt.date | None = None,
    kind: str = "open_weights",
    lab: str = "deepseek",
    direction: str = "",
    known_on: dt.date | None = None,
) -> Event:
    instant = at or noon or dt.datetime(2025, 1, 20, 4, tzinfo=dt.UTC)
    day = released_on or instant.date()
    return Event(
        event_id=event_id,
        lab=lab,
        name=event_id,
        kind=kind,
        released_on=day,
        released_instant=instant,
        released_at=at,
        released_precision=precision,
        released_note="",
        market_noticed_on=noticed_on,
        open_weights="",
        licence="",
        token_in_usd_per_mtok=None,
        token_out_usd_per_mtok=None,
        price_direction=direction,
        summary="",
        source="page",
        provenance="seen",
        confidence="high",
        known_on=known_on or day,
        known_on_assumed=known_on is None,
        path="events.csv",
        line=2,
    )
