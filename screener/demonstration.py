"""The whole job on simulated prices, with the effect that was planted beside the one that was found."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from screener.backtest import EXTRAS, run, stages
from screener.dictionary.tables import REPORT_TABLES
from screener.errors import UsageError
from screener.files import shipped, write_atomically
from screener.pricing import price
from screener.records.backtest import BacktestReport
from screener.records.demonstration import Planted
from screener.records.settings import Settings
from screener.records.study import BasketSide, Study
from screener.records.thesis import Window
from screener.reference import Reference
from screener.report.backtest_tables import backtest_table
from screener.report.delimited import csv_text
from screener.report.planted_table import planted_table
from screener.simulation import PLANTED_RETURNS
from screener.study.event_study import study
from screener.study.frame import study_frame
from screener.theses import load

THESIS_ID = "ai-commoditization"
MARKER = ".screener-demo"
# A fixed day, so that two demos are the same bytes.
AS_OF_AT = dt.datetime(2026, 11, 20, 23, 59, 59, tzinfo=dt.UTC)
DEMO_STAGES = (*stages(EXTRAS), "the same without noise", "files")

_SETTINGS = 'source = "simulated"\n'
_READ_ME = """\
SIMULATED PRICES - nothing in this folder says anything about any stock.

tables/   every table of `screener backtest {thesis_id} --source simulated --as-of {as_of}`, and planted.csv:
          the effect planted in the prices beside the one found
theses/   the note they were made from; change it and run `screener backtest` in this folder

fingerprint {fingerprint}
"""


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

    Parameters
    ----------
    folder : Path
        Missing, empty, or an earlier demo's; a note that was changed there since is left as it is.
    reference : Reference
    asked_at : datetime
    cache_folder : Path
    listener : callable
        Told each of :data:`DEMO_STAGES` as it begins.

    Raises
    ------
    UsageError
        ``folder`` holds something that no demo made.
    """
    _refuse_a_strangers(folder)
    note = shipped("theses") / f"{THESIS_ID}.md"
    loaded = load(note, reference)
    if loaded.thesis is None:
        raise UsageError(f"the shipped thesis {THESIS_ID} has errors; run: screener thesis lint {THESIS_ID}")
    settings = Settings("simulated", AS_OF_AT, asked_at, cache_folder)
    report = run(loaded.thesis, reference, settings, listener, EXTRAS)
    listener(DEMO_STAGES[-2])
    noiseless = replace(settings, is_noiseless=True)
    truth = study(study_frame(price(loaded.thesis, reference.events, reference.exchanges, noiseless), "released"))
    planted = _compare(report.study, truth)
    listener(DEMO_STAGES[-1])
    return Demonstration(report, planted, _write(folder, note, report, planted))


def _refuse_a_strangers(folder: Path) -> None:
    """Take an empty or missing folder, or one that an earlier demo took."""
    if folder.exists() and not (folder / MARKER).is_file() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is not a demo's folder; name an empty one with: screener demo DIR")


def _write(folder: Path, note: Path, report: BacktestReport, planted: tuple[Planted, ...]) -> tuple[Path, ...]:
    said = _READ_ME.format(thesis_id=THESIS_ID, as_of=report.as_of, fingerprint=report.fingerprint)
    compared = planted_table(planted, THESIS_ID, report.as_of, report.data_as_of)
    files = {
        folder / MARKER: b"made by screener demo; may be deleted\n",
        folder / "README.txt": said.encode(),
        folder / "screener.toml": _SETTINGS.encode(),
        folder / "tables" / "planted.csv": csv_text(compared).encode(),
    }
    for name in REPORT_TABLES:
        files[folder / "tables" / f"{name}.csv"] = csv_text(backtest_table(report, name)).encode()
    own_note = folder / "theses" / note.name
    if not own_note.exists():
        files[own_note] = note.read_bytes()
    for path, data in files.items():
        write_atomically(path, data)
    return tuple(files)


def _compare(noisy: Study, truth: Study) -> tuple[Planted, ...]:
    expected = {(score.basket, score.window): score.excess for score in truth.scores if score.period == "all"}
    rows = []
    for score in noisy.scores:
        without_noise = expected.get((score.basket, score.window))
        if score.period == "all" and without_noise is not None and score.excess is not None:
            planted = _planted(score.side, score.window)
            rows.append(Planted(score.basket, score.side, score.window, planted, without_noise, score))
    return tuple(rows)


def _planted(side: BasketSide, window: Window) -> float:
    """Return what was planted inside a window, with the basket's sign."""
    inside = sum(PLANTED_RETURNS[max(window.start, 0) : max(window.end + 1, 0)])
    return {"long": inside, "short": -inside, "spread": 2 * inside}[side]
