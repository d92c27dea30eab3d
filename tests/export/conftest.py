"""One small thesis compiled once, with every extra, on made-up prices out of files."""

import datetime as dt
from pathlib import Path

import pytest
from csv_prices import write_prices

from screener.backtest import EXTRAS
from screener.config import Workspace, cache_folder
from screener.dossier import Dossier, compile_dossier
from screener.records.settings import Settings
from screener.reference import read_reference
from screener.theses import load

NOTE = """\
---
type: thesis
thesis_id: small
title: A small thesis
status: active
opened_on: 2025-06-02
benchmark: SPY
long_chips: [NVDA, AVGO]
short_software: [CRM, ADBE, GONE]
event_kinds: [open_weights]
event_labs: [deepseek]
claims:
  - "price gap: token_price_gap_x(frontier, open) in 10..30"
kill:
  - "breaker drawdown: spread_drawdown_pct >= 5"
---
Body.
"""


@pytest.fixture(scope="session")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    """Return the small thesis on 20 March 2026; one of its members has no prices."""
    place: Path = tmp_path_factory.mktemp("dossier")
    write_prices(place, ["NVDA", "AVGO", "CRM", "ADBE", "SPY"])
    (place / "small.md").write_text(NOTE, encoding="utf-8")
    reference = read_reference(Workspace(place))
    thesis = load(place / "small.md", reference).thesis
    assert thesis is not None
    day = dt.datetime(2026, 3, 20, 23, 59, 59, tzinfo=dt.UTC)
    settings = Settings(f"csv:{place / 'prices'}", day, day, cache_folder())
    return compile_dossier(thesis, reference, settings, extras=EXTRAS)
