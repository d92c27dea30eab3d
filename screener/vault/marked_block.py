"""The machine's part of a note: what stands between two marked lines, and nothing else."""

import re
from dataclasses import dataclass

from screener.errors import CodeError, UsageError
from screener.vault.code_lines import code_lines, note_lines

# Indented further, a line is code.
_MARK = re.compile(r" {0,3}%% screener:(?P<end>begin|end) (?P<name>[^%\r\n]+?) %%[ \t]*")
_LIKE_A_MARK = re.compile(r"%%[ \t]*screener:(?:begin|end)\b")
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked line: whether it begins or ends, its block's name, its 1-based number, and its span in the text."""

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
    opened: Mark | None = None
    found: tuple[int, int] | None = None
    for mark in marks_of(text):
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
        Lines, each with its end; they get the end of the line that begins the block.
    path : str

    Raises
    ------
    UsageError
        See :func:`find_block`.
    CodeError
        ``content`` holds what reads as a mark, or would hide the block's end, such as an open block of code.
    """
    if _LIKE_A_MARK.search(content):
        raise CodeError("the machine's text holds a line that reads as a mark of a block")
    start, end = find_block(text, name, path)
    newline = next(each for each in ("\r\n", "\r", "\n") if text.endswith(each, 0, start))
    inside = _LINE_END.sub(newline, content)
    changed = text[:start] + inside + text[end:]
    if _span(changed, name, path) != (start, start + len(inside)):
        raise CodeError("the machine's text would hide the end of its block")
    return changed


def _begin(name: str) -> str:
    return f"%% screener:begin {name} %%"


def _end(name: str) -> str:
    return f"%% screener:end {name} %%"


def _span(text: str, name: str, path: str) -> tuple[int, int] | None:
    try:
        return find_block(text, name, path)
    except UsageError:
        return None


def marks_of(text: str) -> list[Mark]:
    """Return the marked lines in order, but for those among properties or inside a fenced block of code."""
    lines = note_lines(text)
    found: list[Mark] = []
    hidden: frozenset[int] | None = None
    start = 0
    for number, line in enumerate(lines):
        match = _MARK.fullmatch(line.rstrip("\r\n").removeprefix("" if number else "\ufeff"))
        if match is not None:
            # Only notes with a mark are worth the parser's time.
            hidden = code_lines(lines) if hidden is None else hidden
            if number not in hidden:
                found.append(Mark(match["end"] == "begin", match["name"], number + 1, start, start + len(line)))
        start += len(line)
    return found


def _wrong(path: str, line: int, what: str) -> UsageError:
    return UsageError(f"{path}:{line}: {what}; nothing was written: put the marks back as they were made")
