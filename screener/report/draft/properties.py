"""The properties of a drafted note, a line each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from screener.records.draft import Draft, Entry
from screener.report.draft.yaml_text import quoted

# A setting that is a number is one for other programs too; an item of a list may be a ticker, and is none.
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_LISTS = ("private_long", "private_short", "claims", "kill", "players", "related", "tags")


@dataclass(frozen=True, slots=True)
class PropertyLine:
    """A line of the block of properties, and the entry that it holds, if any."""

    text: str
    entry: Entry | None = None


def property_lines(draft: Draft) -> tuple[PropertyLine, ...]:
    """Return the lines from ``---`` to ``---``; each item of a list has a line of its own."""
    return tuple(_lines(draft))


def _lines(draft: Draft) -> Iterator[PropertyLine]:
    yield PropertyLine("---")
    yield PropertyLine("type: thesis")
    yield PropertyLine(f"thesis_id: {quoted(draft.thesis_id)}")
    yield PropertyLine(f"title: {quoted(draft.title)}")
    yield PropertyLine("status: idea")
    yield PropertyLine(f"opened_on: {draft.opened_on}")
    for name, value in draft.settings:
        yield PropertyLine(f"{name}: {value if _NUMBER.fullmatch(value) else quoted(value)}")
    for key in (*draft.legs, *_LISTS):
        entries = draft.of(key)
        if entries:
            yield PropertyLine(f"{key}:")
        for entry in entries:
            yield PropertyLine(f"  - {quoted(entry.value)}", entry)
    yield PropertyLine("---")
