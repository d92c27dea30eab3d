"""Clients of the stand-in: a plain one, and any script in a process of its own."""

import datetime as dt
import http.client
import json
import os
import ssl
import subprocess
import sys
import urllib.parse
from pathlib import Path
from typing import Any

import numpy as np
from loopback_yahoo.market import Floats
from loopback_yahoo.server import LoopbackYahoo

QUERY = "query2.finance.yahoo.com"
COLUMNS = ("open", "high", "low", "close", "volume")


def in_child(server: LoopbackYahoo, folder: Path, script: str, *arguments: str, **extra: str) -> Any:
    """Run a script where only the stand-in can be reached, and return the JSON that it prints."""
    environment = {**os.environ, **server.environment, "XDG_CACHE_HOME": str(folder / "cache"), **extra}
    command = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def ask(server: LoopbackYahoo, target: str, host: str = QUERY, timeout: float = 5.0) -> tuple[int, str, bytes]:
    """Return status, content type and body of one request over a connection of its own."""
    trust = ssl.create_default_context(cafile=str(server.ca_path))
    client = http.client.HTTPSConnection("127.0.0.1", server.port, context=trust, timeout=timeout)
    client.set_tunnel(host, 443)
    try:
        client.request("GET", target)
        answer = client.getresponse()
        return answer.status, answer.headers.get_content_type(), answer.read()
    finally:
        client.close()


def chart_path(symbol: str, **query: object) -> str:
    """Return the target of a request for the daily rows of 2023, or of another window."""
    asked: dict[str, object] = {
        "period1": 1672531200,
        "period2": 1704067200,
        "interval": "1d",
        "events": "div,splits",
    } | query
    return f"/v8/finance/chart/{symbol}?" + urllib.parse.urlencode(asked)


def chart(server: LoopbackYahoo, symbol: str, **query: object) -> dict[str, Any]:
    """Return the one result of a chart that is answered."""
    status, _, body = ask(server, chart_path(symbol, **query))
    assert status == 200, body
    found: dict[str, Any] = json.loads(body)["chart"]["result"][0]
    return found


def quote(result: dict[str, Any]) -> dict[str, Floats]:
    """Return the columns of a chart, null as NaN."""
    return {name: np.array(result["indicators"]["quote"][0][name], dtype=float) for name in COLUMNS}


def adjclose(result: dict[str, Any]) -> Floats:
    """Return the adjusted closes of a chart."""
    return np.array(result["indicators"]["adjclose"][0]["adjclose"], dtype=float)


def days(result: dict[str, Any]) -> list[dt.date]:
    """Return the local dates of a chart's rows."""
    offset = result["meta"]["gmtoffset"]
    return [dt.datetime.fromtimestamp(each + offset, dt.UTC).date() for each in result["timestamp"]]
