import datetime as dt
from collections.abc import Callable

import pytest

from screener.events.select import select
from screener.records.event import Event
from screener.records.thesis import EventFilter

LATE = dt.date(2026, 12, 31)


@pytest.fixture
def events(make_event: Callable[..., Event]) -> list[Event]:
    def on(day: int) -> dt.datetime:
        return dt.datetime(2025, 1, day, 12, tzinfo=dt.UTC)

    return [
        make_event("cut", noon=on(5), kind="price_cut", lab="openai", direction="down"),
        make_event("rise", noon=on(4), kind="price_rise", lab="openai", direction="up"),
        make_event("r1", noon=on(3), kind="open_weights", lab="deepseek"),
        make_event("v3", noon=on(3), kind="open_weights", lab="deepseek", direction="down"),
        make_event("llama", noon=on(1), kind="open_weights", lab="meta"),
    ]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (EventFilter(), ["llama", "r1", "v3", "rise", "cut"]),
        (EventFilter(kinds=("open_weights",)), ["llama", "r1", "v3"]),
        (EventFilter(kinds=("open_weights",), labs=("deepseek",)), ["r1", "v3"]),
        (EventFilter(labs=("openai",), directions=("up",)), ["rise"]),
        (EventFilter(directions=("down",)), ["v3", "cut"]),
        (EventFilter(kinds=("price_cut",), labs=("deepseek",)), []),
        (EventFilter(labs=("meta",), ids=("cut",)), ["llama", "cut"]),
        (EventFilter(ids=("cut",)), ["cut"]),
        (EventFilter(ids=("cut", "r1"), skip=("cut",)), ["r1"]),
        (EventFilter(skip=("r1", "v3", "no such")), ["llama", "rise", "cut"]),
        (EventFilter(ids=("no such",)), []),
    ],
)
def test_lists_narrow_ids_add_and_skip_wins(events: list[Event], asked: EventFilter, expected: list[str]) -> None:
    assert [event.event_id for event in select(events, asked, LATE).selected] == expected


def test_what_was_not_known_yet_is_apart_and_counted(make_event: Callable[..., Event]) -> None:
    events = [
        make_event("old", known_on=dt.date(2025, 1, 20)),
        make_event("new", known_on=dt.date(2025, 1, 21)),
        make_event("skipped", known_on=dt.date(2025, 1, 21)),
    ]
    found = select(events, EventFilter(skip=("skipped",)), dt.date(2025, 1, 20))
    assert [event.event_id for event in found.selected] == ["old"]
    assert [event.event_id for event in found.not_known_yet] == ["new"]
