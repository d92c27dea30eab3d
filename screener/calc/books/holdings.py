"""What a basket's book trades to at each decision, by what is known at that close."""

from dataclasses import dataclass

import numpy as np

from screener.calc.books.schedule import decision_rows
from screener.calc.books.trailing import trailing_betas, trailing_volatility
from screener.calc.books.weights import target_weights
from screener.calc.response.composition import BasketShape
from screener.records.book_rules import BookRules
from screener.records.prices import Bools, Dates, Floats, Integers


@dataclass(frozen=True, slots=True)
class History:
    """What decisions look back on.

    Parameters
    ----------
    returns : array of shape (T, J), decimal per session
        Of each member; NaN where none is to be used.
    regressors : array of shape (T, q), decimal per session
        Benchmarks, then their lags.
    n_benchmarks : int
    """

    returns: Floats
    regressors: Floats
    n_benchmarks: int

    def volatility(self, rows: Integers) -> Floats:
        """Return each member's trailing volatility, shape (D, J)."""
        return trailing_volatility(self.returns, rows)

    def all_betas(self, rows: Integers) -> Floats:
        """Return each member's trailing slopes, shape (D, J, q)."""
        return trailing_betas(self.returns, self.regressors, rows)

    def betas(self, rows: Integers) -> Floats:
        """Return each member's trailing slope on the first benchmark, its lag added, shape (D, J)."""
        return np.asarray(self.all_betas(rows)[:, :, :: self.n_benchmarks].sum(axis=2))


@dataclass(frozen=True, slots=True)
class Trade:
    """One decision and what it trades to.

    Parameters
    ----------
    decided_row : int
        Session at whose close it is decided; nothing later is used.
    row : int
        Session at whose close it is traded.
    weights : array of shape (J,)
        Signed, over NAV; all 0 when a side has no available member.
    hedge : float
        Short over long exposure that was asked for; NaN where no beta could be had, and dollars are used.
    """

    decided_row: int
    row: int
    weights: Floats
    hedge: float = 1.0


def planned_trades(
    shape: BasketShape,
    available: Bools,
    session_on: Dates,
    rules: BookRules,
    history: History,
    *,
    first: int,
    has_cap: bool = True,
) -> list[Trade]:
    """Return each trade of a basket's book: decided at the close of t, traded at the close of t + lag.

    Parameters
    ----------
    shape : BasketShape
    available : array of shape (T, J)
        See :class:`screener.calc.books.presence.Presence`.
    session_on : array of shape (T,)
    rules : BookRules
        Of the thesis; costs are not looked at.
    history : History
    first : int
        First decision.
    has_cap : bool
        Whether the most that a name may have of its side is minded.

    Returns
    -------
    list of Trade
        Trades that lie beyond the last session are left out.
    """
    inside = available & shape.holds
    decisions = decision_rows(session_on, inside, first, rules.rebalance)
    decisions = decisions[decisions + rules.lag_sessions < len(session_on)]
    targets = target_weights(
        shape,
        inside[decisions],
        rules,
        volatility=history.volatility(decisions) if rules.weighting == "inverse_vol" else None,
        betas=history.betas(decisions) if is_hedged(rules, shape) else None,
        has_cap=has_cap,
    )
    return [
        Trade(int(row), int(row) + rules.lag_sessions, weights, float(hedge))
        for row, weights, hedge in zip(decisions, targets.weights, targets.hedge, strict=True)
    ]


def is_hedged(rules: BookRules, shape: BasketShape) -> bool:
    """Tell whether a basket's short side is scaled by beta."""
    return rules.hedge == "beta" and len(shape.signs) == 2
