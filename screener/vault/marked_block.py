"""The machine's part of a note: what stands between two marked lines, and nothing else."""

import re
from dataclasses import dataclass

from screener.errors import CodeError, UsageError

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_FENCE = re.compile(r"^[ \t>]*(?P<fence>`{3,}|~{3,})(?P<rest>[^\r\n]*)")
_MARK = re.compile(r"^[ \t]*%% screener:(?P<end>begin|end) (?P<name>[^%\r\n]+?) %%[ \t]*$")


@dataclass(frozen=True, slots=True)
class _Mark:
    """A marked line: whether it begins or ends, its block's name, its number, and its span in the text."""

    is_begin: bool
    name: str
    line: int
    start: int
    end: int


def find_block(text: str, name: str, path: str) -> tuple[int, int]:
    """Return the span between the lines that begin and end a block.

    Parameters
    ----------
    text : str
        Of a whole note, with its own line ends.
    name : str
    path : str
        What a mistake is told of.

    Returns
    -------
    (int, int)
        From behind the line that begins it to the line that ends it.

    Raises
    ------
    UsageError
        There is no such block, it is not closed, is there twice, or lies in another.
    """
    begin = _begin(name)
    opened: _Mark | None = None
    found: tuple[int, int] | None = None
    for mark in _marks(text):
        if mark.is_begin and opened is not None:
            raise _wrong(path, mark.line, f"a block begins inside the one that begins on line {opened.line}")
        if mark.is_begin:
            opened = mark
            continue
        if opened is None or opened.name != mark.name:
            raise _wrong(path, mark.line, f"a block {mark.name!r} ends here that does not begin")
        if mark.name == name:
            if found is not None:
                raise _wrong(path, opened.line, f"the block {name!r} is there a second time")
            found = (opened.end, mark.start)
        opened = None
    if opened is not None:
        raise _wrong(path, opened.line, f"the block {opened.name!r} begins here and does not end")
    if found is None:
        raise UsageError(f"{path}: no line says {begin!r}; put it and {_end(name)!r} back where the review belongs")
    return found


def replace_block(text: str, name: str, content: str, path: str) -> str:
    """Return a note with another content of one block; no character outside it changes.

    Parameters
    ----------
    text : str
    name : str
    content : str
        Lines that end in a newline; they get the line ends of the line that begins the block.
    path : str

    Raises
    ------
    UsageError
        See :func:`find_block`.
    CodeError
        A line of ``content`` reads as a mark.
    """
    if any(_MARK.match(line) for line in content.splitlines()):
        raise CodeError("the machine's text holds a line that reads as a mark of a block")
    start, end = find_block(text, name, path)
    newline = "\r\n" if text[:start].endswith("\r\n") else "\r" if text[:start].endswith("\r") else "\n"
    return text[:start] + content.replace("\n", newline) + text[end:]


def _begin(name: str) -> str:
    return f"%% screener:begin {name} %%"


def _end(name: str) -> str:
    return f"%% screener:end {name} %%"


def _marks(text: str) -> list[_Mark]:
    """Return the marked lines, but for those inside a fenced code block."""
    found: list[_Mark] = []
    fence, number = "", 0
    for match in _LINE.finditer(text):
        line = match[0].rstrip("\r\n").removeprefix("\ufeff" if not number else "")
        if not match[0] and match.start() == len(text):
            break
        number += 1
        opening = _FENCE.match(line)
        if fence:
            if opening and opening["fence"].startswith(fence) and not opening["rest"].strip():
                fence = ""
            continue
        if opening and not (opening["fence"][0] == "`" and "`" in opening["rest"]):
            fence = opening["fence"]
            continue
        mark = _MARK.match(line)
        if mark is not None:
            found.append(_Mark(mark["end"] == "begin", mark["name"], number, match.start(), match.end()))
    return found


def _wrong(path: str, line: int, what: str) -> UsageError:
    return UsageError(f"{path}:{line}: {what}; nothing was written: put the marks back as they were made")
