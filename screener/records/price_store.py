"""What the price store tells: what was asked, what an answer changed, what is held."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from screener.records.prices import Basis, FetchOutcome


class RevisionKind(StrEnum):
    """Why an answer differs from the one before it; ``dictionary.price_checks`` says what each means."""

    SETTLED = "settled"
    SPLIT = "split"
    DIVIDEND = "dividend"
    FILLED = "filled"
    WITHDRAWN = "withdrawn"
    REVISION = "revision"


@dataclass(frozen=True, slots=True)
class Revision:
    """One change of the past that an answer brought.

    Parameters
    ----------
    ticker, source : str
    noted_at : datetime
        When the answer was fetched.
    kind : RevisionKind
    first_on, last_on : date
        First and last session concerned.
    n_sessions : int
        Sessions concerned; 0 for a split or dividend booked late that rescaled nothing.
    ratio : float
        New over old price where it moved most; what is left of that after splits and dividends for kinds ``settled``
        and ``revision``. NaN where no price changed.
    message : str
        One sentence with the figures, no final full stop.
    """

    ticker: str
    source: str
    noted_at: dt.datetime
    kind: RevisionKind
    first_on: dt.date
    last_on: dt.date
    n_sessions: int
    ratio: float
    message: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What keeping one answer did.

    Parameters
    ----------
    ticker : str
    n_new : int
        Sessions before or after those held until then.
    revisions : tuple of Revision
        What the answer changed, or would have changed had it not been refused.
    refused : str
        Why nothing of the answer was stored; empty when it was.
    """

    ticker: str
    n_new: int
    revisions: tuple[Revision, ...] = ()
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """When a source was last asked for a ticker, and how that ended.

    Parameters
    ----------
    last_settled_at : datetime or None
        Of the latest answer ``ok``, ``gone`` or ``empty``: asking again before the next session brings nothing.
    settled_outcome : FetchOutcome or None
    settled_reason : str
        Of that answer.
    from_on : date or None
        The earliest date those answers cover; the next ask starts there or before.
    held_to_on : date or None
        Last session held with any price cell; None when nothing is held.
    last_outcome : FetchOutcome
        Of the latest ask, settled or not.
    last_reason : str
    last_at : datetime
    """

    last_settled_at: dt.datetime | None
    settled_outcome: FetchOutcome | None
    settled_reason: str
    from_on: dt.date | None
    held_to_on: dt.date | None
    last_outcome: FetchOutcome
    last_reason: str
    last_at: dt.datetime


@dataclass(frozen=True, slots=True)
class StoredSeries:
    """What the store holds of one ticker from one source.

    Parameters
    ----------
    ticker, source : str
    first_on, last_on : date or None
        None when no session is held.
    n_rows : int
        Sessions held now.
    fetched_at : datetime or None
        Of the answer that the rows stand for; None when none was ever kept.
    from_on : date or None
        The earliest date asked for by an answer that was kept.
    basis : {"split_adjusted", "as_traded", "adjusted_only"} or None
    currency, exchange : str
        As the source writes them.
    asked : Asked
    n_revisions : mapping
        By kind; kinds that never came are left out.
    """

    ticker: str
    source: str
    first_on: dt.date | None
    last_on: dt.date | None
    n_rows: int
    fetched_at: dt.datetime | None
    from_on: dt.date | None
    basis: Basis | None
    currency: str
    exchange: str
    asked: Asked
    n_revisions: Mapping[RevisionKind, int]
