"""A new workspace: a folder with settings, a first note and empty tables; nothing there is overwritten."""

from dataclasses import dataclass
from pathlib import Path

from screener.config import SETTINGS_FILE
from screener.errors import UsageError
from screener.files import shipped, write_atomically

SETTINGS = """\
# Settings of this workspace. A command's option or environment variable wins over them.
# source = "yahoo"                 # or "csv:FOLDER", or "simulated"
# store = "prices.db"              # prices kept here instead of in your user data folder
# thesis_folders = ["../Notes/Theses"]   # more folders of notes, such as one of your vault
# [yahoo]                          # how Yahoo is asked; docs/prices.md has all settings
# deadline_s = 900
"""

FIRST_NOTE = """\
---
type: thesis
thesis_id: my-first-thesis
title: Chips gain when open models are released
status: idea
opened_on: {today}
benchmark: SPY
long_chips: [NVDA, AVGO, TSM]
short_software: [CRM, ADBE, NOW]
event_kinds: [open_weights]
event_labs: [deepseek, alibaba]
claims:
  - "open gap closed: benchmark_gap_elo(Arena-elo, open_closed) <= 40"
kill:
  - "breaker drawdown: spread_drawdown_pct >= 20 for 10 sessions"
  - "watch gap reopens: benchmark_gap_elo(Arena-elo, open_closed) > 80"
  - "? chip makers give the gain away in price"
---
# Chips gain when open models are released

Say here what you believe, why the market does not, and what would change your mind.
"""


@dataclass(frozen=True, slots=True)
class Created:
    """What was written, and what was there already and left alone."""

    written: tuple[Path, ...]
    kept: tuple[Path, ...]


def create(folder: Path, today: str) -> Created:
    """Write what a workspace needs and does not have yet.

    Parameters
    ----------
    folder : Path
        Made if missing.
    today : str
        ISO date the first note is opened on.

    Raises
    ------
    UsageError
        ``folder`` is a file.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; name a folder")
    header = (shipped("data") / "events.csv").read_text(encoding="utf-8").splitlines()[0]
    files = {
        folder / SETTINGS_FILE: SETTINGS,
        folder / "theses" / "my-first-thesis.md": FIRST_NOTE.format(today=today),
        folder / "data" / "events.csv": header + "\n",
    }
    # A note is an example for an empty folder, not something to slip under a user's own theses.
    if any((folder / "theses").glob("*.md")):
        files.pop(folder / "theses" / "my-first-thesis.md")
    written = tuple(path for path in files if not path.exists())
    for path in written:
        write_atomically(path, files[path].encode())
    return Created(written, tuple(path for path in files if path not in written))
