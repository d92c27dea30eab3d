"""Reading notes that stand in the tests."""

from collections.abc import Callable

import pytest

from screener.thesis.links import LinkAnswer
from screener.thesis.reading import ThesisReading, read_thesis_bytes

NOTES = {"Nvidia": "NVDA", "onsemi": "ON"}

Reader = Callable[..., ThesisReading]


def look_up(target: str) -> LinkAnswer:
    if target in NOTES:
        return LinkAnswer(ticker=NOTES[target])
    return LinkAnswer(message=f"there is no note {target!r} to take a ticker from", hint="write [[X|TICKER]]")


@pytest.fixture(scope="session")
def read_bytes() -> Callable[[bytes], ThesisReading]:
    return lambda data: read_thesis_bytes("note.md", data, lookup=look_up)


@pytest.fixture(scope="session")
def read() -> Reader:
    """Read a sound note with other properties added; ``without`` names sound ones to leave out.

    The added text begins on line 2.
    """

    def reader(properties: str = "", *, without: tuple[str, ...] = (), body: str = "") -> ThesisReading:
        sound = {
            "type": "thesis",
            "thesis_id": "test",
            "opened_on": "2025-12-08",
            "long_base": "[ZZLONG]",
            "short_base": "[ZZSHORT]",
        }
        added = properties.strip("\n")
        taken = {line.split(":")[0] for line in added.splitlines()}
        rest = [f"{key}: {value}" for key, value in sound.items() if key not in taken and key not in without]
        text = "\n".join(["---", *([added] if added else []), *rest, "---", body])
        return read_thesis_bytes("note.md", text.encode(), lookup=look_up)

    return reader
