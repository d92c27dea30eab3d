"""Timings of this program as ratios to something everyone knows, all from one run.

    python benchmarks/run.py [--prices FOLDER] [--runs N]

The machine's speed drifts, so only the ratios mean anything; both sides of each are timed in turn.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from timing import median_seconds, medians_in_turn

from screener.calc.inference.placebo import placebo
from screener.calc.response.abnormal import abnormal_returns
from screener.records.thesis import Window

WINDOWS = (Window(-1, 1), Window(0, 5), Window(0, 20))


def process(arguments: list[str], environment: dict[str, str]) -> Callable[[], object]:
    """Return a task that runs this Python with the arguments."""
    return lambda: subprocess.run(
        [sys.executable, *arguments], check=True, capture_output=True, env=os.environ | environment
    )


def start_up(runs: int) -> None:
    """Time ``screener --help`` against importing Click."""
    ours = median_seconds(process(["-m", "screener", "--help"], {}), runs)
    click = median_seconds(process(["-c", "import click"], {}), runs)
    print(f"screener --help: {ours:.3f} s, {ours / click:.2f} times `import click` ({click:.3f} s); at most 2.5")


def whole_backtest(prices: Path, runs: int) -> None:
    """Time the first thesis from CSV files against importing pandas and yfinance."""
    with tempfile.TemporaryDirectory() as workspace, tempfile.TemporaryDirectory() as cache:
        command = ["-m", "screener", "backtest", "ai-commoditization", "--source", f"csv:{prices}", "--no-progress"]
        ours = median_seconds(process(command, {"SCREENER_WORKSPACE": workspace}), runs)
        start = time.perf_counter()
        process(command, {"SCREENER_WORKSPACE": workspace, "XDG_CACHE_HOME": cache})()
        first = time.perf_counter() - start
    libraries = median_seconds(process(["-c", "import pandas, yfinance"], {}), runs)
    print(f"`import pandas, yfinance`: {libraries:.2f} s")
    print(f"backtest from CSV: {ours:.2f} s, {ours / libraries:.2f} times that; at most 5")
    print(f"  the very first, before any exchange's sessions are cached: {first:.2f} s, {first / libraries:.2f} times")


def whole_screen(prices: Path, runs: int) -> None:
    """Time the screen of the first thesis from CSV files and from a store, against importing pandas and yfinance."""
    with tempfile.TemporaryDirectory() as workspace:
        store = str(Path(workspace) / "prices.sqlite")
        environment = {"SCREENER_WORKSPACE": workspace, "SCREENER_STORE": store, "SCREENER_NO_PROGRESS": "1"}
        process(["-m", "screener", "prices", "import", str(prices)], environment)()
        command = ["-m", "screener", "screen", "ai-commoditization", "--as-of", "2026-05-29"]
        sources = (["--source", f"csv:{prices}"], ["--offline"], ["--source", f"csv:{prices}", "--validate"])
        tasks = [process([*command, *source], environment) for source in sources]
        libraries = process(["-c", "import pandas, yfinance"], {})
        *ours, plain = medians_in_turn([*tasks, libraries], runs)
    for said, seconds in zip(("from CSV", "from the store", "from CSV, --validate"), ours, strict=True):
        print(f"screen {said}: {seconds:.2f} s, {seconds / plain:.2f} times `import pandas, yfinance`")


def study(runs: int) -> None:
    """Time 40 events and every session of one series beside a plain least-squares loop on the same pairs."""
    rng = np.random.default_rng(1)
    n = 2_500
    market = rng.normal(0, 0.01, (n, 1))
    series = 0.0002 + 1.1 * market[:, 0] + rng.normal(0, 0.02, n)
    every = np.arange(271, n - 21)
    events = every[:: len(every) // 40][:40]

    def loop() -> None:
        for row in events:
            span = slice(row - 270, row - 20)
            design = np.column_stack([np.ones(250), market[span]])
            coefficients, *_ = np.linalg.lstsq(design, series[span], rcond=None)
            for window in WINDOWS:
                inside = slice(row + window.start, row + window.end + 1)
                (series[inside] - coefficients[0] - market[inside, 0] * coefficients[1]).sum()

    ours = median_seconds(lambda: abnormal_returns(series, series, market, events, WINDOWS), runs)
    slow = median_seconds(loop, runs)
    every_session = median_seconds(lambda: abnormal_returns(series, series, market, every, WINDOWS), runs)
    ring = rng.normal(0, 0.03, 1_200)
    positions = np.sort(rng.choice(1_200, 30, replace=False))
    around = median_seconds(lambda: placebo(ring, positions, 6), runs)
    print(f"40 events x 3 windows: {ours * 1e3:.2f} ms, {slow / ours:.1f} times as fast as a least-squares loop")
    print(f"every session ({len(every):,}) x 3 windows: {every_session * 1e3:.1f} ms for one basket")
    print(f"placebo, 1,200 shifts of 30 event days: {around * 1e3:.2f} ms")


def main() -> None:
    """Print every timing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--prices", type=Path, default=Path("../shared/prices"), help="folder of TICKER.csv files")
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    start_up(given.runs)
    if given.prices.is_dir():
        whole_backtest(given.prices, given.runs)
        whole_screen(given.prices, given.runs)
    else:
        print(f"backtest and screen: skipped, no folder {given.prices}; name one with --prices")
    study(given.runs)


if __name__ == "__main__":
    main()
