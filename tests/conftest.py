"""Fixtures that every test may use."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent


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
