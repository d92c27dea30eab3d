"""Inline fields that a person wrote into a note (``key:: value``), as Dataview reads them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n.*?^---[ \t]*$", re.DOTALL | re.MULTILINE)
_BLOCK = re.compile(r"^[ \t]*%% screener:begin .*?^[ \t]*%% screener:end [^\r\n]*$", re.DOTALL | re.MULTILINE)
_FENCED = re.compile(
    r"^(?P<indent>[ \t>]*)(?P<fence>`{3,}|~{3,}).*?(?:^[ \t>]*(?P=fence)[`~]*[ \t]*$|\Z)", re.DOTALL | re.MULTILINE
)
_COMMENT = re.compile(r"%%.*?(?:%%|\Z)", re.DOTALL)
_CODE = re.compile(r"(?P<ticks>`+)[^`\r\n]*(?P=ticks)")
_KEY = r"[A-Za-z][\w -]*?"
_OWN_LINE = re.compile(rf"^[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+(?:\[.\][ \t]+)?)?(?P<key>{_KEY})[ \t]*::(?P<value>.*)$")
_IN_TEXT = re.compile(rf"[\[(](?P<key>{_KEY})[ \t]*::(?P<value>[^\])]*)[\])]")


@dataclass(frozen=True, slots=True)
class Field:
    """One field: ``key`` in lower case with dashes and underscores as one, its value, and its 1-based line."""

    key: str
    value: str
    line: int


def read_fields(text: str) -> tuple[Field, ...]:
    """Return the fields of a note outside its properties, code, comments and the machine's own part.

    Parameters
    ----------
    text : str

    Returns
    -------
    tuple of Field
        In the note's order. ``Next review on`` and ``next_review_on`` are one key. A field without a value has an
        empty one.
    """
    for hidden in (_FRONT, _BLOCK, _FENCED, _COMMENT, _CODE):
        text = hidden.sub(_blank, text)
    return tuple(field for number, line in enumerate(text.splitlines(), start=1) for field in _fields(line, number))


def _blank(match: re.Match[str]) -> str:
    """Return nothing but the line ends of what is hidden, so that lines keep their numbers."""
    return re.sub(r"[^\r\n]", " ", match[0])


def _fields(line: str, number: int) -> Iterator[Field]:
    own = _OWN_LINE.match(line)
    if own is not None:
        yield Field(_key(own["key"]), own["value"].strip(), number)
        return
    for found in _IN_TEXT.finditer(line):
        yield Field(_key(found["key"]), found["value"].strip(), number)


def _key(text: str) -> str:
    return re.sub(r"[\s_-]+", "_", text.strip().lower())
