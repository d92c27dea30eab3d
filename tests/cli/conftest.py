"""A workspace with one small thesis, and a way to run the program in it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from screener.cli import clock
from screener.cli.main import run

NOTE = """\
---
type: thesis
thesis_id: small
title: A small thesis
status: active
opened_on: 2025-06-02
benchmark: SPY
long_chips: [NVDA, AVGO]
short_software: [CRM, ADBE]
event_kinds: [open_weights]
event_labs: [deepseek]
---
Body.
"""


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(clock, "now", lambda: dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC))
    (tmp_path / "screener.toml").write_text('source = "simulated"\n')
    (tmp_path / "theses").mkdir()
    (tmp_path / "theses" / "small.md").write_text(NOTE)
    return tmp_path


@pytest.fixture
def screener(capfd: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    def call(*arguments: str) -> Ran:
        code = run([str(each) for each in arguments])
        out, err = capfd.readouterr()
        return Ran(code, out, err)

    return call


@pytest.fixture
def rewrite(workspace: Path) -> Callable[[str, str], Path]:
    """Replace one piece of the small thesis."""

    def change(old: str, new: str) -> Path:
        path = workspace / "theses" / "small.md"
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))
        return path

    return change
