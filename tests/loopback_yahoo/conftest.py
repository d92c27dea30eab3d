"""A stand-in of Yahoo with the three listings of the example."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from loopback_yahoo.example import BEFORE_SPLIT, listings
from loopback_yahoo.server import LoopbackYahoo


@pytest.fixture
def yahoo(tmp_path: Path) -> Iterator[LoopbackYahoo]:
    """Return the running server, its clock before the split."""
    with LoopbackYahoo(tmp_path, *listings(), now_at=BEFORE_SPLIT) as server:
        yield server
