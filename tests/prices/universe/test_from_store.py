import dataclasses
import datetime as dt

import numpy as np
import pytest

from screener.errors import PriceError
from screener.prices.store.price_store import PriceStore
from screener.prices.universe.from_store import read_store
from screener.prices.universe.panels import panel_of
from screener.records.prices import Bars, Fetched, FetchOutcome, Received

START = dt.date(2025, 1, 1)
UNTIL = dt.datetime(2025, 1, 31, 23, tzinfo=dt.UTC)
FETCHED_AT = dt.datetime(2025, 2, 1, 12, tzinfo=dt.UTC)
SHUT = {"2025-01-27", "2025-01-28"}


@pytest.fixture
def of(weekdays):
    return weekdays({"XNYS": {"2025-01-01", "2025-01-20"}, "XKRX": {"2025-01-01", *SHUT}})


def answer(ticker, first, last, without=(), start=100.0, source="yahoo", adjusted=1.0):
    days = np.arange(np.datetime64(first), np.datetime64(last) + 1)
    days = np.array([day for day in days[np.is_busday(days)] if str(day) not in without])
    close = start + np.arange(len(days), dtype=float)
    return Received(Bars(ticker, days, close, adjusted * close, "split_adjusted"), source, FETCHED_AT, START)


@pytest.fixture
def store(tmp_path):
    path = tmp_path / "prices.db"
    with PriceStore.open(path) as opened:
        opened.keep(answer("SPY", "2025-01-02", "2025-01-31", {"2025-01-20"}))
        opened.keep(answer("ZZZ", "2025-01-08", "2025-01-17", start=10.0))
        opened.keep(answer("005930.KS", "2025-01-02", "2025-01-31", SHUT, start=50_000.0))
        opened.keep(answer("OWN", "2025-01-02", "2025-01-31", {"2025-01-20"}, source="csv", adjusted=np.nan))
        opened.keep(answer("ODD.XX", "2025-01-02", "2025-01-31"))
        opened.note(Fetched("GONE", FetchOutcome.GONE, "no such symbol"), "yahoo", FETCHED_AT, START)
    return path


def test_every_ticker_stored_is_a_name_or_is_listed(store, exchanges, of):
    universe = read_store(store, "SPY", exchanges, of, START, UNTIL)

    assert set(universe.tickers) == {"SPY", "ZZZ", "005930.KS", "OWN"}
    reasons = {each.ticker: each.reason for each in universe.unpriced}
    assert reasons == {"ODD.XX": "unknown_exchange", "GONE": "gone on 2025-02-01: no such symbol"}
    assert universe.source == "csv;yahoo"
    assert (universe.mic, len(universe.session_on)) == ("XNYS", 21)


def test_prices_closed_days_and_early_closes_are_those_of_the_panel(store, exchanges, of):
    universe = read_store(store, "SPY", exchanges, of, START, UNTIL)
    column = universe.column_of

    assert universe.closes_early.tolist() == [ticker == "005930.KS" for ticker in universe.tickers]
    shut = universe.session_on[universe.closed[:, column["005930.KS"]]]
    assert {str(day) for day in shut} == SHUT
    level = universe.level[:, column["ZZZ"]]
    printed = [str(day) for day in universe.session_on[np.isfinite(level)]]
    assert (printed[0], printed[-1], level[np.isfinite(level)][0]) == ("2025-01-08", "2025-01-17", 10.0)


def test_a_part_of_a_universe_is_a_panel_with_coverage(store, exchanges, of):
    universe = read_store(store, "SPY", exchanges, of, START, UNTIL)

    panel = panel_of(universe, ("SPY", "GONE", "005930.KS", "NEVER", "SPY", "OWN"))

    assert panel.tickers == ("SPY", "005930.KS", "OWN")
    np.testing.assert_array_equal(panel.level[:, 1], universe.level[:, universe.column_of["005930.KS"]])
    np.testing.assert_array_equal(panel.closed[:, 1], universe.closed[:, universe.column_of["005930.KS"]])
    assert panel.closes_early.tolist() == [False, True, False]
    told = {each.ticker: (each.n_sessions, each.reason) for each in panel.coverage}
    assert told == {
        "SPY": (21, ""),
        "GONE": (0, "gone on 2025-02-01: no such symbol"),
        "005930.KS": (19, ""),
        "NEVER": (0, "not_answered"),
        "OWN": (21, "price_return_only"),
    }
    assert panel.coverage[2].first_on == dt.date(2025, 1, 2)


def test_a_benchmark_that_is_not_stored_is_refused(store, exchanges, of):
    with pytest.raises(PriceError, match="no prices of the benchmark QQQ"):
        read_store(store, "QQQ", exchanges, of, START, UNTIL)


def test_prices_are_those_known_at_the_instant_asked_for(store, exchanges, of):
    with PriceStore.open(store) as opened:
        later = answer("SPY", "2025-01-02", "2025-01-30", {"2025-01-20"}, start=101.0)
        opened.keep(dataclasses.replace(later, fetched_at=FETCHED_AT + dt.timedelta(days=9)), accept=True)

    then = read_store(store, "SPY", exchanges, of, START, UNTIL, FETCHED_AT + dt.timedelta(days=1))
    now = read_store(store, "SPY", exchanges, of, START, UNTIL)

    assert [each.level[0, each.column_of["SPY"]] for each in (then, now)] == [100.0, 101.0]


def test_an_absent_or_empty_store_is_refused(tmp_path, exchanges, of):
    path = tmp_path / "none.db"
    with pytest.raises(PriceError, match="there is no price store"):
        read_store(path, "SPY", exchanges, of, START, UNTIL)
    PriceStore.open(path).close()
    with pytest.raises(PriceError, match="holds no ticker"):
        read_store(path, "SPY", exchanges, of, START, UNTIL)
