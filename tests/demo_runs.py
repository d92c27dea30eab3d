"""Runs of ``screener demo``: twenty seconds each, so that tests share them."""

import contextlib
import io
from dataclasses import dataclass
from pathlib import Path

from screener.cli.main import run


@dataclass(frozen=True)
class DemoRun:
    """How one run ended, what it said, and the folder that it wrote."""

    code: int
    out: str
    folder: Path


def run_demo(place: Path) -> DemoRun:
    """Run ``screener demo`` in a folder."""
    said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with contextlib.chdir(place), contextlib.redirect_stdout(said):
        code = run(["demo"])
    return DemoRun(code, said.buffer.getvalue().decode("utf-8"), place / "screener-demo")
