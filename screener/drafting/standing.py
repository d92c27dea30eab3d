"""Where a passage stands in its note: on a side, in a section, or nowhere in particular."""

from collections.abc import Iterator
from dataclasses import dataclass

from screener.prose.figures import cell_figures
from screener.prose.sections import Section, section_of
from screener.prose.sides import cues, side_of_lead, side_said
from screener.records.prose import Passage, Prose, Text
from screener.records.thesis import Side

# How far behind "I am short" the names may begin.
_REACH = 40
# A line that takes a side by itself begins with it: "Long MU", "I am long MU".
_AT_START = 3
# How far into a sentence under "Bearish".
_SENTENCE_REACH = 60


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of text on one side.

    Parameters
    ----------
    passage : Passage
    text : Text
        One of its cells.
    side : Side
    start, end : int
        0-based half-open span in ``text.plain``.
    reach : int or None
        How many characters behind ``start`` the first name may stand; None for anywhere in the subject.
    is_own : bool
        Whether the other cells of its row say nothing of it, because its column is a side.
    """

    passage: Passage
    text: Text
    side: Side
    start: int
    end: int
    reach: int | None = None
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What a passage stands under: a side or a section, and the passage that says so; or neither."""

    side: Side | None = None
    section: Section | None = None
    said_by: Passage | None = None


class Standings:
    """Tells where the passages of a note stand.

    Parameters
    ----------
    prose : Prose
        A heading that names the whole note gives nothing a side: a note called *Bearish on labs* has other sections.
    """

    def __init__(self, prose: Prose) -> None:
        self._title = prose.title

    def of(self, passage: Passage) -> Standing:
        """Return what the innermost line says that says anything."""
        for above in reversed(passage.under):
            own = self._said(above)
            if own.side or own.section:
                return own
        return Standing()

    def is_told_by(self, passage: Passage) -> bool:
        """Tell whether a line says where others stand."""
        said = self._said(passage)
        return said.side is not None or said.section is not None

    def own(self, passage: Passage) -> Standing:
        """Return what a heading says itself, or else what it stands under."""
        said = self._said(passage) if passage.kind == "heading" else Standing()
        return said if said.side or said.section else self.of(passage)

    def _said(self, passage: Passage) -> Standing:
        if passage is self._title:
            return Standing()
        plain = passage.text.plain
        side = side_said(plain) if passage.level else side_of_lead(plain)
        if side is not None:
            return Standing(side, None, passage)
        section = section_of(plain) if passage.level or passage.kind == "paragraph" else None
        return Standing(None, section, passage if section else None)


def stretches(passage: Passage, standings: Standings) -> Iterator[Stretch]:
    """Yield the parts of a passage that are on a side."""
    standing = standings.own(passage)
    if passage.kind in ("unread", "header") or standing.section:
        return
    if passage.kind == "row":
        yield from _row(passage, standing.side)
        return
    text = passage.text
    found = cues(text.plain)
    if standing.side is None or (found and found[0].begins <= _AT_START and found[0].side != standing.side):
        for cue in found:
            yield Stretch(passage, text, cue.side, cue.start, cue.end, _REACH)
    elif passage.kind == "paragraph":
        yield from _sentences(passage, standing.side)
    else:
        begin = found[0].start if found and found[0].begins <= _AT_START else 0
        yield Stretch(passage, text, standing.side, begin, len(text.plain))


def _sentences(passage: Passage, side: Side) -> Iterator[Stretch]:
    text = passage.text
    start = 0
    for end in _sentence_ends(text.plain):
        yield Stretch(passage, text, side, start, end, _SENTENCE_REACH)
        start = end


def _sentence_ends(plain: str) -> Iterator[int]:
    for place in range(len(plain) - 1):
        if plain[place] in ".!?" and plain[place + 1] == " ":
            yield place + 1
    yield len(plain)


def _row(passage: Passage, side: Side | None) -> Iterator[Stretch]:
    """Yield a row's cells with names: by their columns' side, else by a cell that says one, else by the heading."""
    by_column = [side_said(passage.column(index)) for index in range(len(passage.cells))]
    if any(by_column):
        for text, said in zip(passage.cells, by_column, strict=True):
            # "Buy below" over a price is no side.
            if said is not None and cell_figures(text.plain) is None:
                yield Stretch(passage, text, said, 0, len(text.plain), is_own=True)
        return
    own = next((said for text in passage.cells if (said := _side_cell(text.plain)) is not None), side)
    if own is not None:
        for text in passage.cells:
            if _side_cell(text.plain) is None:
                yield Stretch(passage, text, own, 0, len(text.plain))


def _side_cell(plain: str) -> Side | None:
    return side_said(plain) if 0 < len(plain.split()) <= 2 else None
