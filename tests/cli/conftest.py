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


def set_up(place: Path) -> Path:
    """Make the workspace with the small thesis in a folder."""
    (place / "screener.toml").write_text('source = "simulated"\n')
    (place / "theses").mkdir()
    (place / "theses" / "small.md").write_text(NOTE)
    return place


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be noon of one day."""
    monkeypatch.setattr(clock, "now", lambda: dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC))


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, noon: None) -> Path:
    monkeypatch.chdir(tmp_path)
    return set_up(tmp_path)


@pytest.fixture
def screener(capfd: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    def call(*arguments: str) -> Ran:
        code = run([str(each) for each in arguments])
        out, err = capfd.readouterr()
        return Ran(code, out, err)

    return call


@pytest.fixture(scope="session")
def answers() -> dict[tuple[str, ...], Ran]:
    """How each command ended that was run in a workspace of its own."""
    return {}


@pytest.fixture
def read_small(
    screener: Callable[..., Ran],
    answers: dict[tuple[str, ...], Ran],
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    noon: None,
) -> Callable[..., Ran]:
    """Run a command in a new workspace with the small thesis; all tests that only read its answer share it."""

    def call(*arguments: str) -> Ran:
        if arguments not in answers:
            with monkeypatch.context() as patch:
                patch.chdir(set_up(tmp_path_factory.mktemp("small")))
                answers[arguments] = screener(*arguments)
        return answers[arguments]

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
