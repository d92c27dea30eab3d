"""What is said comes out as it went in, and half a message is none."""

import datetime as dt
import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.prices.yahoo.wire import Ask, Job, Message, Pause, job_line, read_job, read_messages, write_message
from screener.records.fetching import FetchSettings
from screener.records.income_fetch import IncomeFetched, IncomeReceived, ReportedQuarter
from screener.records.prices import Actions, Bars, Fetched, FetchOutcome, Received

AT = dt.datetime(2025, 3, 14, 23, 0, 0, 7, tzinfo=dt.UTC)
DAYS = np.array(["2025-03-13", "2025-03-14"], dtype="datetime64[D]")
ODD = np.array([0.1 + 0.2, np.inf])


def answer(actions: Actions | None, volume: np.ndarray | None = None) -> Fetched:
    bars = Bars("../é", DAYS, ODD, -ODD, "split_adjusted", open=ODD * 3, volume=volume, actions=actions)
    received = Received(bars, "yahoo", AT, dt.date(2024, 1, 1), currency="HKD", exchange="HKG")
    return Fetched("../é", FetchOutcome.OK, received=received)


NOTHING = np.array([], dtype="datetime64[D]")
PAID = Actions(DAYS[:1], np.array([0.25]), NOTHING, np.array([]))


def sent(*messages: Message) -> bytes:
    stream = io.BytesIO()
    for message in messages:
        write_message(stream, message)
    return stream.getvalue()


@pytest.mark.parametrize("actions", [None, PAID])
@pytest.mark.parametrize("volume", [None, ODD])
def test_prices_arrive_bit_by_bit(actions, volume):
    (got,) = read_messages(io.BytesIO(sent(answer(actions, volume))))

    bars, original = got.received.bars, answer(actions, volume).received.bars
    assert (bars.ticker, bars.basis) == ("../é", "split_adjusted")
    assert bars.high is None
    assert (bars.volume is None) == (volume is None)
    for name in ("session_on", "close", "adj_close", "open"):
        assert getattr(bars, name).tobytes() == getattr(original, name).tobytes()
    assert (bars.actions is None) == (actions is None)
    if actions is not None:
        assert bars.actions.dividend_on.tolist() == DAYS[:1].tolist()
        assert bars.actions.dividend.tolist() == [0.25]
        assert len(bars.actions.split) == 0
    assert (got.received.fetched_at, got.received.from_on) == (AT, dt.date(2024, 1, 1))
    assert (got.received.currency, got.received.exchange) == ("HKD", "HKG")


@pytest.mark.parametrize(
    "quarters", [(), (ReportedQuarter(dt.date(2025, 1, 26), 0.1 + 0.2, None, -1e-7, 3.9e10, "USD"),)]
)
def test_statements_arrive_as_they_were(quarters):
    message = IncomeFetched("../é", FetchOutcome.OK, "", IncomeReceived("../é", "yahoo", AT, quarters))

    assert list(read_messages(io.BytesIO(sent(message)))) == [message]


def test_statements_that_did_not_come_are_not_taken_for_prices():
    said = [IncomeFetched("A", FetchOutcome.EMPTY, "none"), Fetched("A", FetchOutcome.EMPTY, "none")]

    assert list(read_messages(io.BytesIO(sent(*said)))) == said


@given(st.integers(0, 1000))
def test_a_stream_cut_anywhere_gives_only_whole_messages(place):
    gone = Fetched("A", FetchOutcome.GONE, "no such thing")
    data = sent(gone, Pause("refused", 1.5), answer(PAID))

    found = list(read_messages(io.BytesIO(data[: place % (len(data) + 1)])))

    assert found[:2] == [gone, Pause("refused", 1.5)][: len(found)]
    assert (len(found) == 3) == (place % (len(data) + 1) == len(data))


def test_a_job_arrives():
    asks = [Ask("NVDA", dt.date(2015, 1, 1)), Ask('x"\n', dt.date(2020, 2, 29), "statements")]
    job = Job(asks, AT, Path("/a b/c"), FetchSettings(deadline_s=1.5))

    assert read_job(io.BytesIO(job_line(job))) == job
