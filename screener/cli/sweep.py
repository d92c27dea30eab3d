"""Other rules on the same prices, for ``screener backtest --sweep``."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from screener.cli.output import Output, encoding, joined, terminal_width
from screener.cli.talk import tell
from screener.errors import DataError, UsageError

if TYPE_CHECKING:
    from screener.cli.invocation import Invocation
    from screener.records.settings import Settings
    from screener.records.sweep import SweepReport
    from screener.records.table import Table
    from screener.records.thesis import Thesis

# What chooses or measures events, by its option's name; a sweep is about books, which no event moves.
_EVENT_OPTIONS = (
    *("window", "anchor", "universe", "return_model", "estimation", "min_returns", "mask_events"),
    *("kind", "lab", "event"),
)


def check_sweep(theses: "Sequence[Thesis]", table: str | None, given: dict[str, Any]) -> None:
    """Refuse a grid that cannot be run, a table that a sweep does not have, and options that would do nothing.

    Raises
    ------
    UsageError
    """
    from screener.dictionary.tables import SWEEP_TABLES

    if given["sweep"] is None:
        if table == "sweep":
            raise UsageError("--table sweep needs --sweep GRID, such as --sweep weighting,rebalance,cost_bps=5:50:5")
        return
    if table is not None and table not in SWEEP_TABLES:
        raise UsageError(f"--sweep has the tables {' and '.join(SWEEP_TABLES)}, not {table}")
    source = click.get_current_context().get_parameter_source
    default = (click.core.ParameterSource.DEFAULT, None)
    for name in _EVENT_OPTIONS:
        if source(name) not in default and given[name]:
            option = f"--{name.replace('_', '-')}"
            raise UsageError(f"{option} changes nothing in --sweep, which varies how baskets are held; leave it out")
    from screener.sweep.grid import variants

    for thesis in theses:
        variants(thesis, given["sweep"])


def write_sweeps(
    invocation: "Invocation",
    theses: "Sequence[Thesis]",
    settings: "Settings",
    table: str | None,
    output: Output,
    given: dict[str, Any],
) -> bool:
    """Run the sweep of each thesis and write it; say whether anything asked for is missing.

    Raises
    ------
    DataError
        No thesis could be run.
    """
    reports, failures = _reports(invocation, theses, settings, given)
    if not reports:
        raise DataError("; ".join(failures))
    for failure in failures:
        tell([f"error: {failure}"])
    is_summary = table is None and output.path is None
    _talk(reports, is_summary=is_summary)
    if is_summary:
        from screener.report.sweep_summary import sweep_summary_text

        width = terminal_width()
        texts = [sweep_summary_text(each, width, color=output.color, encoding=encoding()) for each in reports]
        output.write("\n".join(texts))
    else:
        output.write(output.text(joined([_table(each, table or "sweep", given) for each in reports])))
    return bool(failures) or any(each.is_incomplete for each in reports)


def _reports(
    invocation: "Invocation", theses: "Sequence[Thesis]", settings: "Settings", given: dict[str, Any]
) -> "tuple[list[SweepReport], list[str]]":
    from screener.cli.progress import progress
    from screener.sweep.run import stages, sweep

    grid = given["sweep"]
    reports, failures = [], []
    for thesis in theses:
        try:
            with progress(thesis.thesis_id, len(stages(thesis, grid)), is_wanted=not given["no_progress"]) as bar:
                reports.append(sweep(thesis, invocation.reference, settings, grid, bar.advance))
        except DataError as error:
            failures.append(f"{thesis.thesis_id}: {error}")
    return reports, failures


def _table(report: "SweepReport", name: str, given: dict[str, Any]) -> "Table":
    from screener.report.backtest_tables import in_period
    from screener.report.sweep_table import sweep_checks_table, sweep_table

    table = sweep_checks_table(report) if name == "selection" else sweep_table(report)
    return table if given["period"] is None else in_period(table, given["period"])


def _talk(reports: "list[SweepReport]", *, is_summary: bool) -> None:
    """Say on stderr what was wrong with the prices, and what the summary would say where there is none."""
    from screener.report.banner import SIMULATED_BANNER
    from screener.report.problems import problems_text
    from screener.report.sweep_lines import sweep_lines

    for report in reports:
        if report.problems:
            click.echo(problems_text(report.problems), err=True)
        tell(f"{report.thesis.thesis_id}: not priced: {each.ticker} ({each.reason})" for each in report.unpriced)
        if is_summary:
            continue
        if report.is_simulated:
            tell([SIMULATED_BANNER])
        tell([f"{report.thesis.thesis_id}, fingerprint {report.fingerprint}:"])
        tell(f"  {line}" for line in sweep_lines(report))
