"""``screener review``."""

import datetime as dt
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from screener.cli import options
from screener.cli.decisions import decisions_of, notes_folder
from screener.cli.holdings import positions_option, read_holdings
from screener.cli.options import option
from screener.cli.output import Output, encoding, is_terminal, joined, make_output, terminal_width
from screener.cli.talk import tell
from screener.dictionary.tables import REVIEW_TABLES
from screener.errors import DataError, ExitCode, UsageError

if TYPE_CHECKING:
    from screener.cli.invocation import Invocation
    from screener.cli.review_files import ReviewFiles
    from screener.records.position import Position
    from screener.records.settings import Settings
    from screener.records.thesis import Thesis
    from screener.review.run import Reviewed

_GATES: dict[str, tuple[str, ...]] = {"breaker": ("breaker",), "watch": ("breaker", "watch"), "stale": ("stale",)}


@click.command(
    "review",
    epilog="""\b
Examples:
  screener review ai-commoditization
  screener review ai-commoditization --week 2026-W22 --note ../Notes/Reviews --html reviews
  screener review --note ../Notes/Reviews --fail-on breaker
  screener review ai-commoditization --dry-run --diff --note ../Notes/Reviews
""",
)
@options.theses_argument
@options.workspace_option
@options.source_option
@options.as_of_option
@option("--week", metavar="WEEK", help="As of the last session of this ISO week, such as 2026-W22.")
@options.stored_price_options
@option("--note", type=click.Path(path_type=Path), metavar="FOLDER",
        help="Write or bring up to date a note in this folder; what a person wrote in it stays as it is.")  # fmt: skip
@option("--note-name", metavar="FORMAT",
        help="How notes are named, in Moment's letters. Default: GGGG-[W]WW, the ISO week.")  # fmt: skip
@option("--html", type=click.Path(path_type=Path), metavar="FILE|FOLDER", help="Write a page with charts.")
@positions_option
@option("--table", type=click.Choice(REVIEW_TABLES), help="One table, whole. Default: all, or changes into a pipe.")
@option("--fail-on", type=click.Choice(["breaker", "watch", "stale", "any"]),
        help="Exit with 1 if such a thing needs a ruling that nobody has written yet.")  # fmt: skip
@option("--dry-run", is_flag=True, help="Write nothing: no note, no page, no stored review, no trial.")
@option("--diff", is_flag=True, help="Show how each note would change, or has.")
@options.output_options
@options.strict_option
@options.progress_option
def review_command(theses: tuple[str, ...], **given: Any) -> int:
    """Review a thesis: what changed, is it still right, what has to be decided.

    THESIS is a file or an id; without one, all active theses are reviewed. Each review is stored in the workspace, so
    that the next one can say what changed. Where a note or page is written and stdout is no terminal, only what needs a
    ruling is said.
    """
    from screener.cli.invocation import open_invocation
    from screener.cli.pulling import pull_for_dossiers
    from screener.cli.review_files import ReviewFiles

    invocation = open_invocation(given["workspace"], _as_of(given), theses, given["as_known_on"])
    output = make_output(given["format_name"], given["output"], given["columns"], given["color"])
    is_quiet = _is_quiet(given)
    invocation.tell_tables(with_replacements=not is_quiet)
    loaded = invocation.theses(theses)
    output.check_columns(given["table"] or "changes")
    positions = read_holdings(invocation, given["positions"])
    files = ReviewFiles.planned(invocation, given, loaded.theses, is_told=not is_quiet)
    is_stale = pull_for_dossiers(invocation, given, loaded.theses, is_told=not is_quiet)
    reviewed, failures = _reviews(invocation, loaded.theses, given, files, positions)
    if not reviewed:
        raise DataError("; ".join(failures))
    for failure in failures:
        tell([f"error: {failure}"])
    _talk(reviewed, is_quiet=is_quiet, is_page=_is_page(output, given))
    files.write(reviewed)
    if not is_quiet:
        _write(reviewed, output, given)
    if loaded.has_errors:
        return ExitCode.USAGE
    is_incomplete = bool(failures) or any(each.dossier.backtest.is_incomplete for each in reviewed)
    if given["strict"] and (is_stale or is_incomplete or invocation.reference.has_errors):
        raise DataError("something asked for is missing (named above), and --strict is set")
    return _gate(reviewed, given["fail_on"])


def _as_of(given: dict[str, Any]) -> dt.datetime | None:
    """Return the day asked for: itself, or a week's last session in New York.

    Raises
    ------
    UsageError
        Both are given, or the week is none.
    """
    day: dt.datetime | None = given["as_of"]
    if given["week"] is None:
        return day
    if day is not None:
        raise UsageError("--week and --as-of both say which day; leave one out")
    from screener.config import cache_folder
    from screener.sessions.calendar import sessions
    from screener.vault.note_names import week_end

    sunday = week_end(given["week"])
    held = sessions("XNYS", sunday - dt.timedelta(days=6), sunday, cache_folder()).session_on
    if not len(held):
        raise UsageError(f"--week {given['week']}: New York had no session in it")
    last: dt.date = held[-1].astype(object)
    return dt.datetime.combine(last, dt.time.min)


def _is_quiet(given: dict[str, Any]) -> bool:
    """Tell whether nobody is there to read: files are written, and nothing else was asked for."""
    asked = any(given[name] for name in ("format_name", "output", "columns", "table", "diff", "dry_run"))
    return bool(given["note"] or given["html"]) and not asked and not is_terminal(sys.stdout)


def _is_page(output: Output, given: dict[str, Any]) -> bool:
    """Tell whether people read the whole review in a terminal or file."""
    return output.is_table and given["table"] is None and not output.columns


def _settings(invocation: "Invocation", given: dict[str, Any]) -> "Settings":
    ledger = None if given["dry_run"] else invocation.workspace.ledger
    return replace(invocation.settings(given), ledger_path=ledger)


def _reviews(
    invocation: "Invocation",
    theses: "tuple[Thesis, ...]",
    given: dict[str, Any],
    files: "ReviewFiles",
    positions: "tuple[Position, ...]",
) -> "tuple[list[Reviewed], list[str]]":
    """Review each thesis; one without usable prices is told and the others go on."""
    from screener.cli.progress import progress
    from screener.review.run import review_thesis, stages

    settings, notes = _settings(invocation, given), notes_folder(invocation, given["note"])
    reviewed, failures = [], []
    for thesis in theses:
        decisions = decisions_of(invocation, thesis.thesis_id, notes, files.naming)
        try:
            with progress(thesis.thesis_id, len(stages()), is_wanted=not given["no_progress"]) as bar:
                reviewed.append(
                    review_thesis(
                        thesis,
                        invocation.reference,
                        settings,
                        invocation.workspace.snapshots,
                        positions,
                        decisions,
                        bar.advance,
                    )
                )
        except DataError as error:
            failures.append(f"{thesis.thesis_id}: {error}")
    return reviewed, failures


def _talk(reviewed: "list[Reviewed]", *, is_quiet: bool, is_page: bool) -> None:
    """Say on stderr what needs a ruling, and what was wrong; the page says the first itself."""
    from screener.report.banner import SIMULATED_BANNER
    from screener.report.problems import problems_text
    from screener.report.review.review_lines import ruling_line

    for each in reviewed:
        if each.problems:
            click.echo(problems_text(each.problems), err=True)
        if each.review.is_simulated and not is_page and not is_quiet:
            tell([SIMULATED_BANNER])
        line = ruling_line(each.review)
        if line and not is_page:
            tell([line])


def _write(reviewed: "list[Reviewed]", output: Output, given: dict[str, Any]) -> None:
    from screener.report.review.review_tables import review_table

    reviews = [each.review for each in reviewed]
    name = given["table"]
    if name is None and not output.columns and output.format_name in ("table", "json", "md"):
        output.write(_page_text(reviews, output))
        return
    output.write(output.text(joined([review_table(review, name or "changes") for review in reviews])))


def _page_text(reviews: "list[Any]", output: Output) -> str:
    """Return whole reviews: for a terminal, as JSON, or as the machine's part of a note."""
    from screener.report.review.review_block import review_block
    from screener.report.review.review_json import review_json
    from screener.report.review.review_text import review_text

    if output.format_name == "json":
        return review_json(reviews)
    if output.format_name == "md":
        return "\n".join(review_block(review) for review in reviews)
    width = terminal_width()
    return "\n".join(review_text(review, width, color=output.color, encoding=encoding()) for review in reviews)


def _gate(reviewed: "list[Reviewed]", gate: str | None) -> int:
    """Return 1 where something that the gate is about needs a ruling that nobody has written."""
    if gate is None:
        return ExitCode.DONE
    stopped = [
        ruling
        for each in reviewed
        for ruling in each.review.rulings
        if ruling.overridden_on is None and (gate == "any" or ruling.kind in _GATES[gate])
    ]
    return ExitCode.GATE if stopped else ExitCode.DONE
