"""Real holdings of a thesis, and what became of them."""

import datetime as dt
from dataclasses import dataclass

from screener.records.thesis import Side


@dataclass(frozen=True, slots=True)
class Position:
    """One row of ``positions.csv``.

    Parameters
    ----------
    thesis_id, ticker : str
    shares : float
        Below 0 for a short; as they count today, after splits.
    cost : float
        Paid or received a share, on the same scale; above 0.
    currency : str
        ISO 4217 code of ``cost``; the listing's.
    opened_on : date
    path : str
    line : int
    """

    thesis_id: str
    ticker: str
    shares: float
    cost: float
    currency: str
    opened_on: dt.date
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class PositionRow:
    """One holding at the last close.

    Parameters
    ----------
    position : Position
    leg : str
        Of the member; empty for a ticker that the note does not name on that side.
    side : {"long", "short"}
    close : float or None
        In the position's currency.
    value : float or None
        ``shares * close``, signed.
    week, month, opening : float or None
        Profit in the position's currency, price changes alone: over the week and month so far (from cost where it was
        opened inside), and since it was opened.
    weight : float or None
        Value over the gross value of all holdings of the same currency, signed; None where that cannot be said.
    target : float or None
        Weight that the thesis gives it, over the gross of the same names.
    flags : tuple of str
    """

    position: Position
    leg: str
    side: Side
    close: float | None = None
    value: float | None = None
    week: float | None = None
    month: float | None = None
    opening: float | None = None
    weight: float | None = None
    target: float | None = None
    flags: tuple[str, ...] = ()
