"""Today is not a close: sessions of an invented week of New York and Hong Kong."""

import datetime as dt

import numpy as np
import pytest

from screener.prices.finished import QUOTE_DELAY, finished, last_finished_on
from screener.records.prices import Actions, Bars

JANUARY = np.array(["2025-01-15", "2025-01-16", "2025-01-17"], dtype="datetime64[D]")
NOTHING = np.array([], dtype="datetime64[D]")


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("mic", "instant", "expected"),
    [
        ("XNYS", "2025-01-16T16:00", "2025-01-15"),
        ("XNYS", "2025-01-16T21:00", "2025-01-15"),
        ("XNYS", "2025-01-16T21:29", "2025-01-15"),
        ("XNYS", "2025-01-16T21:30", "2025-01-16"),
        ("XNYS", "2025-01-19T12:00", "2025-01-17"),
        ("XHKG", "2025-01-16T08:29", "2025-01-15"),
        ("XHKG", "2025-01-16T08:30", "2025-01-16"),
    ],
)
def test_a_session_is_final_half_an_hour_after_its_close(weekdays, mic, instant, expected):
    assert dt.timedelta(minutes=30) == QUOTE_DELAY
    assert str(last_finished_on(weekdays({})(mic), at(instant))) == expected


def test_before_the_first_session_none_was_over(weekdays):
    assert np.isnat(last_finished_on(weekdays({})("XNYS"), at("2025-01-01T03:00")))


def test_an_unknown_exchange_ends_its_day_with_the_date_in_utc():
    assert str(last_finished_on(None, at("2025-01-16T23:59"))) == "2025-01-15"
    assert str(last_finished_on(None, at("2025-01-17T00:30"))) == "2025-01-16"


def test_the_running_session_goes_and_its_dividend_and_split_stay(weekdays):
    prices = np.array([1.0, 2.0, 3.0])
    both = JANUARY[1:]
    actions = Actions(both, np.array([0.1, 0.2]), both, np.array([2.0, 4.0]))
    bars = Bars("NVDA", JANUARY, prices, prices, "split_adjusted", volume=prices, actions=actions)

    left = finished(bars, weekdays({})("XNYS"), at("2025-01-17T18:00"))

    assert left.session_on.tolist() == JANUARY[:2].tolist()
    assert left.close.tolist() == left.volume.tolist() == [1.0, 2.0]
    assert left.open is None
    assert left.actions.dividend_on.tolist() == left.actions.split_on.tolist() == both.tolist()
    assert (left.actions.dividend.tolist(), left.actions.split.tolist()) == ([0.1, 0.2], [2.0, 4.0])


def test_with_nothing_over_nothing_is_left(weekdays):
    prices = np.array([1.0])
    bars = Bars("NVDA", JANUARY[:1], prices, prices, "split_adjusted")

    assert len(finished(bars, weekdays({})("XNYS"), at("2025-01-01T03:00")).session_on) == 0
