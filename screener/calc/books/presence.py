"""Which members a book can hold and trade at each close, and what becomes of those that cease to print."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from screener.calc.members import MemberPanel
from screener.calc.returns import held_returns
from screener.records.book_rules import Delisting
from screener.records.prices import Bools, Dates, Floats

# A name without a print for a week of its exchange is taken for dead; a shorter halt keeps its place.
STALE_AFTER_SESSIONS = 5
LAST_PRICE = Delisting("last_price")


@dataclass(frozen=True, slots=True)
class Exit:
    """A member that ceased to print.

    Parameters
    ----------
    row : int
        The fifth session without a print on which its exchange was open: where it is marked by its policy.
    member : int
    last_row : int
        Its last print; no closed session that carries it.
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
        The note names the member beyond that session, and it printed in the last 5 sessions on which its exchange was
        open, that session among them if it was.
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
    by calendar is none of the five, before and after the first print that is missing. It leaves a name as it was: what
    printed the session before can be traded at that price, what did not cannot.
    """
    is_fresh = printed_lately(members.level, members.shut)
    ends = np.array([member.to_on or dt.date.max for _, member in members.members], dtype="datetime64[D]")
    dies = np.zeros_like(is_fresh)
    dies[1:] = is_fresh[:-1] & ~is_fresh[1:] & members.valid[1:]
    by_ticker = {policy.ticker: policy for policy in policies}
    exits = tuple(
        _exit(int(row), int(j), _last_own_row(members, row, j), by_ticker, members.members[j][1].ticker, close)
        for row, j in np.argwhere(dies)
    )
    is_named = members.valid & (session_on[:, None] < ends[None, :])
    return Presence(
        returns=held_returns(members.level, [(each.row, each.member, each.factor) for each in exits]),
        available=is_named & is_fresh,
        fillable=np.isfinite(members.level) | ~is_named | ~is_fresh,
        exits=exits,
    )


def printed_lately(level: Floats, shut: Bools) -> Bools:
    """Tell which names printed in the last 5 sessions on which their exchange was open.

    Parameters
    ----------
    level : array of shape (T, J)
        NaN where there is no print; a closed session may carry the one before.
    shut : array of shape (T, J)
        The exchange is closed that day by calendar.

    Returns
    -------
    array of shape (T, J)
        Row t uses sessions up to t; False before the first print.
    """
    n_open = np.cumsum(~shut, axis=0)
    # A carried level stands at the count of its own print: no open session lies between.
    n_open_at_print = np.maximum.accumulate(np.where(np.isfinite(level), n_open, -STALE_AFTER_SESSIONS), axis=0)
    return np.asarray(n_open - n_open_at_print < STALE_AFTER_SESSIONS)


def _last_own_row(members: MemberPanel, row: int, j: int) -> int:
    """Return the last row at which a member printed itself; where it never did, the last that carries a print."""
    has_level = np.isfinite(members.level[:row, j])
    own = np.flatnonzero(has_level & ~members.shut[:row, j])
    return int(own[-1] if len(own) else np.flatnonzero(has_level)[-1])


def _exit(
    row: int, member: int, last_row: int, policies: dict[str, Delisting], ticker: str, close: Floats | None
) -> Exit:
    policy = policies.get(ticker) or policies.get("") or LAST_PRICE
    factor = {"last_price": 1.0, "zero": 0.0, "change": 1.0 + policy.value}.get(policy.kind, 1.0)
    if policy.kind == "price" and close is not None and close[last_row, member] > 0.0:
        factor = policy.value / float(close[last_row, member])
    return Exit(row, member, last_row, policy, factor)
