"""One ticker's daily prices out of the bytes of one CSV file, fast when the file is clean.

A clean file is read by :func:`_clean_columns` in whole columns. Whatever that does not understand (quotes,
blank lines, an unparsable cell, a price that is not positive, dates out of order) sends the whole file to
:func:`_careful_columns`, which goes line by line and knows where each mistake is. Both give the same
numbers for a clean file.
"""

import csv
import datetime as dt
import math
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from screener.records.prices import Dates, Floats
from screener.records.problem import Problem

# A bad file of 9,000 bad lines says the same thing 9,000 times; the rest is counted in one last Problem.
MOST_PROBLEMS = 100

# Read only when asked for, since returns need none of them; in the order that a bar has them.
EXTRAS = ("open", "high", "low", "volume")

_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_DATE_WIDTH = 10


@dataclass(frozen=True, slots=True)
class DailyColumns:
    """Usable rows of a file.

    Parameters
    ----------
    session_on : array of shape (T,), datetime64[D], unique and increasing
    close, adj_close : arrays of shape (T,)
        Positive and finite, or NaN where blank; in each row one of them at least is a price.
    extras : mapping of str to array of shape (T,)
        The columns of :data:`EXTRAS` that were asked for: numbers as they stand, NaN where blank or not in the file.
    """

    session_on: Dates
    close: Floats
    adj_close: Floats
    extras: Mapping[str, Floats] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TableAnswer:
    """What one file holds.

    Parameters
    ----------
    columns : DailyColumns or None
        None when nothing in the file is usable.
    reason : str
        Why ``columns`` is None.
    problems : tuple of Problem
        Errors for what was left out, warnings for what was put right.
    """

    columns: DailyColumns | None
    reason: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Positions:
    """Where the columns stand in a line; None where the file has no such column."""

    date: int
    close: int | None
    adj_close: int | None
    extras: Mapping[str, int | None]
    width: int


def read_daily(data: bytes, path: str, *, extras: tuple[str, ...] = ()) -> TableAnswer:
    """Return the daily prices in ``data``.

    Parameters
    ----------
    data : bytes
        CSV in UTF-8 with a header that has ``date`` and ``close`` or ``adj_close``, in any order among any
        others. Dates are YYYY-MM-DD. A blank cell means that the source gives no such price.
    path : str
        The file's name in messages.
    extras : tuple of str
        Columns of :data:`EXTRAS` to be read too.
    """
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return _unusable(path, line, "P101", "the file is not UTF-8 text", "", "save it as CSV in UTF-8")
    header, newline, body = text.partition("\n")
    if not text.strip():
        return _unusable(path, 1, "P102", "the file is empty", "", "put a header and rows into it")
    positions = _positions(header, extras)
    if positions is None:
        return _unusable(
            path,
            1,
            "P103",
            "the header names no date, or neither close nor adj_close",
            header[:200],
            "write date,open,high,low,close,adj_close,volume",
        )
    columns = _clean_columns(body, positions) if newline else None
    if columns is not None:
        return TableAnswer(columns, problems=_holes(columns, path))
    return _careful_columns(text, positions, path)


def _unusable(path: str, line: int, code: str, message: str, excerpt: str, hint: str) -> TableAnswer:
    problem = Problem(path, line, 0, code, "error", message, excerpt, hint=hint)
    return TableAnswer(None, f"{path}: {message}; {hint}", (problem,))


def _positions(header: str, extras: tuple[str, ...]) -> _Positions | None:
    try:
        names = [name.strip().lower().replace(" ", "_") for name in next(csv.reader([header], strict=True), [])]
    except csv.Error:
        return None
    places = {name: names.index(name) for name in ("date", "close", "adj_close", *extras) if name in names}
    doubled = any(names.count(name) > 1 for name in places)
    if doubled or "date" not in places or not {"close", "adj_close"} & places.keys():
        return None
    others = {name: places.get(name) for name in extras}
    return _Positions(places["date"], places.get("close"), places.get("adj_close"), others, len(names))


def _clean_columns(body: str, positions: _Positions) -> DailyColumns | None:
    """Return all rows in whole columns, or None when anything at all is out of the ordinary."""
    # float() also takes 1_000 and digits of other scripts; those are for the careful path to judge.
    if not body.isascii() or any(mark in body for mark in ('"', "\r", "_", "\n\n")) or not body.strip("\n"):
        return None
    lines = body.rstrip("\n").count("\n") + 1
    # One split of the whole body; a line with a cell too many or too few breaks the date column below.
    cells = body.rstrip("\n").replace("\n", ",").split(",")
    if len(cells) != lines * positions.width:
        return None
    session_on = _clean_dates(cells[positions.date :: positions.width])
    close = _clean_prices(cells, positions.close, positions.width, lines)
    adj_close = _clean_prices(cells, positions.adj_close, positions.width, lines)
    extras: dict[str, Floats] = {}
    for name, place in positions.extras.items():
        numbers = _clean_numbers(cells, place, positions.width, lines)
        if numbers is None:
            return None
        extras[name] = numbers
    if session_on is None or close is None or adj_close is None:
        return None
    if np.any(np.isnan(close) & np.isnan(adj_close)) or np.any(np.diff(session_on).astype(np.int64) <= 0):
        return None
    return DailyColumns(session_on, close, adj_close, extras)


def _clean_dates(cells: list[str]) -> Dates | None:
    joined = "".join(cells)
    if len(joined) != len(cells) * _DATE_WIDTH or not joined.isascii():
        return None
    digits = np.frombuffer(joined.encode("ascii"), dtype=np.uint8).reshape(len(cells), _DATE_WIDTH) - ord("0")
    is_dash = np.isin(np.arange(_DATE_WIDTH), (4, 7))
    # Below "0" an unsigned byte wraps round, so one comparison finds everything that is no digit.
    if np.any((digits > 9) != is_dash) or np.any(digits[:, is_dash] != np.uint8(253)):
        return None
    if set(map(len, cells)) != {_DATE_WIDTH}:
        return None
    year, month, day = (
        digits[:, first:past].astype(np.int64) @ 10 ** np.arange(past - first)[::-1]
        for first, past in ((0, 4), (5, 7), (8, 10))
    )
    months = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    session_on: Dates = months.astype("datetime64[D]") + (day - 1)
    # The 30th of February moves into March, the 13th month into the next year.
    real = (month >= 1) & (month <= 12) & (day >= 1) & (session_on.astype("datetime64[M]") == months)
    return session_on if real.all() and np.all(year >= 1) else None


def _clean_prices(cells: list[str], position: int | None, width: int, lines: int) -> Floats | None:
    values = _clean_numbers(cells, position, width, lines)
    # Zero and negative prices are no prices.
    return values if values is not None and np.all(np.isnan(values) | (values > 0)) else None


def _clean_numbers(cells: list[str], position: int | None, width: int, lines: int) -> Floats | None:
    if position is None:
        return np.full(lines, np.nan)
    column = cells[position::width]
    try:
        values: Floats = np.fromiter(map(float, [cell or "nan" for cell in column]), np.float64, lines)
    except ValueError:
        return None
    blank = np.isnan(values)
    # A spelled-out nan is no blank, and inf is no number here.
    return values if int(blank.sum()) == column.count("") and not np.isinf(values).any() else None


def _careful_columns(text: str, positions: _Positions, path: str) -> TableAnswer:
    """Return the usable rows, and a Problem for every other line."""
    rows: dict[dt.date, tuple[float, ...]] = {}
    problems: list[Problem] = []
    latest: dt.date | None = None
    disordered: list[tuple[int, str]] = []
    for number, line in enumerate(text.split("\n")[1:], start=2):
        if not line.strip():
            continue
        try:
            session_on, prices = _row(line, positions, rows)
        except _BadLineError as bad:
            hint = "the row was left out; correct it"
            problems.append(Problem(path, number, 0, bad.code, "error", str(bad), line[:200], hint=hint))
            continue
        if latest is not None and session_on < latest:
            disordered.append((number, line[:200]))
        latest = session_on if latest is None else max(latest, session_on)
        rows[session_on] = prices
    if disordered:
        number, line = disordered[0]
        n = len(disordered)
        message = f"{n} row{' stands' if n == 1 else 's stand'} after a later date; the rows were put in order"
        problems.append(Problem(path, number, 0, "P108", "warning", message, line, hint="sort the file by date"))
    return _answer(rows, problems, tuple(positions.extras), path)


class _BadLineError(Exception):
    """Carries the code and the message of a line that is left out; never leaves this module."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def _row(line: str, positions: _Positions, seen: Container[dt.date]) -> tuple[dt.date, tuple[float, ...]]:
    """Return the date of one line, and its close, adj_close and extras.

    Each line is parsed alone, so that a quote left open costs one line and not the rest of the file.
    """
    try:
        cells = next(csv.reader([line], strict=True), [])
    except csv.Error as error:
        raise _BadLineError("P104", f"the line cannot be read: {error}") from None
    if len(cells) != positions.width:
        raise _BadLineError("P104", f"the line has {len(cells)} cells, the header {positions.width}")
    written = cells[positions.date].strip()
    try:
        session_on = dt.date.fromisoformat(written if _ISO_DATE.fullmatch(written) else "")
    except ValueError:
        raise _BadLineError("P105", f"{written[:40]!r} is no date of the form YYYY-MM-DD") from None
    if session_on in seen:
        raise _BadLineError("P107", f"{session_on} stands in the file twice; the first line is used")
    named = zip(("close", "adj_close"), (positions.close, positions.adj_close), strict=True)
    prices = [_price(cells, name, place) for name, place in named]
    if all(map(math.isnan, prices)):
        raise _BadLineError("P109", f"{session_on} has neither close nor adj_close")
    return session_on, (*prices, *(_cell(cells, name, place) for name, place in positions.extras.items()))


def _price(cells: list[str], name: str, position: int | None) -> float:
    price = _cell(cells, name, position)
    if price <= 0:
        raise _BadLineError("P106", f"{name} {price:g} is no price: it must be above 0")
    return price


def _cell(cells: list[str], name: str, position: int | None) -> float:
    """Return the number of one cell, NaN for a blank or absent one."""
    cell = "" if position is None else cells[position].strip()
    number = float(cell) if _NUMBER.fullmatch(cell) else math.nan
    if math.isinf(number) or (cell and math.isnan(number)):
        raise _BadLineError("P106", f"{name} {cell[:40]!r} is no number")
    return number


def _answer(
    rows: dict[dt.date, tuple[float, ...]], problems: list[Problem], extras: tuple[str, ...], path: str
) -> TableAnswer:
    if len(problems) > MOST_PROBLEMS:
        rest = len(problems) - MOST_PROBLEMS
        last = problems[MOST_PROBLEMS]
        message = f"{rest} more lines of this file have problems"
        problems = [
            *problems[:MOST_PROBLEMS],
            Problem(path, last.line, 0, "P110", "error", message, hint="correct the first ones, then run again"),
        ]
    if not rows:
        message = "the file has no usable row"
        hint = "every row needs a date and a close or adj_close"
        unusable = Problem(path, 1, 0, "P102", "error", message, hint=hint)
        return TableAnswer(None, f"{path}: {message}; {hint}", (*problems, unusable))
    dates = sorted(rows)
    prices: NDArray[np.float64] = np.array([rows[date] for date in dates], dtype=np.float64)
    named = dict(zip(extras, prices[:, 2:].T, strict=True))
    columns = DailyColumns(np.array(dates, dtype="datetime64[D]"), prices[:, 0], prices[:, 1], named)
    return TableAnswer(columns, problems=(*problems, *_holes(columns, path)))


def _holes(columns: DailyColumns, path: str) -> tuple[Problem, ...]:
    """Return a warning when some rows lack the adjusted close that the others have.

    Returns are ratios of one column for a ticker's whole life, so such a row is a gap.
    """
    blank = np.isnan(columns.adj_close)
    if not blank.any() or blank.all():
        return ()
    first_on = columns.session_on[int(np.argmax(blank))]
    message = f"{int(blank.sum())} rows have no adj_close, the first on {first_on}; they count as gaps"
    hint = "fill adj_close, or leave the whole column blank to use close"
    return (Problem(path, 1, 0, "P111", "warning", message, hint=hint),)
