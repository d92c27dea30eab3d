"""Real holdings, as ``positions.csv`` has them: read for a day, each bad row told and left out."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from screener.csv_rows import Row, merge, read_rows
from screener.dictionary.near_misses import did_you_mean
from screener.dictionary.table_codes import (
    FACT_ROW_CODES,
    NO_CURRENCY,
    NOT_HELD_YET,
    NOTHING_HELD,
    UNKNOWN_THESIS,
    UNUSABLE_COST,
)
from screener.facts.columns import POSITIONS
from screener.facts.rows import position
from screener.records.position import Position
from screener.records.problem import Problem

_CURRENCY = re.compile(r"[A-Z]{3}")
_KEY = ("thesis_id", "ticker", "opened_on")


@dataclass(frozen=True, slots=True)
class PositionsReading:
    """The holdings of one file, in its order, and everything found wrong."""

    positions: tuple[Position, ...]
    problems: tuple[Problem, ...]


def read_positions(path: Path, as_of: dt.date, known_ids: Collection[str] | None = None) -> PositionsReading:
    """Read a table of holdings.

    Parameters
    ----------
    path : Path
        Its columns are ``thesis_id, ticker, shares, cost, currency, opened_on``.
    as_of : date
        What was opened later is not held yet.
    known_ids : collection of str or None
        Ids of all theses that there are; a row of another is a warning, told once a thesis, and stays. None asks
        nothing.

    Returns
    -------
    PositionsReading
        A row that cannot be used is left out and is a problem.
    """
    reading = read_rows(path, POSITIONS, codes=FACT_ROW_CODES)
    pairs: list[tuple[Row, Position]] = []
    problems = list(reading.problems)
    for row in reading.rows:
        held = position(row)
        problem = _problem(row, held, as_of)
        if problem is None:
            pairs.append((row, held))
        else:
            problems.append(problem)
    merged = merge("positions", [pairs], _KEY, _key, FACT_ROW_CODES.duplicate)
    unknown = () if known_ids is None else _unknown(merged.pairs, known_ids)
    problems += (*merged.problems, *unknown)
    return PositionsReading(merged.records, tuple(sorted(problems, key=lambda each: (each.line, each.column))))


def _key(held: Position) -> tuple[str, ...]:
    return held.thesis_id, held.ticker, str(held.opened_on)


def _problem(row: Row, held: Position, as_of: dt.date) -> Problem | None:
    if held.shares == 0.0:
        hint = "write how many are held, with a minus for a short, or remove the row"
        return row.problem(NOTHING_HELD, "shares", "shares is 0, so nothing is held", hint)
    if not held.cost > 0.0:
        hint = "write what a share cost, or brought for a short, without a sign"
        return row.problem(UNUSABLE_COST, "cost", f"cost is {held.cost:g}, not above 0", hint)
    if not _CURRENCY.fullmatch(held.currency):
        message = f"currency is {row.text('currency')!r}, which is no code of three letters"
        return row.problem(NO_CURRENCY, "currency", message, "write the ISO code, such as USD")
    if held.opened_on > as_of:
        message = f"opened_on {held.opened_on} lies after {as_of}, so it is not held yet"
        return row.problem(NOT_HELD_YET, "opened_on", message, "correct the date if it is a slip", "warning")
    return None


def _unknown(pairs: Sequence[tuple[Row, Position]], known_ids: Collection[str]) -> Iterator[Problem]:
    """Yield a warning at the first row of each thesis that is not known."""
    n_rows = Counter(held.thesis_id for _, held in pairs)
    told: set[str] = set()
    for row, held in pairs:
        name = held.thesis_id
        if name in known_ids or name in told:
            continue
        told.add(name)
        also = f", here and in {n_rows[name] - 1} more" if n_rows[name] > 1 else ""
        hint = did_you_mean(name, known_ids) or "screener thesis list shows the ids"
        yield row.problem(UNKNOWN_THESIS, "thesis_id", f"there is no thesis {name!r}{also}", hint, "warning")
