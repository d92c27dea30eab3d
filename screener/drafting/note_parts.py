"""A note as it is: its properties, and its body with the line on which that begins."""

import re
from dataclasses import dataclass
from pathlib import Path

from screener.errors import ThesisError
from screener.thesis.findings import Findings
from screener.thesis.front_matter import FrontMatter, read_front_matter
from screener.thesis.note_file import NoteText, read_note
from screener.thesis.properties import Properties
from screener.thesis.source import Source

_FENCE = re.compile(r"---[ \t]*")
_TAG_KEYS = ("tags", "tag")


@dataclass(frozen=True, slots=True)
class NoteProperty:
    """One property as written, with its line."""

    name: str
    line: int
    last_line: int
    text: str


@dataclass(frozen=True, slots=True)
class NoteParts:
    """A note to draft from.

    Parameters
    ----------
    name : str
        The file's name without ``.md``.
    title : str
        From its properties, or empty.
    tags : tuple of (str, int)
        From its properties, each with its line.
    properties : tuple of NoteProperty
        All of them, in the note's order; where they are no YAML, their lines.
    body : str
    first_line : int
        The line on which the body begins.
    """

    name: str
    title: str
    tags: tuple[tuple[str, int], ...]
    properties: tuple[NoteProperty, ...]
    body: str
    first_line: int


def read_parts(path: Path) -> NoteParts:
    """Read a note.

    Raises
    ------
    ThesisError
        It cannot be read, is larger than 1 MB, or is a thesis already.
    """
    note = read_note(path)
    if not isinstance(note, NoteText):
        raise ThesisError(f"{path} cannot be read as a note", (note,))
    front = read_front_matter(note.source)
    if isinstance(front, FrontMatter):
        return _with_properties(path, note.source, front)
    return _without_yaml(path, note.source)


def _with_properties(path: Path, source: Source, front: FrontMatter) -> NoteParts:
    properties = Properties(front, Findings(source))
    if any(value.text == "thesis" for value in properties.raw("type")):
        raise ThesisError(f"{path} is a thesis already; run: screener thesis lint {path}")
    title = properties.raw("title")
    tags = tuple(
        (tag.removeprefix("#"), source.line_of(value.begin))
        for key in _TAG_KEYS
        for value in properties.raw(key)
        for tag in value.text.replace(",", " ").split()
    )
    starts = sorted((source.line_of(value.begin), name) for name, value in front.keys.items())
    end = source.line_of(front.body - 1) - 1 if front.body else 1
    ends = [*(line - 1 for line, _ in starts[1:]), end]
    found = tuple(
        NoteProperty(name, line, max(line, last), _lines(source, line, max(line, last)))
        for (line, name), last in zip(starts, ends, strict=True)
    )
    body = source.text[front.body :]
    shown = title[0].text.strip() if len(title) == 1 else ""
    return NoteParts(path.stem, shown, tags, found, body, source.line_of(front.body))


def _without_yaml(path: Path, source: Source) -> NoteParts:
    """Return a note without properties; a block of them that cannot be read is kept line by line."""
    n_lines = len(source.lines)
    closing = 0
    if _FENCE.fullmatch(source.lines[0]):
        closing = next((number for number in range(2, n_lines + 1) if _FENCE.fullmatch(source.lines[number - 1])), 0)
    if not closing:
        return NoteParts(path.stem, "", (), (), source.text, 1)
    text = _lines(source, 2, closing - 1)
    unread = (NoteProperty("", 2, max(2, closing - 1), text),) if text else ()
    begin = source.starts[closing] if closing < n_lines else len(source.text)
    return NoteParts(path.stem, "", (), unread, source.text[begin:], closing + 1)


def _lines(source: Source, first: int, last: int) -> str:
    return " ".join(" ".join(source.lines[first - 1 : last]).split())
