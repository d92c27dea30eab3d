"""One small thesis on made-up prices, which all tests that only read it share."""

import datetime as dt
from collections.abc import Callable

import pytest
from made_screens import Made, make_screen, screen_of

from screener.records.screen import ScreenReport


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Return the thesis with its tables and prices."""
    return make_screen(tmp_path_factory.mktemp("made"))


@pytest.fixture(scope="session")
def screened_on(made: Made) -> Callable[[str], ScreenReport]:
    """Screen at the end of a day, each day once."""
    known: dict[str, ScreenReport] = {}

    def call(day: str) -> ScreenReport:
        if day not in known:
            known[day] = screen_of(made, dt.date.fromisoformat(day))
        return known[day]

    return call
