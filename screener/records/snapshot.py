"""A stored review: what was said on a day, for the next one to say what changed."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SignalState:
    """A name's signal on the day of a snapshot; ``weight`` is a decimal over NAV, ``rank`` its place in its side."""

    ticker: str
    leg: str
    side: str
    universe: str
    signal: str
    score: float | None
    rank: int | None
    weight: float | None


@dataclass(frozen=True, slots=True)
class ClaimStanding:
    """One comparison on the day of a snapshot, as in :class:`screener.records.claim.ClaimRow`."""

    claim: str
    role: str
    severity: str
    measure: str
    value: float | None
    unit: str
    op: str
    threshold: str
    distance: float | None
    state: str
    n_breach: int
    since_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One stored review.

    Parameters
    ----------
    thesis_id : str
    as_of, data_as_of : date
    price_source : str
    version, fingerprint : str
    note : str
        The note's whole text as it was.
    probability_pct : float or None
    signals : tuple of SignalState
    claims : tuple of ClaimStanding
    review : str
        The review record as JSON, as ``screener review --format json`` prints it.
    """

    thesis_id: str
    as_of: dt.date
    data_as_of: dt.date
    price_source: str
    version: str
    fingerprint: str
    note: str
    probability_pct: float | None
    signals: tuple[SignalState, ...]
    claims: tuple[ClaimStanding, ...]
    review: str
