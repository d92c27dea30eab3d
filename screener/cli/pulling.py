"""Pulls prices for a command, with a bar on a terminal and a line an outcome afterwards."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from screener.cli.invocation import Invocation
from screener.cli.progress import progress

if TYPE_CHECKING:
    from screener.records.income_fetch import PulledIncome
    from screener.records.pulling import Pull, Pulled
    from screener.records.thesis import Thesis


def wanted_by(theses: "Sequence[Thesis]") -> dict[str, dt.date]:
    """Return every ticker the theses need, with the first date needed by any of them."""
    from screener.pricing import prices_from, tickers_of

    wanted: dict[str, dt.date] = {}
    for thesis in theses:
        for ticker in tickers_of(thesis):
            wanted[ticker] = min(wanted.get(ticker, dt.date.max), prices_from(thesis))
    return wanted


def pull_due(
    invocation: Invocation,
    given: Mapping[str, Any],
    theses: "Sequence[Thesis]",
    statements: Iterable[str] = (),
    also: Iterable[str] = (),
    *,
    is_told: bool = True,
) -> bool:
    """Ask Yahoo for what the store lacks, unless told not to; say whether anything may be older than it could be.

    Parameters
    ----------
    invocation : Invocation
    given : mapping
        Options of the command: ``source``, ``offline``, ``store``, ``no_progress``.
    theses : sequence of Thesis
        Whose prices are wanted.
    statements : iterable of str
        Tickers whose quarterly income statements are wanted.
    also : iterable of str
        Further tickers whose prices are wanted, from the first date on that any thesis needs.
    is_told : bool
        False says nothing of a pull that went well.
    """
    from screener.records.prices import YAHOO, FetchOutcome

    wanted, companies = wanted_by(theses), tuple(statements)
    first = min(wanted.values(), default=dt.date.max)
    wanted |= {ticker: first for ticker in also if ticker not in wanted and wanted}
    is_yahoo = invocation.source(given["source"]) == YAHOO
    if not is_yahoo or given["offline"] or invocation.known_at is not None or not (wanted or companies):
        return False
    store, has_progress = invocation.store(given["store"]), not given["no_progress"]
    pulled = pull_prices(invocation, store, wanted, has_progress=has_progress, statements=companies)
    asked: tuple[Pulled | PulledIncome, ...] = (*pulled.pulled, *pulled.statements)
    # A ticker that is gone has no newer prices: without any it is counted as not priced.
    is_old = any(each.outcome in (FetchOutcome.FAILED, FetchOutcome.RATE_LIMITED) for each in asked)
    if is_old or (is_told and (pulled.missing or any(each.is_asked for each in asked))):
        tell_pull(pulled)
    return is_old


def pull_for_dossiers(
    invocation: Invocation, given: Mapping[str, Any], theses: "Sequence[Thesis]", *, is_told: bool = True
) -> bool:
    """Ask Yahoo for the prices and statements that the theses' dossiers lack; say whether any may be old."""
    from screener.dossier import wanted_tickers

    wanted = [ticker for thesis in theses for ticker in wanted_tickers(thesis, invocation.reference)]
    return pull_due(invocation, given, theses, statements=wanted, also=wanted, is_told=is_told)


def pull_prices(
    invocation: Invocation,
    store: Path,
    wanted: Mapping[str, dt.date],
    *,
    has_progress: bool,
    statements: Iterable[str] = (),
    accept: bool = False,
) -> "Pull":
    """Ask Yahoo for what is due of prices, and of the statements of some tickers, and keep it in the store."""
    from screener.pulling import pull

    with progress("prices", len(wanted), is_wanted=has_progress) as bar:
        return pull(
            wanted,
            store,
            invocation.reference.exchanges,
            invocation.fetching,
            invocation.asked_at,
            invocation.cache_folder,
            bar,
            statements=statements,
            accept=accept,
        )


def tell_pull(pull: "Pull") -> None:
    """Say on stderr what a pull brought."""
    from screener.report.cell_text import one_line
    from screener.report.pull_lines import pull_lines
    from screener.report.statement_lines import statement_lines

    for line in (*pull_lines(pull), *statement_lines(pull.statements)):
        click.echo(one_line(line), err=True)
