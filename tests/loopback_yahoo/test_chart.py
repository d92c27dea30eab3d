"""What a chart holds: rows as of the clock, windows, what is told about a symbol."""

import datetime as dt
import json

import numpy as np
import pytest
from loopback_yahoo.client import adjclose, ask, chart, chart_path, days, quote
from loopback_yahoo.market import make_listing, weekdays
from loopback_yahoo.server import LoopbackYahoo


def test_adjusted_as_by_hand(tmp_path):
    sessions = weekdays("2024-01-01", "2024-01-04")
    prices = np.array([400.0, 408.0, 100.0, 98.0])
    one = make_listing(
        "ONE",
        sessions,
        seed=0,
        open=prices,
        high=prices,
        low=prices,
        close=prices,
        volume=np.array([10, 20, 30, 40]),
        dividends={dt.date(2024, 1, 2): 8.0, dt.date(2024, 1, 4): 1.0},
        splits={dt.date(2024, 1, 3): (4, 1)},
    )
    with LoopbackYahoo(tmp_path, one, now_at=dt.datetime(2024, 1, 5, tzinfo=dt.UTC)) as server:
        result = chart(server, "ONE", period2=1704500000)

    assert quote(result)["close"].tolist() == [100.0, 102.0, 100.0, 98.0]
    assert quote(result)["volume"].tolist() == [40, 80, 30, 40]
    # 2 of 100 leaves 0.98 of the first close; 1 of 100 leaves 0.99 of the first three.
    assert adjclose(result) == pytest.approx(np.array([97.02, 100.98, 99.0, 98.0]))
    assert sorted(each["amount"] for each in result["events"]["dividends"].values()) == [1.0, 2.0]
    (split,) = result["events"]["splits"].values()
    assert (split["numerator"], split["denominator"], split["splitRatio"]) == (4.0, 1.0, "4:1")


@pytest.mark.parametrize("symbol", ["ZZZ", "0700.HK"])
def test_a_running_session_has_a_partial_bar(yahoo, symbol):
    listing = yahoo.market[symbol]
    day, place = dt.date(2023, 11, 1), listing.place(dt.date(2023, 11, 1))
    yahoo.now_at = dt.datetime.combine(day, dt.time(11), tzinfo=listing.zone)
    running = chart(yahoo, symbol)
    yahoo.now_at = dt.datetime.combine(day, listing.closes, tzinfo=listing.zone)
    settled = chart(yahoo, symbol)

    assert days(running)[-1] == days(settled)[-1] == day
    assert running["timestamp"][-1] == running["meta"]["regularMarketTime"]
    assert running["meta"]["regularMarketTime"] < running["meta"]["currentTradingPeriod"]["regular"]["end"]
    assert settled["meta"]["regularMarketTime"] == settled["meta"]["currentTradingPeriod"]["regular"]["end"]
    assert settled["timestamp"][-1] == listing.opens_s[place]
    assert quote(running)["close"][-1] != quote(settled)["close"][-1] == listing.close[place]
    assert 0 < quote(running)["volume"][-1] < quote(settled)["volume"][-1] == listing.volume[place]
    assert quote(running)["low"][-1] <= quote(running)["close"][-1] <= quote(running)["high"][-1]
    assert quote(running)["close"][:-1].tolist() == listing.close[:place].tolist()


def test_yesterday_is_the_last_before_the_open(yahoo):
    yahoo.now_at = dt.datetime(2023, 11, 1, 8, tzinfo=yahoo.market["ZZZ"].zone)

    result = chart(yahoo, "ZZZ")

    assert days(result)[-1] == dt.date(2023, 10, 31)
    opens_at = result["meta"]["currentTradingPeriod"]["regular"]["start"]
    assert opens_at == dt.datetime(2023, 11, 1, 9, 30, tzinfo=yahoo.market["ZZZ"].zone).timestamp()


def test_meta(yahoo):
    meta = chart(yahoo, "0700.HK", range="1d")["meta"]

    told = {"currency": "HKD", "symbol": "0700.HK", "exchangeName": "HKG", "fullExchangeName": "HKSE"}
    zone = {"gmtoffset": 28800, "timezone": "HKT", "exchangeTimezoneName": "Asia/Hong_Kong"}
    assert told.items() | zone.items() | {("instrumentType", "EQUITY"), ("dataGranularity", "1d")} <= {
        (name, value) for name, value in meta.items() if isinstance(value, (str, int))
    }
    assert meta["firstTradeDate"] == dt.datetime(2023, 1, 2, 1, 30, tzinfo=dt.UTC).timestamp()


@pytest.mark.parametrize(("asked", "n"), [("1d", 1), ("5d", 5), ("1mo", 23), ("max", 247)])
def test_a_range_ends_with_the_last_session(yahoo, asked, n):
    _, _, body = ask(yahoo, f"/v8/finance/chart/ZZZ?range={asked}&interval=1d")

    found = days(json.loads(body)["chart"]["result"][0])

    assert found[-1] == dt.date(2023, 12, 13)
    assert len(found) == n


def test_no_rows_in_a_window(yahoo):
    status, _, body = ask(yahoo, chart_path("ZZZ", period1=1, period2=2))

    error = json.loads(body)["chart"]["error"]
    assert (status, error["code"]) == (400, "Bad Request")
    assert error["description"] == "Data doesn't exist for startDate = 1, endDate = 2"


@pytest.mark.parametrize("symbol", ["NONE", "ZZZ"])
def test_unknown_or_not_yet_listed(yahoo, symbol):
    yahoo.now_at = dt.datetime(2023, 1, 1, tzinfo=dt.UTC)

    status, _, body = ask(yahoo, chart_path(symbol))

    assert status == 404
    assert json.loads(body)["chart"]["error"]["description"] == "No data found, symbol may be delisted"
