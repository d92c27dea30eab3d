"""What a section of a note is for, by the words of its heading, in a few languages."""

import re
from typing import Literal

Section = Literal["players", "related", "kill", "view"]

_SECTIONS: dict[Section, re.Pattern[str]] = {
    "players": re.compile(
        r"\b(?:(?:key |main |open |the )*players?|actors|watch ?list|to watch|watching|who(?: is who)?|spieler|akteure"
        r"|marktteilnehmer|beobachten|acteurs|[aà] surveiller|jugadores|actores|attori|protagonisti)\b",
        re.IGNORECASE,
    ),
    "related": re.compile(
        r"\b(?:related|see also|links?|backlinks?|references?|further reading|sources?|siehe auch|verwandt\w*|verweise"
        r"|quellen|voir aussi|liens|connexes?|r[eé]f[eé]rences|v[eé]ase|relacionad[oa]s?|vedi anche)\b",
        re.IGNORECASE,
    ),
    "kill": re.compile(
        r"\b(?:kill|change (?:my|our) mind|invalidat\w+|(?:am|['\u2019]m|be|are) wrong|wrong if|exit criteria"
        r"|falsif\w+|stop criteria|abbruchkriterien|widerleg\w+|changer d['\u2019]avis|invalider\w*)\b",
        re.IGNORECASE,
    ),
    "view": re.compile(
        r"\b(?:thesis|view|summary|tl;?dr|claim|core|idea|these|kernthese|zusammenfassung|th[eè]se|r[eé]sum[eé]|tesis"
        r"|resumen|tesi)\b",
        re.IGNORECASE,
    ),
}


def section_of(heading: str) -> Section | None:
    """Return what a section is for, or None.

    Examples
    --------
    >>> section_of("Key players"), section_of("What would change my mind"), section_of("Prices")
    ('players', 'kill', None)
    """
    return next((name for name, words in _SECTIONS.items() if words.search(heading)), None)
