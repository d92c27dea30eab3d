"""``screener export``."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from screener.cli import options
from screener.cli.decisions import decisions_of, notes_folder
from screener.cli.holdings import positions_option, read_holdings
from screener.cli.options import option
from screener.cli.talk import tell
from screener.errors import DataError, ExitCode, UsageError

if TYPE_CHECKING:
    import datetime as dt

    from screener.cli.invocation import Invocation
    from screener.dossier import Dossier
    from screener.records.export import Export
    from screener.records.snapshot import Snapshot
    from screener.records.table import Table
    from screener.records.thesis import Thesis
    from screener.review.run import Reviewed


@click.command(
    "export",
    epilog="""\b
Examples:
  screener export ai-commoditization -o exports
  screener export ai-commoditization -o ai-commoditization.xlsx
  screener export --excel --as-of 2026-05-29 -o exports
""",
)
@options.theses_argument
@options.workspace_option
@options.source_option
@options.as_of_option
@options.stored_price_options
@option("--output", "-o", required=True, type=click.Path(path_type=Path), metavar="FOLDER|FILE.xlsx",
        help="A folder of CSV files, or a workbook with a sheet a table.")  # fmt: skip
@option("--excel", is_flag=True, help="CSV files as Excel wants them: a byte order mark, and lines that end in CRLF.")
@positions_option
@options.strict_option
@options.progress_option
def export_command(theses: tuple[str, ...], **given: Any) -> int:
    """Write every table for a spreadsheet: CSV files with a description, or an Excel workbook.

    THESIS is a file or an id; without one, all active theses are exported, their rows joined. FOLDER gets a folder for
    the day and the same in latest/. Only files that an earlier export wrote are replaced.
    """
    from screener.cli.invocation import open_invocation
    from screener.cli.pulling import pull_for_dossiers

    invocation = open_invocation(given["workspace"], given["as_of"], theses, given["as_known_on"])
    is_workbook = _is_workbook(given["output"], is_excel=given["excel"])
    _check(given["output"], invocation.as_of_at.date(), is_workbook=is_workbook)
    invocation.tell_tables()
    loaded = invocation.theses(theses)
    is_stale = pull_for_dossiers(invocation, given, loaded.theses)
    dossiers, extra, failures = _compiled(invocation, given, loaded.theses)
    export = _gathered(invocation, dossiers, extra, failures)
    _write(export, given, is_workbook=is_workbook)
    if loaded.has_errors:
        return ExitCode.USAGE
    if given["strict"] and (is_stale or bool(failures) or _is_incomplete(invocation, dossiers)):
        raise DataError("something asked for is missing (named above), and --strict is set")
    return ExitCode.DONE


def _is_workbook(path: Path, *, is_excel: bool) -> bool:
    """Tell whether a workbook is asked for, or a folder.

    Raises
    ------
    UsageError
        The path ends in something else, or ``--excel`` is given for a workbook.
    """
    from screener.export.workbook_file import ENDING

    if path.suffix.lower() == ENDING:
        if is_excel:
            raise UsageError(
                f"--excel is for CSV files, and {path} is a workbook, which needs no such thing; leave it out"
            )
        return True
    if path.suffix and not path.is_dir():
        raise UsageError(
            f"{path} ends in {path.suffix}, and an export is a folder of CSV files, or a workbook that ends in "
            f"{ENDING}; name one of these (one table as one file: screener backtest --table NAME -o FILE)"
        )
    return False


def _check(path: Path, as_of: "dt.date", *, is_workbook: bool) -> None:
    """Refuse what cannot be written before anything is asked for, run or entered in the ledger."""
    from screener.export.folder import check_folder
    from screener.export.workbook_file import check_workbook

    if is_workbook:
        check_workbook(path)
    else:
        check_folder(path, as_of)


def _compiled(
    invocation: "Invocation", given: dict[str, Any], theses: "tuple[Thesis, ...]"
) -> "tuple[list[Dossier], list[Table], list[str]]":
    """Compile each thesis's dossier and the tables beside it; one without usable prices is told, the others go on.

    Raises
    ------
    DataError
        None has usable prices.
    """
    from screener.backtest import EXTRAS
    from screener.cli.progress import progress
    from screener.review.run import review_thesis, stages
    from screener.review.tables import reviewed_tables
    from screener.vault.note_names import NoteName

    settings = replace(invocation.settings(given), ledger_path=invocation.workspace.ledger)
    positions = read_holdings(invocation, given["positions"])
    dossiers: list[Dossier] = []
    extra: list[Table] = []
    failures = []
    for thesis in theses:
        try:
            with progress(thesis.thesis_id, len(stages(EXTRAS)), is_wanted=not given["no_progress"]) as bar:
                reviewed = review_thesis(
                    thesis,
                    invocation.reference,
                    settings,
                    invocation.workspace.snapshots,
                    positions,
                    decisions_of(invocation, thesis.thesis_id, notes_folder(invocation, None), NoteName()),
                    bar.advance,
                    EXTRAS,
                )
        except DataError as error:
            failures.append(f"{thesis.thesis_id}: {error}")
            continue
        dossiers.append(reviewed.dossier)
        extra.extend(reviewed_tables(reviewed, _stored(invocation, reviewed)))
    if not dossiers:
        raise DataError("; ".join(failures))
    return dossiers, extra, failures


def _stored(invocation: "Invocation", reviewed: "Reviewed") -> "tuple[Snapshot, ...]":
    """Return the stored reviews up to the day, its own included where there is one; tell of those that are spoilt."""
    from datetime import timedelta

    from screener.report.problems import problems_text
    from screener.review.run import stored_reviews

    review, snapshots = reviewed.review, invocation.workspace.snapshots
    after = review.as_of + timedelta(days=1)
    stored = stored_reviews(snapshots, review.thesis_id, after, is_simulated=review.is_simulated)
    if stored.problems:
        click.echo(problems_text(stored.problems), err=True)
    return stored.snapshots


def _gathered(
    invocation: "Invocation", dossiers: "list[Dossier]", extra: "list[Table]", failures: list[str]
) -> "Export":
    """Gather the tables; say on stderr what was wrong, entered and missing."""
    from screener.export.tables import gather
    from screener.report.banner import SIMULATED_BANNER
    from screener.report.problems import problems_text

    export = gather(dossiers, extra)
    for dossier in dossiers:
        problems = dict.fromkeys((*dossier.backtest.problems, *dossier.claims.problems, *dossier.screen.problems))
        if problems:
            click.echo(problems_text(tuple(problems)), err=True)
        if dossier.backtest.is_new_trial:
            tell([f"{dossier.thesis.thesis_id}: entered as a new variant in {invocation.workspace.ledger}"])
    tell(f"error: {failure}" for failure in failures)
    if export.is_simulated:
        tell([SIMULATED_BANNER])
    tell([f"{', '.join(each.thesis_id for each in export.theses)}, fingerprint {export.fingerprint}:"])
    tell(f"  {line}" for line in export.missing)
    return export


def _write(export: "Export", given: dict[str, Any], *, is_workbook: bool) -> None:
    """Write the export; say where, how much, and what a workbook could not hold."""
    n_rows = sum(len(table.rows) for table in export.tables)
    much = f"{len(export.tables)} tables, {n_rows:,} rows"
    if is_workbook:
        from screener.export.workbook_file import write_workbook

        book = write_workbook(export, given["output"])
        tell([*book.lacks, f"wrote {book.path}: {much}, {_megabytes(book.n_bytes)}"])
        return
    from screener.export.folder import write_folder
    from screener.report.delimited import EXCEL, PLAIN

    made = write_folder(export, given["output"], EXCEL if given["excel"] else PLAIN)
    tell([f"wrote {' and '.join(map(str, made.places))}: {much}, {_megabytes(made.n_bytes)} each"])


def _megabytes(n_bytes: int) -> str:
    return f"{n_bytes / 1e6:.1f} MB"


def _is_incomplete(invocation: "Invocation", dossiers: "list[Dossier]") -> bool:
    from screener.completeness import is_incomplete

    return invocation.reference.has_errors or any(is_incomplete(dossier) for dossier in dossiers)
