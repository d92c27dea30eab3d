"""One value of a table as a sheet takes it: an exact number, a day's serial, a text that fits."""

import datetime as dt
import html

from screener.report.cell_text import clean_text, number_text

# Excel's own limits.
MAX_TEXT = 32_767
MAX_ROWS = 1_048_575
"""Without the header."""

# Day 0 of the 1900 system as every program counts it from March 1900 on; before that they disagree.
_EPOCH = dt.date(1899, 12, 30)
FIRST_DAY = dt.date(1900, 3, 1)
_SECONDS_A_DAY = 86_400


def cell_number(value: float) -> float:
    """Return the number that the CSV has: at most 15 significant digits.

    Examples
    --------
    >>> cell_number(0.1 + 0.2), cell_number(12)
    (0.3, 12)
    """
    return value if isinstance(value, int) else float(number_text(value))


def serial(day: dt.date) -> float | None:
    """Return a day, or an instant in UTC, as a sheet counts it; None where programs count differently.

    Examples
    --------
    >>> serial(dt.date(2026, 5, 29)), serial(dt.datetime(2026, 5, 29, 6, tzinfo=dt.UTC)), serial(dt.date(1899, 1, 1))
    (46171, 46171.25, None)
    """
    if not isinstance(day, dt.datetime):
        return (day - _EPOCH).days if day >= FIRST_DAY else None
    instant = day.astimezone(dt.UTC)
    if instant.date() < FIRST_DAY:
        return None
    into_day = dt.timedelta(hours=instant.hour, minutes=instant.minute, seconds=instant.second)
    return (instant.date() - _EPOCH).days + into_day.total_seconds() / _SECONDS_A_DAY


def cell_text(text: str) -> tuple[str, bool]:
    """Return a clean text that fits a cell, and whether it was cut; a cut one says so at its end.

    Notes
    -----
    A cell's room is counted in UTF-16, as Excel does: an emoji takes two of its 32,767 units.
    """
    clean = clean_text(text)
    # XlsxWriter passes on what looks like a run of rich text as it is. So such a text is given as a run that holds it,
    # escaped; that makes it up to five times as long.
    is_run = clean.startswith("<r>") and clean.endswith("</r>")
    room = MAX_TEXT // 6 if is_run else MAX_TEXT
    if len(clean) * 2 > room and _n_units(clean) > room:
        return _cut(clean, room), True
    return (f'<r><t xml:space="preserve">{html.escape(clean, quote=False)}</t></r>' if is_run else clean), False


def _n_units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str, room: int) -> str:
    mark = f"\N{HORIZONTAL ELLIPSIS} [cut here: {len(text):,} characters in all; the CSV export has them]"
    kept = text.encode("utf-16-le")[: 2 * (room - len(mark))]
    return kept.decode("utf-16-le", errors="ignore") + mark
