"""Code inside a line and comments: what of a note's text is not read, with every character in its place."""

import re
from bisect import bisect_left
from collections import defaultdict

CODE, COMMENT = "\x00", "\x01"
_OPENING = re.compile(r"`+|%%|<!--")
_CLOSING = {"%%": "%%", "<!--": "-->"}
_EITHER = re.compile(r"`+|%%|-->")
_NO_LINE_END = re.compile(r"[^\n]")


def masked(text: str) -> str:
    r"""Return a text of the same length in which code reads ``\x00`` and comments read ``\x01``.

    Parameters
    ----------
    text : str
        With plain line ends and no fenced blocks.

    Returns
    -------
    str
        Line ends stay. Code is between runs of as many backticks on one line; ``%% ... %%`` and ``<!-- ... -->`` may
        span lines. What nothing closes is text.

    Examples
    --------
    >>> masked("a `%%` b %% c\nd %%")
    'a \x00\x00\x00\x00 b \x01\x01\x01\x01\n\x01\x01\x01\x01'
    """
    ends: dict[str, list[int]] = defaultdict(list)
    for run in _EITHER.finditer(text):
        ends[run[0]].append(run.start())
    kept: list[str] = []
    begin = place = 0
    while (opening := _OPENING.search(text, place)) is not None:
        closing = _CLOSING.get(opening[0], opening[0])
        following = bisect_left(ends[closing], opening.end())
        place = opening.end()
        if following == len(ends[closing]):
            continue
        end = ends[closing][following] + len(closing)
        is_code = opening[0][0] == "`"
        if is_code and "\n" in text[place:end]:
            continue
        hidden = _NO_LINE_END.sub(CODE if is_code else COMMENT, text[opening.start() : end])
        kept += [text[begin : opening.start()], hidden]
        begin = place = end
    return "".join((*kept, text[begin:]))
