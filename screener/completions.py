"""What a shell may complete: ids of theses, tickers, columns, words; quick, and silent about what is broken."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from screener.config import Workspace, locate_workspace, read_workspace
from screener.csv_rows import Column, read_rows
from screener.dictionary.table_codes import FACT_ROW_CODES
from screener.errors import UsageError
from screener.thesis.find import thesis_id_of, thesis_paths
from screener.thesis.links import LinkAnswer
from screener.thesis.reading import read_thesis

_TICKER = Column("ticker", "text")


def workspace_for(named: Path | None, starts: Sequence[Path]) -> Workspace:
    """Return the workspace, without its settings where they cannot be read: the notes in it are still there."""
    folder = locate_workspace(named, starts).folder
    try:
        return read_workspace(folder)
    except UsageError:
        return Workspace(folder)


def thesis_ids(workspace: Workspace) -> tuple[str, ...]:
    """Return the ids of every note found, the workspace's first."""
    return tuple(dict.fromkeys(thesis_id_of(path) for path in thesis_paths(workspace.thesis_folders)))


def tickers(workspace: Workspace) -> tuple[str, ...]:
    """Return the tickers of every note that can be read, its benchmarks, and the candidates."""
    return tuple(dict.fromkeys((*_members(workspace), *_candidates(workspace))))


def _members(workspace: Workspace) -> Iterator[str]:
    for path in thesis_paths(workspace.thesis_folders):
        # Links are left aside: to follow them, every note of a vault would have to be listed.
        reading = read_thesis(path, lookup=_nowhere)
        if reading.thesis is not None:
            yield from (*reading.thesis.tickers, *reading.thesis.benchmark)


def _candidates(workspace: Workspace) -> Iterator[str]:
    for path in workspace.tables("candidates"):
        for row in read_rows(path, (_TICKER,), codes=FACT_ROW_CODES).rows:
            if ticker := row.text("ticker"):
                yield ticker


def _nowhere(_: str) -> LinkAnswer:
    return LinkAnswer()
