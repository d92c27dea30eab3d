"""What the workspace remembers: the trial ledger and the stored reviews."""

import datetime as dt
from collections.abc import Iterator

from screener.config import Workspace
from screener.records.diagnosis import Check
from screener.state import ledger
from screener.state.snapshots import read_snapshots

_TOPIC = "state"


def state_checks(workspace: Workspace) -> Iterator[Check]:
    """Yield how many trials and reviews there are, and which cannot be read."""
    yield from _ledger(workspace)
    yield from _snapshots(workspace)


def _ledger(workspace: Workspace) -> Iterator[Check]:
    if not workspace.ledger.exists():
        yield Check(_TOPIC, "trial ledger", "ok", "there is none yet; the first backtest begins it")
        return
    reading = ledger.read(workspace.ledger, is_locked=False)
    theses = sorted({trial.thesis_id for trial in reading.trials})
    n_variants = len({trial.key for trial in reading.trials})
    counted = f"{n_variants} variant{'' if n_variants == 1 else 's'}"
    yield Check(_TOPIC, "trial ledger", "ok", f"{workspace.ledger}: {counted} of {', '.join(theses) or 'no thesis'}")
    if reading.problems:
        lines = ", ".join(str(problem.line) for problem in reading.problems[:5])
        finding = f"not counted, since they cannot be read: {len(reading.problems)}, on line {lines}"
        yield Check(_TOPIC, "trial ledger", "warning", finding, reading.problems[0].hint)


def _snapshots(workspace: Workspace) -> Iterator[Check]:
    folders = sorted(path for path in workspace.snapshots.glob("*") if path.is_dir())
    if not folders:
        yield Check(_TOPIC, "stored reviews", "ok", "there are none yet; screener review stores the first")
        return
    for folder in folders:
        reading = read_snapshots(workspace.snapshots, folder.name, dt.date.max)
        last = f", the last of {reading.snapshots[-1].as_of}" if reading.snapshots else ""
        yield Check(_TOPIC, f"reviews of {folder.name}", "ok", f"{len(reading.snapshots)} stored{last}")
        for problem in reading.problems:
            finding = f"{problem.path}: {problem.message}"
            yield Check(_TOPIC, f"reviews of {folder.name}", "warning", finding, problem.hint)
