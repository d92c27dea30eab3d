"""``screener backtest``."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from screener.cli import options
from screener.cli.event_model import LEAST_RETURNS, event_model
from screener.cli.options import option
from screener.cli.output import Output, encoding, joined, make_output, terminal_width
from screener.cli.sweep import check_sweep, write_sweeps
from screener.cli.talk import tell
from screener.cli.universe import check_universe, is_file, scan_universe, write_scans
from screener.dictionary.tables import BACKTEST_TABLES, TABLES
from screener.errors import DataError, ExitCode, UsageError
from screener.records.event import PERIODS
from screener.records.event_model import RETURN_MODELS

if TYPE_CHECKING:
    from screener.cli.invocation import Invocation
    from screener.records.backtest import BacktestReport
    from screener.records.event_model import EventModel
    from screener.records.settings import Settings
    from screener.records.table import Table
    from screener.records.thesis import EventFilter, Thesis
    from screener.records.universe import UniverseScan


@click.command(
    "backtest",
    epilog="""\b
Examples:
  screener backtest ai-commoditization
  screener backtest ai-commoditization --source csv:prices --table events --format csv
  screener backtest my-thesis.md --anchor noticed --table names -o names.csv
""",
)
@options.theses_argument
@options.workspace_option
@options.source_option
@options.as_of_option
@options.stored_price_options
@option(
    "--table", type=click.Choice(BACKTEST_TABLES), help="One table, whole. Default: a summary, or scores into a pipe."
)
@option("--period", type=click.Choice(PERIODS), help="Only rows of this period.")
@option("--window", metavar="A..B", help="Only rows of this event window, such as 0..5.")
@option("--anchor", type=click.Choice(["released", "noticed"]), default="released", show_default=True,
        help="noticed: the day the market reacted; chosen with hindsight, so nothing is tested.")  # fmt: skip
@option("--universe", metavar="FILE|store",
        help="Every name of a Parquet file (ticker, date, adj_close), or of the price store: --table universe, "
        "and random baskets in --table robustness.")  # fmt: skip
@option("--sweep", metavar="GRID",
        help="Other rules on the same prices, each a trial: weighting,hedge,rebalance,lag,cost_bps=5:50:5,"
        "borrow_bps_per_year=50/300,gross=1/2,max_weight_pct=20/none.")  # fmt: skip
@option("--return-model", type=click.Choice(RETURN_MODELS), default="market", show_default=True,
        help="What a return is measured against.")  # fmt: skip
@option("--estimation", metavar="A..B", default="-270..-21", show_default=True,
        help="Sessions before day 0 that the return model is fitted on.")  # fmt: skip
@option("--min-returns", type=click.IntRange(min=LEAST_RETURNS), metavar="N",
        help="Returns a fit needs. Default: 80 % of the estimation sessions, 48 % with --mask-events.")  # fmt: skip
@option("--mask-events", is_flag=True, help="Leave sessions 0..1 of the events out of the fits.")
@option(
    "--kind",
    multiple=True,
    metavar="KIND",
    help="These events instead of the thesis's; a new trial unless --table universe. Repeatable.",
)
@option("--lab", multiple=True, metavar="LAB", help="The same, by lab.")
@option("--event", multiple=True, metavar="EVENT_ID", help="The same, by event.")
@options.output_options
@options.strict_option
@options.progress_option
def backtest_command(theses: tuple[str, ...], **given: Any) -> int:
    """Score baskets over time and around events.

    THESIS is a file or an id; without one, all active theses are run.
    """
    from screener.cli.invocation import open_invocation
    from screener.cli.pulling import pull_due

    invocation = open_invocation(given["workspace"], given["as_of"], theses, given["as_known_on"])
    output = make_output(given["format_name"], given["output"], given["columns"], given["color"])
    asked = invocation.event_filter(given["kind"], given["lab"], given["event"])
    invocation.tell_tables()
    loaded = invocation.theses(theses)
    name = _table_name(output, given)
    _check(loaded.theses, name, output, given)
    check_sweep(loaded.theses, name, given)
    settings = _settings(invocation, asked, event_model(given, loaded.theses), given)
    is_stale = not is_file(given["universe"], name) and pull_due(invocation, given, loaded.theses)
    scans = scan_universe(invocation, loaded.theses, settings, given)
    if given["sweep"] is not None:
        is_incomplete = write_sweeps(invocation, loaded.theses, settings, name, output, given)
    elif name == "universe":
        write_scans(scans, invocation.as_of_at.date(), output, given["window"])
        is_incomplete = any("members_missing" in scan.flags for scan in scans.values())
    else:
        reports, n_failed = _reports(invocation, loaded.theses, settings, scans, given)
        is_summary = name is None and output.path is None
        _talk(reports, invocation.workspace.ledger, is_summary=is_summary)
        _write(reports, name, output, given)
        is_incomplete = bool(n_failed) or any(report.is_incomplete for report in reports)
    if loaded.has_errors:
        return ExitCode.USAGE
    if given["strict"] and (is_stale or is_incomplete or invocation.reference.has_errors):
        raise DataError("something asked for is missing (named above), and --strict is set")
    return ExitCode.DONE


def _check(theses: "tuple[Thesis, ...]", name: str | None, output: Output, given: dict[str, Any]) -> None:
    """Refuse what cannot be shown before anything is run or entered in the ledger."""
    for thesis in theses:
        known = [str(window) for window in thesis.windows]
        if given["window"] is not None and given["window"] not in known:
            raise UsageError(f"{thesis.thesis_id} has no window {given['window']!r}; it has {', '.join(known)}")
    check_universe(name, given["universe"])
    if name is not None:
        output.check_columns(name)
        for cut in ("period", "window"):
            if given[cut] is not None and cut not in TABLES[name]:
                raise UsageError(f"--{cut} cuts nothing from --table {name}, which has no {cut}; leave it out")


def _table_name(output: Output, given: dict[str, Any]) -> str | None:
    """Return the table asked for; None is the summary people read."""
    is_cut = given["period"] is not None or given["window"] is not None or bool(output.columns)
    whole = "scores" if given["sweep"] is None else "sweep"
    default = None if output.is_table and not is_cut else whole
    return given["table"] or ("universe" if given["universe"] else default)


def _settings(
    invocation: "Invocation", asked: "EventFilter | None", model: "EventModel", given: dict[str, Any]
) -> "Settings":
    return replace(
        invocation.settings(given),
        anchor=given["anchor"],
        model=model,
        events=asked,
        ledger_path=invocation.workspace.ledger,
    )


def _reports(
    invocation: "Invocation",
    theses: "tuple[Thesis, ...]",
    settings: "Settings",
    scans: "dict[str, UniverseScan]",
    given: dict[str, Any],
) -> "tuple[list[BacktestReport], int]":
    """Run each thesis; one without usable prices is told and the others go on.

    Raises
    ------
    DataError
        None could be run.
    """
    from screener.backtest import EXTRAS, run, stages
    from screener.cli.progress import progress

    extras = [extra for extra in EXTRAS if extra == given["table"]]
    reports, failures = [], []
    for thesis in theses:
        try:
            with progress(thesis.thesis_id, len(stages(extras)), is_wanted=not given["no_progress"]) as bar:
                reports.append(
                    run(thesis, invocation.reference, settings, bar.advance, extras, scans.get(thesis.thesis_id))
                )
        except DataError as error:
            failures.append(f"{thesis.thesis_id}: {error}")
    if not reports:
        raise DataError("; ".join(failures))
    for failure in failures:
        tell([f"error: {failure}"])
    return reports, len(failures)


def _write(reports: "list[BacktestReport]", name: str | None, output: Output, given: dict[str, Any]) -> None:
    """Write one whole table, or the summary people read."""
    if name is None:
        from screener.report.summary import summary_text

        width = terminal_width()
        texts = [summary_text(each, width, color=output.color, encoding=encoding()) for each in reports]
        output.write("\n".join(texts))
        return
    output.write(output.text(joined([_cut(report, name, given) for report in reports])))


def _cut(report: "BacktestReport", name: str, given: dict[str, Any]) -> "Table":
    from screener.report.backtest_tables import backtest_table, in_period, in_window

    table = backtest_table(report, name)
    if given["period"] is not None:
        table = in_period(table, given["period"])
    return table if given["window"] is None else in_window(table, given["window"])


def _talk(reports: "list[BacktestReport]", ledger: Path, *, is_summary: bool) -> None:
    """Say on stderr what was used, what was dropped, and what was wrong with the prices; the summary says the rest."""
    from screener.report.banner import SIMULATED_BANNER
    from screener.report.overlap_lines import overlap_lines
    from screener.report.problems import problems_text
    from screener.report.use_lines import use_lines

    for report in reports:
        if report.problems:
            click.echo(problems_text(report.problems), err=True)
        if report.is_new_trial:
            tell([f"{report.thesis.thesis_id}: entered as a new variant in {ledger}"])
        if is_summary:
            continue
        if report.is_simulated:
            tell([SIMULATED_BANNER])
        tell([f"{report.thesis.thesis_id}, fingerprint {report.fingerprint}:"])
        tell(f"  {line}" for line in (*overlap_lines(report.overlap), *use_lines(report)))
