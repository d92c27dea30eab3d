"""How a thesis's baskets are held over time: weights, hedge, trading, costs and what becomes of dead names."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Rebalance = Literal["daily", "weekly", "monthly", "quarterly", "never"]
Weighting = Literal["equal", "inverse_vol"]
Hedge = Literal["dollar", "beta"]
ExitKind = Literal["last_price", "zero", "change", "price"]


@dataclass(frozen=True, slots=True)
class NameRate:
    """What one name costs instead of the thesis's own rate.

    Parameters
    ----------
    ticker : str
        A member's.
    bps : float
        Of traded value, or of short value a year; at least 0.
    from_on, to_on : date or None
        Inclusive span; ``None`` is open.
    """

    ticker: str
    bps: float
    from_on: dt.date | None = None
    to_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Delisting:
    """What a position is worth once its name has ceased to print.

    Parameters
    ----------
    kind : {"last_price", "zero", "change", "price"}
        The last price, nothing, the last price changed by ``value``, or ``value`` a share.
    value : float
        A decimal above -1 for ``change`` (-0.3 is a loss of 30 %), money in the listing's currency for ``price``.
    ticker : str
        The one name it is said of; empty for all others.
    """

    kind: ExitKind
    value: float = 0.0
    ticker: str = ""


@dataclass(frozen=True, slots=True)
class BookRules:
    """How a thesis's baskets are weighed, hedged, charged and left.

    Parameters
    ----------
    weighting : {"equal", "inverse_vol"}
        How members share a leg, times their own weights.
    hedge : {"dollar", "beta"}
        ``beta`` scales the short side to the long side's trailing beta.
    max_weight_pct : float or None
        Most a name may have of its side.
    rebalance : Rebalance
    lag_sessions : int
        Sessions from the decision at a close to the trade at a close.
    gross : float
        Long plus short exposure over NAV of a two-sided thesis.
    cost_bps, borrow_bps_per_year : float
        One way on traded value; a year on short value.
    cost_by_name, borrow_by_name : tuple of NameRate
        Costs carry no dates.
    is_borrow_stated : bool
        Whether the note says what borrowing costs; if not, the rate is an assumption to be told.
    cash_rate : str
        Ticker whose close is the yearly rate on cash in percent, such as ``^IRX``; empty if cash earns 0.
    delisting : tuple of Delisting
        One without a ticker at most; without it the last price.
    """

    weighting: Weighting = "equal"
    hedge: Hedge = "dollar"
    max_weight_pct: float | None = None
    rebalance: Rebalance = "monthly"
    lag_sessions: int = 1
    gross: float = 2.0
    cost_bps: float = 10.0
    borrow_bps_per_year: float = 50.0
    cost_by_name: tuple[NameRate, ...] = ()
    borrow_by_name: tuple[NameRate, ...] = ()
    is_borrow_stated: bool = False
    cash_rate: str = ""
    delisting: tuple[Delisting, ...] = ()


DEFAULT_RULES = BookRules()
