"""Whose quarterly statements the measures of a note are made of, and who has none."""

import datetime as dt
from collections.abc import Iterator, Sequence

from screener.dictionary.measures import MEASURES
from screener.records.claim import NoQuarters
from screener.records.expression import Comparison
from screener.records.income import IncomeOutcome, IncomeReading, MarginQuarter
from screener.records.prices import FetchOutcome
from screener.records.thesis import Thesis

_NO_DATA = "no quarterly data"


def comparisons(thesis: Thesis) -> Iterator[Comparison]:
    """Yield every comparison of a thesis's claims and kill criteria."""
    for statement in (*thesis.claims, *thesis.kill):
        yield from statement.comparisons


def needed_statements(thesis: Thesis) -> tuple[str, ...]:
    """Return the tickers whose statements a measure of the note is over, alone or as a leg's member."""
    members = {leg.name: [member.ticker for member in leg.members] for leg in thesis.legs}
    over = (
        arg for each in comparisons(thesis) if "ticker_or_leg" in MEASURES[each.measure].arguments for arg in each.args
    )
    return tuple(dict.fromkeys(ticker for name in over for ticker in members.get(name, [name])))


def without_quarters(
    thesis: Thesis, tickers: Sequence[str], income: IncomeReading, margins: Sequence[MarginQuarter], as_of: dt.date
) -> Iterator[NoQuarters]:
    """Yield the tickers that have no quarter on a day, with the reason where it is known.

    Parameters
    ----------
    thesis : Thesis
    tickers : sequence of str
        Whose statements were asked for.
    income : IncomeReading
        What was found of them, whenever it became known.
    margins : sequence of MarginQuarter
        Their quarters known by ``as_of``.
    as_of : date
    """
    outcomes = {each.ticker: each for each in income.outcomes}
    needed, known = set(needed_statements(thesis)), {row.ticker for row in margins}
    for ticker in tickers:
        if ticker not in known:
            outcome = outcomes.get(ticker)
            is_empty = outcome is not None and outcome.asked is FetchOutcome.EMPTY and not outcome.n_quarters
            yield NoQuarters(ticker, _reason(outcome, as_of), ticker in needed, is_empty)


def _reason(outcome: IncomeOutcome | None, as_of: dt.date) -> str:
    if outcome is None:
        return _NO_DATA
    return f"{_NO_DATA}: none was known by {as_of}" if outcome.n_quarters else outcome.reason or _NO_DATA
