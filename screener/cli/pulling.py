"""Pulls prices for a command, with a bar on a terminal and a line an outcome afterwards."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from screener.cli.invocation import Invocation
from screener.cli.progress import progress

if TYPE_CHECKING:
    from screener.records.pulling import Pull
    from screener.records.thesis import Thesis


def wanted_by(theses: "Sequence[Thesis]") -> dict[str, dt.date]:
    """Return every ticker the theses need, with the first date needed by any of them."""
    from screener.pricing import prices_from, tickers_of

    wanted: dict[str, dt.date] = {}
    for thesis in theses:
        for ticker in tickers_of(thesis):
            wanted[ticker] = min(wanted.get(ticker, dt.date.max), prices_from(thesis))
    return wanted


def pull_prices(
    invocation: Invocation,
    store: Path,
    wanted: Mapping[str, dt.date],
    *,
    has_progress: bool,
    accept: bool = False,
) -> "Pull":
    """Ask Yahoo for what is due and keep it in the store."""
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
            accept=accept,
        )


def tell_pull(pull: "Pull") -> None:
    """Say on stderr what a pull brought."""
    from screener.report.cell_text import one_line
    from screener.report.pull_lines import pull_lines

    for line in pull_lines(pull):
        click.echo(one_line(line), err=True)
