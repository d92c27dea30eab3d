"""Time of a weekly review and of an export, as ratios to importing pandas, all from one run.

    python benchmarks/review.py [--source csv:FOLDER] [--store FILE] [--as-of DATE] [--runs N]

A review is made with its note and page; from a price store with real prices it has three seconds.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from timing import median_seconds

THESIS = "ai-commoditization"


def command(folder: Path, arguments: list[str]) -> Callable[[], object]:
    """Return a task that runs the program in a workspace of its own."""
    own = [sys.executable, "-m", "screener", *arguments, "--workspace", str(folder / "workspace"), "--no-progress"]
    return lambda: subprocess.run(own, check=True, capture_output=True, cwd=folder)


def main() -> None:
    """Print the timings."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", default="simulated")
    parser.add_argument("--store", default="")
    parser.add_argument("--as-of", default="2026-05-29")
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    prices = ["--source", given.source, "--as-of", given.as_of, "--offline"]
    prices += ["--store", given.store] if given.store else []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pandas = median_seconds(lambda: subprocess.run([sys.executable, "-c", "import pandas"], check=True), given.runs)
        tasks = {
            "review with note and page": ["review", THESIS, *prices, "--note", "notes", "--html", "pages"],
            "export as CSV": ["export", THESIS, *prices, "-o", "export"],
            "export as a workbook": ["export", THESIS, *prices, "-o", "thesis.xlsx"],
        }
        for what, arguments in tasks.items():
            seconds = median_seconds(command(folder, arguments), given.runs)
            print(f"{what}: {seconds:.2f} s, {seconds / pandas:.1f} times `import pandas` ({pandas:.2f} s)")


if __name__ == "__main__":
    main()
