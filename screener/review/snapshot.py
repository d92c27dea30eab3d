"""What is stored of a review, so that the next one can say what changed."""

from screener.dossier import Dossier
from screener.records.claim import ClaimRow
from screener.records.review import Review
from screener.records.screen import ScreenRow
from screener.records.snapshot import ClaimStanding, SignalState, Snapshot


def snapshot_of(review: Review, dossier: Dossier, note: str, review_json: str) -> Snapshot:
    """Return what is stored of a review.

    Parameters
    ----------
    review : Review
    dossier : Dossier
        That it was built from.
    note : str
        The thesis note's text.
    review_json : str
        The record as JSON.
    """
    return Snapshot(
        thesis_id=review.thesis_id,
        as_of=review.as_of,
        data_as_of=review.data_as_of,
        price_source=review.price_source,
        version=review.version,
        fingerprint=review.fingerprint,
        note=note,
        probability_pct=dossier.thesis.probability_pct,
        signals=tuple(_signal(row) for row in dossier.screen.rows),
        claims=tuple(_standing(row) for row in review.claims),
        review=review_json,
    )


def _signal(row: ScreenRow) -> SignalState:
    name = row.name
    return SignalState(name.ticker, name.leg, name.side, name.universe, row.signal, row.score, row.rank, row.weight)


def _standing(row: ClaimRow) -> ClaimStanding:
    return ClaimStanding(
        claim=row.claim,
        role=row.role,
        severity=row.severity,
        measure=row.measure,
        value=row.value,
        unit=row.unit,
        op=row.op or "",
        threshold=row.threshold,
        distance=row.distance,
        state=row.state,
        n_breach=row.n_breach,
        since_on=row.since_on,
    )
