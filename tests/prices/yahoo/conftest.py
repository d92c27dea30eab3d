"""A loopback Yahoo with three listings, reached by environment only, and a way to ask it."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from loopback_market import FIRST_ON, NOW_AT, listings
from loopback_yahoo.server import LoopbackYahoo

from screener.prices.yahoo.fetch import fetch
from screener.prices.yahoo.wire import Ask, Job, Pause
from screener.records.fetching import FetchSettings
from screener.records.prices import Fetched

# A hundredth of what users have; a request itself takes what it takes.
QUICK = FetchSettings(
    pace_s=0.0025, timeout_s=1.0, retry_pause_s=0.02, limit_pause_s=0.15, limit_pauses=3, deadline_s=20.0
)


@pytest.fixture
def yahoo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackYahoo]:
    with LoopbackYahoo(tmp_path, *listings(), now_at=NOW_AT) as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        yield server
        assert server.refused_hosts == []


@dataclass(frozen=True)
class Asked:
    """How a run of questions ended."""

    by_ticker: dict[str, Fetched]
    pauses: tuple[Pause, ...]

    def outcomes(self) -> dict[str, str]:
        return {ticker: fetched.outcome.value for ticker, fetched in self.by_ticker.items()}


@pytest.fixture
def ask(tmp_path: Path, warm_asking: pytest.MonkeyPatch) -> Callable[..., Asked]:
    """Ask the gate for tickers; every one is answered exactly once."""

    def call(*tickers: str, at: dt.datetime = NOW_AT, **settings: float) -> Asked:
        job = Job([Ask(each, FIRST_ON) for each in tickers], at, tmp_path / "client", replace(QUICK, **settings))
        said = list(fetch(job))
        answers = [each for each in said if isinstance(each, Fetched)]
        assert sorted(each.ticker for each in answers) == sorted(tickers)
        return Asked({each.ticker: each for each in answers}, tuple(each for each in said if isinstance(each, Pause)))

    return call
