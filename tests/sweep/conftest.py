"""Sweeps of made-up markets, without a price source or a calendar."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from make_market import BENCHMARK, date_of, make_market, random_returns, weekdays

from screener.calc.market import Market
from screener.config import cache_folder
from screener.events.select import Selection
from screener.pricing import Priced
from screener.records.settings import Settings
from screener.records.sweep import SweepReport
from screener.sweep import run

N = 320
DAYS = weekdays(N, "2021-01-04")
LEGS = {"long_a": ["A", "B"], "long_b": ["C"], "short_a": ["D", "E"]}
AT = dt.datetime(2026, 11, 20, 23, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def noise_market() -> Callable[..., Market]:
    """Return a function that makes a two-sided thesis on five random names; opened at row 120, chosen at row 150."""

    def make(seed: int = 1, *, n_sessions: int = N, opening: int = 120, chosen: int = 150, **settings: Any) -> Market:
        returns = random_returns(np.random.default_rng(seed), N, 5)[:n_sessions]
        return make_market(
            settings.pop("legs", LEGS),
            dict(zip((*"ABCDE", BENCHMARK), returns.T, strict=True)),
            session_on=DAYS[:n_sessions],
            opened_on=date_of(DAYS[opening]),
            members_chosen_on=date_of(DAYS[chosen]),
            **settings,
        )

    return make


@pytest.fixture
def sweep_market(monkeypatch: pytest.MonkeyPatch) -> Callable[..., SweepReport]:
    """Return a function that sweeps a market as if its prices had just been read."""

    def sweep(market: Market, text: str, ledger: Path | None = None, **given: Any) -> SweepReport:
        priced = Priced(market, Selection((), (), ()), lambda _: None, {})  # type: ignore[arg-type,return-value]
        monkeypatch.setattr(run, "price", lambda *_: priced)
        settings = Settings("csv", AT, AT, cache_folder(), ledger_path=ledger)
        reference: Any = SimpleNamespace(events=(), exchanges=None)
        return run.sweep(market.thesis, reference, settings, text, **given)

    return sweep
