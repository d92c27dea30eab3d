"""Who is screened: the note's members, the candidates of the tables, and a list of the user's own."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from screener.errors import UsageError
from screener.records.fact import Candidate
from screener.records.screen import ScreenName
from screener.records.thesis import Side, Thesis
from screener.thesis.tickers import is_ticker

_SIDES: dict[str, Side] = {"long": "long", "short": "short"}
_SEPARATORS = {".csv": ",", ".tsv": "\t"}


def screened_names(
    thesis: Thesis, candidates: Sequence[Candidate], listed: Sequence[ScreenName] = ()
) -> tuple[ScreenName, ...]:
    """Return every name once: as a member if the note has it, else as a candidate, else as listed.

    Parameters
    ----------
    thesis : Thesis
    candidates : sequence of Candidate
        Private companies and indices, which nobody can hold, are left out; so are the benchmarks. A candidate to watch
        has no side.
    listed : sequence of ScreenName
        Names of a list; one that is a member or candidate too stays that.

    Returns
    -------
    tuple of ScreenName
        Members in the note's order, a span each; then candidates, then the rest of the list.
    """
    named = {each.ticker: each.name for each in candidates if each.ticker}
    members = [
        ScreenName(
            member.ticker,
            named.get(member.ticker, ""),
            "member",
            leg.name,
            leg.side,
            member.weight,
            member.from_on,
            member.to_on,
        )
        for leg in thesis.legs
        for member in leg.members
    ]
    seen = {each.ticker for each in members} | set(thesis.benchmark)
    others: list[ScreenName] = []
    for each in (*_candidates(thesis, candidates), *listed):
        if each.ticker not in seen:
            seen.add(each.ticker)
            others.append(each)
    return (*members, *others)


def _candidates(thesis: Thesis, candidates: Sequence[Candidate]) -> Iterator[ScreenName]:
    for each in candidates:
        if each.ticker and not each.ticker.startswith("^"):
            side: Side | Literal[""] = _SIDES.get(each.side, "")
            yield ScreenName(each.ticker, each.name, "candidate", leg_for(thesis, each.leg, side), side)


def leg_for(thesis: Thesis, name: str, side: str) -> str:
    """Return the thesis's leg that a candidate's word means (``chips`` is ``long_chips``), else one of its own."""
    own = f"{side}_{name}" if side else name
    return next((leg.name for leg in thesis.legs if leg.name in (name, own)), own)


def read_list(path: Path, thesis: Thesis) -> tuple[ScreenName, ...]:
    """Read a list of names.

    Parameters
    ----------
    path : Path
        ``.csv`` or ``.tsv`` with a column ``ticker`` and, if wanted, ``name``, ``leg`` and ``side``; anything else is
        text with a ticker a line (``#`` begins a remark). A name without a side is on the side of its leg in the note,
        else long.
    thesis : Thesis

    Raises
    ------
    UsageError
        The file cannot be read, has no column ``ticker``, something that is no ticker, an index, an unknown side, one
        that its leg is not of, or a ticker twice; with its line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the list {path} cannot be read: {error}; write UTF-8 text with a ticker a line") from error
    separator = _SEPARATORS.get(path.suffix.lower())
    rows = list(_table(path, text, separator)) if separator else list(_lines(text))
    found: dict[str, ScreenName] = {}
    for number, row in rows:
        ticker, side = row.get("ticker", "").strip(), (row.get("side") or "").strip().lower()
        if not is_ticker(ticker):
            raise UsageError(f"{path}:{number}: {ticker!r} is not a ticker; write one a line")
        if ticker.startswith("^"):
            raise UsageError(f"{path}:{number}: {ticker} is an index, which nobody can hold; remove it")
        if side and side not in _SIDES:
            raise UsageError(f"{path}:{number}: side {side!r} is not known; write long or short")
        if ticker in found:
            raise UsageError(f"{path}:{number}: {ticker} stands twice; remove one")
        leg = (row.get("leg") or "listed").strip()
        own = next((each.side for each in thesis.legs if each.name == leg), "")
        if side and own and side != own:
            raise UsageError(f"{path}:{number}: {ticker} cannot be {side} in {leg}, a {own} leg; change one of them")
        side = side or own or "long"
        name = (row.get("name") or "").strip()
        found[ticker] = ScreenName(ticker, name, "listed", leg_for(thesis, leg, side), _SIDES[side])
    if not found:
        raise UsageError(f"the list {path} names no ticker; write one a line")
    return tuple(found.values())


def _lines(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    for number, line in enumerate(text.splitlines(), start=1):
        ticker = line.partition("#")[0].strip()
        if ticker:
            yield number, {"ticker": ticker}


def _table(path: Path, text: str, separator: str) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(text.splitlines(), delimiter=separator)
    header = reader.fieldnames or ()
    if header and "ticker" not in header:
        raise UsageError(f"{path}:1: there is no column 'ticker'; it has {', '.join(header)}; name one ticker")
    for row in reader:
        yield reader.line_num, {key: value or "" for key, value in row.items() if isinstance(key, str)}
