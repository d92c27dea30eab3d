"""Facts about exchanges are written by hand from their own published holidays, never from the library."""

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.errors import CodeError, UsageError
from screener.sessions.calendar import day0, sessions

YEAR_2025 = (dt.date(2025, 1, 1), dt.date(2025, 12, 31))


def is_session(mic: str, date: str, cache: Path) -> bool:
    return bool(np.isin(np.datetime64(date), sessions(mic, *YEAR_2025, cache).session_on))


@pytest.mark.parametrize(
    ("mic", "closed"),
    [
        ("XNYS", ["2025-01-01", "2025-01-09", "2025-01-20", "2025-11-27"]),
        ("XKRX", ["2025-01-27", "2025-01-28", "2025-01-29", "2025-01-30"]),
        ("XHKG", ["2025-01-29", "2025-01-30", "2025-01-31"]),
        ("XTKS", ["2025-01-01", "2025-01-02", "2025-01-03"]),
        ("XLON", ["2025-04-18", "2025-04-21"]),
        ("XAMS", ["2025-12-25", "2025-12-26"]),
    ],
)
def test_holidays_are_no_sessions(mic: str, closed: list[str], session_cache: Path) -> None:
    assert not [date for date in closed if is_session(mic, date, session_cache)]


@pytest.mark.parametrize(
    ("mic", "date"),
    [
        ("XNYS", "2025-01-27"),
        ("XKRX", "2025-01-31"),
        ("XHKG", "2025-02-03"),
        ("XTKS", "2025-01-06"),
        ("XLON", "2025-04-22"),
        ("XAMS", "2025-12-24"),
    ],
)
def test_days_beside_holidays_are_sessions(mic: str, date: str, session_cache: Path) -> None:
    assert is_session(mic, date, session_cache)


@pytest.mark.parametrize(
    ("mic", "date", "closes_at"),
    [
        ("XNYS", "2025-01-27", "2025-01-27T21:00"),
        ("XNYS", "2025-07-01", "2025-07-01T20:00"),
        ("XNYS", "2025-07-03", "2025-07-03T17:00"),
        ("XNYS", "2025-11-28", "2025-11-28T18:00"),
        ("XKRX", "2025-01-24", "2025-01-24T06:30"),
        ("XHKG", "2025-07-02", "2025-07-02T08:00"),
        ("XTKS", "2024-10-01", "2024-10-01T06:00"),
        ("XTKS", "2024-11-05", "2024-11-05T06:30"),
        ("XLON", "2025-01-27", "2025-01-27T16:30"),
        ("XLON", "2025-07-01", "2025-07-01T15:30"),
    ],
)
def test_closes_hold_daylight_saving_and_half_days(mic: str, date: str, closes_at: str, session_cache: Path) -> None:
    day = dt.date.fromisoformat(date)
    known = sessions(mic, day, day, session_cache)
    assert known.session_on.tolist() == [day]
    assert known.closes_at[0] == np.datetime64(closes_at)


def test_new_york_opens_at_half_past_nine_local(session_cache: Path) -> None:
    day = dt.date(2025, 1, 27)
    assert sessions("XNYS", day, day, session_cache).opens_at[0] == np.datetime64("2025-01-27T14:30")


def test_arrays_fit_together_and_have_the_promised_units(session_cache: Path) -> None:
    known = sessions("XHKG", *YEAR_2025, session_cache)
    assert known.mic == "XHKG"
    assert known.session_on.dtype == np.dtype("datetime64[D]")
    assert known.closes_at.dtype == known.opens_at.dtype == np.dtype("datetime64[s]")
    assert known.session_on.shape == known.closes_at.shape == known.opens_at.shape
    assert np.all(np.diff(known.session_on).astype(int) > 0)
    assert np.all(known.opens_at < known.closes_at)


def test_both_ends_are_inclusive(session_cache: Path) -> None:
    week = sessions("XNYS", dt.date(2025, 1, 21), dt.date(2025, 1, 24), session_cache).session_on
    assert [str(day) for day in week] == ["2025-01-21", "2025-01-22", "2025-01-23", "2025-01-24"]


def test_a_range_without_sessions_is_empty(session_cache: Path) -> None:
    assert not len(sessions("XNYS", dt.date(2025, 1, 18), dt.date(2025, 1, 20), session_cache).session_on)


def test_dates_before_the_calendar_are_clipped(session_cache: Path) -> None:
    early = sessions("XTKS", dt.date(1970, 1, 1), dt.date(1997, 12, 31), session_cache)
    assert early.session_on[0] >= np.datetime64("1997-01-01")
    assert not len(sessions("XTKS", dt.date(1970, 1, 1), dt.date(1980, 1, 1), None).session_on)


def test_an_unknown_exchange_is_a_usage_error_with_near_misses() -> None:
    with pytest.raises(UsageError, match=r"no trading calendar is called 'XNYSE'.*did you mean XNYS"):
        sessions("XNYSE", *YEAR_2025, None)


def test_a_range_backwards_is_a_code_error() -> None:
    with pytest.raises(CodeError):
        sessions("XNYS", dt.date(2025, 1, 2), dt.date(2025, 1, 1), None)


# Day 0, on a hand-written week: Friday, then Tuesday (Monday was MLK day), an early close on Wednesday.
SESSION_ON = np.array(["2025-01-17", "2025-01-21", "2025-01-22"], dtype="datetime64[D]")
CLOSES_AT = np.array(["2025-01-17T21:00", "2025-01-21T21:00", "2025-01-22T18:00"], dtype="datetime64[s]")
NEW_YORK = ZoneInfo("America/New_York")
PEKING = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("instant", "index"),
    [
        (dt.datetime(2025, 1, 17, 10, 0, tzinfo=NEW_YORK), 0),
        (dt.datetime(2025, 1, 17, 16, 0, tzinfo=NEW_YORK), 0),
        (dt.datetime(2025, 1, 17, 16, 0, 0, 1, tzinfo=NEW_YORK), 1),
        (dt.datetime(2025, 1, 17, 16, 1, tzinfo=NEW_YORK), 1),
        (dt.datetime(2025, 1, 18, 12, 0, tzinfo=NEW_YORK), 1),
        (dt.datetime(2025, 1, 20, 20, 0, tzinfo=PEKING), 1),
        (dt.datetime(2025, 1, 22, 5, 0, tzinfo=PEKING), 1),
        (dt.datetime(2025, 1, 22, 5, 1, tzinfo=PEKING), 2),
        (dt.datetime(2025, 1, 22, 13, 0, tzinfo=NEW_YORK), 2),
        (dt.datetime(2025, 1, 22, 13, 0, 1, tzinfo=NEW_YORK), None),
        (dt.datetime(2025, 1, 16, 12, 0, tzinfo=dt.UTC), None),
        (dt.datetime(2010, 1, 16, 12, 0, tzinfo=dt.UTC), None),
    ],
)
def test_day0_is_the_first_session_that_closes_at_or_after_the_instant(instant: dt.datetime, index: int | None) -> None:
    assert day0(CLOSES_AT, SESSION_ON, instant) == index


def test_day0_of_no_sessions_is_none() -> None:
    assert day0(CLOSES_AT[:0], SESSION_ON[:0], dt.datetime(2025, 1, 17, tzinfo=dt.UTC)) is None


def test_day0_refuses_an_instant_without_a_zone() -> None:
    with pytest.raises(CodeError):
        day0(CLOSES_AT, SESSION_ON, dt.datetime(2025, 1, 17))  # noqa: DTZ001 - what is refused


def test_the_release_on_a_monday_holiday_in_new_york_answers_on_tuesday(session_cache: Path) -> None:
    # DeepSeek-R1 came on 2025-01-20, MLK day; the first session that could answer was the 21st.
    known = sessions("XNYS", *YEAR_2025, session_cache)
    index = day0(known.closes_at, known.session_on, dt.datetime(2025, 1, 20, 20, 0, tzinfo=PEKING))
    assert index is not None
    assert str(known.session_on[index]) == "2025-01-21"


@given(st.integers(0, 7 * 24 * 3600), st.integers(1, 3))
def test_day0_does_not_depend_on_later_sessions(seconds: int, count: int) -> None:
    instant = dt.datetime(2025, 1, 17, tzinfo=dt.UTC) + dt.timedelta(seconds=seconds)
    whole = day0(CLOSES_AT, SESSION_ON, instant)
    cut = day0(CLOSES_AT[:count], SESSION_ON[:count], instant)
    assert cut == (whole if whole is not None and whole < count else None)
