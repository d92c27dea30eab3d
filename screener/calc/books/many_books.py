"""Many books at once, each a few names of one pool: net asset values only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from screener.calc.books.book import DAYS_PER_YEAR, LEFT_BY_ROUNDING
from screener.records.prices import Bools, Floats, Integers

# A quarter, so that books that hardly trade take no more memory than others.
_MOST_SESSIONS = 64


@dataclass(frozen=True, slots=True)
class ManyTrades:
    """What B books trade to at one close.

    Parameters
    ----------
    row : int
    weights : array of shape (B, J)
        Signed, over NAV.
    trades : array of shape (B,)
        Books that trade at all; the others drift on.
    """

    row: int
    weights: Floats
    trades: Bools


def run_many(
    returns: Floats,
    columns: Integers,
    plan: Sequence[ManyTrades],
    calendar_days: Floats,
    *,
    cost: float = 0.0,
    borrow_per_year: float = 0.0,
    cash_per_year: Floats | None = None,
    fillable: Bools | None = None,
    valid: Bools | None = None,
    named: Bools | None = None,
) -> Floats:
    """Run B books of J places each on the returns of one pool.

    Parameters
    ----------
    returns : array of shape (T, N), decimal per session, finite
    columns : array of shape (B, J), int
        Which name of the pool stands in each place; a name stands once in a book.
    plan : sequence of ManyTrades
        Rows increase; at least one. The first is traded by all.
    calendar_days : array of shape (T,)
    cost, borrow_per_year : float
        As in :class:`screener.calc.books.book.Frictions`, the same for all names.
    cash_per_year : array of shape (T,) or None
    fillable : array of shape (T, N) or None
    valid : array of shape (T, J) or None
        Sessions of each place's span. Outside it a name earns nothing. None is everywhere.
    named : array of shape (T, J) or None
        Sessions beyond which the span goes on. Where it does not, what is left of a name can be traded without a print.
        None is ``valid``.

    Returns
    -------
    array of shape (T, B)
        NAV after each session, NaN before the first trade; a ruined book stays at the value of its ruin. The same
        numbers, up to rounding, as :func:`screener.calc.books.book.run_book` of each book by itself.

    Notes
    -----
    Between trades positions grow with their names, place by place over all books: a matrix product would rather take
    time in proportion to the pool. Memory: the result, and a few times B x L, L at most 64.
    """
    valid = np.ones((len(returns), columns.shape[1]), dtype=bool) if valid is None else valid
    named = valid if named is None else named
    nav = np.full((len(returns), len(columns)), np.nan)
    held, value = np.zeros(columns.shape), np.ones(len(columns))
    alive = np.ones(len(columns), dtype=bool)
    years = calendar_days / DAYS_PER_YEAR
    for row, stop, trade in _stretches(plan, valid):
        if trade is not None:
            moves = _moves(trade, alive, columns, fillable, named)
            before = value
            held, value = _trade(trade.weights, held, value, moves, cost)
            alive, value = _living(alive, value, before)
            held[~alive] = 0.0
            nav[row] = value
        if stop == row:
            continue
        span = slice(row + 1, stop + 1)
        growth = np.ones((returns.shape[1], stop - row + 1))
        np.cumprod(1.0 + returns[span].T, axis=1, out=growth[:, 1:])
        longs, shorts, held = _drift(growth, columns, held, valid[row + 1])
        cash = None if cash_per_year is None else cash_per_year[row:stop] * years[span]
        nav[span] = _nav(longs, shorts, value, borrow_per_year * years[span], cash)
        value = _stopped(nav, span, alive, value)
        held[~alive] = 0.0
    return nav


def _stretches(plan: Sequence[ManyTrades], valid: Bools) -> Iterator[tuple[int, int, ManyTrades | None]]:
    """Yield each stretch of sessions over which nothing is traded and the valid places stay, and the trade before it.

    A stretch is the row from whose close it goes, and its last row; the two are the same for a trade at the very end.
    """
    last = len(valid) - 1
    at = {trade.row: trade for trade in plan}
    edges = np.flatnonzero((valid[:-1] != valid[1:]).any(axis=1)).tolist()
    cuts = sorted({*at, *edges, *range(plan[0].row, last, _MOST_SESSIONS), last})
    cuts = cuts[cuts.index(plan[0].row) :]
    for row, stop in zip(cuts, [*cuts[1:], last], strict=True):
        yield row, stop, at.get(row)


def _moves(trade: ManyTrades, alive: Bools, columns: Integers, fillable: Bools | None, named: Bools) -> Bools:
    """Tell which places of which books are traded, shape (B, J)."""
    moves = np.broadcast_to((trade.trades & alive)[:, None], columns.shape)
    if fillable is None or fillable[trade.row].all():
        return moves
    return np.asarray(moves & (fillable[trade.row][columns] | ~named[trade.row]))


def _trade(weights: Floats, held: Floats, value: Floats, moves: Bools, cost: float) -> tuple[Floats, Floats]:
    """Return holdings and NAV after the trade."""
    target = np.where(moves, weights * value[:, None], held)
    return target, value - cost * np.abs(target - held).sum(axis=1)


def _drift(growth: Floats, columns: Integers, held: Floats, earns: Bools) -> tuple[Floats, Floats, Floats]:
    """Let positions drift over L sessions by the growth of names since the first close, shape (N, L + 1).

    Returns
    -------
    longs, shorts : array of shape (L + 1, B)
        Value of each book's positions at each close, signed.
    held : array of shape (B, J)
        Value of each position at the last close.
    """
    n_books, n_closes = len(columns), growth.shape[1]
    longs, shorts = np.zeros((n_books, n_closes)), np.zeros((n_books, n_closes))
    after, values = np.empty(held.shape), np.empty((n_books, n_closes))
    lowest, highest = held.min(axis=0), held.max(axis=0)
    for j in range(held.shape[1]):
        if earns[j]:
            np.take(growth, columns[:, j], axis=0, out=values, mode="clip")
            values *= held[:, j, None]
        else:
            # Outside its span a place keeps its value.
            values[:] = held[:, j, None]
        after[:, j] = values[:, -1]
        if highest[j] <= 0.0:
            shorts += values
        elif lowest[j] >= 0.0:
            longs += values
        else:
            shorts += np.minimum(values, 0.0)
            longs += np.maximum(values, 0.0)
    return longs.T, shorts.T, after


def _nav(longs: Floats, shorts: Floats, value: Floats, borrow: Floats, cash: Floats | None) -> Floats:
    """Return the NAV of each session of a stretch, shape (L, B), from what is held before and after: (L + 1, B)."""
    invested = longs + shorts
    change = np.diff(invested, axis=0) + borrow[:, None] * shorts[:-1]
    if cash is None:
        return np.asarray(value + np.cumsum(change, axis=0))
    grown = np.cumprod(1.0 + cash)[:, None]
    return np.asarray(grown * (value + np.cumsum((change - cash[:, None] * invested[:-1]) / grown, axis=0)))


def _living(alive: Bools, value: Floats, before: Floats) -> tuple[Bools, Floats]:
    """Return which books are left after a trade, and their values: one whose cost took all has nothing."""
    is_gone = alive & (value <= LEFT_BY_ROUNDING * before)
    return alive & ~is_gone, np.where(is_gone, np.minimum(value, 0.0), value)


def _stopped(nav: Floats, span: slice, alive: Bools, start: Floats) -> Floats:
    """Leave each book that is ruined in the span at the value of its ruin; return the last values."""
    inside = nav[span]
    below = inside <= LEFT_BY_ROUNDING * start
    below[:, ~alive] = False
    inside[:, ~alive] = nav[span.start - 1, ~alive]
    for book in np.flatnonzero(below.any(axis=0)):
        row = int(np.argmax(below[:, book]))
        inside[row:, book] = min(inside[row, book], 0.0)
        alive[book] = False
    return np.asarray(inside[-1].copy())
