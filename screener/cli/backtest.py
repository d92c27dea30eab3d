"""``screener backtest``."""

from typing import TYPE_CHECKING, Any

import click

from screener.cli import options
from screener.cli.options import option
from screener.cli.output import Output, joined, make_output
from screener.errors import DataError, ExitCode, UsageError

if TYPE_CHECKING:
    from screener.cli.session import Session
    from screener.records.backtest import BacktestReport
    from screener.records.table import Table
    from screener.records.thesis import EventFilter

TABLE_NAMES = ("scores", "events", "names", "performance", "attribution", "equity")
PERIOD_NAMES = ("before", "after", "live", "all")


@click.command(
    "backtest",
    epilog="""\b
Examples:
  screener backtest ai-commoditization
  screener backtest ai-commoditization --source csv:prices --table events --format csv
  screener backtest my-thesis.md --anchor noticed --table names -o names.csv
""",
)
@click.argument("theses", nargs=-1, metavar="[THESIS]...")
@options.workspace_option
@options.source_option
@options.as_of_option
@option("--table", type=click.Choice(TABLE_NAMES), help="One table, whole. Default: a summary, or scores into a pipe.")
@option("--period", type=click.Choice(PERIOD_NAMES), help="Only rows of this period.")
@option("--window", metavar="A..B", help="Only rows of this event window, such as 0..5.")
@option("--anchor", type=click.Choice(["released", "noticed"]), default="released", show_default=True,
        help="noticed: the day the market reacted; chosen with hindsight, so nothing is tested.")  # fmt: skip
@option("--kind", multiple=True, metavar="KIND", help="These events instead of the thesis's; a new trial. Repeatable.")
@option("--lab", multiple=True, metavar="LAB", help="The same, by lab.")
@option("--event", multiple=True, metavar="EVENT_ID", help="The same, by event.")
@options.output_options
@options.strict_option
@options.progress_option
def backtest_command(theses: tuple[str, ...], **given: Any) -> int:
    """Score baskets over time and around events.

    THESIS is a file or an id; without one, all active theses are run.
    """
    from screener.cli.session import open_session

    session = open_session(given["workspace"], given["as_of"])
    output = make_output(given["format_name"], given["output"], given["columns"], given["color"])
    loaded = session.theses(theses)
    asked = session.event_filter(given["kind"], given["lab"], given["event"])
    reports = _reports(session, loaded.theses, asked, given)
    _write(reports, output, given)
    _talk(reports, output, session)
    if loaded.has_errors:
        return ExitCode.USAGE
    if given["strict"] and (session.reference.has_errors or any(map(_is_incomplete, reports))):
        raise DataError("something asked for is missing (named above), and --strict is set")
    return ExitCode.DONE


def _reports(
    session: "Session", theses: "tuple[Any, ...]", asked: "EventFilter | None", given: dict[str, Any]
) -> "list[BacktestReport]":
    from screener.backtest import STAGES, Settings, run
    from screener.cli.progress import progress

    reports = []
    for thesis in theses:
        settings = Settings(
            source=session.source(given["source"]),
            as_of_at=session.as_of_at,
            asked_at=session.asked_at,
            cache_folder=session.cache_folder,
            anchor=given["anchor"],
            events=asked,
            ledger_path=session.workspace.ledger,
        )
        with progress(thesis.thesis_id, len(STAGES), is_wanted=not given["no_progress"]) as listener:
            reports.append(run(thesis, session.reference.events, session.reference.exchanges, settings, listener))
    return reports


def _write(reports: "list[BacktestReport]", output: Output, given: dict[str, Any]) -> None:
    """Write one whole table, or the summary people read."""
    if output.is_table and given["table"] is None:
        from screener.cli.summary import summary_text

        output.write("\n".join(summary_text(report, output) for report in reports))
        return
    name = given["table"] or "scores"
    output.write(output.text(joined([_cut(report, name, given) for report in reports])))


def _cut(report: "BacktestReport", name: str, given: dict[str, Any]) -> "Table":
    from screener.report.backtest_tables import backtest_table, in_period, in_window

    table = backtest_table(report, name)
    if given["period"] is not None:
        table = in_period(table, given["period"])
    if given["window"] is not None:
        known = [str(window) for window in report.thesis.windows]
        if given["window"] not in known:
            raise UsageError(f"{report.thesis.thesis_id} has no window {given['window']!r}; it has {', '.join(known)}")
        table = in_window(table, given["window"])
    return table


def _talk(reports: "list[BacktestReport]", output: Output, session: "Session") -> None:
    """Say on stderr what was used, what was dropped, and what was wrong with the input."""
    from screener.report.problems import problems_text
    from screener.report.terminal import render_banner
    from screener.report.use_lines import use_lines

    session.tell_problems()
    for report in reports:
        if report.problems:
            click.echo(problems_text(report.problems), err=True)
        if output.is_table and output.path is None:
            continue
        if "simulated" in report.flags:
            click.echo(render_banner(color=False), nl=False, err=True)
        click.echo(f"{report.thesis.thesis_id}:", err=True)
        for line in use_lines(report):
            click.echo(f"  {line}", err=True)


def _is_incomplete(report: "BacktestReport") -> bool:
    return bool(report.unpriced or report.problems)
