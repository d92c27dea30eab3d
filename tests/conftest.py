"""Fixtures that every test may use."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from demo_runs import DemoRun, run_demo
from warm_asking import WARM

from screener.prices.yahoo import fetch

LONGEST_FILES = {"test_docs.py", "test_demo.py"}
CHECKOUT = Path(__file__).resolve().parent.parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, so that no worker waits for one at the end."""
    items.sort(key=lambda item: item.path.name not in LONGEST_FILES)


@pytest.fixture(scope="session")
def checkout() -> Path:
    """Return the top of the checkout."""
    return CHECKOUT


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Return the folder of real prices, or skip: it is never part of the project."""
    folder = Path(os.environ.get("SCREENER_REAL_DATA", CHECKOUT.parent / "shared"))
    if not (folder / "prices" / "SPY.csv").is_file():
        pytest.skip(f"no real prices in {folder}; set SCREENER_REAL_DATA")
    return folder


@pytest.fixture(scope="session", autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the tests out of the user's folders, and the user's settings out of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [each for each in os.environ if each.startswith("SCREENER_") and each != "SCREENER_REAL_DATA"]:
            patch.delenv(name)
        for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
            patch.setenv(name, str(tmp_path_factory.mktemp(name.lower())))
        yield


@pytest.fixture
def warm_asking() -> Iterator[pytest.MonkeyPatch]:
    """Start asking processes with yfinance imported; a test of the start itself undoes it."""
    with pytest.MonkeyPatch.context() as patch:
        # Elsewhere than on Linux a fork lacks some of what an imported library made.
        if sys.platform == "linux":
            patch.setattr(fetch, "subprocess", WARM)
        yield patch


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoRun:
    """Return the demo run once, for tests that read what it says and writes."""
    return run_demo(tmp_path_factory.mktemp("demo"))
