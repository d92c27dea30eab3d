"""Which side a text takes: words for long and short in headings, and turns of phrase in sentences."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from screener.records.thesis import Side

_OPEN = r"(?<![\w-])"
# "Long-term", "short of", "a bull case": words that begin like a side and mean something else.
_NOT = (
    r"(?![\w])(?![-\s](?:term|run|lived|dated|context|tail|cut|list|form|standing|time|way|squeeze|interest|ago|before"
    r"|after|enough|case|argument|scenario|market|of|as)\b)"
)
_LONG = (
    r"longs?|bullish|bulls?(?!\s\w)|winners?|beneficiar(?:y|ies)|gainers?|buys?|overweight"
    r"|bullische?n?|gewinner|profiteure?|nutznie(?:ß|ss)er|kaufen|kaufkandidaten"
    r"|haussi(?:er|[eè]re)s?|gagnante?s?|b[eé]n[eé]ficiaires?|acheter|achats?|[aà] la hausse"
    r"|alcistas?|ganador(?:as?|es)?|beneficiari[oa]s?|comprar|rialzist[aei]|vincitori|comprare|vencedores|winnaars"
)
_SHORT = (
    r"shorts?|bearish|bears?(?!\s\w)|losers?|victims?|sells?|underweight"
    r"|b[äa]e?risch(?:e|en)?|verlierer|leerverk[äa]ufe?|leerverkaufen|verkaufen"
    r"|baissi(?:er|[eè]re)s?|perdante?s?|vendre|ventes? [aà] d[eé]couvert|[aà] la baisse"
    r"|bajistas?|perdedor(?:as?|es)?|vender|ribassist[aei]|perdenti|vendere|verliezers"
)
_SIGNS: dict[Side, str] = {
    "long": "看多|看涨|做多|強気|\U0001f402|\U0001f4c8",
    "short": "看空|看跌|做空|弱気|\U0001f43b|\U0001f4c9",
}
_WORDS: dict[Side, re.Pattern[str]] = {
    "long": re.compile(rf"{_OPEN}(?:{_LONG}){_NOT}|{_SIGNS['long']}", re.IGNORECASE),
    "short": re.compile(rf"{_OPEN}(?:{_SHORT}){_NOT}|{_SIGNS['short']}", re.IGNORECASE),
}
_DENIED = re.compile(r"\b(?:not|no|never|neither|nor|nicht|kein\w*|pas|ni|non)\s+(?:\w+\s+)?$", re.IGNORECASE)

_EITHER = rf"(?:(?P<long>{_LONG}|{_SIGNS['long']})|(?P<short>{_SHORT}|{_SIGNS['short']}))"
_STANCE = (
    r"\b(?:am|are|is|be|being|go|going|went|stay|remain|get|bin|sind|bleibe|gehe|suis|sommes|reste|estoy|sono)"
    r"|['\u2019](?:m|re)"
)
_CUES = (
    # I am long X
    rf"(?:{_STANCE})\s+(?:\w+\s+){{0,2}}?{_EITHER}{_NOT}",
    # bullish on X
    rf"{_OPEN}{_EITHER}{_NOT}(?=\s+(?:on|for|für|auf|sur|pour|sobre)\b)",
    # Winners are X; shorts: X
    rf"{_OPEN}{_EITHER}{_NOT}(?=\s*:|\s+(?:are|is|sind|include|sont|son|sono)\b)",
    # Long X, where a clause begins
    rf"(?:^|[.;:!?,\u2013—(]\s*|\b(?:and|but|und|aber|et|mais|y)\s+){_EITHER}{_NOT}",
)
_CUE_PATTERNS = tuple(re.compile(cue, re.IGNORECASE) for cue in _CUES)
_SENTENCE_END = re.compile(r"[.!?](?=\s+[^\W\d_a-zà-ÿ])|\n")
# A line that leads into others says its side early.
_LEAD = re.compile(r"[^:\u2013—]*")
_LONGEST_LEAD_WORDS = 8
_FARTHEST_NOT = 40


@dataclass(frozen=True, slots=True)
class Cue:
    """A stretch of text that takes a side.

    Parameters
    ----------
    side : {"long", "short"}
    start, end : int
        0-based half-open span of what follows the word, up to the next such word or the sentence's end.
    begins : int
        Where the word itself, or the phrase around it, begins.
    """

    side: Side
    start: int
    end: int
    begins: int


def side_said(text: str) -> Side | None:
    """Return the side that a heading says; None for none, for both, or for one that is denied.

    Examples
    --------
    >>> side_said("Trade implications: Bearish"), side_said("Bearish / Bullish"), side_said("Long-term outlook")
    ('short', None, None)
    """
    said: list[Side] = [
        side
        for side, words in _WORDS.items()
        if any(not _is_denied(text, found.start()) for found in words.finditer(text))
    ]
    return said[0] if len(said) == 1 else None


def side_of_lead(text: str) -> Side | None:
    """Return the side of an item or line that others stand under: what it says before its first colon or dash.

    Examples
    --------
    >>> side_of_lead("Shorts: the ones I would sell"), side_of_lead("NVDA makes what every one of the shorts needs")
    ('short', None)
    """
    lead = _LEAD.match(text)
    words = lead[0] if lead else ""
    return side_said(words) if len(words.split()) <= _LONGEST_LEAD_WORDS else None


def cues(text: str) -> tuple[Cue, ...]:
    """Return the stretches of a text that take a side by themselves, in order.

    Examples
    --------
    >>> text = "I am long NVDA and short PATH."
    >>> [(each.side, text[each.start : each.end]) for each in cues(text)]
    [('long', ' NVDA '), ('short', ' PATH.')]
    """
    starts: dict[int, tuple[Side, int]] = {}
    for pattern in _CUE_PATTERNS:
        for found in pattern.finditer(text):
            side: Side = "long" if found["long"] else "short"
            begin, end = found.span(side)
            if not _is_denied(text, begin):
                earlier = starts.get(end, (side, found.start()))[1]
                starts[end] = (side, min(found.start(), earlier))
    ends = [found.end() for found in _SENTENCE_END.finditer(text)]
    ordered = sorted(starts)
    result: list[Cue] = []
    for place, start in enumerate(ordered):
        side, begins = starts[start]
        following = starts[ordered[place + 1]][1] if place + 1 < len(ordered) else len(text)
        at = bisect_right(ends, start)
        stop = ends[at] if at < len(ends) else len(text)
        result.append(Cue(side, start, max(start, min(following, stop)), begins))
    return tuple(result)


def _is_denied(text: str, begin: int) -> bool:
    """Tell whether a *not* stands before a word, with at most one word between them."""
    return _DENIED.search(text[max(0, begin - _FARTHEST_NOT) : begin]) is not None
