"""A whole universe around a thesis's events, for ``screener backtest --universe``."""

import datetime as dt
import os
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from screener.cli.output import Output, joined
from screener.errors import UsageError

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from contextlib import AbstractContextManager

    from screener.cli.invocation import Invocation
    from screener.records.settings import Settings
    from screener.records.thesis import Thesis
    from screener.records.universe import Universe, UniverseScan

# What ``--universe`` says instead of a file.
STORE = "store"
_MOST_ROWS = 40
# A worker's start costs what it takes to score some hundred names.
_NAMES_A_WORKER = 1_000


def check_universe(table: str | None, universe: str | None) -> None:
    """Refuse a table without its universe, and a universe that no table would show.

    Raises
    ------
    UsageError
    """
    if table == "universe" and universe is None:
        raise UsageError("--table universe needs --universe FILE.parquet or --universe store")
    if universe is not None and universe != STORE and Path(universe).expanduser().is_dir():
        raise UsageError(f"--universe {universe[:80]} is a folder; name one Parquet file of ticker, date and adj_close")
    if universe is not None and table not in ("universe", "robustness"):
        raise UsageError(f"--universe changes nothing in --table {table}; use it with universe or robustness")


def is_file(universe: str | None, table: str | None) -> bool:
    """Tell whether every price that a table needs stands in a universe's file."""
    return table == "universe" and universe != STORE


def scan_universe(
    invocation: "Invocation", theses: "Sequence[Thesis]", settings: "Settings", given: dict[str, Any]
) -> "dict[str, UniverseScan]":
    """Scan the universe asked for around each thesis's events, and say on stderr what was found.

    Raises
    ------
    DataError, UsageError
        The universe cannot be read, or has no prices of a benchmark.
    """
    if given["universe"] is None:
        return {}
    from screener.report.universe_table import universe_lines

    scans: dict[str, UniverseScan] = {}
    read: dict[tuple[Any, ...], Universe] = {}
    for thesis in theses:
        scan = scans[thesis.thesis_id] = _scan(invocation, thesis, settings, given, read)
        click.echo(f"{thesis.thesis_id}, universe:", err=True)
        for line in universe_lines(scan):
            click.echo(f"  {line}", err=True)
    return scans


def _scan(
    invocation: "Invocation",
    thesis: "Thesis",
    settings: "Settings",
    given: dict[str, Any],
    read: "dict[tuple[Any, ...], Universe]",
) -> "UniverseScan":
    """Scan one universe; what was read for another thesis on the same sessions serves again."""
    from screener import universe
    from screener.cli.progress import progress
    from screener.pricing import price_span

    file = None if given["universe"] == STORE else Path(given["universe"]).expanduser()
    tables = invocation.reference
    key = (thesis.benchmark[0], price_span(thesis, settings))
    with progress(f"{thesis.thesis_id}, universe", 1, is_wanted=not given["no_progress"]) as bar:

        def tell(n_done: int, n_blocks: int) -> None:
            bar.expect(n_blocks)
            bar.advance(f"block {n_done} of {n_blocks}")

        bar.say("prices")
        prices = read.get(key) or read.setdefault(key, universe.read(thesis, tables.exchanges, settings, file))
        with _processes(len(prices.tickers)) as executor:
            return universe.scan(thesis, tables.events, prices, settings, executor=executor, listener=tell)


def _processes(n_names: int) -> "AbstractContextManager[Executor | None]":
    """Return a process for each core that has a thousand names and more to score, or None where one core does."""
    n_workers = min(os.cpu_count() or 1, n_names // _NAMES_A_WORKER)
    if n_workers < 2:
        return nullcontext()
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(n_workers, mp_context=multiprocessing.get_context("spawn"))


def write_scans(scans: "dict[str, UniverseScan]", as_of: dt.date, output: Output, window: str | None) -> None:
    """Write the table ``universe``; a terminal gets the first names of each window, everything else all of them."""
    from screener.records.table import Table
    from screener.report.backtest_tables import in_window
    from screener.report.universe_table import universe_table

    table = joined([universe_table(scan, as_of) for scan in scans.values()])
    if window is not None:
        table = in_window(table, window)
    if output.is_table:
        place, member = table.columns.index("rank"), table.columns.index("is_member")
        shown = tuple(
            row for row in table.rows if row[member] or (isinstance(rank := row[place], int) and rank <= _MOST_ROWS)
        )
        said = f"the first {_MOST_ROWS} names of each window, and the thesis's own"
        click.echo(f"{said}; -o FILE writes all {len(table.rows):,} rows", err=True)
        table = Table(table.name, table.columns, shown)
    output.write(output.text(table))
