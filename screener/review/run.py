"""One thesis reviewed: dossier, stored reviews and holdings in, the record and its snapshot out; nothing is written."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from screener.backtest import Extra
from screener.dossier import Dossier, compile_dossier
from screener.dossier import stages as dossier_stages
from screener.errors import UsageError
from screener.records.decision import Decision
from screener.records.position import Position
from screener.records.problem import Problem
from screener.records.review import Review
from screener.records.settings import Settings
from screener.records.snapshot import Snapshot
from screener.records.thesis import Thesis
from screener.reference import Reference
from screener.report.review.review_json import review_object
from screener.review.build import Kept, build_review
from screener.review.snapshot import snapshot_of
from screener.state.snapshots import SnapshotsReading, read_snapshots
from screener.thesis.note_file import read_note


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A review with what it was made from and what is to be stored of it.

    Parameters
    ----------
    review : Review
    dossier : Dossier
    snapshot : Snapshot
    earlier : tuple of Snapshot
        Stored reviews of earlier days on the same kind of prices, oldest first.
    problems : tuple of Problem
        Stored reviews that cannot be read.
    """

    review: Review
    dossier: Dossier
    snapshot: Snapshot
    earlier: tuple[Snapshot, ...]
    problems: tuple[Problem, ...]


def stages(extras: Sequence[Extra] = ()) -> tuple[str, ...]:
    """Return the stages that :func:`review_thesis` goes through."""
    return (*dossier_stages(extras), "review")


def review_thesis(
    thesis: Thesis,
    reference: Reference,
    settings: Settings,
    snapshots: Path,
    positions: Sequence[Position] = (),
    decisions: Sequence[Decision] = (),
    listener: Callable[[str], None] = lambda _: None,
    extras: Sequence[Extra] = (),
) -> Reviewed:
    """Review a thesis.

    Parameters
    ----------
    thesis : Thesis
        Bound: its labs are canonical ids.
    reference : Reference
    settings : Settings
    snapshots : Path
        The workspace's folder of stored reviews.
    positions : sequence of Position
        Of any thesis; those of others are left out.
    decisions : sequence of Decision
        Of this thesis's review notes.
    listener : callable
        Told each of :func:`stages` as it begins.
    extras : sequence of Extra
        Parts of the backtest that a review does not need, for an export made of the same dossier.

    Raises
    ------
    UsageError
        The note was changed while this was running.
    DataError
        No benchmark, or no leg with half its weight priced on any session.
    """
    note, as_of = note_text(thesis), settings.as_of_at.date()
    stored = stored_reviews(snapshots, thesis.thesis_id, as_of, is_simulated=settings.is_simulated)
    days = [each.as_of for each in stored.snapshots]
    dossier = compile_dossier(thesis, reference, settings, days, listener, extras)
    listener("review")
    return review_dossier(dossier, reference, settings, note, stored, positions, decisions)


def review_dossier(
    dossier: Dossier,
    reference: Reference,
    settings: Settings,
    note: str,
    stored: SnapshotsReading,
    positions: Sequence[Position] = (),
    decisions: Sequence[Decision] = (),
) -> Reviewed:
    """Review what a dossier holds.

    Parameters
    ----------
    dossier : Dossier
        Compiled under ``settings`` and with the days of ``stored``.
    reference : Reference
    settings : Settings
    note : str
        From :func:`note_text`, read before the dossier was compiled.
    stored : SnapshotsReading
        From :func:`stored_reviews`.
    positions, decisions
        As in :func:`review_thesis`.
    """
    own = tuple(each for each in positions if each.thesis_id == dossier.thesis.thesis_id)
    review = build_review(dossier, reference, settings, Kept(note, stored.snapshots, own, decisions))
    snapshot = snapshot_of(review, dossier, note, review_object(review))
    return Reviewed(review, dossier, snapshot, stored.snapshots, stored.problems)


def stored_reviews(snapshots: Path, thesis_id: str, before: dt.date, *, is_simulated: bool) -> SnapshotsReading:
    """Return a thesis's stored reviews of days before one, on made-up prices or on others."""
    stored = read_snapshots(snapshots, thesis_id, before)
    # Made-up prices and real ones have nothing to say to each other.
    kept = [each for each in stored.snapshots if (each.price_source == "simulated") is is_simulated]
    return SnapshotsReading(tuple(kept), stored.problems)


def note_text(thesis: Thesis) -> str:
    """Return the text that a thesis was read from.

    Raises
    ------
    UsageError
        The note is another now.
    """
    note = read_note(Path(thesis.path))
    if isinstance(note, Problem) or note.sha256 != thesis.text_sha256:
        raise UsageError(f"{thesis.path} was changed while it was being reviewed; run again")
    return note.source.text
