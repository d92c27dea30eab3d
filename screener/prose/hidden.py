"""What a note does not show: comments, taken out before its Markdown is read, with every line kept in its place."""

import re
from bisect import bisect_right
from collections import defaultdict

_OPENING = re.compile(
    r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(?P<fence>`{3,}|~{3,})[^`\n]*$|(?P<code>`+)|%%|<!--", re.MULTILINE
)
_CODE = re.compile(r"`+")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")


def without_comments(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    r"""Take ``%% ... %%`` and ``<!-- ... -->`` out of a text, but not out of code.

    Parameters
    ----------
    text : str
        With plain line ends.

    Returns
    -------
    str
        As many lines as before: of a comment only the line ends are left.
    tuple of (int, int)
        0-based first and last line of each comment.

    Examples
    --------
    >>> without_comments("Mine. %% not\nshown %% More `%%` code.")
    ('Mine. \n More `%%` code.', ((0, 1),))
    """
    codes: dict[int, list[int]] = defaultdict(list)
    for run in _CODE.finditer(text):
        codes[len(run[0])].append(run.start())
    kept: list[str] = []
    spans: list[tuple[int, int]] = []
    unclosed: set[str] = set()
    begin = place = line = counted = 0
    while (opening := _OPENING.search(text, place)) is not None:
        if opening["fence"]:
            place = _fence_end(text, opening)
        elif opening["code"]:
            place = _code_end(text, opening, codes[len(opening["code"])])
        else:
            end = _comment_end(text, opening, unclosed)
            place = opening.end() if end is None else end
            if end is not None:
                n_lines = text.count("\n", opening.start(), end)
                line += text.count("\n", counted, opening.start())
                spans.append((line, line + n_lines))
                line, counted = line + n_lines, end
                kept += [text[begin : opening.start()], "\n" * n_lines]
                begin = end
    return "".join((*kept, text[begin:])), tuple(spans)


def _fence_end(text: str, opening: re.Match[str]) -> int:
    """Return where a block of code ends: behind its closing fence, or with the note."""
    fence = opening["fence"]
    closing = re.compile(rf"^[ \t>]*{fence}{fence[0]}*[ \t]*$", re.MULTILINE)
    found = closing.search(text, opening.end())
    return found.end() if found else len(text)


def _code_end(text: str, opening: re.Match[str], places: list[int]) -> int:
    """Return where code inside a line ends: behind as many backticks in the same paragraph; else it is text."""
    following = bisect_right(places, opening.start())
    if following == len(places) or _BLANK_LINE.search(text, opening.end(), places[following]):
        return opening.end()
    return places[following] + len(opening["code"])


def _comment_end(text: str, opening: re.Match[str], unclosed: set[str]) -> int | None:
    """Return where a comment ends, or None if nothing closes it, so that it is text."""
    closing = "-->" if opening[0] == "<!--" else "%%"
    found = -1 if closing in unclosed else text.find(closing, opening.end())
    if found < 0:
        unclosed.add(closing)
        return None
    return found + len(closing)
