"""A sweep, wired: prices once, every variant's book, one entry each in the trial ledger, and what the best is worth."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from screener.calc.books.variant_book import run_variant
from screener.calc.market import Market
from screener.fingerprint import extended, fingerprint_of
from screener.prices.total_return import PRICE_RETURN_ONLY
from screener.pricing import Priced, price
from screener.records.performance import Performance
from screener.records.settings import Settings
from screener.records.sweep import SweepReport, SweepRow, Variant
from screener.records.thesis import Thesis
from screener.records.variant import AS_WRITTEN, VariantResult
from screener.reference import Reference
from screener.sweep.grid import variants
from screener.sweep.verdicts import verdicts
from screener.variants import Try, enter_all

_SWEPT = "sweep"


def silent(stage: str) -> None:
    """Ignore a stage."""


def stages(thesis: Thesis, text: str) -> tuple[str, ...]:
    """Return the stages that a sweep goes through, a variant each between the prices and the ledger.

    Raises
    ------
    UsageError
        See :func:`~screener.sweep.grid.variants`.
    """
    return ("prices", *(each.label for each in variants(thesis, text)), "ledger", "tests")


def sweep(
    thesis: Thesis,
    reference: Reference,
    settings: Settings,
    text: str,
    listener: Callable[[str], None] = silent,
) -> SweepReport:
    """Run a grid of rules on the same prices.

    Parameters
    ----------
    thesis : Thesis
        Bound: its labs are canonical ids.
    reference : Reference
    settings : Settings
        Its ``ledger_path`` gets every variant as a trial, before anything is deflated.
    text : str
        The grid, see :func:`~screener.sweep.grid.variants`.
    listener : callable
        Told each of :func:`stages` as it begins.

    Returns
    -------
    SweepReport

    Raises
    ------
    UsageError
        The text is no grid for this thesis; nothing is priced or entered then.
    DataError
        No benchmark, or no leg with half its weight priced on any session.

    Notes
    -----
    Choosing among rules on the prices they were tried on is hindsight whatever the period is called: ``live`` is out of
    sample for the thesis, not for the choice. That is what the verdicts are for.
    """
    grid = variants(thesis, text)
    listener("prices")
    priced = price(thesis, reference.events, reference.exchanges, settings)
    market = priced.market
    results = run_grid(market, grid, listener)
    listener("ledger")
    # Labels say all that varies, however the text was spaced.
    fingerprint = extended(fingerprint_of(thesis, settings, priced), (each.label for each in grid))
    tried = enter_all(thesis, settings, [_try(market, each) for each in results], fingerprint)
    rows = tuple(
        SweepRow(variant, _flagged(variant, row))
        for variant, performance in zip(grid, tried.performance, strict=True)
        for row in performance
    )
    listener("tests")
    return SweepReport(
        thesis=thesis,
        rows=rows,
        verdicts=verdicts(market, results, rows),
        coverage=priced.panel.coverage,
        findings=priced.panel.findings,
        problems=(*priced.panel.problems, *tried.problems),
        as_of=settings.as_of_at.date(),
        price_source=priced.panel.source,
        data_as_of=priced.panel.data_as_of,
        flags=_flags(priced),
        fingerprint=fingerprint,
        n_new_trials=tried.n_new,
    )


def run_grid(
    market: Market, grid: Sequence[Variant], listener: Callable[[str], None] = silent
) -> tuple[VariantResult, ...]:
    """Run what the thesis holds under each variant.

    Parameters
    ----------
    market : Market
    grid : sequence of Variant
    listener : callable
        Told each variant's label as its run begins.

    Returns
    -------
    tuple of VariantResult
        In the grid's order. The first t sessions of a variant's returns are what the prices of those sessions alone
        would have given.
    """
    results = []
    for variant in grid:
        listener(variant.label)
        choice, case = (AS_WRITTEN, "") if variant.is_as_written else (_SWEPT, variant.label)
        results.append(run_variant(market, variant.rules, choice, case))
    return tuple(results)


def _try(market: Market, result: VariantResult) -> Try:
    has_return = np.isfinite(result.returns)
    return Try(
        result.rules,
        result.performance,
        {
            (row.basket, row.period): result.returns[has_return & market.in_period(row.period)]
            for row in result.performance
        },
    )


def _flagged(variant: Variant, row: Performance) -> Performance:
    """Flag what nobody can trade."""
    return row if variant.rules.lag_sessions else replace(row, flags=(*row.flags, "lag_0"))


def _flags(priced: Priced) -> tuple[str, ...]:
    panel = priced.panel
    holds = {
        "simulated": panel.source == "simulated",
        "no_out_of_sample_session": panel.data_as_of <= priced.market.thesis.live_from,
        "price_return_only": any(each.reason == PRICE_RETURN_ONLY for each in panel.coverage),
        "members_missing": any(each.n_sessions == 0 for each in panel.coverage),
    }
    return tuple(flag for flag, is_set in holds.items() if is_set)
