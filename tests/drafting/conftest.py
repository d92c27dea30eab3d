"""Drafts of notes that stand in the tests, on the tables that ship."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from screener.config import Workspace
from screener.drafting.checking import CheckedDraft
from screener.drafting.importing_note import import_note
from screener.reference import Reference, read_reference

OPENED_ON = dt.date(2025, 12, 8)
Drafted = Callable[[str], CheckedDraft]


@pytest.fixture(scope="session")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Reference:
    return read_reference(Workspace(tmp_path_factory.mktemp("workspace")))


@pytest.fixture
def drafted(tmp_path: Path, reference: Reference) -> Drafted:
    """Draft from a note's text."""

    def draft(text: str) -> CheckedDraft:
        note = tmp_path / "A note.md"
        note.write_text(text, encoding="utf-8")
        return import_note(note, reference, OPENED_ON)

    return draft
