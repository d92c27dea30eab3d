"""Numbers as people write them: ranges, currencies, thousands separators, decimal commas, changes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

FigureUnit = Literal["", "%", "pp", "x", "elo", "months", "usd", "other"]
Sign = Literal["", "<", "<=", ">", ">="]
FiguresKind = Literal["one", "change", "pair"]

_DIGITS = r"\d{1,3}(?:[,.'\u2019\u00a0\u202f ]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?"
_DASH = r"\s*(?:\u2013|—|-|\u2011|\.\.\.?|(?P<word>to|bis|à|a))\s*"
_UNITS = (
    r"(?P<pp>pp\b|p\.p\.|(?:percentage |percent )?points?\b|prozentpunkten?\b|points? de pourcentage\b)"
    r"|(?P<elo>elo\b(?:[- ]?(?:points?|punkte))?)|(?P<percent>%|percent\b|prozent\b|pour ?cent\b|pct\b)"
    r"|(?P<months>months?\b|monaten?\b|mois\b|mo\b)|(?P<x>[x\u00d7]\b|[x\u00d7](?!\w)|times\b|mal\b|fach\b|fois\b|-?fold\b)"
)
_CURRENCY = r"US\$|\$|USD|€|EUR|£|GBP|¥|CNY|RMB|元"
_FIGURE = (
    rf"(?P<sign>[<>≤≥])?\s*(?:[~≈±]|about|around|ca\.?|rund|etwa|environ)?\s*(?P<before>{_CURRENCY})?\s*"
    rf"(?P<low>[+\-\u2212]?(?:{_DIGITS}))(?:\s?[x\u00d7%]?{_DASH}(?:{_CURRENCY})?(?P<high>{_DIGITS}))?(?![\d])\s?(?:{_UNITS})?"
    rf"\s*(?P<after>{_CURRENCY}|Dollars?\b)?"
)
_WHOLE = re.compile(_FIGURE, re.IGNORECASE)
# Inside a sentence a number is no part of a word, such as GPT-5 or V3.2, and no day.
_INSIDE = re.compile(rf"(?<![\w.,-])(?<![^\W\d]/)(?:{_FIGURE})(?!\w)", re.IGNORECASE)
_DAY = re.compile(r"(?<!\d)20\d\d(?:[-/]\d\d){0,2}(?![\d%x,.-]\d|[\d%x])")
_ARROW = re.compile(r"\s*(?:→|⟶|➜|➔|⇒|=>|->|-->)\s*")
_FROM = re.compile(r"\b(?:from|von|de|desde|da)\s*$", re.IGNORECASE)
# Between the two figures of a change there may be a remark: from 3-5x a year ago to 10-30x.
_TO = re.compile(r"\s*(?:\([^()]*\)\s*|[^\d()]{1,25}\s)?(?:to|auf|à|a|hasta)\s*", re.IGNORECASE)
_NOTED_ARROW = re.compile(rf"\s*(?:\([^()]*\)\s*|[^\d()]{{1,25}}?)?(?:{_ARROW.pattern})")
_PER = re.compile(
    r"\s*(?:/|\bper\b|\bpro\b|\bpar\b)\s*(?:1\s?)?(?:m(?:io\.?|illion(?:en|s)?)?|mtok)\b\.?(?:\s*(?:input|output)?\s*tok(?:ens?)?\b)?",
    re.IGNORECASE,
)
_SIGNS: dict[str, Sign] = {"<": "<", ">": ">", "≤": "<=", "≥": ">="}
_FARTHEST_FROM = 12
_DECIMAL_COMMA = re.compile(r"(?<![\d.,])\d+,\d{1,2}(?![\d,.]\d|\d)")
_DECIMAL_POINT = re.compile(r"(?<![\d.,])\d+\.\d{1,2}(?![\d,.]\d|\d)")


@dataclass(frozen=True, slots=True)
class Figure:
    """One number, or a range of numbers.

    Parameters
    ----------
    low, high : float
        Equal unless it is a range.
    unit : FigureUnit
        As written; ``other`` is a currency that is not the US dollar.
    sign : Sign
        ``<5`` and the like.
    start, end : int
        0-based half-open span in its text.
    """

    low: float
    high: float
    unit: FigureUnit
    sign: Sign = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """What stands in one cell, or one place of a sentence.

    Parameters
    ----------
    kind : {"one", "change", "pair"}
        A number; a number that became another; two numbers side by side, such as 30/60.
    items : tuple of Figure
    """

    kind: FiguresKind
    items: tuple[Figure, ...]


def has_decimal_commas(text: str) -> bool:
    """Tell whether a note writes 17,5 for seventeen and a half, and nothing speaks against it."""
    return _DECIMAL_COMMA.search(text) is not None and _DECIMAL_POINT.search(text) is None


def number_of(text: str, *, is_comma: bool = False) -> float:
    """Return the number that digits with separators mean.

    Parameters
    ----------
    text : str
        Such as ``1,234.5``, ``1.234,5``, ``17,5`` or ``10 000``.
    is_comma : bool
        Whether the note writes decimal commas, so that ``1.234`` is above a thousand.

    Examples
    --------
    >>> number_of("1,234.5"), number_of("1.234,5"), number_of("0,3"), number_of("1,234"), number_of("1.234")
    (1234.5, 1234.5, 0.3, 1234.0, 1.234)
    """
    plain = re.sub(r"['\u2019\u00a0\u202f ]", "", text).replace("\u2212", "-").lstrip("+")
    last = max(plain.rfind(","), plain.rfind("."))
    if last < 0:
        return float(plain)
    mark, tail = plain[last], plain[last + 1 :]
    others = plain[:last].replace(",", "").replace(".", "")
    is_repeated = plain.count(mark) > 1
    is_mixed = len(set(plain) & {",", "."}) == 2
    thousands_mark = "." if is_comma else ","
    is_thousands = is_repeated or (
        not is_mixed and len(tail) == 3 and mark == thousands_mark and others not in ("0", "")
    )
    return float(others + tail) if is_thousands else float(f"{others or '0'}.{tail}")


def cell_figures(text: str, *, is_comma: bool = False) -> Figures | None:
    """Return the figures of a cell that holds nothing else; None for a cell of words.

    Examples
    --------
    >>> [(each.low, each.high, each.unit) for each in cell_figures("3-5x -> 10-30x").items]
    [(3.0, 5.0, 'x'), (10.0, 30.0, 'x')]
    >>> cell_figures("$0.27/$1.10").kind, cell_figures("two of them")
    ('pair', None)
    """
    plain = _PER.sub("", text).strip().rstrip(".")
    changed = _ARROW.split(plain)
    parts = changed if len(changed) == 2 else plain.split("/")
    kind: FiguresKind = "one" if len(parts) == 1 else "change" if parts is changed else "pair"
    items = [_whole(part.strip(), is_comma=is_comma) for part in parts]
    if len(parts) > 2 or any(item is None for item in items):
        return None
    return Figures(kind, _shared_unit(items))


def sentence_figures(text: str, *, is_comma: bool = False) -> tuple[Figures, ...]:
    """Return the figures inside a sentence, in order; two with an arrow, or *from* and *to*, are a change.

    Examples
    --------
    >>> [each.kind for each in sentence_figures("From 17.5 to 0.3 points; 3-5x (2023) → 10-30x; GPT-5 costs $30/$60")]
    ['change', 'change', 'pair']
    """
    # Days and years are no figures; their places are kept.
    masked = _DAY.sub(lambda day: "_" * len(day[0]), text)
    found: list[Figure | Figures] = []
    for match in _INSIDE.finditer(masked):
        if match["word"] and _says_from(masked, match.start()):
            found.append(_range_as_change(match, is_comma=is_comma))
        else:
            found.append(_figure(match, is_comma=is_comma))
    return tuple(_paired(masked, found))


def _paired(text: str, found: "list[Figure | Figures]") -> Iterator[Figures]:
    place = 0
    while place < len(found):
        first, second = found[place], found[place + 1] if place + 1 < len(found) else None
        place += 1
        if isinstance(first, Figures):
            yield first
            continue
        kind = _joined(text, first, second) if isinstance(second, Figure) else None
        if kind is not None and isinstance(second, Figure):
            place += 1
            yield Figures(kind, _shared_unit([first, second]))
        else:
            yield Figures("one", (first,))


def _range_as_change(match: re.Match[str], *, is_comma: bool) -> Figures:
    """Return *from 17.5 to 0.3* as the change that it is, and not as a range."""
    unit = _unit(match)
    low, high = (number_of(match[name], is_comma=is_comma) for name in ("low", "high"))
    first = Figure(low, low, unit, "", match.start("low"), match.end("low"))
    return Figures("change", (first, Figure(high, high, unit, "", match.start("high"), match.end())))


def _joined(text: str, first: Figure, second: Figure) -> FiguresKind | None:
    between = text[first.end : second.start].rstrip("$€£¥")
    if _NOTED_ARROW.fullmatch(between):
        return "change"
    if _says_from(text, first.start) and _TO.fullmatch(between):
        return "change"
    return "pair" if between.strip() == "/" else None


def _says_from(text: str, start: int) -> bool:
    return _FROM.search(text[max(0, start - _FARTHEST_FROM) : start].rstrip("$€£¥")) is not None


def _whole(text: str, *, is_comma: bool) -> Figure | None:
    found = _WHOLE.fullmatch(text)
    return _figure(found, is_comma=is_comma) if found else None


def _figure(found: re.Match[str], *, is_comma: bool) -> Figure:
    low = number_of(found["low"], is_comma=is_comma)
    high = number_of(found["high"], is_comma=is_comma) if found["high"] else low
    return Figure(
        min(low, high),
        max(low, high),
        _unit(found),
        _SIGNS.get(found["sign"] or "", ""),
        found.start("low"),
        found.end(),
    )


def _unit(found: re.Match[str]) -> FigureUnit:
    money = (found["before"] or found["after"] or "").casefold()
    if money:
        return "usd" if money in ("$", "us$", "usd") or money.startswith("dollar") else "other"
    names: dict[str, FigureUnit] = {"pp": "pp", "elo": "elo", "percent": "%", "months": "months", "x": "x"}
    return next((unit for name, unit in names.items() if found[name]), "")


def _shared_unit(items: Sequence[Figure | None]) -> tuple[Figure, ...]:
    """Return figures that share the only unit written: of 17.5 -> 0.3 pp both are percentage points."""
    figures = [item for item in items if item is not None]
    units = {figure.unit for figure in figures} - {""}
    unit = units.pop() if len(units) == 1 else None
    return tuple(
        figure if unit is None else Figure(figure.low, figure.high, unit, figure.sign, figure.start, figure.end)
        for figure in figures
    )
