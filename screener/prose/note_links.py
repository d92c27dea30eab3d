"""``[[Links]]``, put aside while the Markdown around them is read: it would take their bars for cells of a table."""

import re
from dataclasses import dataclass

_LINK = re.compile(r"!?\[\[([^\[\]\n]+)\]\]")
# Two characters that Unicode will never give a meaning, with the link's number between them.
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_MARK = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")


@dataclass(frozen=True, slots=True)
class NoteLink:
    """``[[target#heading|shown]]`` with all of it as written."""

    written: str
    target: str
    shown: str


class SetAside:
    """The links of one note.

    Parameters
    ----------
    text : str
        The note's body.
    """

    def __init__(self, text: str) -> None:
        self._links: list[NoteLink] = []
        clean = text.replace(_OPEN, "\N{REPLACEMENT CHARACTER}").replace(_CLOSE, "\N{REPLACEMENT CHARACTER}")
        self.text = _LINK.sub(self._put, clean)

    def restored(self, text: str) -> str:
        """Return a part of the text with its links as written."""
        return _MARK.sub(lambda mark: self._links[int(mark[1])].written, text)

    def parts(self, text: str) -> list[str | NoteLink]:
        """Return a part of the text as words and links, in order."""
        found = _MARK.split(text)
        return [self._links[int(part)] if index % 2 else part for index, part in enumerate(found)]

    def _put(self, match: re.Match[str]) -> str:
        target, _, shown = match[1].replace("\\|", "|").partition("|")
        self._links.append(NoteLink(match[0], target.split("#", 1)[0].strip(), shown.strip()))
        return f"{_OPEN}{len(self._links) - 1}{_CLOSE}"
