"""A book of positions over time: bought at target weights, drifting between trades, charged as it goes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from screener.records.prices import Floats, Integers

DAYS_PER_YEAR = 365.0


@dataclass(frozen=True, slots=True)
class Frictions:
    """What holding and trading cost, as decimals.

    Parameters
    ----------
    cost : float
        Per traded value, one way.
    borrow_per_year : float
        Per year and short value at the prior close, over calendar days / 365.
    are_charged : bool
        Whether they are taken from NAV; if not they are only tallied.
    """

    cost: float = 0.0
    borrow_per_year: float = 0.0
    are_charged: bool = True


@dataclass(frozen=True, slots=True)
class Book:
    """The book from its first trade on; every array has one row a session given.

    Parameters
    ----------
    first : int
        Row of the first trade; NAV is 1 before it.
    nav : array of shape (T,)
        Net asset value after the session's gains, borrow and trading cost; NaN before ``first``.
    gain : array of shape (T, J)
        Value each member gained that session.
    cost, borrow : array of shape (T,)
        Charged or tallied that session, positive, in units of the first NAV.
    traded : array of shape (T,)
        Sum of absolute traded value.
    n_held : array of shape (T,), int
        Members held after the close.
    ruined_row : int or None
        Session at which NAV fell to 0 or below; the book stops there and stays at that value.
    """

    first: int
    nav: Floats
    gain: Floats
    cost: Floats
    borrow: Floats
    traded: Floats
    n_held: Integers
    ruined_row: int | None = None

    def base(self, row: int) -> float:
        """Return the NAV before session ``row``: 1 at the first trade."""
        return 1.0 if row <= self.first else float(self.nav[row - 1])


def run_book(
    returns: Floats,
    trades: Sequence[tuple[int, Floats]],
    calendar_days: Floats,
    frictions: Frictions,
) -> Book:
    """Hold the target weights from each trade until the next.

    Parameters
    ----------
    returns : array of shape (T, J), decimal per session, finite
        What a holder earns, see :func:`screener.calc.returns.held_returns`.
    trades : sequence of (row, array of shape (J,))
        Signed weights over NAV traded to at the close of ``row``; rows increase. At least one.
    calendar_days : array of shape (T,)
        Calendar days since the session before.
    frictions : Frictions

    Returns
    -------
    Book
        Row t is known after the close of session t, given trades decided before it.

    Notes
    -----
    Between trades V_i(t) = V_i(t-1) (1 + r_i(t)). At a trade the targets are set on the NAV before its cost, and
    the cost is paid on top, out of cash: the first purchase is charged, a final sale is not.
    Borrow(t) = short value(t-1) x rate x days(t) / 365. Cash and short proceeds earn 0.
    NAV(t) = NAV(t-1) + sum of gains - borrow - cost, exactly.
    """
    n_sessions, n_members = returns.shape
    first = trades[0][0]
    nav = np.full(n_sessions, np.nan)
    gain = np.zeros((n_sessions, n_members))
    cost, borrow, traded = np.zeros(n_sessions), np.zeros(n_sessions), np.zeros(n_sessions)
    n_held = np.zeros(n_sessions, dtype=np.int64)
    held = np.zeros(n_members)
    value_before = 1.0
    stops = [row for row, _ in trades[1:]] + [n_sessions - 1]
    for (row, weights), stop in zip(trades, stops, strict=True):
        target = weights * value_before
        traded[row] = np.abs(target - held).sum()
        cost[row] = traded[row] * frictions.cost
        nav[row] = value_before - frictions.are_charged * cost[row]
        n_held[row] = np.count_nonzero(target)
        if nav[row] <= 0.0:
            return _ruined(first, nav, gain, cost, borrow, traded, n_held, row)
        if stop == row:
            held, value_before = target, float(nav[row])
            continue
        span = slice(row + 1, stop + 1)
        values = target * np.cumprod(1.0 + returns[span], axis=0)
        previous = np.vstack([target, values[:-1]])
        gain[span] = values - previous
        shorts = -np.minimum(previous, 0.0).sum(axis=1)
        borrow[span] = shorts * frictions.borrow_per_year * calendar_days[span] / DAYS_PER_YEAR
        charged = frictions.are_charged * borrow[span]
        nav[span] = nav[row] + np.cumsum(gain[span].sum(axis=1) - charged)
        n_held[span] = np.count_nonzero(target)
        below = np.flatnonzero(nav[span] <= 0.0)
        if len(below):
            return _ruined(first, nav, gain, cost, borrow, traded, n_held, row + 1 + int(below[0]))
        held, value_before = values[-1], float(nav[stop])
    return Book(first, nav, gain, cost, borrow, traded, n_held)


def _ruined(
    first: int,
    nav: Floats,
    gain: Floats,
    cost: Floats,
    borrow: Floats,
    traded: Floats,
    n_held: Integers,
    row: int,
) -> Book:
    """Stop the book at ``row``: nothing is held, gained or charged after it."""
    after = slice(row + 1, None)
    nav[after] = nav[row]
    for series in (gain, cost, borrow, traded):
        series[after] = 0.0
    n_held[row:] = 0
    return Book(first, nav, gain, cost, borrow, traded, n_held, ruined_row=row)
