"""The members of what a thesis holds as places that names of a pool can take, and what books of them trade to."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from screener.calc.books.holdings import History, is_hedged
from screener.calc.books.many_books import ManyTrades
from screener.calc.books.schedule import decision_rows
from screener.calc.books.trailing import BETA_SESSIONS
from screener.calc.books.weights import target_weights
from screener.calc.market import Market
from screener.calc.response.composition import BasketShape
from screener.records.book_rules import BookRules
from screener.records.prices import Bools, Floats, Integers


@dataclass(frozen=True, slots=True)
class Places:
    """What the priced members of a thesis ask of a name that takes their place, on T sessions and N names.

    Parameters
    ----------
    shape : BasketShape
        Of the J places.
    sign : float
        -1 where a short side alone is held.
    valid : array of shape (T, J)
        The note names the place on that session.
    named : array of shape (T, J)
        And beyond it, so that it can be held at its close.
    entered : array of shape (F, N), int
        First print of each name since each of the F first days that the places have; T where there is none, 0 where the
        place has no first day.
    start : array of shape (J,), int
        Which of the first days is each place's.
    """

    shape: BasketShape
    sign: float
    valid: Bools
    named: Bools
    entered: Integers
    start: Integers


def places_of(market: Market, level: Floats, closed: Bools) -> Places:
    """Return the places of what a thesis holds.

    Parameters
    ----------
    market : Market
    level, closed : array of shape (T, N)
        Of the names; see :class:`screener.records.prices.PricePanel`.

    Returns
    -------
    Places
    """
    thesis, session_on = market.thesis, market.panel.session_on
    at = np.flatnonzero(market.members.columns >= 0)
    members = [market.members.members[j][1] for j in at]
    ends = np.array([np.datetime64(each.to_on or "9999-12-31") for each in members], dtype="datetime64[D]")
    starts = sorted({each.from_on for each in members if each.from_on is not None})
    entered = [np.zeros(level.shape[1], dtype=np.int64)]
    entered += [_first_prints(level, closed, int(np.searchsorted(session_on, np.datetime64(day)))) for day in starts]
    shape = market.members.shape_of(thesis, thesis.held_basket)
    valid = market.members.valid[:, at]
    return Places(
        replace(shape, leg_of=shape.leg_of[at], weight=shape.weight[at]),
        -1.0 if thesis.held_basket == "short" else 1.0,
        valid,
        np.asarray(valid & (session_on[:, None] < ends[None, :])),
        np.stack(entered),
        np.array([0 if each.from_on is None else 1 + starts.index(each.from_on) for each in members], dtype=np.int64),
    )


def _first_prints(level: Floats, closed: Bools, first: int) -> Integers:
    """Return each name's first print since row ``first``: a closed session carries the one before, not its own."""
    prints = np.isfinite(level[first:]) & np.logical_or.accumulate(~closed[first:], axis=0)
    rows = np.where(prints.any(axis=0), first + prints.argmax(axis=0), len(level)) if len(prints) else len(level)
    return np.broadcast_to(np.asarray(rows, dtype=np.int64), level.shape[1:])


def planned_many(
    market: Market, places: Places, available: Bools, history: History, columns: Integers
) -> list[ManyTrades]:
    """Return what books of names in these places trade to, as :func:`screener.calc.books.holdings.planned_trades`.

    Parameters
    ----------
    market : Market
    places : Places
    available : array of shape (T, N)
        Of the names, whatever the places' spans.
    history : History
        Of the names.
    columns : array of shape (B, J), int
        Which name stands in each place of each book.

    Returns
    -------
    list of ManyTrades
    """
    rules = market.thesis.rules
    is_plain = rules.weighting == "equal" and not is_hedged(rules, places.shape)
    since = places.entered[places.start[None, :], columns]
    trades: list[ManyTrades] = []
    before, weights = np.zeros(columns.shape, dtype=bool), np.zeros(columns.shape)
    for row, is_due in _decisions(market, places, available):
        there = available[row][columns] & places.named[row] & (since <= row)
        left, came = (before & ~there).any(axis=1), (there & ~before).any(axis=1)
        decides = is_due | left | (came & (rules.rebalance == "never"))
        # Equal weights are those of the decision before where nobody came or left.
        asks = np.flatnonzero(left | came if is_plain else decides)
        if len(asks):
            weights = weights.copy()
            weights[asks] = _weights(places, rules, there[asks], history, columns[asks], row)
        before = there
        if row + rules.lag_sessions < len(available) and decides.any():
            trades.append(ManyTrades(row + rules.lag_sessions, places.sign * weights, decides))
    return trades


def _weights(places: Places, rules: BookRules, there: Bools, history: History, columns: Integers, row: int) -> Floats:
    return target_weights(
        places.shape,
        there,
        rules,
        volatility=_by_place(History.volatility, history, places, columns, row)
        if rules.weighting == "inverse_vol"
        else None,
        betas=_by_place(History.betas, history, places, columns, row) if is_hedged(rules, places.shape) else None,
    ).weights


def _decisions(market: Market, places: Places, available: Bools) -> list[tuple[int, bool]]:
    """Return the rows at which any book may decide, and whether all do."""
    session_on, first = market.panel.session_on, market.first
    always = np.ones((len(session_on), 1), dtype=bool)
    due = set(decision_rows(session_on, always, first, market.thesis.rules.rebalance).tolist())
    changes = np.zeros(len(session_on) + 1, dtype=bool)
    changes[places.entered] = True
    for flags in (available, places.named):
        changes[1:-1] |= (flags[1:] != flags[:-1]).any(axis=1)
    changes[: first + 1] = False
    rows = sorted(due | set(np.flatnonzero(changes[:-1]).tolist()))
    return [(row, row in due) for row in rows]


def _by_place(
    figure: Callable[[History, Integers], Floats], history: History, places: Places, columns: Integers, row: int
) -> Floats:
    """Return a trailing figure of the name in each place, from the sessions of the place's span; shape (B, J)."""
    first = max(row + 1 - BETA_SESSIONS, 0)
    window = slice(first, row + 1)
    found = np.full(columns.shape, np.nan)
    for start, entered in enumerate(places.entered):
        is_of = places.start == start
        if not is_of.any():
            continue
        # A return needs the print before it, which has to be the place's own.
        own = np.where(np.arange(first, row + 1)[:, None] > entered, history.returns[window], np.nan)
        past = History(own, history.regressors[window], history.n_benchmarks)
        found[:, is_of] = figure(past, np.array([row - first]))[0][columns[:, is_of]]
    return found
