"""The first thesis's events on every name of a real universe and every session since 2015.

    python benchmarks/universe.py [--file FILE.parquet] [--workers N]

At most 60 seconds and 4 GB for reading and scanning 12,000 names. The parts are timed on one block of names; threads
and processes are timed beside one core.
"""

import argparse
import datetime as dt
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import numpy as np

from screener.calc.response.around_events import around_events
from screener.calc.response.composition import usability
from screener.calc.response.every_session import every_session
from screener.calc.returns import simple_returns
from screener.calc.universe.false_discovery import placebo_weights
from screener.calc.universe.joint_shifts import joint_shifts
from screener.calc.universe.plans import BLOCK_SIZE
from screener.calc.universe.ring import ring_rows
from screener.config import Workspace, cache_folder
from screener.files import shipped
from screener.records.event_model import DEFAULT_MODEL
from screener.records.settings import Settings
from screener.records.thesis import Thesis
from screener.records.universe import Universe, UniverseScan
from screener.reference import read_reference
from screener.theses import load
from screener.universe import read, scan

Found = TypeVar("Found")

MOST_SECONDS, MOST_GB = 60.0, 4.0
AS_OF = dt.datetime(2026, 11, 20, 23, tzinfo=dt.UTC)


def timed(task: Callable[[], Found]) -> tuple[Found, float]:
    """Return what a task gives, and its wall time in seconds."""
    start = time.perf_counter()
    found = task()
    return found, time.perf_counter() - start


def peak_gb() -> float:
    """Return the most memory this process ever held."""
    # Linux counts in kilobytes, macOS in bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e9


def parts(universe: Universe, thesis: Thesis, day_rows: np.ndarray) -> None:
    """Time what is done with one block of names."""
    column_of = universe.column_of
    market = simple_returns(universe.level[:, [column_of[thesis.benchmark[0]]]].astype(np.float64))
    level = universe.level[:, : min(BLOCK_SIZE, len(universe.tickers))].copy(order="C")
    n_blocks = len(universe.tickers) / level.shape[1]
    windows = thesis.windows
    masked = np.zeros(len(level), dtype=np.bool_)
    rings = ring_rows(market, windows, DEFAULT_MODEL, masked)
    days = [np.flatnonzero(np.isin(ring, day_rows)) for ring in rings]

    returns, seconds = timed(lambda: simple_returns(level.astype(np.float64)))
    told = {"returns": seconds}
    known, told["who can be scored where"] = timed(lambda: usability(returns, returns, windows))
    anywhere, told["every session"] = timed(lambda: every_session(returns, returns, market, windows))
    _, told["event days, in two passes"] = timed(lambda: around_events(returns, returns, market, day_rows, windows))
    cars = [np.where(known.usable, anywhere.car[:, :, w], np.nan)[ring] for w, ring in enumerate(rings)]
    joint, told["joint shifts"] = timed(
        lambda: [joint_shifts(car, positions) for car, positions in zip(cars, days, strict=True)]
    )
    _, told["false discovery counts"] = timed(lambda: [placebo_weights(each.t) for each in joint])
    print(f"one block of {level.shape[1]} names; times {n_blocks:.1f} for all:")
    for name, seconds in told.items():
        print(f"  {name}: {1e3 * seconds:.0f} ms, {seconds * n_blocks:.1f} s")


def with_workers(task: Callable[..., UniverseScan], alone: UniverseScan, n_workers: int, seconds: float) -> None:
    """Time the scan on threads and on processes."""
    for name, pool in (
        ("threads", ThreadPoolExecutor(n_workers)),
        ("processes", ProcessPoolExecutor(n_workers, mp_context=multiprocessing.get_context("spawn"))),
    ):
        with pool:
            found, taken = timed(lambda pool=pool: task(executor=pool))  # type: ignore[misc]
        same = "the same answer" if found == alone else "ANOTHER ANSWER"
        print(f"scan with {n_workers} {name}: {taken:.1f} s, {seconds / taken:.2f} times as fast, {same}")


def main() -> int:
    """Print every timing; 1 if a limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--file", type=Path, default=Path("../shared/universe/us_adjclose_2015on.parquet"))
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="0 times one core only")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        reference = read_reference(Workspace(Path(folder)))
    thesis = load(shipped("theses") / "ai-commoditization.md", reference).thesis
    if thesis is None:
        return 1
    settings = Settings("yahoo", AS_OF, AS_OF, cache_folder())

    universe, reading = timed(lambda: read(thesis, reference.exchanges, settings, given.file))
    size = universe.level.nbytes / 1e9
    print(f"read {universe.n_rows:,} rows, {universe.level.shape[1]:,} names on {len(universe.level):,} sessions:")
    print(f"  {reading:.1f} s, levels of {size:.2f} GB, peak {peak_gb():.2f} GB")

    def task(**how: object) -> UniverseScan:
        return scan(thesis, reference.events, universe, settings, **how)  # type: ignore[arg-type]

    alone, scanning = timed(task)
    peak, total = peak_gb(), reading + scanning
    print(
        f"scan on one core, {alone.windows[0].n_event_days} event days x {len(alone.windows)} windows: {scanning:.1f} s"
    )
    print(f"together {total:.1f} s, at most {MOST_SECONDS:.0f}; peak {peak:.2f} GB, at most {MOST_GB:.0f}")
    days = [each.session_on for each in alone.events if each.session_on is not None]
    parts(universe, thesis, np.unique(np.searchsorted(universe.session_on, np.array(days, dtype="datetime64[D]"))))
    if given.workers > 1:
        with_workers(task, alone, given.workers, scanning)
    return int(total > MOST_SECONDS or peak > MOST_GB)


if __name__ == "__main__":
    raise SystemExit(main())
