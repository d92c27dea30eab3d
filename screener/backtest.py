"""The backtest of one thesis, wired: events and prices in, a report and one line of the trial ledger out."""

from collections.abc import Callable, Collection
from typing import Literal

from screener.calc.books.all_books import run_books
from screener.calc.books.variant_book import sensitivity
from screener.fingerprint import extended, fingerprint_of
from screener.overlap import overlap_of
from screener.prices.total_return import PRICE_RETURN_ONLY
from screener.pricing import Priced, price
from screener.records.backtest import BacktestReport
from screener.records.fact import Earnings
from screener.records.settings import Settings
from screener.records.study import Study
from screener.records.thesis import Thesis
from screener.records.universe import UniverseScan
from screener.reference import Reference
from screener.selection import selection
from screener.study.event_study import study
from screener.study.event_tests import event_test_rows
from screener.study.frame import study_frame
from screener.study.paths import all_paths, primary_path
from screener.study.robustness import robustness
from screener.variants import enter

_STAGES = ("prices", "events", "tests", "robustness", "books", "ledger", "selection")

Extra = Literal["paths", "tests", "robustness", "sensitivity", "selection"]
EXTRAS: tuple[Extra, ...] = ("paths", "tests", "robustness", "sensitivity", "selection")


def stages(extras: Collection[Extra] = ()) -> tuple[str, ...]:
    """Return the stages that a run with these extras goes through."""
    return tuple(stage for stage in _STAGES if stage in extras or stage not in EXTRAS)


def silent(stage: str) -> None:
    """Ignore a stage."""


def run(
    thesis: Thesis,
    reference: Reference,
    settings: Settings,
    listener: Callable[[str], None] = silent,
    extras: Collection[Extra] = (),
    scan: UniverseScan | None = None,
    priced: Priced | None = None,
) -> BacktestReport:
    """Backtest one thesis.

    Parameters
    ----------
    thesis : Thesis
        Bound: its labs are canonical ids.
    reference : Reference
        The event catalogue, exchanges and earnings dates.
    settings : Settings
    listener : callable
        Told each of :func:`stages` as it begins.
    extras : collection of Extra
        Parts of the report that take longer than the rest and are left out otherwise.
    scan : UniverseScan or None
        The same events on a whole universe: the primary basket is compared with random ones in ``robustness``.
    priced : Priced or None
        Of this thesis under these settings, where it is at hand.

    Returns
    -------
    BacktestReport

    Raises
    ------
    DataError
        No benchmark, or no leg with half its weight priced on any session.
    """
    listener("prices")
    priced = priced or price(thesis, reference.events, reference.exchanges, settings)
    listener("events")
    frame = study_frame(priced, settings.anchor, settings.model, _known(reference, settings))
    found = study(frame)
    paths = all_paths(frame) if "paths" in extras else primary_path(frame)
    if "tests" in extras:
        listener("tests")
    tests = event_test_rows(frame, found.basket_events) if "tests" in extras else ()
    if "robustness" in extras:
        listener("robustness")
    robust = robustness(frame, scan) if "robustness" in extras else ()
    listener("books")
    books = run_books(priced.market)
    sensible = sensitivity(priced.market, only_lag="sensitivity" not in extras)
    listener("ledger")
    shared = overlap_of(priced.market, reference.facts.exposures, reference.labs.resolve, settings.as_of_at.date())
    fingerprint = fingerprint_of(thesis, settings, priced, frame.earnings, scan, shared)
    tried = enter(thesis, settings, books, fingerprint)
    if "selection" in extras:
        listener("selection")
    chosen, pool = (
        selection(priced.market, tried.performance, reference.facts.candidates, reference.exchanges, settings)
        if "selection" in extras
        else ((), None)
    )
    return BacktestReport(
        thesis=thesis,
        study=found,
        paths=paths,
        tests=tests,
        robustness=robust,
        performance=tried.performance,
        attribution=books.attribution,
        equity=books.equity,
        sensitivity=sensible,
        selection=chosen,
        pool=pool,
        overlap=shared,
        affected=books.affected,
        coverage=priced.panel.coverage,
        problems=(*priced.panel.problems, *tried.problems),
        findings=priced.panel.findings,
        as_of=settings.as_of_at.date(),
        price_source=priced.panel.source,
        data_as_of=priced.panel.data_as_of,
        flags=_flags(priced, found),
        fingerprint=extended(fingerprint, map(repr, chosen)) if chosen else fingerprint,
        is_new_trial=tried.is_new,
    )


def _known(reference: Reference, settings: Settings) -> tuple[Earnings, ...]:
    """Return the reports whose dates were known."""
    as_of = settings.as_of_at.date()
    return tuple(each for each in reference.facts.earnings if each.known_on <= as_of)


def _flags(priced: Priced, found: Study) -> tuple[str, ...]:
    panel = priced.panel
    flags = []
    if panel.source == "simulated":
        flags.append("simulated")
    if panel.data_as_of <= priced.market.thesis.live_from:
        flags.append("no_out_of_sample_session")
    if found.model.masks_events:
        flags.append("masked_events")
    if found.is_hindsight:
        flags.append("chosen_with_hindsight")
    if any(each.reason == PRICE_RETURN_ONLY for each in panel.coverage):
        flags.append("price_return_only")
    if any(each.n_sessions == 0 for each in panel.coverage):
        flags.append("members_missing")
    return tuple(flags)
