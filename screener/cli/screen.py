"""``screener screen``."""

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from screener.cli import completing, options
from screener.cli.clock import DATE
from screener.cli.options import option
from screener.cli.output import Output, encoding, joined, make_output, terminal_width
from screener.errors import DataError, ExitCode, UsageError

if TYPE_CHECKING:
    from screener.cli.invocation import Invocation
    from screener.filters import Filter
    from screener.records.screen import ScreenName, ScreenReport
    from screener.records.settings import Settings
    from screener.records.table import Table
    from screener.records.thesis import Thesis
    from screener.reference import Reference
    from screener.screening.listed_prices import ListedPrices
    from screener.screening.track_records import Make


def _finite(_context: click.Context, _parameter: click.Parameter, value: float | None) -> float | None:
    """Refuse what passes for a float and is no number."""
    if value is not None and not math.isfinite(value):
        raise click.BadParameter(f"{value} is no amount; write one such as 100000")
    return value


@click.command(
    "screen",
    epilog="""\b
Examples:
  screener screen ai-commoditization
  screener screen ai-commoditization --where "signal = enter and momentum_pct > 0" --sort "score desc"
  screener screen ai-commoditization --capital 100000 --format csv -o screen.csv
  screener screen ai-commoditization --validate
""",
)
@options.theses_argument
@options.workspace_option
@options.source_option
@options.as_of_option
@options.stored_price_options
@option("--universe", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
        help="Further names: a ticker a line; CSV with ticker, and if wanted name, leg and side; or Parquet with their "
             "prices (ticker, date, adj_close).")  # fmt: skip
@option("--where", metavar="FILTER", multiple=True, shell_complete=completing.filter_columns,
        help='Only rows for which this holds, such as "gross_margin_change_pp < 0". Repeatable.')  # fmt: skip
@option(
    "--sort",
    metavar="COLUMN [desc],...",
    shell_complete=completing.sort_columns,
    help="Order of the rows. Default: side, then rank.",
)
@option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many rows.")
@option("--since", type=DATE, metavar="DATE",
        help="Compare signals with those of this day. Default: the last session of the week before.")  # fmt: skip
@option("--capital", type=click.FloatRange(min=0, min_open=True), metavar="N", callback=_finite,
        help="What there is to invest, in the listings' currency: gives whole shares.")  # fmt: skip
@option("--validate", is_flag=True, help="Walk forward over history: how well did this very ranking do before?")
@option("--wide", is_flag=True, help="More columns on a terminal, however wide it is.")
@options.output_options
@options.strict_option
@options.progress_option
def screen_command(theses: tuple[str, ...], **given: Any) -> int:
    """Rank names now: what to be long and short today, and why.

    THESIS is a file or an id; without one, all active theses are screened.
    """
    from screener.cli.invocation import open_invocation

    invocation = open_invocation(given["workspace"], given["as_of"], theses, given["as_known_on"])
    output = make_output(given["format_name"], given["output"], given["columns"], given["color"])
    invocation.tell_tables()
    loaded = invocation.theses(theses)
    name = "validation" if given["validate"] else "signals"
    output.check_columns(name)
    _check_validation(given)
    chosen = [_Choice.of(given, thesis, name) for thesis in loaded.theses]
    listed = [_listed(given["universe"], thesis) for thesis in loaded.theses]
    is_stale = _pull(invocation, given, loaded.theses, listed)
    settings = replace(invocation.settings(given), has_volume=True)
    made, failures = _reports(invocation, loaded.theses, listed, settings, given)
    if not made:
        raise DataError("; ".join(failures))
    for failure in failures:
        click.echo(f"error: {failure}", err=True)
    is_summary = output.is_table and output.path is None and not output.columns
    by_thesis = dict(zip((thesis.thesis_id for thesis in loaded.theses), chosen, strict=True))
    tables = [by_thesis[report.thesis.thesis_id].apply(table) for report, table in made]
    _talk([report for report, _ in made], is_summary=is_summary and name == "signals")
    _write(made, tables, output, given, is_summary=is_summary)
    if loaded.has_errors:
        return ExitCode.USAGE
    is_incomplete = bool(failures) or any(report.unpriced or report.problems for report, _ in made)
    if given["strict"] and (is_stale or is_incomplete or invocation.reference.has_errors):
        raise DataError("something asked for is missing (named above), and --strict is set")
    return ExitCode.DONE


def _check_validation(given: dict[str, Any]) -> None:
    """Refuse what a track record does not hang on.

    Raises
    ------
    UsageError
    """
    idle = [f"--{name}" for name in ("capital", "since") if given[name] is not None]
    if given["validate"] and idle:
        raise UsageError(f"{' and '.join(idle)} change nothing in a track record; leave them out of --validate")


class _Choice:
    """Which rows are wanted, in which order; checked before anything is run."""

    def __init__(self, chosen: "Filter", sort: str | None, limit: int | None) -> None:
        self._filter = chosen
        self._sort = sort
        self._limit = limit

    @classmethod
    def of(cls, given: dict[str, Any], thesis: "Thesis", table: str) -> "_Choice":
        """Read the options, and the note's own filters where it is about the screen.

        Raises
        ------
        UsageError
            A column, value or direction that does not exist, with its place in the text.
        """
        from screener.dictionary.tables import TABLES
        from screener.filters import joined as joined_filters
        from screener.filters import note_filter, parse_filter, sort_table
        from screener.records.table import Table

        asked = [parse_filter(text, table) for text in given["where"]]
        own = [note_filter(thesis.screen)] if table == "signals" else []
        if given["sort"] is not None:
            sort_table(Table(table, TABLES[table], ()), given["sort"])
        return cls(joined_filters([*own, *asked], table), given["sort"], given["limit"])

    def apply(self, table: "Table") -> "Table":
        """Return the rows wanted; say on stderr how many are not shown, and why."""
        from screener.filters import apply, limit_table, sort_table

        found = apply(self._filter, table)
        table = found.table
        if found.n_dropped:
            lacking = ", ".join(f"{n} lack {column}" for column, n in found.lacking)
            unknown = f"; {found.n_unknown} cannot be told: {lacking}" if lacking else ""
            click.echo(f"{found.n_false} rows do not pass the filters{unknown}", err=True)
        for each in found.absent:
            click.echo(f"no row has {each.column} {each.word}{f'; {each.hint}' if each.hint else ''}", err=True)
        if self._sort is not None:
            table = sort_table(table, self._sort)
        if self._limit is not None:
            table, n_cut = limit_table(table, self._limit)
            if n_cut:
                click.echo(f"{n_cut} more rows cut by --limit", err=True)
        return table


def _listed(path: Path | None, thesis: "Thesis") -> "tuple[ScreenName, ...]":
    if path is None or _has_prices(path):
        return ()
    from screener.screening.names import read_list

    return read_list(path, thesis)


def _has_prices(path: Path) -> bool:
    return path.suffix.lower() == ".parquet"


def _listed_prices(
    path: Path | None, thesis: "Thesis", tables: "Reference", settings: "Settings"
) -> "ListedPrices | None":
    if path is None or not _has_prices(path):
        return None
    from screener.screening.parquet_list import read_listed_prices

    return read_listed_prices(path, thesis, tables, settings)


def _validation(given: dict[str, Any]) -> "Make | None":
    if not given["validate"]:
        return None
    from screener.screening.validation import validated

    return validated


def _pull(
    invocation: "Invocation",
    given: dict[str, Any],
    theses: "Sequence[Thesis]",
    listed: "Sequence[Sequence[ScreenName]]",
) -> bool:
    """Ask Yahoo for what is due of members, candidates and listed names; say whether any may be old."""
    from screener.cli.pulling import pull_due
    from screener.screening.run import tickers_wanted

    wanted = [
        ticker
        for thesis, names in zip(theses, listed, strict=True)
        for ticker in tickers_wanted(thesis, invocation.reference, names)
    ]
    return pull_due(invocation, given, theses, statements=wanted, also=wanted)


def _reports(
    invocation: "Invocation",
    theses: "Sequence[Thesis]",
    listed: "Sequence[Sequence[ScreenName]]",
    settings: "Settings",
    given: dict[str, Any],
) -> "tuple[list[tuple[ScreenReport, Table]], list[str]]":
    """Screen each thesis; one without usable prices is told and the others go on."""
    from screener.cli.progress import progress
    from screener.report.screen_table import screen_table, track_record_table
    from screener.screening.run import STAGES, screen, tickers_wanted
    from screener.screening.track_records import TrackRecords
    from screener.state.snapshots import reviewed_on
    from screener.statements import income_of

    made: list[tuple[ScreenReport, Table]] = []
    failures: list[str] = []
    tables = invocation.reference
    for thesis, names in zip(theses, listed, strict=True):
        records = TrackRecords(invocation.cache_folder, _validation(given))
        income = income_of(tickers_wanted(thesis, tables, names), settings, tables.facts)
        try:
            with progress(thesis.thesis_id, len(STAGES) + 1, is_wanted=not given["no_progress"]) as bar:
                bar.say("names")
                file = _listed_prices(given["universe"], thesis, tables, settings)
                report = screen(
                    thesis,
                    tables,
                    settings,
                    income,
                    names,
                    reviewed_on(invocation.workspace.snapshots, thesis.thesis_id),
                    capital=given["capital"],
                    since=None if given["since"] is None else given["since"].date(),
                    track_record=records.sentence,
                    listener=bar.advance,
                    file=file,
                )
        except DataError as error:
            failures.append(f"{thesis.thesis_id}: {error}")
            continue
        table = track_record_table(report, records.rows) if given["validate"] else screen_table(report)
        made.append((report, table))
    return made, failures


def _write(
    made: "list[tuple[ScreenReport, Table]]",
    tables: "list[Table]",
    output: Output,
    given: dict[str, Any],
    *,
    is_summary: bool,
) -> None:
    if not is_summary:
        output.write(output.text(joined(tables)))
        return
    from screener.report.screen_summary import screen_summary_text, track_record_text

    width = terminal_width()
    text = encoding()
    pairs = [(report, table) for (report, _), table in zip(made, tables, strict=True)]
    if given["validate"]:
        texts = [track_record_text(*pair, width, color=output.color, encoding=text) for pair in pairs]
    else:
        texts = [
            screen_summary_text(*pair, width, color=output.color, encoding=text, is_wide=given["wide"])
            for pair in pairs
        ]
    output.write("\n".join(texts))


def _talk(reports: "list[ScreenReport]", *, is_summary: bool) -> None:
    """Say on stderr what was wrong with the prices, and what the summary would say where there is none."""
    from screener.report.banner import SIMULATED_BANNER
    from screener.report.problems import problems_text
    from screener.report.screen_lines import screen_lines

    for report in reports:
        if report.problems:
            click.echo(problems_text(report.problems), err=True)
        if is_summary:
            continue
        if report.is_simulated:
            click.echo(SIMULATED_BANNER, err=True)
        for line in screen_lines(report):
            click.echo(line, err=True)
        click.echo(f"  fingerprint {report.fingerprint}", err=True)
