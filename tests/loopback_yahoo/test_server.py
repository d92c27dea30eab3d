"""What is served besides charts, who is refused, what is counted, and how it ends."""

import http.client
import json
import socket
import ssl
import threading
import time

import pytest
from loopback_yahoo.asked import HOSTS, read
from loopback_yahoo.client import QUERY, ask, chart, chart_path
from loopback_yahoo.example import BEFORE_SPLIT, listings
from loopback_yahoo.faults import Fault
from loopback_yahoo.server import LoopbackYahoo


def test_a_hanging_request_blocks_nobody_else_and_no_shutdown(tmp_path):
    with LoopbackYahoo(tmp_path, *listings(), now_at=BEFORE_SPLIT) as server:
        server.fault(Fault.HANG, "ZZZ")
        outcome = []

        def hang():
            try:
                outcome.append(ask(server, chart_path("ZZZ"), timeout=30.0))
            except (OSError, http.client.HTTPException) as error:
                outcome.append(error)

        waiting = [threading.Thread(target=hang) for _ in range(3)]
        for each in waiting:
            each.start()
        with pytest.raises(TimeoutError):
            ask(server, chart_path("ZZZ"), timeout=0.2)
        while server.count("chart", "ZZZ") < 4:
            time.sleep(0.01)
        assert chart(server, "AAA")
        began_s = time.monotonic()
    assert time.monotonic() - began_s < 0.5
    for each in waiting:
        each.join(5.0)
    assert [isinstance(each, Exception) for each in outcome] == [True] * 3
    assert not [each for each in threading.enumerate() if each.name == "loopback-yahoo"]


def test_a_limit_answers_429_beyond_it(yahoo):
    yahoo.limit_per_s = 5

    found = [ask(yahoo, chart_path("ZZZ"))[0] for _ in range(8)]
    time.sleep(1.05)

    assert found == [200] * 5 + [429] * 3
    assert ask(yahoo, chart_path("ZZZ"))[0] == 200
    assert [each.status for each in yahoo.requests] == [*found, 200]


def test_requests_are_counted(yahoo):
    ask(yahoo, chart_path("ZZZ"))
    ask(yahoo, "/v8/finance/chart/AAA?range=1d&interval=1d")
    ask(yahoo, "/", host="fc.yahoo.com")

    assert (yahoo.count(), yahoo.count("chart"), yahoo.count(symbol="AAA"), yahoo.count("tz", "ZZZ")) == (3, 1, 1, 0)
    yahoo.forget()
    assert yahoo.requests == []


@pytest.mark.parametrize(
    ("host", "target", "kind", "symbol"),
    [
        (QUERY, "/v8/finance/chart/%5EGSPC?range=1d&interval=1d", "tz", "^GSPC"),
        (QUERY, "/v8/finance/chart/0700.HK?period1=1&period2=2&range=1d", "chart", "0700.HK"),
        (QUERY, "/v1/test/getcrumb", "crumb", None),
        (QUERY, "/ws/fundamentals-timeseries/v1/finance/timeseries/A?symbol=A&type=x", "statements", "A"),
        ("query1.finance.yahoo.com", "/v7/finance/quote?symbols=A", "other", "A"),
        ("guce.yahoo.com", "/consent", "consent", None),
        ("fc.yahoo.com", "/", "cookie", None),
    ],
)
def test_kinds_of_requests(host, target, kind, symbol):
    asked = read(host, target)

    assert (asked.kind, asked.symbol) == (kind, symbol)


def test_a_foreign_host_is_refused_and_told(yahoo):
    with pytest.raises(OSError, match="403"):
        ask(yahoo, "/", host="example.org")
    plain = http.client.HTTPConnection("127.0.0.1", yahoo.port, timeout=5.0)
    plain.request("GET", "http://example.net/x")
    status = plain.getresponse().status
    plain.close()

    assert status == 403
    assert yahoo.refused_hosts == ["example.org", "example.net"]


def test_an_unknown_path_is_told(yahoo):
    assert ask(yahoo, "/v8/finance/spark")[0] == 404
    assert ask(yahoo, "/v10/finance/quoteSummary/ZZZ")[0] == 404
    assert yahoo.unknown_paths == [QUERY + "/v8/finance/spark"]


def test_cookie_crumb_and_consent(yahoo):
    assert ask(yahoo, "/", host="fc.yahoo.com")[0] == 404
    assert ask(yahoo, "/v1/test/getcrumb", host="query1.finance.yahoo.com")[:2] == (200, "text/plain")
    assert b'name="csrfToken"' in ask(yahoo, "/consent", host="guce.yahoo.com")[2]
    assert ask(yahoo, "/copyConsent?sessionId=1", host="guce.yahoo.com")[0] == 200


def test_statements_that_nobody_declared_are_empty_entries(yahoo):
    path = "/ws/fundamentals-timeseries/v1/finance/timeseries/AAA?symbol=AAA&type=annualEBIT,quarterlyTotalRevenue"
    entries = json.loads(ask(yahoo, path)[2])["timeseries"]["result"]
    yahoo.fault("empty", kind="statements", times=1)
    yahoo.fault("null_row", kind="statements")
    empty, with_null = (json.loads(ask(yahoo, path)[2])["timeseries"]["result"] for _ in range(2))

    assert entries[0] == {"meta": {"symbol": ["AAA"], "type": ["annualEBIT"]}}
    assert [each["asOfDate"] for each in entries[1]["quarterlyTotalRevenue"]] == ["2023-03-31", "2023-06-30"]
    assert empty == []
    assert with_null[1]["quarterlyTotalRevenue"][0] is None


def test_one_connection_carries_many_requests(yahoo):
    trust = ssl.create_default_context(cafile=str(yahoo.ca_path))
    client = http.client.HTTPSConnection("127.0.0.1", yahoo.port, context=trust, timeout=5.0)
    client.set_tunnel(QUERY, 443)
    client.connect()
    used = client.sock
    for symbol in yahoo.symbols:
        client.request("POST", chart_path(symbol), body=b"x" * 1000)
        assert client.getresponse().read()
        assert client.sock is used
    client.close()


def test_clients_that_leave_disturb_nothing(yahoo):
    socket.create_connection(("127.0.0.1", yahoo.port)).close()
    for sent in (f"CONNECT {HOSTS[0]}:443 HTTP/1.1\r\n\r\n", "GET", "\r\n\r\n", "CONNECT\r\n"):
        with socket.create_connection(("127.0.0.1", yahoo.port)) as client:
            client.sendall(sent.encode())
    doubting = http.client.HTTPSConnection("127.0.0.1", yahoo.port, timeout=5.0)
    doubting.set_tunnel(QUERY, 443)
    with pytest.raises(ssl.SSLCertVerificationError):
        doubting.connect()

    assert chart(yahoo, "ZZZ")


def test_many_at_once(yahoo):
    found = []
    threads = [threading.Thread(target=lambda: found.append(len(chart(yahoo, "ZZZ")["timestamp"]))) for _ in range(50)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert found == [247] * 50
    assert yahoo.count("chart", "ZZZ") == 50


def test_a_failure_of_the_stand_in_is_not_taken_for_yahoos(tmp_path):
    server = LoopbackYahoo(tmp_path, *listings())
    with pytest.raises(RuntimeError, match="stand-in"), server:  # noqa: PT012
        server.now_at = "no clock"
        assert ask(server, chart_path("ZZZ"))[0] == 500
