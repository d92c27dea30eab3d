"""Which lines of a note are its properties or code in a fenced block: marks and fields in them are mere text."""

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_PROPERTIES = "---"


def note_lines(text: str) -> list[str]:
    r"""Return the lines of a note with their ends, as an editor counts them.

    Unlike ``str.splitlines`` this leaves a form feed or U+2028 inside its line.

    Examples
    --------
    >>> note_lines("a\r\n\nb\x0cc")
    ['a\r\n', '\n', 'b\x0cc']
    """
    return _LINE.findall(text)


def code_lines(lines: Sequence[str]) -> frozenset[int]:
    r"""Return the 0-based numbers of lines that are properties, or belong to a fenced block of code.

    Parameters
    ----------
    lines : sequence of str
        From :func:`note_lines`.

    Returns
    -------
    frozenset of int
        Fences are CommonMark's: also inside lists and quotes, and to the note's end where none closes them.

    Examples
    --------
    >>> sorted(code_lines(["- ~~~\n", "  code\n", "text\n"]))
    [0, 1]
    """
    n_properties = _properties(lines)
    body = ["" if number < n_properties else line.rstrip("\r\n") for number, line in enumerate(lines)]
    parser = MarkdownIt("commonmark")
    parser.core.ruler.enableOnly(["block"])
    hidden = set(range(n_properties))
    for token in parser.parse("\n".join(body).removeprefix("\ufeff")):
        if token.type == "fence" and token.map is not None:
            hidden.update(range(*token.map))
    return frozenset(hidden)


def _properties(lines: Sequence[str]) -> int:
    """Return how many lines the properties at a note's top take, with their rules; 0 where there are none.

    A line that begins with ``%%`` is no YAML, so that a note may begin with a rule and hold a marked block before the
    next one.
    """
    if not lines or lines[0].removeprefix("\ufeff").rstrip() != _PROPERTIES:
        return 0
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == _PROPERTIES:
            return number + 1
        if line.lstrip().startswith("%%"):
            return 0
    return 0
