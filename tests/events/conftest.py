"""Events for the tests of this room."""

from collections.abc import Callable

import made_events
import pytest

from screener.records.event import Event


@pytest.fixture(scope="session")
def make_event() -> Callable[..., Event]:
    """Return a maker of events with everything a test does not care about filled in."""
    return made_events.make_event
