"""When a figure was so: *then*, *now*, or a day, by the words of a column's header or of a sentence."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from screener.expressions.iso_date import parse_iso_date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janvier enero gennaio",
            "february feb februar février fevrier febrero febbraio",
            "march mar märz maerz mars marzo",
            "april apr avril abril aprile",
            "may mai mayo maggio",
            "june jun juni juin junio giugno",
            "july jul juli juillet julio luglio",
            "august aug août aout agosto",
            "september sep sept septembre septiembre settembre",
            "october oct oktober okt octobre octubre ottobre",
            "november nov novembre noviembre",
            "december dec dezember dez décembre decembre diciembre dicembre",
        ),
        start=1,
    )
    for name in names.split()
}
_ISO = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")
_YEAR_MONTH = re.compile(r"(?<!\d)(20\d\d)[-/](0[1-9]|1[0-2])(?![\d-])")
_NAMED_MONTH = re.compile(rf"\b({'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?\s+(20\d\d)\b", re.IGNORECASE)
_QUARTER = re.compile(r"\bQ([1-4])\s*[/-]?\s*(20\d\d)\b|\b(20\d\d)\s*-?Q([1-4])\b", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\d$€£.,-])(20[12]\d)(?![\d%x,.-]\d|\d)")
_YEAR_AGO = re.compile(
    r"\b(?:a|one|1) year (?:ago|before|earlier)|\b(?:12|twelve) months (?:ago|before)|\blast year\b"
    r"|\bvor (?:einem|1) jahr|\bvorjahr\w*|\bil y a (?:un|1) an|\bl['\u2019]an dernier|\bhace un a[ñn]o|\bun anno fa",
    re.IGNORECASE,
)
_THEN = re.compile(
    r"\b(?:then|before|was|old|previous(?:ly)?|earlier|past|ago|damals|fr[üu]her|vorher|zuvor|alt|avant|antes|prima"
    r"|alors)\b",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\b(?:now|today|current(?:ly)?|latest|new|present|after|heute|jetzt|aktuell|neu|maintenant|aujourd['\u2019]hui|actuel\w*"
    r"|apr[eè]s|ahora|hoy|oggi|adesso)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class When:
    """When a figure was so.

    Parameters
    ----------
    word : {"then", "now"}
    on : date or None
        The day, where one is said; the last one of a month or year.
    """

    word: Literal["then", "now"]
    on: dt.date | None = None


def when_said(text: str, today: dt.date) -> When | None:
    """Return when, or None where the text says nothing of it.

    Parameters
    ----------
    text : str
    today : date
        The day of the view: *a year ago* counts from it, and a day that is not over is *now*.

    Examples
    --------
    >>> when_said("End of 2023", dt.date(2025, 12, 8)), when_said("Today", dt.date(2025, 12, 8))
    (When(word='then', on=datetime.date(2023, 12, 31)), When(word='now', on=None))
    """
    day = _day(text, today)
    if day is not None:
        return When("then", day) if day < today else When("now")
    then, now = _THEN.search(text), _NOW.search(text)
    if (then is None) == (now is None):
        return None
    return When("then" if then else "now")


def _day(text: str, today: dt.date) -> dt.date | None:
    iso = _ISO.search(text)
    if iso is not None:
        return parse_iso_date(iso[1])
    if _YEAR_AGO.search(text):
        return _a_year_before(today)
    month = _YEAR_MONTH.search(text)
    if month is not None:
        return _month_end(int(month[1]), int(month[2]))
    named = _NAMED_MONTH.search(text)
    if named is not None:
        return _month_end(int(named[2]), _MONTHS[named[1].casefold()])
    quarter = _QUARTER.search(text)
    if quarter is not None:
        return _month_end(int(quarter[2] or quarter[3]), 3 * int(quarter[1] or quarter[4]))
    year = _YEAR.search(text)
    return dt.date(int(year[1]), 12, 31) if year else None


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _a_year_before(day: dt.date) -> dt.date:
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)
