"""Catalogued events, and where each one lands on an exchange's sessions."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Precision = Literal["instant", "upper_bound", "day", "month", "planned"]
Anchor = Literal["released", "noticed"]
Period = Literal["before", "after", "live", "all"]

PERIODS: tuple[Period, ...] = ("before", "after", "live", "all")
PRECISIONS: tuple[Precision, ...] = ("instant", "upper_bound", "day", "month", "planned")

EVENT_KINDS = (
    "open_weights",
    "model_release",
    "price_cut",
    "price_rise",
    "market_shock",
    "competition_win",
    "listing",
    "policy",
)
PRICE_DIRECTIONS = ("up", "down", "flat", "mixed")
PROVENANCES = ("seen", "mixed", "memory", "computed")
CONFIDENCES = ("high", "medium", "low")


class Outcome(StrEnum):
    """How one event (per basket and window) or one name ended; exactly one each.

    ``aligned`` is said only where events are listed without prices: day 0 is known, nothing was measured.
    """

    USED = "used"
    NOT_PRICED = "not_priced"
    NOT_A_MEMBER = "not_a_member"
    TOO_FEW_NAMES = "too_few_names"
    TOO_LITTLE_HISTORY = "too_little_history"
    GAP_IN_WINDOW = "gap_in_window"
    WINDOW_NOT_OVER = "window_not_over"
    SESSION_OUTSIDE_PRICES = "session_outside_prices"
    NO_ANCHOR_DATE = "no_anchor_date"
    NOT_STUDIED = "not_studied"
    ALIGNED = "aligned"


@dataclass(frozen=True, slots=True)
class Event:
    """One row of ``events.csv``; fields are its columns.

    ``released_on`` is the release's date in the lab's zone (the date as written for ``month``);
    ``released_at`` is the instant in UTC, set for ``instant`` and ``upper_bound`` rows that give one.
    ``released_instant`` is what alignment uses: that instant, else noon of the day in the lab's zone.
    """

    event_id: str
    lab: str
    name: str
    kind: str
    released_on: dt.date
    released_instant: dt.datetime
    released_at: dt.datetime | None
    released_precision: Precision
    released_note: str
    market_noticed_on: dt.date | None
    open_weights: str
    licence: str
    token_in_usd_per_mtok: float | None
    token_out_usd_per_mtok: float | None
    price_direction: str
    summary: str
    source: str
    provenance: str
    confidence: str
    known_on: dt.date
    known_on_assumed: bool
    path: str
    line: int

    @property
    def is_hindsight(self) -> bool:
        """Market shocks are catalogued because the market moved."""
        return self.kind == "market_shock"

    @property
    def is_studied(self) -> bool:
        """Rows known to the month or only planned are never studied."""
        return self.released_precision not in ("month", "planned")


@dataclass(frozen=True, slots=True)
class Alignment:
    """Where one event lands on one exchange.

    Parameters
    ----------
    session_on : date or None
        Day 0: the first session whose close is at or after the anchor; None with ``outcome`` set.
    outcome : Outcome or None
        ``NOT_STUDIED``, ``NO_ANCHOR_DATE`` or ``SESSION_OUTSIDE_PRICES``; None when aligned.
    lag_days : int or None
        Calendar days from the release date (in the lab's zone) to day 0; -1 when the lab's day began earlier.
    day0_uncertain : bool
        An ``upper_bound`` that falls near or after a close may belong to the session before.
    """

    session_on: dt.date | None
    outcome: Outcome | None = None
    lag_days: int | None = None
    day0_uncertain: bool = False
