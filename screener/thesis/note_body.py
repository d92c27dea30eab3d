"""What the author wrote below a note's properties, as paragraphs: without comments and the program's own blocks."""

import re
from bisect import bisect_left
from collections import defaultdict

from screener.thesis.front_matter import FrontMatter, read_front_matter
from screener.thesis.source import Source

_OPENING = re.compile(r"^[ ]{0,3}(?P<fence>`{3,}|~{3,})[^\n]*$|%%|<!--", re.MULTILINE)
_BEGIN = re.compile(r"%%[ \t]*screener:begin[ \t]+(?P<name>[^\s%]+)[ \t]*%%")
_END = re.compile(r"%%[ \t]*screener:end[ \t]+(?P<name>[^\s%]+)[ \t]*%%")
_HEADING = re.compile(r"#{1,6}[ \t]")


def body_of(text: str) -> str:
    r"""Return a note's text without its properties, comments and marked blocks.

    Parameters
    ----------
    text : str
        A note; any line ends, with or without a byte order mark.

    Returns
    -------
    str
        With plain line ends. Left out are ``%% ... %%``, ``<!-- ... -->`` and what stands between
        ``%% screener:begin NAME %%`` and ``%% screener:end NAME %%``, each outside of blocks of code. Properties that
        are not closed, or are no YAML, are text.

    Examples
    --------
    >>> body_of("---\ntype: thesis\n---\nMine. %% not shown %%\n")
    'Mine. \n'
    """
    plain = text.removeprefix("\ufeff")
    front = read_front_matter(Source("", plain))
    body = plain[front.body :] if isinstance(front, FrontMatter) else plain
    return _visible(body.replace("\r\n", "\n").replace("\r", "\n"))


def paragraphs(body: str) -> tuple[str, ...]:
    r"""Return the paragraphs of a body, each on one line with single spaces; a heading is one of its own.

    Examples
    --------
    >>> paragraphs("# Why\nOpen models\n  are cheap.\n\nThe end.\n")
    ('# Why', 'Open models are cheap.', 'The end.')
    """
    found: list[list[str]] = [[]]
    for line in body.split("\n"):
        words = line.split()
        if not words:
            found.append([])
        elif _HEADING.match(line):
            found += [words, []]
        else:
            found[-1] += words
    return tuple(" ".join(words) for words in found if words)


def _visible(body: str) -> str:
    """Return a body without comments and marked blocks; every part of it is looked at once or twice."""
    marks = _Marks(body)
    kept: list[str] = []
    begin = place = 0
    while (opening := _OPENING.search(body, place)) is not None:
        if opening["fence"]:
            place = _code_end(body, opening)
        elif (end := marks.hidden_end(opening)) is None:
            place = opening.end()
        else:
            kept.append(body[begin : opening.start()])
            begin = place = end
    return "".join((*kept, body[begin:]))


def _code_end(body: str, opening: re.Match[str]) -> int:
    """Return where a block of code ends: behind its closing fence, or with the note."""
    fence = opening["fence"]
    closing = re.compile(rf"^[ ]{{0,3}}{fence}{fence[0]}*[ \t]*$", re.MULTILINE)
    found = closing.search(body, opening.end())
    return found.end() if found else len(body)


class _Marks:
    """Where the comments and marked blocks of a body end."""

    def __init__(self, body: str) -> None:
        self._body = body
        self._block_ends: dict[str, list[int]] = defaultdict(list)
        for mark in _END.finditer(body):
            self._block_ends[mark["name"]].append(mark.end())
        self._unclosed: set[str] = set()

    def hidden_end(self, opening: re.Match[str]) -> int | None:
        """Return the end of what begins here, or None if nothing closes it, so that it is text."""
        block = _BEGIN.match(self._body, opening.start())
        if block is not None:
            ends = self._block_ends.get(block["name"], [])
            place = bisect_left(ends, block.end())
            if place < len(ends):
                return ends[place]
        closing = "-->" if opening[0] == "<!--" else "%%"
        found = -1 if closing in self._unclosed else self._body.find(closing, opening.end())
        if found < 0:
            self._unclosed.add(closing)
            return None
        return found + len(closing)
