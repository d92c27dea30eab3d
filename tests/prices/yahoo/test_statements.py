"""Statements through the real yfinance against a loopback Yahoo, and odd answers without it."""

import datetime as dt
import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from loopback_market import FIRST_ON, NOW_AT, SESSIONS
from loopback_yahoo.market import make_listing
from loopback_yahoo.server import LoopbackYahoo

from screener.prices.yahoo.fetch import fetch
from screener.prices.yahoo.refusals import EmptyError, NoPricesError
from screener.prices.yahoo.rounds import GIVE_UP_REASON
from screener.prices.yahoo.statements import ITEMS, quarters_of
from screener.prices.yahoo.wire import Answer, Ask, AskKey, Job, Pause, key_of
from screener.records.fetching import FetchSettings
from screener.records.income_fetch import IncomeReceived, ReportedQuarter
from screener.records.prices import FetchOutcome

QUICK = FetchSettings(
    pace_s=0.0025, timeout_s=1.0, retry_pause_s=0.02, limit_pause_s=0.03, limit_pauses=2, deadline_s=20.0
)
ENDS = [dt.date(2023, 10, 31), dt.date(2024, 1, 31), dt.date(2024, 4, 30), dt.date(2024, 7, 31), dt.date(2024, 10, 31)]
ENDS.append(dt.date(2025, 1, 31))
REVENUE, COST, PROFIT, OPERATING = ITEMS


def served(first: float) -> dict[str, dict[dt.date, float]]:
    """Return six quarters of the four items."""
    revenue = {day: first + 1e7 * place for place, day in enumerate(ENDS)}
    return {
        REVENUE: revenue,
        COST: {day: value / 4 for day, value in revenue.items()},
        PROFIT: {day: value - value / 4 for day, value in revenue.items()},
        OPERATING: {day: -value / 8 for day, value in revenue.items()},
    }


@pytest.fixture
def companies(yahoo: LoopbackYahoo) -> LoopbackYahoo:
    for seed, name in enumerate(("CRM", "SNOW"), start=10):
        yahoo.market[name] = make_listing(name, SESSIONS, seed=seed, statements=served(9e9 + seed))
    return yahoo


Asking = Callable[..., dict[AskKey, Answer]]


@pytest.fixture
def ask(tmp_path: Path, warm_asking: pytest.MonkeyPatch) -> Asking:
    """Ask the gate for statements, and for prices of some tickers; every question is answered exactly once."""

    def call(*tickers: str, prices: tuple[str, ...] = (), **settings: float) -> dict[AskKey, Answer]:
        asks = [Ask(each, FIRST_ON) for each in prices] + [Ask(each, FIRST_ON, "statements") for each in tickers]
        job = Job(asks, NOW_AT, tmp_path / "client", replace(QUICK, **settings))
        answers = [each for each in fetch(job) if not isinstance(each, Pause)]
        assert sorted(map(key_of, answers)) == sorted(each.key for each in asks)
        return {key_of(each): each for each in answers}

    return call


def income(found: dict[AskKey, Answer], ticker: str) -> IncomeReceived:
    received = found["statements", ticker].received
    assert isinstance(received, IncomeReceived)
    return received


def outcomes(found: dict[AskKey, Answer]) -> dict[str, str]:
    return {ticker: answer.outcome.value for (_, ticker), answer in found.items()}


def test_what_arrives_is_what_was_served_of_the_last_five_quarters(companies, ask):
    found = ask("CRM", "SNOW")

    for seed, name in enumerate(("CRM", "SNOW"), start=10):
        items = served(9e9 + seed)
        expected = tuple(ReportedQuarter(day, *(items[item][day] for item in ITEMS), "USD") for day in ENDS[1:])
        assert income(found, name) == IncomeReceived(name, "yahoo", NOW_AT, expected)
    assert companies.count("statements") == 2


def test_prices_and_statements_of_one_ticker_come_from_one_run(companies, ask, warm_asking):
    warm_asking.undo()
    found = ask("CRM", prices=("CRM", "SPY"))

    assert {key: answer.outcome.value for key, answer in found.items()} == {
        ("prices", "CRM"): "ok",
        ("prices", "SPY"): "ok",
        ("statements", "CRM"): "ok",
    }
    assert len(found["prices", "CRM"].received.bars.session_on) > 200
    assert companies.count("cookie") == 1


def test_figures_are_in_the_currency_that_yahoo_names(companies, ask):
    companies.market["0700.HK"] = replace(companies.market["0700.HK"], statements={REVENUE: {ENDS[4]: 5.0}})

    assert income(ask("700.HK"), "700.HK").quarters == (ReportedQuarter(ENDS[4], 5.0, None, None, None, "HKD"),)


@pytest.mark.parametrize("ticker", ["SPY", "0700.HK", "NONE"], ids=["fund", "foreign", "unknown"])
def test_a_listing_without_statements_is_empty_and_asked_once(companies, ask, ticker):
    found = ask("CRM", ticker)

    assert outcomes(found) == {"CRM": "ok", ticker: "empty"}
    assert found["statements", ticker].reason == "Yahoo has no quarterly income statement of it"
    assert companies.count("statements", ticker) == 1


def test_a_missing_item_is_a_missing_figure(companies, ask):
    items = {item: values for item, values in served(9e9).items() if item != PROFIT}
    companies.market["CRM"] = replace(companies.market["CRM"], statements=items)

    quarters = income(ask("CRM"), "CRM").quarters

    assert [each.gross_profit for each in quarters] == [None] * 5
    assert [each.revenue for each in quarters] == [served(9e9)[REVENUE][day] for day in ENDS[1:]]


def test_a_null_point_costs_its_figure_and_nothing_else(companies, ask):
    companies.fault("null_row", "CRM", kind="statements")

    first, *others = income(ask("CRM"), "CRM").quarters

    assert first == ReportedQuarter(ENDS[1], None, None, None, None, "")
    assert [each.revenue for each in others] == [served(9e9 + 10)[REVENUE][day] for day in ENDS[2:]]


@pytest.mark.parametrize(
    ("fault", "outcome", "reason"),
    [
        ("too_many", "rate_limited", GIVE_UP_REASON),
        ("empty", "empty", "no quarterly income statement"),
        ("gone", "gone", "Quote not found"),
        ("server_error", "failed", "HTTP 500"),
        ("unauthorized", "failed", "HTTP 401"),
        ("drop", "failed", "ConnectionError"),
        ("hang", "failed", "Timeout"),
        ("cut_json", "failed", "not JSON"),
        ("html", "failed", "not JSON"),
    ],
)
def test_a_lasting_fault_is_named_and_harms_no_other_answer(companies, ask, fault, outcome, reason):
    companies.fault(fault, "CRM", kind="statements")

    found = ask("CRM", "SNOW", prices=("CRM",), timeout_s=0.5)

    assert found["prices", "CRM"].outcome is found["statements", "SNOW"].outcome is FetchOutcome.OK
    answer = found["statements", "CRM"]
    assert (answer.outcome.value, answer.received) == (outcome, None)
    assert reason in answer.reason


@pytest.mark.parametrize("fault", ["too_many", "server_error", "drop", "hang", "cut_json", "html", "unauthorized"])
def test_a_passing_fault_heals(companies, ask, fault):
    companies.fault(fault, "CRM", kind="statements", times=1)

    assert outcomes(ask("CRM", "SNOW", timeout_s=0.5)) == {"CRM": "ok", "SNOW": "ok"}


@pytest.mark.parametrize("kind", ["cookie", "crumb", "consent"])
@pytest.mark.parametrize("fault", ["hang", "too_many", "server_error"])
def test_statements_come_where_the_ceremony_fails(companies, ask, kind, fault):
    companies.fault(fault, kind=kind)

    assert outcomes(ask("CRM", timeout_s=0.3)) == {"CRM": "ok"}


def test_the_deadline_ends_what_hangs_and_keeps_what_came(companies, ask):
    companies.fault("hang", "CRM", kind="statements")
    started = time.monotonic()

    found = ask("SNOW", "CRM", prices=("CRM",), timeout_s=60.0, deadline_s=2.0)

    assert found["prices", "CRM"].outcome is found["statements", "SNOW"].outcome is FetchOutcome.OK
    answer = found["statements", "CRM"]
    assert (answer.outcome, answer.reason) == (FetchOutcome.FAILED, "no answer within 2 s")
    assert time.monotonic() - started < 5


def test_what_is_no_symbol_never_becomes_an_address(companies, ask):
    assert outcomes(ask("../../x", "")) == {"../../x": "failed", "": "failed"}
    assert companies.requests == []


def test_a_symbol_with_marks_of_an_address_stays_a_symbol(companies, ask):
    assert outcomes(ask("A&TYPE=B")) == {"A&TYPE=B": "empty"}
    assert [each.symbol for each in companies.requests if each.kind == "statements"] == ["A&TYPE=B"]


def point(day: str = "2025-01-31", raw: Any = 5.0, **more: Any) -> dict[str, Any]:
    return {"asOfDate": day, "periodType": "3M", "currencyCode": "USD", "reportedValue": {"raw": raw}} | more


def answered(*entries: Any) -> str:
    return json.dumps({"timeseries": {"result": list(entries), "error": None}})


def entry(item: str, *points: Any, **more: Any) -> dict[str, Any]:
    return {"meta": {"symbol": ["CRM"], "type": [item]}, item: list(points)} | more


END = dt.date(2025, 1, 31)


@pytest.mark.parametrize(
    "odd",
    [
        point(raw=None),
        point(raw="5"),
        point(raw=True),
        point(raw=float("nan")),
        point(raw=float("inf")),
        point(raw=10**400),
        point(reportedValue=None),
        point(periodType="6M"),
    ],
)
def test_a_figure_that_is_none_is_missing(odd):
    text = answered(entry(REVENUE, odd), entry(COST, point(raw=2)))

    assert quarters_of(text, "CRM") == (ReportedQuarter(END, None, 2.0, None, None, "USD"),)


def test_a_null_point_is_dated_by_the_answers_timestamps():
    text = answered(entry(REVENUE, None, point(), timestamp=[1730332800, 1738281600]))

    assert quarters_of(text, "CRM") == (
        ReportedQuarter(dt.date(2024, 10, 31), None, None, None, None, ""),
        ReportedQuarter(END, 5.0, None, None, None, "USD"),
    )


@pytest.mark.parametrize("timestamp", [[1738281600], ["soon", None], [10**20, -1], None])
def test_a_null_point_that_cannot_be_dated_is_no_quarter(timestamp):
    text = answered(entry(REVENUE, None, point(), timestamp=timestamp))

    assert [each.period_end_on for each in quarters_of(text, "CRM")] == [END]


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        (answered(), EmptyError, "no quarterly income statement"),
        (answered({"meta": {"symbol": ["CRM"]}}), EmptyError, "no quarterly income statement"),
        (answered(entry(REVENUE, point(raw=None))), EmptyError, "no quarterly income statement"),
        (answered(None, 5, entry(REVENUE) | {REVENUE: 7}), EmptyError, "no quarterly income statement"),
        ('{"timeseries": {"result": null, "error": null}}', EmptyError, "no quarterly income statement"),
        ('{"timeseries": {"result": null, "error": {"description": "no\\nway"}}}', NoPricesError, "no way"),
        ('{"finance": {}}', NoPricesError, "the answer holds no statements"),
        ("[]", NoPricesError, "the answer holds no statements"),
        (answered(entry(REVENUE, point()) | {"meta": {"symbol": ["ADBE"]}}), NoPricesError, "statements of ADBE"),
    ],
)
def test_an_answer_without_statements_says_why(text, error, said):
    with pytest.raises(error, match=said):
        quarters_of(text, "CRM")
