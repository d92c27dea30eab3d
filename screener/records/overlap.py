"""Where one side of a thesis holds what the other side is about: stakes of listed names in private labs."""

import datetime as dt
from dataclasses import dataclass

from screener.records.thesis import Side

PRIVATE = "private"
"""How ``against`` says that the lab itself is on the other side, by ``private_long`` or ``private_short``."""


@dataclass(frozen=True, slots=True)
class OverlapRow:
    """One member's stake in one lab.

    Parameters
    ----------
    side : {"long", "short"}
    leg, ticker : str
    weight : float or None
        Share of its side that the ticker has at the last trade, decimal; None before any. A ticker that is not held
        then has 0.
    lab : str
        Canonical id.
    stake : float or None
        Share of the lab that the ticker owns, decimal; None is a stake of unknown size, not zero.
    against : tuple of str
        What the other side has of the same lab: ``private`` for the lab itself, and the tickers that own part of it.
        Empty where the other side has nothing of it: an exposure, no overlap.
    measured_on : date or None
    provenance, source, note : str
        Of the stake.
    flags : tuple of str
    """

    side: Side
    leg: str
    ticker: str
    weight: float | None
    lab: str
    stake: float | None
    against: tuple[str, ...]
    measured_on: dt.date | None
    provenance: str
    source: str
    note: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much of one side's holding is the other side's.

    Parameters
    ----------
    rows : tuple of OverlapRow
        Members that own part of a lab; long before short, in the note's order.
    unknown_private : tuple of str
        Names under ``private_long`` and ``private_short`` that no lab of the tables has.
    n_not_known_yet : int
        Stakes of members that were measured after ``as_of`` and so left out.
    """

    rows: tuple[OverlapRow, ...] = ()
    unknown_private: tuple[str, ...] = ()
    n_not_known_yet: int = 0

    def opposed(self, side: Side) -> tuple[OverlapRow, ...]:
        """Return the rows of one side whose lab the other side has too."""
        return tuple(row for row in self.rows if row.side == side and row.against)

    def shared_weight(self, side: Side) -> float | None:
        """Return the share of a side's weight that is in names which own part of what the other side has.

        Decimal; None where nothing is held yet. It is the most that can be the same asset, since the worth of a stake
        over that of its holder is not known.
        """
        weights = {row.ticker: row.weight for row in self.opposed(side)}
        known = [weight for weight in weights.values() if weight is not None]
        return sum(known) if len(known) == len(weights) else None
