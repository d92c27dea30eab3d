"""Every name of a screen on the sessions of its thesis."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from screener.calc.market import Market
from screener.calc.members import MemberPanel, member_panel
from screener.records.prices import Bools, Dates, Floats, Integers, PricePanel
from screener.records.screen import ScreenName
from screener.records.thesis import Leg, Member


@dataclass(frozen=True, slots=True)
class Board:
    """J names on T sessions.

    Parameters
    ----------
    names : tuple of ScreenName, length J
    session_on : array of shape (T,)
    first : int
        First row that is scored.
    level, returns, estimation : array of shape (T, J)
        As in :class:`screener.calc.members.MemberPanel`.
    valid : array of shape (T, J)
        The note, or a table, names it that session.
    close, volume : array of shape (T, J)
        NaN where not known.
    benchmark : array of shape (T,)
        Level of the first benchmark.
    regressors : array of shape (T, q), decimal per session
        Benchmarks, then their lags if any name needs them.
    n_benchmarks : int
    legs : tuple of str
    leg_of : array of shape (J,), int
        Place among ``legs``.
    sides : array of shape (J,)
        +1 long, -1 short, 0 for none.
    """

    names: tuple[ScreenName, ...]
    session_on: Dates
    first: int
    level: Floats
    returns: Floats
    estimation: Floats
    valid: Bools
    close: Floats
    volume: Floats
    benchmark: Floats
    regressors: Floats
    n_benchmarks: int
    legs: tuple[str, ...]
    leg_of: Integers
    sides: Floats

    @property
    def last(self) -> int:
        """The last row."""
        return len(self.session_on) - 1


def lay_board(market: Market, names: Sequence[ScreenName], pool: PricePanel) -> Board:
    """Lay members and others on the sessions of the market.

    Parameters
    ----------
    market : Market
        Of the thesis.
    names : sequence of ScreenName
        Members first, in the note's order; see :func:`screener.screening.names.screened_names`.
    pool : PricePanel
        Prices of the others, on the same sessions.

    Returns
    -------
    Board
    """
    others = tuple(Member(each.ticker) for each in names if each.universe != "member")
    parts = [(market.members, market.panel)]
    if others:
        legs = (Leg("long_others", "long", 1.0, others),)
        parts.append((member_panel(replace(market.thesis, legs=legs), pool), pool))
    legs_in_order = tuple(dict.fromkeys(each.leg for each in names))
    return Board(
        names=tuple(names),
        session_on=market.panel.session_on,
        first=market.first,
        level=np.hstack([members.level for members, _ in parts]),
        returns=np.hstack([members.returns for members, _ in parts]),
        estimation=np.hstack([members.estimation for members, _ in parts]),
        valid=np.hstack([members.valid for members, _ in parts]),
        close=np.hstack([_of_members(members, panel.close) for members, panel in parts]),
        volume=np.hstack([_of_members(members, panel.volume) for members, panel in parts]),
        benchmark=market.panel.level[:, market.panel.tickers.index(market.thesis.benchmark[0])],
        regressors=market.lagged if market.needs_lag or pool.closes_early.any() else market.benchmark_returns,
        n_benchmarks=len(market.thesis.benchmark),
        legs=legs_in_order,
        leg_of=np.array([legs_in_order.index(each.leg) for each in names], dtype=np.int64),
        sides=np.array([{"long": 1.0, "short": -1.0}.get(each.side, 0.0) for each in names]),
    )


def _of_members(members: MemberPanel, values: Floats | None) -> Floats:
    """Return one column a member, NaN where there is none, and outside its span."""
    if values is None:
        return np.full(members.level.shape, np.nan)
    own = np.where(members.columns >= 0, values[:, np.maximum(members.columns, 0)], np.nan)
    return np.asarray(np.where(np.isfinite(members.level), own, np.nan))
