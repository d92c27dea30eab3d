"""The whole job on simulated prices, with the effect that was planted beside the one that was found."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from screener.backtest import EXTRAS
from screener.dictionary.tables import REVIEW_TABLES
from screener.errors import UsageError
from screener.export.folder import write_folder
from screener.export.tables import gather
from screener.export.workbook_file import write_workbook
from screener.files import shipped, write_atomically
from screener.pricing import price
from screener.records.backtest import BacktestReport
from screener.records.demonstration import Planted
from screener.records.review import Review
from screener.records.settings import Settings
from screener.records.study import BasketSide, Study
from screener.records.table import Table
from screener.records.thesis import Thesis, Window
from screener.reference import Reference
from screener.report.delimited import csv_text
from screener.report.page.page import page_html
from screener.report.planted_table import planted_table
from screener.report.review.review_block import NoteLinks
from screener.report.review.review_json import review_json
from screener.report.review.review_tables import review_table
from screener.report.review.review_template import new_note
from screener.review.run import Reviewed, review_thesis, stages
from screener.review.tables import reviewed_tables
from screener.simulation import PLANTED_RETURNS
from screener.state.snapshots import write_snapshot
from screener.study.event_study import study
from screener.study.frame import study_frame
from screener.theses import load
from screener.vault.note_file import read_note_file, write_note_file
from screener.vault.note_names import NoteName

THESIS_ID = "ai-commoditization"
MARKER = ".screener-demo"
# Fixed days, so that two demos are the same bytes; the first is reviewed so that the second has something to compare.
AS_OF_AT = dt.datetime(2026, 11, 20, 23, 59, 59, tzinfo=dt.UTC)
WEEK_BEFORE_AT = AS_OF_AT - dt.timedelta(days=7)
DEMO_STAGES = ("the week before", *stages(EXTRAS), "the same without noise", "files")

_SETTINGS = 'source = "simulated"\n'
_READ_ME = """\
SIMULATED PRICES - nothing in this folder says anything about any stock.

planted.csv   the effect planted in the prices beside the one found
reviews/      two weekly reviews: notes to write in, the last one as a page with charts, and as JSON
export/       every table as CSV, for the day and in latest/, with a description (datapackage.json)
thesis.xlsx   the same as a workbook
theses/       the note they were made from; change it and run `screener review` in this folder
state/        the stored reviews that the next one is compared with

made by `screener demo`, as of {as_of}
fingerprint {fingerprint}
"""


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What the demo made: the backtest, the review, what was planted, and where everything is, in words."""

    report: BacktestReport
    review: Review
    planted: tuple[Planted, ...]
    written: tuple[tuple[str, Path], ...]


def demonstrate(
    folder: Path, reference: Reference, asked_at: dt.datetime, cache_folder: Path, listener: Callable[[str], None]
) -> Demonstration:
    """Run the first thesis on simulated prices and write everything that can be written of it into ``folder``.

    Parameters
    ----------
    folder : Path
        Missing, empty, or an earlier demo's; notes that are there are a person's by now and stay as they are.
    reference : Reference
    asked_at : datetime
    cache_folder : Path
    listener : callable
        Told each of :data:`DEMO_STAGES` as it begins.

    Raises
    ------
    UsageError
        ``folder`` holds something that no demo made.
    """
    _refuse_a_strangers(folder)
    note = shipped("theses") / f"{THESIS_ID}.md"
    thesis = load(note, reference).thesis
    if thesis is None:
        raise UsageError(f"the shipped thesis {THESIS_ID} has errors; run: screener thesis lint {THESIS_ID}")
    settings = Settings("simulated", AS_OF_AT, asked_at, cache_folder)
    snapshots = folder / "state" / "snapshots"
    write_atomically(folder / MARKER, b"made by screener demo; may be deleted\n")
    listener(DEMO_STAGES[0])
    before = review_thesis(thesis, reference, replace(settings, as_of_at=WEEK_BEFORE_AT), snapshots)
    write_snapshot(snapshots, before.snapshot)
    now = review_thesis(thesis, reference, settings, snapshots, listener=listener, extras=EXTRAS)
    write_snapshot(snapshots, now.snapshot)
    listener(DEMO_STAGES[-2])
    planted = _compare(now.dossier.backtest.study, _noiseless(thesis, reference, settings))
    listener(DEMO_STAGES[-1])
    written = tuple(_write(folder, note, before, now, planted))
    return Demonstration(now.dossier.backtest, now.review, planted, written)


def _noiseless(thesis: Thesis, reference: Reference, settings: Settings) -> Study:
    """Study the same market without the names' own noise."""
    priced = price(thesis, reference.events, reference.exchanges, replace(settings, is_noiseless=True))
    return study(study_frame(priced, "released"))


def _refuse_a_strangers(folder: Path) -> None:
    """Take an empty or missing folder, or one that an earlier demo took."""
    if folder.exists() and not (folder / MARKER).is_file() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is not a demo's folder; name an empty one with: screener demo DIR")


def _write(
    folder: Path, note: Path, before: Reviewed, now: Reviewed, planted: tuple[Planted, ...]
) -> Iterator[tuple[str, Path]]:
    """Write every rendering; yield what each is and where."""
    report = now.dossier.backtest
    said = _READ_ME.format(as_of=report.as_of, fingerprint=now.review.fingerprint)
    compared = planted_table(planted, THESIS_ID, report.as_of, report.data_as_of)
    files = {"README.txt": said, "screener.toml": _SETTINGS, "planted.csv": csv_text(compared)}
    for name, text in files.items():
        write_atomically(folder / name, text.encode())
    yield "planted beside found", folder / "planted.csv"
    own_note = folder / "theses" / note.name
    if not own_note.exists():
        write_atomically(own_note, note.read_bytes())
    yield "the thesis", own_note
    reviews = folder / "reviews"
    for each in (before, now):
        yield "review, a note to write in", _write_note(reviews, each.review)
    yield from _write_review(reviews, now.review)
    export = gather([now.dossier], reviewed_tables(now, (*now.earlier, now.snapshot)))
    yield "every table as CSV", write_folder(export, folder / "export").places[-1]
    yield "every table as a workbook", write_workbook(export, folder / "thesis.xlsx").path


def _write_note(folder: Path, review: Review) -> Path:
    """Write a new note; one that is there is a person's by now and stays as it is."""
    naming = NoteName()
    found = read_note_file(folder, naming.of(review.thesis_id, review.as_of))
    if found.text is None:
        earlier = "" if review.previous_on is None else naming.of(review.thesis_id, review.previous_on)
        write_note_file(found, new_note(review, NoteLinks(THESIS_ID, earlier)))
    return found.path


def _write_review(folder: Path, review: Review) -> Iterator[tuple[str, Path]]:
    page, said = folder / f"{review.week} {THESIS_ID}.html", folder / f"{review.week} {THESIS_ID}.json"
    tables: dict[str, Table] = {name: review_table(review, name) for name in REVIEW_TABLES}
    write_atomically(page, page_html(review, tables).encode())
    yield "the same as a page with charts", page
    write_atomically(said, review_json([review]).encode())
    yield "the same as JSON", said


def _compare(noisy: Study, truth: Study) -> tuple[Planted, ...]:
    expected = {(score.basket, score.window): score.excess for score in truth.scores if score.period == "all"}
    rows = []
    for score in noisy.scores:
        without_noise = expected.get((score.basket, score.window))
        if score.period == "all" and without_noise is not None and score.excess is not None:
            planted = _planted(score.side, score.window)
            rows.append(Planted(score.basket, score.side, score.window, planted, without_noise, score))
    return tuple(rows)


def _planted(side: BasketSide, window: Window) -> float:
    """Return what was planted inside a window, with the basket's sign."""
    inside = sum(PLANTED_RETURNS[max(window.start, 0) : max(window.end + 1, 0)])
    return {"long": inside, "short": -inside, "spread": 2 * inside}[side]
