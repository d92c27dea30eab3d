"""Addresses inside a source's text; nothing but http and https ever becomes a link."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from screener.report.cell_text import clean_text

# Of these schemes only, and printable ASCII alone: an address ends before look-alike or invisible characters.
_ADDRESS = re.compile(r"https?://[!#-&(-;=?-~]+", re.IGNORECASE)
_NOT_AT_END = ".,;:!?)]}'"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of text, and where it leads; ``address`` is empty for plain text."""

    text: str
    address: str = ""


def linked(text: str) -> tuple[Part, ...]:
    """Return a source's text in parts, each address a link.

    Parameters
    ----------
    text : str

    Returns
    -------
    tuple of Part
        Their texts together are the clean ``text``. Only ``http`` and ``https`` addresses with a host and without a
        user's name are links; anything else, ``javascript:`` above all, stays text.

    Examples
    --------
    >>> [(part.text, bool(part.address)) for part in linked("price: https://example.org/a (x)")]
    [('price: ', False), ('https://example.org/a', True), (' (x)', False)]
    """
    cleaned, parts, place = clean_text(text), [], 0
    for found in _ADDRESS.finditer(cleaned):
        address = found.group().rstrip(_NOT_AT_END)
        end = found.start() + len(address)
        if _is_safe(address):
            parts += [Part(cleaned[place : found.start()]), Part(address, address)]
            place = end
    parts.append(Part(cleaned[place:]))
    return tuple(part for part in parts if part.text)


def _is_safe(address: str) -> bool:
    try:
        split = urlsplit(address)
    except ValueError:
        return False
    return bool(split.hostname) and "@" not in split.netloc
