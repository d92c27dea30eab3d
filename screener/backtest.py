"""The backtest of one thesis, wired: events and prices in, a report and one line of the trial ledger out."""

from collections.abc import Callable, Sequence

from screener.calc.books.all_books import run_books
from screener.fingerprint import fingerprint_of
from screener.prices.total_return import PRICE_RETURN_ONLY
from screener.pricing import Priced, price
from screener.records.backtest import BacktestReport
from screener.records.event import Event
from screener.records.settings import Settings
from screener.records.study import Study
from screener.records.thesis import Thesis
from screener.sessions.listings import Exchanges
from screener.study.event_study import study
from screener.variants import enter

STAGES = ("prices", "events", "books", "ledger")


def silent(stage: str) -> None:
    """Ignore a stage."""


def run(
    thesis: Thesis,
    catalogue: Sequence[Event],
    exchanges: Exchanges,
    settings: Settings,
    listener: Callable[[str], None] = silent,
) -> BacktestReport:
    """Backtest one thesis.

    Parameters
    ----------
    thesis : Thesis
        Bound: its labs are canonical ids.
    catalogue : sequence of Event
    exchanges : Exchanges
    settings : Settings
    listener : callable
        Told each of :data:`STAGES` as it begins.

    Returns
    -------
    BacktestReport

    Raises
    ------
    DataError
        No benchmark, or no leg with half its weight priced on any session.
    """
    listener("prices")
    priced = price(thesis, catalogue, exchanges, settings)
    listener("events")
    found = study(priced, settings.anchor)
    listener("books")
    books = run_books(priced.market)
    listener("ledger")
    fingerprint = fingerprint_of(thesis, settings, priced)
    tried = enter(thesis, settings, books, fingerprint)
    return BacktestReport(
        thesis=thesis,
        study=found,
        performance=tried.performance,
        attribution=books.attribution,
        equity=books.equity,
        coverage=priced.panel.coverage,
        problems=(*priced.panel.problems, *tried.problems),
        findings=priced.panel.findings,
        as_of=settings.as_of_at.date(),
        price_source=priced.panel.source,
        data_as_of=priced.panel.data_as_of,
        flags=_flags(priced, found),
        fingerprint=fingerprint,
        is_new_trial=tried.is_new,
    )


def _flags(priced: Priced, found: Study) -> tuple[str, ...]:
    panel = priced.panel
    flags = []
    if panel.source == "simulated":
        flags.append("simulated")
    if panel.data_as_of <= priced.market.thesis.live_from:
        flags.append("no_out_of_sample_session")
    if found.is_hindsight:
        flags.append("chosen_with_hindsight")
    if any(each.reason == PRICE_RETURN_ONLY for each in panel.coverage):
        flags.append("price_return_only")
    if any(each.n_sessions == 0 for each in panel.coverage):
        flags.append("members_missing")
    return tuple(flags)
