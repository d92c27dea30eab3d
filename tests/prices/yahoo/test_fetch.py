"""The real yfinance against a loopback Yahoo, in a process of its own; two tests start it as users do."""

import datetime as dt
import time

import numpy as np
import pytest
from loopback_market import DIVIDEND_ON, FIRST_ON, NOW_AT, SESSIONS, SPLIT_ON, listings
from loopback_yahoo.faults import fault_session
from loopback_yahoo.market import make_listing
from loopback_yahoo.shown import show

from screener.prices.yahoo.rounds import GIVE_UP_REASON

ALL = ("NVDA", "0700.HK", "SPY")
FINE = dict.fromkeys(ALL, "ok")


def test_what_arrives_is_what_was_served(yahoo, ask, warm_asking):
    warm_asking.undo()
    found = ask("NVDA", "700.HK", " spy ")

    for ticker, listing in zip(("NVDA", "700.HK", " spy "), listings(), strict=True):
        received, served = found.by_ticker[ticker].received, show(listing, NOW_AT)
        bars = received.bars
        assert bars.ticker == ticker
        assert np.array_equal(bars.session_on, served.bars.session_on)
        assert np.array_equal(bars.close, served.bars.close)
        assert np.array_equal(bars.open, served.bars.open)
        assert np.array_equal(bars.high, served.bars.high)
        assert np.array_equal(bars.low, served.bars.low)
        assert np.array_equal(bars.volume, served.bars.volume)
        assert np.array_equal(bars.adj_close, served.bars.adjclose)
        assert (received.currency, received.exchange) == (listing.currency, listing.exchange)
        assert (received.source, received.fetched_at, received.from_on) == ("yahoo", NOW_AT, FIRST_ON)


def test_dividends_and_splits_arrive_on_the_scale_of_the_closes(yahoo, ask):
    actions = ask("NVDA").by_ticker["NVDA"].received.bars.actions

    assert actions.dividend_on.tolist() == [DIVIDEND_ON]
    assert actions.dividend.tolist() == [0.5 / 4]
    assert actions.split_on.tolist() == [SPLIT_ON]
    assert actions.split.tolist() == [4.0]


def test_the_second_run_asks_once_for_each_ticker(yahoo, ask):
    ask(*ALL)
    yahoo.forget()

    assert ask(*ALL).outcomes() == FINE
    assert [record.kind for record in yahoo.requests if record.symbol] == ["chart"] * 3


def test_an_unknown_symbol_is_gone_in_yahoos_words_and_is_asked_once(yahoo, ask):
    found = ask("SPY", "NONE")

    assert found.outcomes() == {"SPY": "ok", "NONE": "gone"}
    assert found.by_ticker["NONE"].reason == "No data found, symbol may be delisted"
    assert yahoo.count(symbol="NONE") == 1


@pytest.mark.parametrize("ticker", ["../../x", "", "A B", "x" * 300, "NUL\0", "?q=1", "%2e%2e"])
def test_what_is_no_symbol_never_becomes_an_address(yahoo, ask, ticker):
    found = ask(ticker)

    assert found.outcomes() == {ticker: "failed"}
    assert yahoo.requests == []


@pytest.mark.parametrize(
    ("fault", "outcome", "reason"),
    [
        ("server_error", "failed", "HTTP 500"),
        ("drop", "failed", "ConnectionError"),
        ("hang", "failed", "Timeout"),
        ("cut_json", "failed", "not JSON"),
        ("html", "failed", "CURRENTLY DOWN"),
        ("unauthorized", "failed", "HTTP 401"),
        ("empty", "empty", "no row"),
        ("gone", "gone", "delisted"),
        ("other_symbol", "failed", "answered with the prices of"),
        ("too_many", "rate_limited", GIVE_UP_REASON),
    ],
)
def test_a_lasting_fault_is_named_and_harms_no_other_ticker(yahoo, ask, fault, outcome, reason):
    yahoo.fault(fault, "NVDA")

    found = ask(*ALL, timeout_s=0.5, limit_pause_s=0.03)

    assert found.outcomes() == {**FINE, "NVDA": outcome}
    assert reason in found.by_ticker["NVDA"].reason
    assert found.by_ticker["NVDA"].received is None


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        *((fault, "chart") for fault in ("server_error", "drop", "hang", "cut_json", "html", "unauthorized", "empty")),
        *((fault, "tz") for fault in ("server_error", "hang", "cut_json")),
    ],
)
def test_a_passing_fault_heals(yahoo, ask, fault, kind):
    yahoo.fault(fault, "NVDA", kind=kind, times=1)

    assert ask(*ALL, timeout_s=0.5).outcomes() == FINE


def test_after_one_refusal_the_rest_is_asked_for_later(yahoo, ask):
    yahoo.fault("too_many", "0700.HK", times=1)

    found = ask(*ALL)

    assert found.outcomes() == FINE
    assert [pause.why for pause in found.pauses] == ["Yahoo refuses more requests"]
    assert sum(record.status == 429 for record in yahoo.requests) == 1


def test_refused_for_all_means_rate_limited_for_all_and_few_requests(yahoo, ask):
    yahoo.fault("too_many")
    yahoo.fault("too_many", kind="tz")

    found = ask(*ALL, limit_pause_s=0.03)

    assert found.outcomes() == dict.fromkeys(ALL, "rate_limited")
    assert len(found.pauses) == 3
    # One at first, then one a wait: the first refusal stops each round.
    assert yahoo.count("chart") + yahoo.count("tz") == 4


def test_under_a_limit_all_come_with_a_handful_of_refusals(yahoo, ask):
    names = [f"T{number:02}" for number in range(60)]
    yahoo.market.update((name, make_listing(name, SESSIONS, seed=number)) for number, name in enumerate(names))
    yahoo.limit_per_s = 100.0

    found = ask(*names, pace_s=0.0125)

    assert set(found.outcomes().values()) == {"ok"}
    assert sum(record.status == 429 for record in yahoo.requests) <= 5


@pytest.mark.parametrize("kind", ["cookie", "crumb", "consent"])
@pytest.mark.parametrize("fault", ["hang", "too_many", "server_error", "drop"])
def test_prices_come_without_cookie_or_crumb(yahoo, ask, kind, fault):
    yahoo.fault(fault, kind=kind)
    started = time.monotonic()

    assert ask(*ALL, timeout_s=0.5).outcomes() == FINE
    assert time.monotonic() - started < 6


def test_the_deadline_ends_what_hangs_and_keeps_what_came(yahoo, ask, warm_asking):
    warm_asking.undo()
    yahoo.fault("hang", "NVDA")
    started = time.monotonic()

    found = ask("SPY", "0700.HK", "NVDA", timeout_s=60.0, deadline_s=3.0)

    assert found.outcomes() == {**FINE, "NVDA": "failed"}
    assert found.by_ticker["NVDA"].reason == "no answer within 3 s"
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("kind", ["cookie", "tz"])
def test_the_deadline_holds_where_everything_hangs(yahoo, ask, kind):
    yahoo.fault("hang", kind=kind)
    started = time.monotonic()

    found = ask(*ALL, timeout_s=60.0, deadline_s=1.0)

    assert set(found.outcomes().values()) == {"failed"}
    assert yahoo.count(kind) > 0
    assert time.monotonic() - started < 2.5


def test_a_row_without_prices_comes_as_received(yahoo, ask):
    yahoo.fault("null_row", "NVDA")

    bars = ask("NVDA").by_ticker["NVDA"].received.bars

    at = np.flatnonzero(bars.session_on == np.datetime64(fault_session(listings()[0])))
    assert np.isnan(bars.close[at]).all()
    assert np.isnan(bars.close).sum() == 1


def test_an_infinite_adjusted_close_comes_as_received(yahoo, ask):
    yahoo.fault("infinite_adjclose", "NVDA")

    assert np.isinf(ask("NVDA").by_ticker["NVDA"].received.bars.adj_close).sum() == 1


def test_of_a_day_that_comes_twice_the_first_counts(yahoo, ask):
    yahoo.fault("duplicate_day", "NVDA")

    bars = ask("NVDA").by_ticker["NVDA"].received.bars

    assert np.array_equal(bars.close, show(listings()[0], NOW_AT).bars.close)


def test_a_later_run_after_the_split_has_the_whole_past_on_the_new_scale(yahoo, ask):
    before = dt.datetime(2025, 1, 31, 23, tzinfo=dt.UTC)
    yahoo.now_at = before
    old = ask("NVDA", at=before).by_ticker["NVDA"].received.bars
    yahoo.now_at = NOW_AT
    new = ask("NVDA").by_ticker["NVDA"].received.bars

    assert np.allclose(new.close[: len(old.close)] * 4, old.close, rtol=1e-6)
