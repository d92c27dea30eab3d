"""From a note's body to its passages."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from screener.prose.hidden import without_comments
from screener.prose.inline import text_of, unread
from screener.prose.note_links import SetAside
from screener.records.prose import Passage, PassageKind, Prose, Text

# Lists and quotes nested deeper than this are read line by line.
_MOST_NESTED = 40
_BOLD_LEVEL = 7
_LONGEST_LEAD = 80
_WORDS = re.compile(r"\w+")


def read_prose(body: str, first_line: int = 1) -> Prose:
    r"""Read a note's body.

    Parameters
    ----------
    body : str
        Markdown with tables, ``[[links]]``, ``#tags`` and comments; any line ends.
    first_line : int
        The line of the note on which the body begins.

    Returns
    -------
    Prose
        Every visible line that is no code is in a passage: what the Markdown parser drops, such as a cell too many or
        text nested too deeply, comes as it stands.

    Examples
    --------
    >>> prose = read_prose("# Longs\n- [[Nvidia|NVDA]] **sells**\n")
    >>> [(each.kind, each.line, each.text.plain) for each in prose.passages]
    [('heading', 1, 'Longs'), ('item', 2, 'NVDA sells')]
    """
    visible, comments = without_comments(body.replace("\r\n", "\n").replace("\r", "\n"))
    links = SetAside(visible)
    parser = MarkdownIt("commonmark", {"maxNesting": _MOST_NESTED}).enable(["table", "strikethrough"])
    # The parser has its own sign for a character that is none.
    text = links.text.replace("\0", "\N{REPLACEMENT CHARACTER}")
    walk = _Walk(links, text.split("\n"), first_line)
    for token in parser.parse(text):
        walk.take(token)
    code = [(first + first_line, last + first_line) for first, last in (*comments, *walk.code)]
    passages = walk.all_passages()
    tops = [each for each in passages if each.level == 1]
    return Prose(passages, tuple(sorted(set(code))), tops[0] if len(tops) == 1 else None)


@dataclass(slots=True)
class _Walk:
    """The passages so far, and what the next one stands under."""

    links: SetAside
    lines: list[str]
    first_line: int
    code: list[tuple[int, int]] = field(default_factory=list)
    found: list[Passage] = field(default_factory=list)
    headings: list[Passage] = field(default_factory=list)
    items: list[Passage | None] = field(default_factory=list)
    lead: Passage | None = None
    heading_level: int = 0
    cells: list[Text] | None = None
    header: Passage | None = None
    is_header: bool = False
    is_covered: set[int] = field(default_factory=set)
    row_map: list[int] = field(default_factory=list)

    def take(self, token: Token) -> None:
        """Read one token of the document."""
        kind = token.type
        if kind in ("bullet_list_open", "ordered_list_open", "table_open") and not self.items:
            self._lead_in()
        if kind == "heading_open":
            self.heading_level = int(token.tag[1])
        elif kind == "inline":
            self._take_inline(token)
        elif kind == "list_item_open":
            self.items.append(None)
        elif kind == "list_item_close":
            self.items.pop()
        elif kind in ("bullet_list_close", "ordered_list_close", "table_close") and not self.items:
            self.lead = None
        elif kind in ("fence", "code_block", "html_block", "hr"):
            self._take_block(token)
        else:
            self._take_table(token)

    def all_passages(self) -> tuple[Passage, ...]:
        """Return the passages in the note's order, with the lines that none of them has."""
        left = [
            self._unread(number, number)
            for number, line in enumerate(self.lines)
            if number not in self.is_covered and _WORDS.search(line)
        ]
        return tuple(sorted((*self.found, *left), key=lambda each: each.line))

    def _take_inline(self, token: Token) -> None:
        text = text_of(token, self.links)
        if self.cells is not None:
            self.cells.append(text)
            return
        if self.heading_level:
            self._add_heading(token, text, self.heading_level)
            self.heading_level = 0
        elif self.items and self.items[-1] is None:
            self.items[-1] = self._add("item", token.map, (text,))
        elif not self.items and text.is_bold and len(text.plain) <= _LONGEST_LEAD:
            self._add_heading(token, text, _BOLD_LEVEL)
        else:
            self._add("paragraph", token.map, (text,))

    def _add_heading(self, token: Token, text: Text, level: int) -> None:
        self.headings = [each for each in self.headings if each.level < level]
        passage = self._add("heading", token.map, (text,), level)
        self.headings.append(passage)

    def _lead_in(self) -> None:
        """Let a list stand under the line right before it, if that line leads into it."""
        last = self.found[-1] if self.found else None
        if last is None or last.kind != "paragraph" or not 0 < len(last.text.plain) <= _LONGEST_LEAD:
            return
        if last.text.plain.endswith(":") or len(last.text.plain.split()) <= 3:
            self.lead = last

    def _take_block(self, token: Token) -> None:
        first, end = token.map or (0, 0)
        self.is_covered.update(range(first, end))
        if token.type == "fence":
            self.code.append((first, end - 1))
        elif token.type != "hr" and _WORDS.search(token.content):
            self.found.append(self._unread(first, end - 1))

    def _take_table(self, token: Token) -> None:
        kind = token.type
        if kind == "table_open" and token.map:
            self.is_covered.update(range(*token.map))
            self.header = None
        elif kind == "thead_open":
            self.is_header = True
        elif kind == "thead_close":
            self.is_header = False
        elif kind == "tr_open":
            self.cells, self.row_map = [], list(token.map or (0, 1))
        elif kind == "tr_close" and self.cells is not None:
            self._add_row(tuple(self.cells))
            self.cells = None

    def _add_row(self, cells: tuple[Text, ...]) -> None:
        passage = self._add("header" if self.is_header else "row", self.row_map, cells)
        if self.is_header:
            self.header = passage
        first = self.row_map[0]
        written = self.links.restored(self.lines[first])
        # A row with more cells than its header loses them in the parser.
        if _WORDS.findall(written) != _WORDS.findall(passage.raw):
            self.found.append(self._unread(first, first))

    def _add(self, kind: PassageKind, span: Sequence[int] | None, cells: tuple[Text, ...], level: int = 0) -> Passage:
        first, end = span or (0, 1)
        self.is_covered.update(range(first, end))
        header = self.header if kind == "row" else None
        lines = (first + self.first_line, end - 1 + self.first_line)
        passage = Passage(kind, *lines, cells, tuple(self._under()), level, header)
        self.found.append(passage)
        return passage

    def _under(self) -> Iterator[Passage]:
        yield from self.headings
        if self.lead is not None:
            yield self.lead
        yield from (each for each in self.items if each is not None)

    def _unread(self, first: int, last: int) -> Passage:
        text = unread(self.lines[first : last + 1], self.links)
        return Passage("unread", first + self.first_line, last + self.first_line, (text,), tuple(self.headings))
