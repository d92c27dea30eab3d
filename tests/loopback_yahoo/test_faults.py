"""Each fault does what it says, to whom it says, as often as it says."""

import http.client
import json
import math
import ssl

import numpy as np
import pytest
from loopback_yahoo.client import adjclose, ask, chart, chart_path, days, quote
from loopback_yahoo.example import AFTER_SPLIT
from loopback_yahoo.faults import fault_session, other_listing, revised_sessions


@pytest.mark.parametrize(
    ("fault", "status", "start"),
    [
        ("too_many", 429, b"Too Many Requests\r\n"),
        ("server_error", 500, b"<html>"),
        ("unauthorized", 401, b'{"finance"'),
        ("gone", 404, b'{"chart":{"result":null,"error":{"code":"Not Found"'),
        ("html", 200, b"<!doctype html>"),
    ],
)
def test_answers_that_are_no_chart(yahoo, fault, status, start):
    yahoo.fault(fault, "ZZZ")

    found, _, body = ask(yahoo, chart_path("ZZZ"))

    assert found == status
    assert body.startswith(start)
    assert [(each.status, each.fault) for each in yahoo.requests] == [(status, fault)]
    assert chart(yahoo, "AAA")
    yahoo.heal()
    assert chart(yahoo, "ZZZ")


def test_cut_json(yahoo):
    whole = ask(yahoo, chart_path("ZZZ"))[2]
    yahoo.fault("cut_json", "ZZZ")

    status, _, body = ask(yahoo, chart_path("ZZZ"))

    assert status == 200
    assert body == whole[: len(whole) // 2]
    with pytest.raises(json.JSONDecodeError):
        json.loads(body)


def test_drop(yahoo):
    yahoo.fault("drop", "ZZZ")

    with pytest.raises((http.client.RemoteDisconnected, ssl.SSLEOFError)):
        ask(yahoo, chart_path("ZZZ"))
    assert [(each.status, each.fault) for each in yahoo.requests] == [(None, "drop")]


def spoiled(yahoo, fault, symbol="ZZZ"):
    """Return a chart without and with a fault, and the day that faults of one day spoil, counted from 0."""
    whole = chart(yahoo, symbol)
    yahoo.fault(fault, symbol)
    return whole, chart(yahoo, symbol), days(whole).index(fault_session(yahoo.market[symbol]))


def test_empty(yahoo):
    whole, result, _ = spoiled(yahoo, "empty")

    assert result == {"meta": whole["meta"], "indicators": {"quote": [{}], "adjclose": [{}]}}


def test_null_row(yahoo):
    whole, result, at = spoiled(yahoo, "null_row")
    row = {name: values[at] for name, values in result["indicators"]["quote"][0].items()}

    assert row == {"open": None, "high": None, "low": None, "close": None, "volume": quote(whole)["volume"][at]}
    assert result["indicators"]["adjclose"][0]["adjclose"][at] is None
    assert np.isnan(quote(result)["close"]).sum() == 1


def test_missing_and_duplicate_day(yahoo):
    whole, result, at = spoiled(yahoo, "missing_day")
    assert days(result) == days(whole)[:at] + days(whole)[at + 1 :]

    yahoo.heal()
    whole, result, at = spoiled(yahoo, "duplicate_day")
    assert days(result) == days(whole)[: at + 1] + days(whole)[at:]
    assert quote(result)["close"][at] == quote(result)["close"][at + 1]


def test_adjclose_infinite_or_absent(yahoo):
    whole, result, at = spoiled(yahoo, "infinite_adjclose")
    assert b"Infinity" in ask(yahoo, chart_path("ZZZ"))[2]
    assert np.flatnonzero(adjclose(result) != adjclose(whole)).tolist() == [at]
    assert math.isinf(adjclose(result)[at])

    yahoo.heal()
    _, result, _ = spoiled(yahoo, "no_adjclose")
    assert list(result["indicators"]) == ["quote"]


def test_unapplied_split(yahoo):
    yahoo.now_at = AFTER_SPLIT

    whole, result, _ = spoiled(yahoo, "unapplied_split", "AAA")

    assert result["events"] == whole["events"]
    assert quote(result)["close"][:-1] == pytest.approx(4 * quote(whole)["close"][:-1])
    assert quote(result)["close"][-1] == quote(whole)["close"][-1]


def test_hundredfold_day(yahoo):
    whole, result, at = spoiled(yahoo, "hundredfold_day")
    ratio = quote(result)["high"] / quote(whole)["high"]

    assert ratio[at] == pytest.approx(100.0)
    assert (np.delete(ratio, at) == 1.0).all()


def test_another_companys_prices(yahoo):
    assert other_listing(yahoo.market, yahoo.market["ZZZ"]).symbol == "AAA"
    theirs = chart(yahoo, "AAA")

    _, result, _ = spoiled(yahoo, "other_company")
    assert result["meta"]["symbol"] == "ZZZ"
    assert result["indicators"] == theirs["indicators"]

    yahoo.heal()
    _, result, _ = spoiled(yahoo, "other_symbol")
    assert result == theirs


def test_short(yahoo):
    whole, result, _ = spoiled(yahoo, "short")

    assert result["timestamp"] == whole["timestamp"][-5:]


def test_revised_closes_and_unsettled_volumes(yahoo):
    whole, result, _ = spoiled(yahoo, "deep_revision")
    ratio = quote(result)["close"] / quote(whole)["close"]
    changed = [day for day, each in zip(days(whole), ratio, strict=True) if each != 1.0]
    assert changed == list(revised_sessions(yahoo.market["ZZZ"]))
    assert ratio[ratio != 1.0] == pytest.approx(1.02)
    assert (quote(result)["close"] <= quote(result)["high"]).all()

    yahoo.heal()
    whole, result, _ = spoiled(yahoo, "settled_volume")
    ratio = quote(result)["volume"] / quote(whole)["volume"]
    assert ratio[-5:] == pytest.approx(1.2, rel=1e-4)
    assert (ratio[:-5] == 1.0).all()


def test_faults_are_met_in_order_and_used_up(yahoo):
    yahoo.fault("too_many", "ZZZ", times=2)
    yahoo.fault("server_error", "ZZZ", times=1)
    yahoo.fault("gone", kind="tz", times=1)

    assert [ask(yahoo, chart_path("ZZZ"))[0] for _ in range(4)] == [429, 429, 500, 200]
    assert [ask(yahoo, "/v8/finance/chart/AAA?range=1d")[0] for _ in range(2)] == [404, 200]


def test_faults_that_say_nothing_are_refused(yahoo):
    for fault, symbol, kind in (
        ("short", None, "crumb"),
        ("short", None, "statements"),
        ("no such", None, "chart"),
        ("drop", None, "no such"),
        ("unapplied_split", "ZZZ", "chart"),
    ):
        with pytest.raises(ValueError, match=r"."):
            yahoo.fault(fault, symbol, kind)
