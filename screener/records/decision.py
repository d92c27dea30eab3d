"""What a person decided at a review, as they wrote it into its note."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision.

    Parameters
    ----------
    day_on : date
        ``as_of`` of the review in whose note it stands.
    note : str
        The note's name.
    decision : str
        First word of ``decision::``, lower case: hold, add, trim, close or override.
    criterion : str
        What is overridden: the words after it.
    reason, disconfirming : str
    confidence_pct : float or None
    next_review_on : date or None
    line : int
        Of the field ``decision``, 1-based.
    """

    day_on: dt.date
    note: str
    decision: str
    criterion: str
    reason: str = ""
    confidence_pct: float | None = None
    disconfirming: str = ""
    next_review_on: dt.date | None = None
    line: int = 0
