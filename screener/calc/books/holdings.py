"""What a basket's book trades to at each decision, by what is known at that close."""

import numpy as np

from screener.calc.books.schedule import decision_rows
from screener.calc.members import MemberPanel
from screener.calc.response.composition import BasketShape
from screener.records.book_rules import Rebalance
from screener.records.prices import Bools, Dates, Floats

# A name without a print for a week is taken for dead and sold; a shorter halt keeps its place.
STALE_AFTER_SESSIONS = 5


def available_members(members: MemberPanel, session_on: Dates) -> Bools:
    """Tell which members can be held after each close.

    Parameters
    ----------
    members : MemberPanel
    session_on : array of shape (T,)

    Returns
    -------
    array of shape (T, J)
        The note names the member beyond that session, and it printed a price in the last 5 sessions. Row t uses
        sessions up to t.
    """
    priced = np.isfinite(members.level)
    rows = np.arange(len(session_on))[:, None]
    last_print = np.maximum.accumulate(np.where(priced, rows, -STALE_AFTER_SESSIONS - 1), axis=0)
    is_fresh = rows - last_print < STALE_AFTER_SESSIONS
    ends = np.array(
        [np.datetime64("9999-12-31" if member.to_on is None else member.to_on) for _, member in members.members]
    )
    return members.valid & is_fresh & (session_on[:, None] < ends[None, :])


def target_weights(shape: BasketShape, available: Bools, gross: float) -> Floats:
    """Return the signed weights over NAV a basket wants.

    Parameters
    ----------
    shape : BasketShape
    available : array of shape (J,)
    gross : float
        Long plus short exposure over NAV of a two-sided basket; a one-sided one is held at 100 %.

    Returns
    -------
    array of shape (J,)
        All 0 when a side has no available member: the book is flat until it has.
    """
    inside = available & shape.holds
    weights = shape.member_weights(inside)
    if any(not (weights * sign > 0).any() for sign in shape.signs):
        return np.zeros_like(weights)
    return weights * (gross / 2.0 if len(shape.signs) == 2 else 1.0)


def planned_trades(
    shape: BasketShape,
    available: Bools,
    session_on: Dates,
    *,
    first: int,
    rebalance: Rebalance,
    lag_sessions: int,
    gross: float,
) -> list[tuple[int, Floats]]:
    """Return each trade of a basket's book: decided at the close of t, traded at the close of t + lag.

    Parameters
    ----------
    shape : BasketShape
    available : array of shape (T, J)
    session_on : array of shape (T,)
    first : int
        First decision.
    rebalance, lag_sessions, gross
        Settings of the thesis.

    Returns
    -------
    list of (row, array of shape (J,))
        Trades that lie beyond the last session are left out.
    """
    inside = available & shape.holds
    decisions = decision_rows(session_on, inside, first, rebalance)
    return [
        (int(row) + lag_sessions, target_weights(shape, inside[row], gross))
        for row in decisions
        if row + lag_sessions < len(session_on)
    ]
