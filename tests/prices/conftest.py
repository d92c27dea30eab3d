"""Exchanges, and sessions of two small invented exchanges."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from screener.prices.simulated import SessionsBetween
from screener.sessions.calendar import ExchangeSessions, sessions
from screener.sessions.listings import Exchange, Exchanges


@pytest.fixture(scope="session")
def exchanges() -> Exchanges:
    return Exchanges(
        [
            Exchange("", "XNYS", "America/New_York", "USD"),
            Exchange(".HK", "XHKG", "Asia/Hong_Kong", "HKD"),
            Exchange(".KS", "XKRX", "Asia/Seoul", "KRW"),
            Exchange(".AS", "XAMS", "Europe/Amsterdam", "EUR"),
        ]
    )


@pytest.fixture(scope="session")
def sessions_between(tmp_path_factory: pytest.TempPathFactory) -> SessionsBetween:
    """Sessions of real exchanges, kept for all tests."""
    folder: Path = tmp_path_factory.mktemp("sessions")

    def between(mic: str, start_on: dt.date, end_on: dt.date) -> ExchangeSessions:
        return sessions(mic, start_on, end_on, folder)

    return between


HOURS = {"XNYS": ("14:30", "21:00"), "XKRX": ("00:00", "06:30"), "XHKG": ("01:30", "08:00"), "XAMS": ("08:00", "16:30")}

SessionsOf = Callable[[str], ExchangeSessions]


@pytest.fixture(scope="session")
def weekdays() -> Callable[[dict[str, set[str]]], SessionsOf]:
    """Return sessions on all weekdays of January to March 2025 but those named, without any library."""

    def build(closed: dict[str, set[str]]) -> SessionsOf:
        def of(mic: str) -> ExchangeSessions:
            days = np.arange("2025-01-01", "2025-04-01", dtype="datetime64[D]")
            off = np.array(sorted(closed.get(mic, set())), dtype="datetime64[D]")
            days = days[np.is_busday(days) & ~np.isin(days, off)]
            opens, closes = (np.array([f"{day}T{hour}" for day in days], dtype="datetime64[s]") for hour in HOURS[mic])
            return ExchangeSessions(mic, days, closes, opens)

        return of

    return build
