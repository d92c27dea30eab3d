"""The real yfinance, led to the stand-in by its environment only."""

import numpy as np
import pytest
from loopback_yahoo.client import COLUMNS, in_child
from loopback_yahoo.example import AFTER_SPLIT, DIVIDEND_ON, SESSIONS, SPLIT_ON
from loopback_yahoo.market import make_listing

YFINANCE = """
import json, sys, warnings
import yfinance as yf
warnings.simplefilter("ignore")
yf.config.debug.hide_exceptions = False
found = {}
for symbol in sys.argv[1:]:
    try:
        table = yf.Ticker(symbol).history(start="2023-01-01", end="2024-01-01", auto_adjust=False, actions=True)
        found[symbol] = {name: table[name].tolist() for name in table.columns}
        found[symbol]["date"] = [str(each.date()) for each in table.index]
    except Exception as error:
        found[symbol] = type(error).__name__
print(json.dumps(found))
"""
STATEMENTS = """
import json, warnings
import yfinance as yf
warnings.simplefilter("ignore")
yf.config.debug.hide_exceptions = False
table = yf.Ticker("AAA").quarterly_income_stmt
print(json.dumps({item: {str(day.date()): value for day, value in row.items()} for item, row in table.iterrows()}))
"""


def test_prices_arrive_through_yfinance_as_they_are_served(yahoo, tmp_path):
    found = in_child(yahoo, tmp_path, YFINANCE, *yahoo.symbols)

    for symbol in ("0700.HK", "ZZZ"):
        listing, until = yahoo.market[symbol], found[symbol]["date"].index("2023-12-13") + 1
        assert found[symbol]["date"] == [str(each) for each in listing.dates[:until]]
        for name in COLUMNS:
            assert found[symbol][name.capitalize()] == getattr(listing, name)[:until].tolist()
        assert found[symbol]["Adj Close"] == found[symbol]["Close"]
    assert len(found["AAA"]["date"]) == len(found["ZZZ"]["date"])
    assert yahoo.count("tz") == yahoo.count("chart") == 3
    assert yahoo.count("cookie") == yahoo.count("crumb") == 1
    assert yahoo.refused_hosts == []


def test_yfinance_without_curl_finds_it_too(yahoo, tmp_path):
    found = in_child(yahoo, tmp_path, YFINANCE, "ZZZ", YF_DISABLE_CURL_CFFI="1")

    assert found["ZZZ"]["Close"] == yahoo.market["ZZZ"].close[: len(found["ZZZ"]["Close"])].tolist()


def test_a_split_rescales_all_of_the_past(yahoo, tmp_path):
    before = in_child(yahoo, tmp_path, YFINANCE, "AAA")["AAA"]
    yahoo.now_at = AFTER_SPLIT
    after = in_child(yahoo, tmp_path, YFINANCE, "AAA")["AAA"]
    n = len(before["date"])

    assert after["date"][n:] == [str(SPLIT_ON)]
    assert np.array(after["Close"][:n]) == pytest.approx(np.array(before["Close"]) / 4)
    assert after["Volume"][:n] == [4 * each for each in before["Volume"]]
    assert {day: value for day, value in zip(before["date"], before["Dividends"], strict=True) if value} == {
        str(DIVIDEND_ON): 0.5
    }
    assert {day: value for day, value in zip(after["date"], after["Dividends"], strict=True) if value} == {
        str(DIVIDEND_ON): 0.125
    }
    assert [each for each in before["Stock Splits"] if each] == []
    assert after["Stock Splits"][n] == 4.0


def test_a_fault_once_costs_yfinance_one_error(yahoo, tmp_path):
    errors = {"DROP": "ConnectionError", "CUT_JSON": "JSONDecodeError", "GONE": "YFPricesMissingError"}
    for seed, symbol in enumerate(errors, start=10):
        yahoo.market[symbol] = make_listing(symbol, SESSIONS, seed=seed)
        # A status of 400 or more is asked again at once, so one such answer would never be seen.
        yahoo.fault(symbol.lower(), symbol, times=2 if symbol == "GONE" else 1)

    found, again = (in_child(yahoo, tmp_path, YFINANCE, *errors, "ZZZ") for _ in range(2))

    assert {symbol: found[symbol] for symbol in errors} == errors
    assert found["ZZZ"]["Close"]
    assert {len(again[symbol]["Close"]) for symbol in errors} == {len(found["ZZZ"]["Close"])}


def test_yfinance_goes_by_the_form_after_a_refusal(yahoo, tmp_path):
    yahoo.fault("html", kind="cookie")
    yahoo.fault("unauthorized", "ZZZ", times=1)

    found = in_child(yahoo, tmp_path, YFINANCE, "ZZZ")

    assert found["ZZZ"]["Close"]
    assert yahoo.count("consent") == 3


def test_statements_arrive_through_yfinance(yahoo, tmp_path):
    found = in_child(yahoo, tmp_path, STATEMENTS)

    assert found == {"Total Revenue": {"2023-06-30": 81.5e9, "2023-03-31": 90.0e9}}
    assert yahoo.count("statements", "AAA") == 1
