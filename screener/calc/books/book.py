"""A book of positions over time: bought at target weights, drifting between trades, charged as it goes."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from screener.records.prices import Bools, Floats, Integers

DAYS_PER_YEAR = 365.0
# What rounding leaves of a NAV that is gone.
LEFT_BY_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Frictions:
    """What holding and trading cost, and what cash earns, as decimals.

    Parameters
    ----------
    cost : float or array of shape (J,)
        Per traded value, one way.
    borrow_per_year : float or array of shape (T, J)
        Per year and short value, at the close of each session; over calendar days / 365.
    cash_per_year : array of shape (T,) or None
        Per year on what is not invested, short proceeds included, at the close of each session; None is 0.
    are_charged : bool
        Whether they change NAV; if not they are only tallied, and cash earns nothing.
    borrowed : {-1.0, 1.0}
        The sign of the positions that are borrowed; +1 tallies what borrowing would cost the stocks of a short leg that
        stands alone.
    """

    cost: float | Floats = 0.0
    borrow_per_year: float | Floats = 0.0
    cash_per_year: Floats | None = None
    are_charged: bool = True
    borrowed: float = -1.0


@dataclass(frozen=True, slots=True)
class Book:
    """The book from its first trade on; every array has one row a session given.

    Parameters
    ----------
    first : int
        Row of the first trade; NAV is 1 before it.
    nav : array of shape (T,)
        Net asset value after the session's gains, borrow, interest and trading cost; NaN before ``first``.
    before : array of shape (T, J)
        Value of each member at the close before, signed.
    gain : array of shape (T, J)
        Value each member gained that session.
    cost, borrow : array of shape (T,)
        Charged or tallied that session, positive, in units of the first NAV.
    interest : array of shape (T,)
        Earned by cash that session.
    traded : array of shape (T,)
        Sum of absolute traded value.
    n_held : array of shape (T,), int
        Members held after the close; one that is worth nothing is not.
    unfilled : tuple of (row, member)
        Orders that met no print.
    ruined_row : int or None
        Session at which NAV fell to 0 or below; the book stops there and stays at that value.
    """

    first: int
    nav: Floats
    before: Floats
    gain: Floats
    cost: Floats
    borrow: Floats
    interest: Floats
    traded: Floats
    n_held: Integers
    unfilled: tuple[tuple[int, int], ...] = field(default=())
    ruined_row: int | None = None

    def base(self, row: int) -> float:
        """Return the NAV before session ``row``: 1 at the first trade."""
        return 1.0 if row <= self.first else float(self.nav[row - 1])


def run_book(
    returns: Floats,
    trades: Sequence[tuple[int, Floats]],
    calendar_days: Floats,
    frictions: Frictions,
    fillable: Bools | None = None,
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
    fillable : array of shape (T, J) or None
        Where an order can be filled; a position that cannot be traded stays as it is until the next trade. None is
        everywhere.

    Returns
    -------
    Book
        Row t is known after the close of session t, given trades decided before it.

    Notes
    -----
    Between trades V_i(t) = V_i(t-1) (1 + r_i(t)). At a trade the targets are set on the NAV before its cost, and
    the cost is paid on top, out of cash: the first purchase is charged, a final sale is not.
    Borrow(t) = sum over shorts of value(t-1) x rate(t-1) x days(t) / 365.
    Interest(t) = (NAV(t-1) - sum of V_i(t-1)) x cash rate(t-1) x days(t) / 365.
    NAV(t) = NAV(t-1) + sum of gains + interest - borrow - cost, exactly.

    ``bt`` buys less so that what is invested and its cost together equal the target (there an outlay); here NAV after
    the trade is the cost less, which is what a person with a broker's account sees.
    """
    n_sessions, n_members = returns.shape
    rates = _Rates.over(frictions, calendar_days, n_members)
    book = _Pages(trades[0][0], n_sessions, n_members)
    value_before, held = 1.0, np.zeros(n_members)
    unfilled: list[tuple[int, int]] = []
    stops = [row for row, _ in trades[1:]] + [n_sessions - 1]
    for (row, weights), stop in zip(trades, stops, strict=True):
        target = weights * value_before
        if fillable is not None and not fillable[row].all():
            stuck = ~fillable[row]
            unfilled += [(row, int(j)) for j in np.flatnonzero(stuck & (target != held))]
            target = np.where(stuck, held, target)
        value = book.trade(row, held, target, value_before, frictions)
        if value <= LEFT_BY_ROUNDING * value_before:
            return book.closed(tuple(unfilled), ruined_row=row)
        if stop > row:
            below = book.hold(slice(row + 1, stop + 1), target, returns, rates, value)
            if below is not None:
                return book.closed(tuple(unfilled), ruined_row=below)
            target = book.before[stop] + book.gain[stop]
        held, value_before = target, float(book.nav[stop])
    return book.closed(tuple(unfilled))


@dataclass(frozen=True, slots=True)
class _Rates:
    """What one unit of value pays or earns each session, from the rates at the close before.

    ``borrow`` has shape (T, J), or (T, 1) for all members alike; ``cash`` has shape (T,) or is None.
    """

    borrow: Floats
    cash: Floats | None
    borrowed: float
    is_charged: bool

    @classmethod
    def over(cls, frictions: Frictions, calendar_days: Floats, n_members: int) -> "_Rates":
        years = calendar_days / DAYS_PER_YEAR
        rate = np.asarray(frictions.borrow_per_year, dtype=np.float64)
        rate = (
            np.full((len(years), 1), float(rate)) if rate.ndim == 0 else np.broadcast_to(rate, (len(years), n_members))
        )
        cash = frictions.cash_per_year if frictions.are_charged else None
        return cls(
            borrow=_before(rate) * years[:, None],
            cash=None if cash is None else _before(cash) * years,
            borrowed=frictions.borrowed,
            is_charged=frictions.are_charged,
        )


def _before(rate: Floats) -> Floats:
    """Return each row's rate one session earlier; the first row, which nobody holds over, keeps its own."""
    return np.concatenate([rate[:1], rate[:-1]])


class _Pages:
    """The arrays of a book while it is being written."""

    def __init__(self, first: int, n_sessions: int, n_members: int) -> None:
        self.first = first
        self.nav = np.full(n_sessions, np.nan)
        self.before = np.zeros((n_sessions, n_members))
        self.gain = np.zeros((n_sessions, n_members))
        self.cost, self.borrow, self.interest, self.traded = (np.zeros(n_sessions) for _ in range(4))
        self.n_held = np.zeros(n_sessions, dtype=np.int64)

    def trade(self, row: int, held: Floats, target: Floats, value_before: float, frictions: Frictions) -> float:
        """Trade at a close; return the NAV after it."""
        moved = np.abs(target - held)
        self.traded[row] = moved.sum()
        self.cost[row] = (moved * frictions.cost).sum()
        self.nav[row] = value_before - frictions.are_charged * self.cost[row]
        self.n_held[row] = np.count_nonzero(target)
        return float(self.nav[row])

    def hold(self, span: slice, target: Floats, returns: Floats, rates: _Rates, value: float) -> int | None:
        """Let positions drift over a span; return the row of ruin."""
        values = target * np.cumprod(1.0 + returns[span], axis=0)
        previous = np.vstack([target, values[:-1]])
        self.before[span] = previous
        self.gain[span] = values - previous
        shorts = np.maximum(previous * rates.borrowed, 0.0)
        self.borrow[span] = (shorts * rates.borrow[span]).sum(axis=1)
        change = self.gain[span].sum(axis=1) - rates.is_charged * self.borrow[span]
        if rates.cash is None:
            self.nav[span] = value + np.cumsum(change)
        else:
            self._earn(span, previous.sum(axis=1), change, rates.cash[span], value)
        self.n_held[span] = np.count_nonzero(values, axis=1)
        below = np.flatnonzero(self.nav[span] <= LEFT_BY_ROUNDING * value)
        return span.start + int(below[0]) if len(below) else None

    def _earn(self, span: slice, invested: Floats, change: Floats, rate: Floats, value: float) -> None:
        """Add what cash earns: NAV(t) = NAV(t-1) (1 + c) + change - c invested, solved by its growth factor."""
        growth = np.cumprod(1.0 + rate)
        nav = growth * (value + np.cumsum((change - rate * invested) / growth))
        self.interest[span] = rate * (np.concatenate([[value], nav[:-1]]) - invested)
        self.nav[span] = nav

    def closed(self, unfilled: tuple[tuple[int, int], ...], ruined_row: int | None = None) -> Book:
        """Return the book; after a ruin nothing is held, gained or charged."""
        if ruined_row is not None:
            after = slice(ruined_row + 1, None)
            self.nav[ruined_row] = min(self.nav[ruined_row], 0.0)
            self.nav[after] = self.nav[ruined_row]
            for series in (self.before, self.gain, self.cost, self.borrow, self.interest, self.traded):
                series[after] = 0.0
            self.n_held[ruined_row:] = 0
        return Book(
            self.first,
            self.nav,
            self.before,
            self.gain,
            self.cost,
            self.borrow,
            self.interest,
            self.traded,
            self.n_held,
            unfilled,
            ruined_row,
        )
