"""The words of one passage: links, tags and bold parts found, marks of emphasis gone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from screener.prose.note_links import NoteLink, SetAside
from screener.records.prose import Text, TextLink

_TAG = re.compile(r"(?<![\w/#&])#([\w/-]*[^\W\d][\w/-]*)")
_SPACES = re.compile(r"\s+")
_TASK = re.compile(r"^\[[ xX/-]\]\s+")
_CALLOUT = re.compile(r"^\[![\w-]+\][+-]?\s*")
_BLOCK_ID = re.compile(r"\s\^[\w-]+$")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
# What stands for code in the plain words: something that joins nothing and names nothing.
_CODE = "`"


def text_of(token: Token, links: SetAside) -> Text:
    """Return the text of an inline token.

    Parameters
    ----------
    token : Token
        With its children.
    links : SetAside
        The note's links.
    """
    reader = _Reader(links)
    for child in token.children or ():
        reader.take(child)
    return reader.text()


@dataclass(slots=True)
class _Reader:
    """The words so far, plain and as written."""

    links: SetAside
    plain: str = ""
    written: list[str] = field(default_factory=list)
    found: list[TextLink] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    n_bold: int = 0
    n_struck: int = 0
    has_thin: bool = False
    address: tuple[int, str] | None = None

    def take(self, token: Token) -> None:
        """Read one token."""
        kind = token.type
        self._write(token)
        if kind in ("strong_open", "strong_close"):
            self.n_bold += 1 if kind == "strong_open" else -1
        elif kind in ("s_open", "s_close"):
            self.n_struck += 1 if kind == "s_open" else -1
        elif self.n_struck:
            return
        elif kind == "link_open":
            self.address = (len(self.plain), str(token.attrs.get("href", "")))
        elif kind == "link_close":
            self._close_link()
        elif kind == "code_inline":
            self._add(_CODE)
        elif kind in ("softbreak", "hardbreak") or (kind == "html_inline" and _BREAK.fullmatch(token.content)):
            self._add(" ")
        elif kind in ("text", "image"):
            self._take_words(token.content)

    def text(self) -> Text:
        """Return what was read, without space at its ends and without the marks of tasks, callouts and blocks."""
        raw = _SPACES.sub(" ", self.links.restored("".join(self.written))).strip()
        start = 0
        for mark in (_TASK, _CALLOUT):
            found = mark.match(self.plain[start:])
            start += found.end() if found else 0
        plain = _BLOCK_ID.sub("", self.plain).rstrip()
        start += len(plain[start:]) - len(plain[start:].lstrip())
        links = tuple(
            TextLink(each.start - start, each.end - start, each.target, each.shown, each.is_note)
            for each in self.found
            if each.start >= start
        )
        plain = plain[start:]
        return Text(raw, plain, links, tuple(dict.fromkeys(self.tags)), bool(plain) and not self.has_thin)

    def _write(self, token: Token) -> None:
        """Keep a token as written, but for marks of emphasis."""
        kind = token.type
        if kind in ("text", "html_inline"):
            self.written.append(token.content)
        elif kind in ("softbreak", "hardbreak"):
            self.written.append(" ")
        elif kind == "code_inline":
            self.written.append(f"{token.markup}{token.content}{token.markup}")
        elif kind in ("s_open", "s_close"):
            self.written.append(token.markup)
        elif kind == "link_open":
            self.written.append("[")
        elif kind == "link_close" and self.address is not None:
            self.written.append(f"]({self.address[1]})")
        elif kind == "image":
            self.written.append(f"![{token.content}]({token.attrs.get('src', '')})")

    def _take_words(self, words: str) -> None:
        for part in self.links.parts(words):
            if isinstance(part, NoteLink):
                begin = len(self.plain)
                self._add(part.shown or part.target or part.written)
                self.found.append(TextLink(begin, len(self.plain), part.target, part.shown, is_note=True))
            else:
                self.tags += _TAG.findall(part)
                self._add(_TAG.sub("", part.replace("==", "")))

    def _close_link(self) -> None:
        if self.address is not None:
            begin, target = self.address
            self.found.append(TextLink(begin, len(self.plain), target, self.plain[begin:], is_note=False))
        self.address = None

    def _add(self, words: str) -> None:
        words = _SPACES.sub(" ", words)
        if self.plain.endswith(" ") and words.startswith(" "):
            words = words[1:]
        if words.strip(" :") and not self.n_bold:
            self.has_thin = True
        self.plain += words


def unread(lines: Sequence[str], links: SetAside) -> Text:
    """Return lines that are shown as they stand, with nothing found in them."""
    raw = _SPACES.sub(" ", links.restored(" ".join(lines))).strip()
    return Text(raw, "")
