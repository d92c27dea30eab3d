"""``screener prices``: pull, look at, import and verify the prices stored."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from screener.cli import completing, options
from screener.cli.clock import DATE
from screener.cli.options import option
from screener.cli.output import Output, make_output
from screener.errors import DataError, ExitCode, UsageError

if TYPE_CHECKING:
    from screener.cli.invocation import Invocation
    from screener.records.pulling import Pull

tickers_option = option(
    "--tickers",
    metavar="A,B,...",
    shell_complete=completing.tickers,
    help="These tickers; without a THESIS only these.",
)
accept_option = option(
    "--accept", is_flag=True, help="Store an answer even if it contradicts what is stored, as a revision."
)


@click.group("prices", no_args_is_help=True)
def prices_group() -> None:
    """Pull, list, import and verify the prices stored."""


@prices_group.command(
    "pull",
    epilog="""\b
Examples:
  screener prices pull
  screener prices pull ai-commoditization --strict
  screener prices pull --tickers NVDA,700.HK --since 2015-01-01
  screener prices pull ai-commoditization --statements
""",
)
@options.theses_argument
@options.workspace_option
@options.store_option
@tickers_option
@option(
    "--since", type=DATE, metavar="DATE", help="First date wanted. Default: as the thesis needs, 2015 at the latest."
)
@option(
    "--statements",
    is_flag=True,
    help="Ask for quarterly income statements too, where the last answer is over a week old.",
)
@accept_option
@options.output_options
@options.strict_option
@options.progress_option
def pull_command(theses: tuple[str, ...], **given: Any) -> int:
    """Ask Yahoo for what the store lacks.

    Without a THESIS or --tickers: for all active theses. A ticker is asked for once a session of its exchange has
    ended since its last answer.
    """
    from screener.cli.invocation import open_invocation
    from screener.cli.pulling import pull_prices

    invocation = open_invocation(given["workspace"], None, theses)
    output = make_output(given["format_name"], given["output"], given["columns"], given["color"])
    output.check_columns("pull")
    wanted, has_errors = _asked_for(invocation, theses, given["tickers"], by_default=True)
    wanted = wanted or {}
    if given["since"] is not None:
        if given["since"] > dt.datetime.combine(invocation.asked_at.date(), dt.time.min):
            raise UsageError(f"--since {given['since'].date()} lies in the future")
        wanted = dict.fromkeys(wanted, given["since"].date())
    pulled = pull_prices(
        invocation,
        invocation.store(given["store"]),
        wanted,
        has_progress=not given["no_progress"],
        statements=tuple(wanted) if given["statements"] else (),
        accept=given["accept"],
    )
    _write_pull(pulled, output)
    if pulled.is_useless:
        raise DataError("nothing usable came; the reasons are above")
    if given["strict"] and (pulled.missing or any(each.is_missing for each in pulled.statements)):
        raise DataError("something asked for is missing (named above), and --strict is set")
    return ExitCode.USAGE if has_errors else ExitCode.DONE


@prices_group.command("status", epilog="\b\nExample:\n  screener prices status --format csv\n")
@options.theses_argument
@options.workspace_option
@options.store_option
@tickers_option
@options.output_options
def status_command(theses: tuple[str, ...], **given: Any) -> int:
    """List what is stored: first and last session, age, source, problems and changes of the past.

    Without a THESIS or --tickers: everything in the store.
    """
    from screener.cli.invocation import open_invocation
    from screener.price_status import price_status
    from screener.report.cell_text import one_line
    from screener.report.price_tables import status_table
    from screener.statements import statements_held

    invocation = open_invocation(given["workspace"], None, theses)
    output = make_output(given["format_name"], given["output"], given["columns"], given["color"])
    output.check_columns("status")
    wanted, has_errors = _asked_for(invocation, theses, given["tickers"], by_default=False)
    tickers = None if wanted is None else tuple(wanted)
    store = invocation.store(given["store"])
    found = price_status(store, tickers, invocation.reference.exchanges, invocation.asked_at, invocation.cache_folder)
    output.write(output.text(status_table(found, invocation.asked_at.date())))
    click.echo(f"{len(found)} series in {store}", err=True)
    n_companies, n_quarters = statements_held(store)
    if n_companies:
        click.echo(f"income statements of {n_companies} companies, {n_quarters} quarters", err=True)
    never = sorted(set(tickers or ()) - {each.series.ticker for each in found})
    if never:
        click.echo(f"never asked for: {one_line(', '.join(never))}", err=True)
    return ExitCode.USAGE if has_errors else ExitCode.DONE


@prices_group.command("import", epilog="\b\nExample:\n  screener prices import prices\n")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@options.workspace_option
@options.store_option
@accept_option
@options.output_options
@options.strict_option
@options.progress_option
def import_command(folder: Path, **given: Any) -> int:
    """Copy a folder of TICKER.csv files into the store.

    Stored files are used for tickers that Yahoo has no prices of; to use a folder alone: --source csv:FOLDER.
    """
    from screener.cli.invocation import open_invocation
    from screener.cli.progress import progress
    from screener.importing import import_folder
    from screener.report.problems import problems_text

    invocation = open_invocation(given["workspace"], None)
    output = make_output(given["format_name"], given["output"], given["columns"], given["color"])
    output.check_columns("pull")
    with progress("import", 0, is_wanted=not given["no_progress"]) as bar:
        store = invocation.store(given["store"])
        imported = import_folder(folder, store, invocation.asked_at, bar, accept=given["accept"])
    if imported.problems:
        click.echo(problems_text(imported.problems), err=True)
    _write_pull(imported.pull, output)
    if imported.pull.is_useless or not imported.pull.pulled:
        raise DataError(f"nothing usable is in {folder}; it must hold files TICKER.csv with a date and a close")
    if given["strict"] and (imported.pull.missing or imported.problems):
        raise DataError("something is missing (named above), and --strict is set")
    return ExitCode.DONE


@prices_group.command(
    "verify",
    epilog="""\b
Examples:
  screener prices verify ai-commoditization
  screener prices verify --tickers NVDA --source csv:prices
""",
)
@options.theses_argument
@options.workspace_option
@options.store_option
@option("--source", metavar="yahoo|csv:FOLDER", help="What to compare with. Default: screener.toml, else yahoo.")
@tickers_option
@options.output_options
@options.strict_option
@options.progress_option
def verify_command(theses: tuple[str, ...], **given: Any) -> int:
    """Compare what is stored with what its source says now; nothing is stored.

    Exits with 1 when they differ by more than settled volumes, splits and dividends.
    """
    from screener.cli.invocation import open_invocation
    from screener.cli.progress import progress
    from screener.report.price_tables import verify_table
    from screener.verifying import verify

    invocation = open_invocation(given["workspace"], None, theses)
    output = make_output(given["format_name"], given["output"], given["columns"], given["color"])
    output.check_columns("verify")
    wanted, has_errors = _asked_for(invocation, theses, given["tickers"], by_default=False)
    tickers = None if wanted is None else tuple(wanted)
    with progress("verify", 0, is_wanted=not given["no_progress"]) as bar:
        found = verify(
            invocation.source(given["source"]),
            invocation.store(given["store"]),
            tickers,
            invocation.reference.exchanges,
            invocation.fetching,
            invocation.asked_at,
            invocation.cache_folder,
            bar,
        )
    table = verify_table(found, invocation.asked_at.date())
    if table.rows or not output.is_table:
        output.write(output.text(table))
    _tell_verified(found)
    if not found.n_compared or (given["strict"] and found.missing):
        raise DataError("nothing could be compared" if not found.n_compared else "something could not be compared")
    if has_errors:
        return ExitCode.USAGE
    return ExitCode.DONE if found.is_fine else ExitCode.GATE


def _asked_for(
    invocation: "Invocation", theses: tuple[str, ...], tickers: str | None, *, by_default: bool
) -> tuple[dict[str, dt.date] | None, bool]:
    """Return the tickers asked for with the first date needed of each, and whether a thesis had errors.

    Parameters
    ----------
    invocation : Invocation
    theses : tuple of str
    tickers : str or None
    by_default : bool
        Whether nothing named means all active theses; if not it means None.

    Raises
    ------
    UsageError
        ``--tickers`` without a name.
    """
    from screener.cli.pulling import wanted_by
    from screener.prices.yahoo.symbols import symbol
    from screener.pricing import HISTORY_STARTS_ON

    if tickers is not None and not tickers.replace(",", "").strip():
        raise UsageError("--tickers names no ticker; write --tickers NVDA,700.HK or leave it out")
    named = dict.fromkeys(symbol(ticker) for ticker in (tickers or "").split(",") if ticker.strip())
    wanted: dict[str, dt.date] = dict.fromkeys(named, HISTORY_STARTS_ON)
    if not theses and (named or not by_default):
        return wanted or None, False
    loaded = invocation.theses(theses)
    return {**wanted, **wanted_by(loaded.theses)}, loaded.has_errors


def _write_pull(pulled: "Pull", output: Output) -> None:
    """Write a line an outcome for people, or a row a ticker for machines with the lines on stderr."""
    from screener.cli.pulling import tell_pull
    from screener.report.cell_text import one_line
    from screener.report.price_tables import pull_table
    from screener.report.pull_lines import pull_lines
    from screener.report.statement_lines import statement_lines

    if output.is_table and output.path is None and not output.columns:
        lines = (*pull_lines(pulled), *statement_lines(pulled.statements))
        output.write("".join(f"{one_line(line)}\n" for line in lines))
        return
    tell_pull(pulled)
    output.write(output.text(pull_table(pulled)))


def _tell_verified(found: Any) -> None:
    from screener.report.cell_text import one_line

    n_differences = len(found.differences) + len(found.contradictions)
    click.echo(f"{found.n_compared} compared, {n_differences} differences", err=True)
    for each in found.missing:
        click.echo(one_line(f"  not compared: {each.ticker} ({each.reason})"), err=True)
