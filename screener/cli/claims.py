"""``screener claims``."""

from typing import TYPE_CHECKING, Any

import click

from screener.cli import options
from screener.cli.options import option
from screener.cli.output import Output, encoding, joined, make_output, terminal_width
from screener.cli.talk import tell
from screener.dictionary.tables import CLAIM_TABLES
from screener.errors import DataError, ExitCode, UsageError

if TYPE_CHECKING:
    from screener.cli.invocation import Invocation
    from screener.records.claim import ClaimsReport
    from screener.records.thesis import Thesis


@click.command(
    "claims",
    epilog="""\b
Examples:
  screener claims ai-commoditization
  screener claims ai-commoditization --as-of 2025-12-15 --history
  screener claims ai-commoditization --fail-on breaker --format csv -o claims.csv
""",
)
@options.theses_argument
@options.workspace_option
@options.source_option
@options.as_of_option
@options.stored_price_options
@option("--table", type=click.Choice(CLAIM_TABLES), help="One table, whole. Default: a summary, or claims into a pipe.")
@option("--history", is_flag=True, help="Values over time: sparklines, or the table claim_values into a pipe.")
@option("--fail-on", type=click.Choice(["breaker", "watch", "stale"]),
        help="Exit with 1 if a criterion of this severity or above tripped, or if anything is stale.")  # fmt: skip
@options.output_options
@options.strict_option
@options.progress_option
def claims_command(theses: tuple[str, ...], **given: Any) -> int:
    """Judge the note's claims and kill criteria against dated facts, statements and prices.

    THESIS is a file or an id; without one, all active theses are judged.
    """
    from screener.cli.invocation import open_invocation

    invocation = open_invocation(given["workspace"], given["as_of"], theses, given["as_known_on"])
    output = make_output(given["format_name"], given["output"], given["columns"], given["color"])
    invocation.tell_tables()
    loaded = invocation.theses(theses)
    name = _table_name(output, given)
    if name is not None:
        output.check_columns(name)
    is_stale = _pull(invocation, loaded.theses, given)
    reports = [_report(invocation, thesis, name, given) for thesis in loaded.theses]
    is_summary = name is None
    _talk(reports, is_summary=is_summary)
    _write(reports, name, output)
    if loaded.has_errors or any(_is_wrong(report) for report in reports):
        return ExitCode.USAGE
    is_incomplete = is_stale or any(_is_incomplete(report, name) for report in reports)
    if given["strict"] and (is_incomplete or invocation.reference.has_errors):
        raise DataError("something asked for is missing (named above), and --strict is set")
    return _gate(reports, given["fail_on"])


def _table_name(output: Output, given: dict[str, Any]) -> str | None:
    """Return the table asked for; None is the summary people read."""
    if given["history"] and given["table"] not in (None, "claim_values"):
        raise UsageError(f"--history is the table claim_values, and --table asks for {given['table']}; choose one")
    if given["table"]:
        return str(given["table"])
    if output.is_table and output.path is None and not output.columns:
        return None
    return "claim_values" if given["history"] else "claims"


def _pull(invocation: "Invocation", theses: "tuple[Thesis, ...]", given: dict[str, Any]) -> bool:
    """Ask Yahoo for the prices and statements that are due, unless told not to; say whether any may be old."""
    from screener.claims.check import income_tickers, needs_prices
    from screener.cli.pulling import pull_due

    return pull_due(
        invocation,
        given,
        [thesis for thesis in theses if needs_prices(thesis)],
        statements=[ticker for thesis in theses for ticker in income_tickers(thesis)],
    )


def _report(invocation: "Invocation", thesis: "Thesis", name: str | None, given: dict[str, Any]) -> "ClaimsReport":
    from screener.claims.check import STAGES, check_claims, income_tickers
    from screener.cli.progress import progress
    from screener.state.snapshots import reviewed_on
    from screener.statements import income_of

    settings = invocation.settings(given)
    with progress(thesis.thesis_id, len(STAGES), is_wanted=not given["no_progress"]) as bar:
        return check_claims(
            thesis,
            invocation.reference,
            settings,
            income_of(income_tickers(thesis), settings, invocation.reference.facts),
            reviewed_on(invocation.workspace.snapshots, thesis.thesis_id),
            bar.advance,
            has_history=given["history"] or name == "claim_values",
        )


def _is_incomplete(report: "ClaimsReport", name: str | None) -> bool:
    """Tell whether data asked for is missing; the table of margins asks for every member's statements."""
    has_gap = name == "margins" and any(not each.is_empty for each in report.no_quarterly_data)
    return has_gap or report.is_incomplete


def _is_wrong(report: "ClaimsReport") -> bool:
    """Tell whether the note asks a question that cannot be asked."""
    from screener.dictionary.claim_codes import WRONG_QUESTION

    return any(problem.code == WRONG_QUESTION for problem in report.problems)


def _gate(reports: "list[ClaimsReport]", gate: Any) -> int:
    """Say what a gate stops at, a line each, however many comparisons it has."""
    from screener.report.cell_text import one_line

    stopped = dict.fromkeys(
        f"{report.thesis.thesis_id}: {row.state}: {row.severity} {one_line(row.claim)}".replace(":  ", ": ")
        for report in reports
        for row in (report.needs_ruling(gate) if gate else ())
    )
    for line in stopped:
        click.echo(line, err=True)
    return ExitCode.GATE if stopped else ExitCode.DONE


def _write(reports: "list[ClaimsReport]", name: str | None, output: Output) -> None:
    if name is None:
        from screener.report.claims_summary import claims_summary_text

        width = terminal_width()
        texts = [claims_summary_text(each, width, color=output.color, encoding=encoding()) for each in reports]
        output.write("\n".join(texts))
        return
    from screener.report.claim_tables import claims_table

    output.write(output.text(joined([claims_table(report, name) for report in reports])))


def _talk(reports: "list[ClaimsReport]", *, is_summary: bool) -> None:
    """Say on stderr what was wrong, and what the summary would say where there is none."""
    from screener.report.banner import SIMULATED_BANNER
    from screener.report.claim_lines import claim_lines, price_check_lines
    from screener.report.problems import problems_text

    for report in reports:
        if report.problems:
            click.echo(problems_text(report.problems), err=True)
        if is_summary:
            continue
        if report.is_simulated:
            click.echo(SIMULATED_BANNER, err=True)
        tell(claim_lines(report))
        tell(price_check_lines(report))
        tell([f"  fingerprint {report.fingerprint}"])
