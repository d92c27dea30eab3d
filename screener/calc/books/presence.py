"""Which members a book can hold and trade at each close, and what becomes of those that cease to print."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from screener.calc.members import MemberPanel
from screener.calc.returns import held_returns
from screener.records.book_rules import Delisting
from screener.records.prices import Bools, Dates, Floats, Integers

# A name without a print for a week is taken for dead; a shorter halt keeps its place.
STALE_AFTER_SESSIONS = 5
LAST_PRICE = Delisting("last_price")


@dataclass(frozen=True, slots=True)
class Exit:
    """A member that ceased to print.

    Parameters
    ----------
    row : int
        The fifth session without a print: where it is marked by its policy.
    member : int
    last_row : int
        Its last print.
    policy : Delisting
    factor : float
        Value it is marked to over its last; 1 where the policy's price cannot be compared with any close.
    """

    row: int
    member: int
    last_row: int
    policy: Delisting
    factor: float


@dataclass(frozen=True, slots=True)
class Presence:
    """Members of a book on T sessions; row t uses sessions up to t.

    Parameters
    ----------
    returns : array of shape (T, J), decimal per session
        What a holder earns, finite; see :func:`screener.calc.returns.held_returns`.
    available : array of shape (T, J)
        The note names the member beyond that session, and it printed in the last 5 sessions.
    fillable : array of shape (T, J)
        An order can be filled: the member printed, or what is left of it is cash (its span ends that
        session or is over, or it is dead).
    exits : tuple of Exit
        By session.
    """

    returns: Floats
    available: Bools
    fillable: Bools
    exits: tuple[Exit, ...]


def presence(
    members: MemberPanel, session_on: Dates, policies: Sequence[Delisting] = (), close: Floats | None = None
) -> Presence:
    """Tell what a book can do with each member at each close.

    Parameters
    ----------
    members : MemberPanel
    session_on : array of shape (T,)
    policies : sequence of Delisting
        What a dead name is worth; the one with its ticker counts, else the one without, else the last price.
    close : array of shape (T, J) or None
        Closes in the listing's currency, NaN where there is none; only a policy with a price needs them.

    Returns
    -------
    Presence

    Notes
    -----
    Nobody knows on the day that a halt is for ever, so a name is taken for dead on its fifth session without a print,
    whatever comes later; one that prints again can be bought again. A session on which the listing's exchange is closed
    by calendar carries the print of the session before and is none of the five, unless that one has none either.
    """
    n_sessions = len(session_on)
    last_print = last_prints(members.level)
    is_fresh = (np.arange(n_sessions)[:, None] - last_print < STALE_AFTER_SESSIONS) & (last_print >= 0)
    ends = np.array([member.to_on or dt.date.max for _, member in members.members], dtype="datetime64[D]")
    dies = np.zeros_like(is_fresh)
    dies[1:] = is_fresh[:-1] & ~is_fresh[1:] & members.valid[1:]
    by_ticker = {policy.ticker: policy for policy in policies}
    exits = tuple(
        _exit(int(row), int(j), int(last_print[row, j]), by_ticker, members.members[j][1].ticker, close)
        for row, j in np.argwhere(dies)
    )
    is_named = members.valid & (session_on[:, None] < ends[None, :])
    return Presence(
        returns=held_returns(members.level, [(each.row, each.member, each.factor) for each in exits]),
        available=is_named & is_fresh,
        fillable=np.isfinite(members.level) | ~is_named | ~is_fresh,
        exits=exits,
    )


def last_prints(level: Floats) -> Integers:
    """Return the row of the last print at or before each row, -1 before the first; (T, J) to (T, J)."""
    rows = np.arange(len(level))[:, None]
    found: Integers = np.maximum.accumulate(np.where(np.isfinite(level), rows, -1), axis=0).astype(np.int64)
    return found


def _exit(
    row: int, member: int, last_row: int, policies: dict[str, Delisting], ticker: str, close: Floats | None
) -> Exit:
    policy = policies.get(ticker) or policies.get("") or LAST_PRICE
    factor = {"last_price": 1.0, "zero": 0.0, "change": 1.0 + policy.value}.get(policy.kind, 1.0)
    if policy.kind == "price" and close is not None and close[last_row, member] > 0.0:
        factor = policy.value / float(close[last_row, member])
    return Exit(row, member, last_row, policy, factor)
