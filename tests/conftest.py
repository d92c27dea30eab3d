"""Fixtures that every test may use."""

import os
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
