"""The whole job on simulated prices, with the effect that was planted beside the one that was found."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from screener.backtest import STAGES, Settings, run
from screener.errors import UsageError
from screener.files import shipped, write_atomically
from screener.records.backtest import BacktestReport
from screener.records.study import BasketSide, Score
from screener.records.thesis import Window
from screener.reference import Reference
from screener.report.backtest_tables import backtest_table
from screener.report.delimited import csv_text
from screener.report.planted_table import planted_table
from screener.simulation import PLANTED_RETURNS
from screener.theses import load

THESIS_ID = "ai-commoditization"
MARKER = ".screener-demo"
TABLES = ("scores", "events", "names", "performance", "attribution", "equity")
# A fixed day, so that two demos are the same bytes.
AS_OF_AT = dt.datetime(2026, 11, 20, 23, 59, 59, tzinfo=dt.UTC)
DEMO_STAGES = (*STAGES, *STAGES)

_SETTINGS = 'source = "simulated"\n'
_READ_ME = """\
SIMULATED PRICES - nothing in this folder says anything about any stock.

tables/   every table of `screener backtest ai-commoditization --source simulated`, and planted.csv:
          the effect planted in the prices beside the one found
theses/   the note it was made from; change it and run the command again in this folder
"""


@dataclass(frozen=True, slots=True)
class Planted:
    """One basket and window: what was planted, what an estimate without noise gives, and what was found.

    Parameters
    ----------
    planted : float
        Sum of the returns planted in the window, decimal, with the basket's sign.
    expected : float
        ``excess`` of the same study on the same market without the names' own noise. It is smaller than ``planted``:
        other events lie in each estimation window and on the ring.
    found : Score
        With noise, over all sessions.
    """

    basket: str
    side: BasketSide
    window: Window
    planted: float
    expected: float
    found: Score


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What the demo made."""

    report: BacktestReport
    planted: tuple[Planted, ...]
    written: tuple[Path, ...]


def demonstrate(
    folder: Path, reference: Reference, asked_at: dt.datetime, cache_folder: Path, listener: Callable[[str], None]
) -> Demonstration:
    """Run the first thesis on simulated prices and write every table into ``folder``.

    Raises
    ------
    UsageError
        ``folder`` holds something that no demo made.
    """
    _claim(folder)
    loaded = load(shipped("theses") / f"{THESIS_ID}.md", reference)
    if loaded.thesis is None:
        raise UsageError(f"the shipped thesis {THESIS_ID} has errors; run: screener thesis lint {THESIS_ID}")
    settings = Settings("simulated", AS_OF_AT, asked_at, cache_folder)
    report = run(loaded.thesis, reference.events, reference.exchanges, settings, listener)
    quiet = run(loaded.thesis, reference.events, reference.exchanges, replace(settings, noiseless=True), listener)
    note = (shipped("theses") / f"{THESIS_ID}.md").read_bytes()
    files = {
        folder / "README.txt": _READ_ME.encode(),
        folder / "screener.toml": _SETTINGS.encode(),
        folder / "theses" / f"{THESIS_ID}.md": note,
    }
    for name in TABLES:
        files[folder / "tables" / f"{name}.csv"] = csv_text(backtest_table(report, name)).encode()
    planted = _compare(report, quiet)
    compared = planted_table(planted, THESIS_ID, report.as_of, report.data_as_of)
    files[folder / "tables" / "planted.csv"] = csv_text(compared).encode()
    for path, data in files.items():
        write_atomically(path, data)
    return Demonstration(report, planted, tuple(files))


def _claim(folder: Path) -> None:
    """Take an empty or missing folder, or one that an earlier demo took."""
    if folder.exists() and not (folder / MARKER).is_file() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is not a demo's folder; name an empty one with: screener demo DIR")
    write_atomically(folder / MARKER, b"made by screener demo; may be deleted\n")


def _compare(report: BacktestReport, quiet: BacktestReport) -> tuple[Planted, ...]:
    expected = {(score.basket, score.window): score.excess for score in quiet.study.scores if score.period == "all"}
    rows = []
    for score in report.study.scores:
        truth = expected.get((score.basket, score.window))
        if score.period != "all" or truth is None or score.excess is None:
            continue
        rows.append(Planted(score.basket, score.side, score.window, _planted(score.side, score.window), truth, score))
    return tuple(rows)


def _planted(side: BasketSide, window: Window) -> float:
    """Return what was planted inside a window, with the basket's sign."""
    inside = sum(PLANTED_RETURNS[max(window.start, 0) : max(window.end + 1, 0)])
    return {"long": inside, "short": -inside, "spread": 2 * inside}[side]
