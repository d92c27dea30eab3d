"""Quarterly income statements of some tickers: rows of ``income.csv``, and what Yahoo answered."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from screener.calc.margins import SAME_QUARTER
from screener.facts.publication import publication_day, report_days
from screener.prices.store.price_store import PriceStore
from screener.prices.store.schema import is_absent
from screener.records.fact import Facts
from screener.records.income import IncomeOutcome, IncomeQuarter, IncomeReading
from screener.records.income_fetch import IncomeAsked, StoredQuarter
from screener.records.prices import YAHOO, FetchOutcome
from screener.records.settings import Settings

NO_DATA = "no quarterly data"
"""How the reason of a ticker without any quarter begins."""


def income_of(tickers: Iterable[str], settings: Settings, facts: Facts) -> IncomeReading:
    """Return the quarterly statements of some tickers; nothing is asked for, see :func:`screener.pulling.pull`.

    Parameters
    ----------
    tickers : iterable of str
    settings : Settings
        Under ``yahoo`` both the table and the store are read, the store as of ``known_at``; under ``csv:FOLDER`` the
        table alone; ``simulated`` has none, so that no real company's margin stands beside made-up prices.
    facts : Facts
        Its rows of ``income.csv``, and its days of reports.

    Returns
    -------
    IncomeReading
        Not cut at ``as_of_at``: each quarter says since when it was known.

    Raises
    ------
    PriceError
        The store cannot be read. Where there is none, nothing was asked for.

    Notes
    -----
    A row of the table with a revenue wins over Yahoo's quarter that ends within 20 days of it. What Yahoo first says of
    a quarter counts as known on the company's first report in the 120 days after the quarter's end, without one 60
    days after it, and never later than the answer; what it says anew counts as known on the day of that answer.
    """
    tickers = tuple(dict.fromkeys(tickers))
    if settings.is_simulated:
        reason = f"{NO_DATA}: prices are simulated, and real statements do not belong beside them"
        return IncomeReading((), tuple(IncomeOutcome(ticker, 0, reason=reason) for ticker in tickers))
    is_yahoo = settings.source.strip() == YAHOO
    asked: dict[str, IncomeAsked] = {}
    stored: dict[str, tuple[StoredQuarter, ...]] = {}
    if is_yahoo and settings.store_path is not None and not is_absent(settings.store_path):
        with PriceStore.open_existing(settings.store_path) as store:
            asked = store.statements.asked(YAHOO, tickers)
            stored = store.statements.read(tickers, YAHOO, settings.known_at)
    days = report_days(facts.earnings)
    quarters: list[IncomeQuarter] = []
    outcomes: list[IncomeOutcome] = []
    for ticker in tickers:
        written = [each for each in facts.income if each.ticker == ticker]
        pulled = _dated(ticker, stored.get(ticker, ()), days.get(ticker, ()))
        found = [*written, *(each for each in pulled if not _is_written(each, written))]
        quarters += sorted(found, key=lambda each: (each.period_end_on, each.known_on))
        n_quarters = len({each.period_end_on for each in found if each.revenue is not None})
        last = asked.get(ticker)
        reason = _reason(n_quarters, last, settings.known_at, is_yahoo=is_yahoo)
        outcomes.append(IncomeOutcome(ticker, n_quarters, None if last is None else last.last_outcome, reason))
    quarters.sort(key=lambda each: each.ticker)
    return IncomeReading(tuple(quarters), tuple(outcomes))


def statements_held(store_path: Path) -> tuple[int, int]:
    """Return how many tickers have quarters in the store, and how many quarters those are.

    Raises
    ------
    PriceError
        There is no store, or it cannot be read.
    """
    with PriceStore.open_existing(store_path) as store:
        return store.statements.count()


def _dated(ticker: str, versions: Sequence[StoredQuarter], reported_on: Sequence[dt.date]) -> Iterator[IncomeQuarter]:
    """Yield what Yahoo answered with the day each version could be known, oldest answer of a quarter first."""
    told: list[dt.date] = []
    for version in sorted(versions, key=lambda each: each.fetched_at):
        quarter, seen_on = version.quarter, version.fetched_at.astimezone(dt.UTC).date()
        known_on = publication_day(quarter.period_end_on, reported_on)
        if known_on > seen_on or any(_is_same(quarter.period_end_on, day) for day in told):
            known_on = seen_on
        if quarter.revenue is not None:
            told.append(quarter.period_end_on)
        yield IncomeQuarter(
            ticker,
            quarter.period_end_on,
            quarter.revenue,
            quarter.cost_of_revenue,
            quarter.gross_profit,
            quarter.operating_income,
            quarter.currency,
            known_on,
            known_on != seen_on,
            YAHOO,
            "seen",
        )


def _is_written(quarter: IncomeQuarter, written: Iterable[IncomeQuarter]) -> bool:
    return any(each.revenue is not None and _is_same(each.period_end_on, quarter.period_end_on) for each in written)


def _is_same(one: dt.date, other: dt.date) -> bool:
    return abs(one - other) <= SAME_QUARTER


def _reason(n_quarters: int, last: IncomeAsked | None, known_at: dt.datetime | None, *, is_yahoo: bool) -> str:
    """Say why a ticker has no quarter, or why newer ones may be missing."""
    has_failed = last is not None and last.last_outcome in (FetchOutcome.FAILED, FetchOutcome.RATE_LIMITED)
    if n_quarters:
        return _said(last) if last is not None and has_failed and known_at is None else ""
    if not is_yahoo:
        return f"{NO_DATA}: income.csv has no row of it"
    if last is None:
        return f"{NO_DATA}: never asked for; run: screener prices pull --statements"
    if known_at is not None:
        return f"{NO_DATA}: nothing was known of it by {known_at:%Y-%m-%d}"
    return f"{NO_DATA}: {_said(last)}"


def _said(last: IncomeAsked) -> str:
    reason = f": {last.last_reason}" if last.last_reason else ""
    return f"{last.last_outcome.value} on {last.last_at:%Y-%m-%d}{reason}"
