import datetime as dt
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.events.align import align
from screener.records.event import Alignment, Anchor, Event, Outcome, Precision

MakeEvent = Callable[..., Event]

# New York sessions and their closes in UTC, from the exchange's published holidays and early closes.
JANUARY_2025 = {
    "2025-01-16": "21:00",
    "2025-01-17": "21:00",
    "2025-01-21": "21:00",  # 2025-01-20 was Martin Luther King Day
    "2025-01-22": "21:00",
    "2025-01-23": "21:00",
    "2025-01-24": "21:00",
    "2025-01-27": "21:00",
    "2025-01-28": "21:00",
}
THANKSGIVING_2025 = {
    "2025-11-25": "21:00",
    "2025-11-26": "21:00",
    "2025-11-28": "18:00",  # closed at 13:00 in New York
    "2025-12-01": "21:00",
}
HONG_KONG_2025 = {"2025-01-17": "08:00", "2025-01-20": "08:00", "2025-01-21": "08:00"}


def sessions(table: dict[str, str]) -> tuple[np.ndarray, np.ndarray]:
    days = np.array(list(table), dtype="datetime64[D]")
    closes = np.array([f"{day}T{time}" for day, time in table.items()], dtype="datetime64[s]")
    return days, closes


def place(event: Event, table: dict[str, str], anchor: Anchor = "released") -> Alignment:
    return align(event, *sessions(table), anchor)


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def test_deepseek_r1_lands_on_the_day_after_the_holiday(make_event: MakeEvent) -> None:
    r1 = make_event(noon=utc("2025-01-20T04:00"), released_on=dt.date(2025, 1, 20), noticed_on=dt.date(2025, 1, 27))
    assert place(r1, JANUARY_2025) == Alignment(dt.date(2025, 1, 21), None, 1, day0_uncertain=False)
    assert place(r1, JANUARY_2025, "noticed") == Alignment(dt.date(2025, 1, 27), None, 7, day0_uncertain=False)


def test_each_exchange_has_its_own_day_0(make_event: MakeEvent) -> None:
    r1 = make_event(noon=utc("2025-01-20T04:00"))
    assert place(r1, HONG_KONG_2025).session_on == dt.date(2025, 1, 20)


@pytest.mark.parametrize(
    ("instant", "session_on"),
    [
        ("2025-01-22T20:59:59", dt.date(2025, 1, 22)),
        ("2025-01-22T21:00:00", dt.date(2025, 1, 22)),
        ("2025-01-22T21:00:00.000001", dt.date(2025, 1, 23)),
        ("2025-01-22T21:00:01", dt.date(2025, 1, 23)),
        ("2025-01-25T15:00:00", dt.date(2025, 1, 27)),
        ("2025-01-17T21:00:01", dt.date(2025, 1, 21)),
    ],
)
def test_a_release_at_the_close_is_that_session_and_a_second_later_the_next(
    make_event: MakeEvent, instant: str, session_on: dt.date
) -> None:
    assert place(make_event(at=utc(instant), precision="instant"), JANUARY_2025).session_on == session_on


@pytest.mark.parametrize(
    ("instant", "session_on"),
    [
        ("2025-11-28T18:00:00", dt.date(2025, 11, 28)),
        ("2025-11-28T18:00:01", dt.date(2025, 12, 1)),
        ("2025-11-27T15:00:00", dt.date(2025, 11, 28)),
    ],
)
def test_an_early_close_counts_as_the_close(make_event: MakeEvent, instant: str, session_on: dt.date) -> None:
    assert place(make_event(at=utc(instant), precision="instant"), THANKSGIVING_2025).session_on == session_on


def test_the_zone_an_instant_is_written_in_does_not_matter(make_event: MakeEvent) -> None:
    east = dt.timezone(dt.timedelta(hours=-5))
    event = make_event(at=dt.datetime(2025, 1, 22, 16, 0, 1, tzinfo=east), precision="instant")
    assert place(event, JANUARY_2025).session_on == dt.date(2025, 1, 23)


def test_day_0_may_come_on_the_day_before_the_labs_date(make_event: MakeEvent) -> None:
    event = make_event(at=utc("2025-01-22T18:46"), precision="instant", released_on=dt.date(2025, 1, 23))
    assert place(event, JANUARY_2025).lag_days == -1


@pytest.mark.parametrize("precision", ["month", "planned"])
@pytest.mark.parametrize("anchor", ["released", "noticed"])
def test_what_is_not_dated_is_not_studied(make_event: MakeEvent, precision: Precision, anchor: Anchor) -> None:
    event = make_event(noon=utc("2025-01-22T12:00"), precision=precision, noticed_on=dt.date(2025, 1, 23))
    assert place(event, JANUARY_2025, anchor) == Alignment(None, Outcome.NOT_STUDIED)


def test_without_a_noticed_day_there_is_no_anchor(make_event: MakeEvent) -> None:
    event = make_event(noon=utc("2025-01-22T12:00"))
    assert place(event, JANUARY_2025, "noticed") == Alignment(None, Outcome.NO_ANCHOR_DATE)


@pytest.mark.parametrize("day", ["2025-01-15", "2025-01-29"])
def test_an_event_outside_the_sessions_given_is_outside_under_either_anchor(make_event: MakeEvent, day: str) -> None:
    event = make_event(noon=utc(f"{day}T12:00"), noticed_on=dt.date.fromisoformat(day))
    outside = Alignment(None, Outcome.SESSION_OUTSIDE_PRICES)
    assert place(event, JANUARY_2025) == outside
    assert place(event, JANUARY_2025, "noticed") == outside
    assert place(event, {}) == outside
    assert place(event, {}, "noticed") == outside


def test_the_first_and_the_last_session_can_be_day_0(make_event: MakeEvent) -> None:
    assert place(make_event(at=utc("2025-01-16T00:00")), JANUARY_2025).session_on == dt.date(2025, 1, 16)
    assert place(make_event(at=utc("2025-01-28T21:00")), JANUARY_2025).session_on == dt.date(2025, 1, 28)
    late = make_event(at=utc("2025-01-28T21:00:01"))
    assert place(late, JANUARY_2025).outcome is Outcome.SESSION_OUTSIDE_PRICES


@pytest.mark.parametrize(
    ("bound", "uncertain"),
    [
        ("2025-01-22T21:00:01", True),  # a second after a close
        ("2025-01-23T05:06:19", True),  # 00:06 in New York
        ("2025-01-23T14:59:59", True),  # a second under 18 hours
        ("2025-01-23T15:00:00", False),
        ("2025-01-23T18:34:00", False),
        ("2025-01-23T19:59:59", False),
        ("2025-01-23T20:00:00", True),  # an hour to the close
        ("2025-01-23T21:00:00", True),
        ("2025-01-25T10:00:00", True),  # Saturday, 13 hours after Friday's close
        ("2025-01-26T15:00:00", False),  # Sunday
        ("2025-01-16T16:00:00", True),  # the close before is not given
    ],
)
def test_an_upper_bound_near_or_after_a_close_is_uncertain(
    make_event: MakeEvent, bound: str, *, uncertain: bool
) -> None:
    assert place(make_event(at=utc(bound), precision="upper_bound"), JANUARY_2025).day0_uncertain is uncertain
    assert not place(make_event(at=utc(bound), precision="instant"), JANUARY_2025).day0_uncertain


def test_an_upper_bound_known_to_the_day_is_uncertain_but_the_noticed_day_is_not(make_event: MakeEvent) -> None:
    event = make_event(noon=utc("2025-01-23T17:00"), precision="upper_bound", noticed_on=dt.date(2025, 1, 23))
    assert place(event, JANUARY_2025).day0_uncertain
    assert not place(event, JANUARY_2025, "noticed").day0_uncertain


START = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)


@given(
    minutes=st.integers(0, 30 * 24 * 60),
    kept=st.sets(st.integers(0, 29), min_size=4),
    first=st.integers(0, 2),
    last=st.integers(1, 3),
    anchor=st.sampled_from(["released", "noticed"]),
)
def test_sessions_added_at_either_end_never_move_a_day_0(
    minutes: int, kept: set[int], first: int, last: int, anchor: Anchor, make_event: MakeEvent
) -> None:
    days = np.datetime64("2025-01-01", "D") + np.array(sorted(kept), dtype="timedelta64[D]")
    closes = days.astype("datetime64[s]") + np.timedelta64(21, "h")
    instant = START + dt.timedelta(minutes=minutes)
    event = make_event(at=instant, precision="upper_bound", noticed_on=instant.date())
    whole = align(event, days, closes, anchor)
    cut = align(event, days[first : len(days) - last + 1], closes[first : len(days) - last + 1], anchor)
    if cut.session_on is not None:
        assert cut.session_on == whole.session_on
    tail = align(event, days[:-last], closes[:-last], anchor)
    if tail.session_on is not None:
        assert tail == whole
