"""What an ordinary Markdown note says, passage by passage, each with the line it stands on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

PassageKind = Literal["heading", "paragraph", "item", "header", "row", "unread"]


@dataclass(frozen=True, slots=True)
class TextLink:
    """A link inside a text.

    Parameters
    ----------
    start, end : int
        0-based half-open span of the shown words in ``Text.plain``.
    target : str
        The note's name, perhaps with folders, without ``#heading``; or an address.
    shown : str
        The words behind ``|`` or between the brackets; empty where the target itself is shown.
    is_note : bool
        ``[[Name]]``, and no address.
    """

    start: int
    end: int
    target: str
    shown: str
    is_note: bool

    @property
    def name(self) -> str:
        """The note's name without folders and without ``.md``."""
        return self.target.rsplit("/", 1)[-1].removesuffix(".md")


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """A piece of text.

    Parameters
    ----------
    raw : str
        As written, on one line, but for marks of emphasis.
    plain : str
        The words alone: without marks of emphasis, tags, code and what is struck out; links as they are shown.
    links : tuple of TextLink
        In the text's order.
    tags : tuple of str
        Without ``#``.
    is_bold : bool
        Whether all of it is bold.
    """

    raw: str
    plain: str
    links: tuple[TextLink, ...] = ()
    tags: tuple[str, ...] = ()
    is_bold: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """A heading, a paragraph, an item of a list, or a row of a table.

    Parameters
    ----------
    kind : PassageKind
        ``header`` is a table's first row; ``unread`` is text that is shown as it stands: HTML, indented code.
    line, last_line : int
        1-based, in the note's file.
    cells : tuple of Text
        One, but for rows of tables.
    under : tuple of Passage
        What it stands under, outermost first: headings, lines that lead into a list, the items it is nested in.
    level : int
        Of a heading 1 to 6, 7 for a bold line that serves as one; else 0.
    header : Passage or None
        Of a row: its table's header.
    """

    kind: PassageKind
    line: int
    last_line: int
    cells: tuple[Text, ...]
    under: tuple["Passage", ...] = ()
    level: int = 0
    header: "Passage | None" = None

    @property
    def text(self) -> Text:
        """The first cell, which is all there is but in tables."""
        return self.cells[0]

    @property
    def raw(self) -> str:
        """All of it as written, the cells of a row with bars between them."""
        return " | ".join(cell.raw for cell in self.cells)

    @property
    def lines(self) -> str:
        """Its lines as words: ``12`` or ``12-14``."""
        return str(self.line) if self.last_line <= self.line else f"{self.line}-{self.last_line}"

    def column(self, index: int) -> str:
        """Return the header's words above a cell; empty where there are none."""
        cells: Sequence[Text] = self.header.cells if self.header else ()
        return cells[index].plain if index < len(cells) else ""


@dataclass(frozen=True, slots=True)
class Prose:
    """A note's body.

    Parameters
    ----------
    passages : tuple of Passage
        In the note's order.
    left_out : tuple of (int, int)
        First and last line of each block of code and each comment, which are not read.
    title : Passage or None
        The heading that names the note: its only one of level 1.
    """

    passages: tuple[Passage, ...]
    left_out: tuple[tuple[int, int], ...] = ()
    title: Passage | None = None
