"""``screener facts``: the tables of facts, what is wrong with them, and what another price list proposes."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from screener.cli import options
from screener.cli.options import option
from screener.cli.output import Output, make_output
from screener.dictionary.fact_columns import FACT_TABLES, TOKEN_PRICE_COLUMNS
from screener.errors import DataError, ExitCode

_PROVENANCE = "provenance"


@click.group("facts", no_args_is_help=True)
def facts_group() -> None:
    """List and check the tables of facts."""


@facts_group.command(
    "list",
    epilog="""\b
Examples:
  screener facts list
  screener facts list token_prices --as-of 2025-12-15
  screener facts list usage --format csv -o usage.csv
""",
)
@click.argument("table", required=False, metavar="[TABLE]", type=click.Choice(list(FACT_TABLES)))
@options.workspace_option
@options.as_of_option
@options.output_options
@options.strict_option
def list_command(table: str | None, workspace: Path | None, **given: Any) -> int:
    """List the tables of facts, or the rows of one: the shipped ones with the workspace's laid over them.

    TABLE is token_prices, model_groups, benchmark_gaps, usage, candidates, exposures, labs, exchanges, earnings or
    income; events have a list of their own. How a row came to be known is always shown: one from memory establishes
    nothing.
    """
    from screener.cli.invocation import open_invocation
    from screener.fact_listing import list_facts
    from screener.report.fact_tables import later_line, overview_table, rows_table

    invocation = open_invocation(workspace, given["as_of"])
    invocation.tell_tables()
    output = make_output(given["format_name"], given["output"], given["columns"], given["color"])
    as_of = invocation.as_of_at.date()
    names = (table,) if table else tuple(FACT_TABLES)
    listed = [list_facts(invocation.workspace, invocation.reference, name, as_of) for name in names]
    shown = rows_table(listed[0]) if table else overview_table(listed)
    output.write(_with_provenance(output, shown.columns).text(shown))
    for line in filter(None, map(later_line, listed)):
        click.echo(line, err=True)
    if given["strict"] and invocation.reference.has_errors:
        raise DataError("rows of the tables were left out (named above), and --strict is set")
    return ExitCode.DONE


@facts_group.command(
    "lint", epilog="\b\nExamples:\n  screener facts lint\n  screener facts lint --format json -o problems.json\n"
)
@options.workspace_option
@options.as_of_option
@options.output_options
def lint_command(workspace: Path | None, **given: Any) -> int:
    """Report every problem of the tables at once, events, labs and exchanges included.

    Each row is read, and the tables are compared with each other: prices before the release of their model, prices of
    zero, rows dated ahead of --as-of, groups without a common tier, units that no claim can use. Ends with 1 if there
    is an error.
    """
    from screener.cli.invocation import open_invocation
    from screener.fact_lint import lint_facts
    from screener.records.problem import has_errors
    from screener.report.fact_tables import problems_table
    from screener.report.problems import count_line, problems_text

    invocation = open_invocation(workspace, given["as_of"])
    invocation.tell_replacements()
    output = make_output(given["format_name"], given["output"], given["columns"], given["color"])
    problems = lint_facts(invocation.reference, invocation.as_of_at.date())
    if not output.is_table:
        output.write(output.text(problems_table(problems)))
    elif problems:
        output.write(problems_text(problems))
    if not problems or not output.is_table:
        click.echo(count_line(problems), err=True)
    return ExitCode.GATE if has_errors(problems) else ExitCode.DONE


@facts_group.command(
    "propose",
    epilog="""\b
Examples:
  screener facts propose
  screener facts propose --unmatched --format csv
  screener facts propose --rows
""",
)
@options.workspace_option
@options.as_of_option
@option("--unmatched", is_flag=True, help="Also the entries of our labs that token_prices.csv has no model for.")
@option("--rows", "is_rows", is_flag=True, help="Only the rows to add, in the columns of token_prices.csv.")
@options.output_options
def propose_command(workspace: Path | None, **given: Any) -> int:
    """Compare the token prices in force with the package genai-prices; nothing is written or asked for.

    Prints what could be added, what disagrees (theirs, with ours beside it), and models without a counterpart. A
    proposed row says provenance "proposed", which no table takes: look at the source first. --as-of holds back prices
    that begin later. Needs: pip install 'thesis-screener[genai]'
    """
    from screener.cli.invocation import open_invocation
    from screener.fact_proposals import compare_prices
    from screener.facts.genai_prices import genai_prices
    from screener.report.fact_tables import proposals_table

    invocation = open_invocation(workspace, given["as_of"])
    invocation.tell_tables()
    output = make_output(given["format_name"], given["output"], given["columns"], given["color"])
    output.check_columns("facts_proposals")
    prices, as_of = invocation.reference.facts.token_prices, invocation.as_of_at.date()
    compared = compare_prices(prices, genai_prices(), as_of, holds_back=given["as_of"] is not None)
    kept = [each for each in compared.proposals if each.is_row or not given["is_rows"]]
    shown = [each for each in kept if given["unmatched"] or each.kind != "theirs_only"]
    if given["is_rows"]:
        output = replace(output, columns=output.columns or tuple(column.name for column in TOKEN_PRICE_COLUMNS))
    table = proposals_table(replace(compared, proposals=tuple(shown)))
    if table.rows or not output.is_table:
        output.write(output.text(table))
    _tell_compared(compared)
    return ExitCode.DONE


def _tell_compared(compared: Any) -> None:
    """Say on stderr what the comparison came to."""
    counts = {kind: len(compared.of_kind(kind)) for kind in ("new_price", "planned", "disagrees", "ours_only")}
    said = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    click.echo(f"{compared.collection} on {compared.as_of}: {compared.n_agree} models agree, {said}", err=True)
    if compared.held_back:
        click.echo(f"  held back, later than {compared.as_of}: {', '.join(compared.held_back)}", err=True)
    n_theirs = len(compared.of_kind("theirs_only"))
    entries = "entry of these labs is" if n_theirs == 1 else "entries of these labs are"
    click.echo(f"  {n_theirs} {entries} no model of ours: --unmatched lists them", err=True)


def _with_provenance(output: Output, columns: tuple[str, ...]) -> Output:
    """Return the output with the provenance among its columns, where the table has one."""
    if not output.columns or _PROVENANCE not in columns or _PROVENANCE in output.columns:
        return output
    return replace(output, columns=(*output.columns, _PROVENANCE))
