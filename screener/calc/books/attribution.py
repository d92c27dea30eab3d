"""Where the held basket's return came from: name by name, in legs and sides, market and the rest, down to net."""

from collections.abc import Iterator, Sequence

import numpy as np

from screener.calc.books.book import Book
from screener.calc.books.holdings import History
from screener.calc.books.periods import PeriodSlice
from screener.calc.market import Market, basket_side
from screener.records.event import Period
from screener.records.performance import Contribution, Line
from screener.records.prices import Bools, Dates, Floats, Integers
from screener.records.study import BasketSide


def market_gains(book: Book, history: History, session_on: Dates) -> Floats:
    """Return the part of each member's gain that its trailing beta explains.

    Parameters
    ----------
    book : Book
    history : History
    session_on : array of shape (T,)

    Returns
    -------
    array of shape (T, J)
        Value at the close before x (b'x), x the benchmarks' returns and b the slopes known at the close of the last
        first-of-month session before. NaN where the member is held and has no beta yet; 0 where it is not held.
        Row t uses sessions up to t.
    """
    rows = _beta_rows(book.first, session_on)
    betas = history.all_betas(rows)
    # The slopes of a month's first close explain the sessions after it.
    known = np.searchsorted(rows, np.arange(len(session_on)), side="left") - 1
    x = np.nan_to_num(history.regressors)
    explained = np.einsum("tjq,tq->tj", betas[np.maximum(known, 0)], x)
    explained[known < 0] = np.nan
    return np.where(book.before == 0.0, 0.0, book.before * explained)


def _beta_rows(first: int, session_on: Dates) -> Integers:
    """Return the book's first session and the first session of each month after it."""
    months = session_on.astype("datetime64[M]")
    starts = np.flatnonzero(months[1:] != months[:-1]) + 1
    rows: Integers = np.concatenate([[first], starts[starts > first]]).astype(np.int64)
    return rows


def attribution_lines(
    market: Market, period: Period, part: PeriodSlice, market_gain: Floats, flags: tuple[str, ...]
) -> Iterator[Contribution]:
    """Return the lines of one period with at least one return.

    Parameters
    ----------
    market : Market
    period : Period
    part : PeriodSlice
        Of what the thesis holds.
    market_gain : array of shape (T, J)
        From :func:`market_gains`.
    flags : tuple of str
        Of every line.

    Yields
    ------
    Contribution
        Names, legs, sides, gross, cost, borrow, cash, net. A name's contribution is the sum over sessions of
        NAV(t-1) w(t-1) r(t), over NAV at the period's start; names, cost, borrow and cash add up to the period's
        return, and so does ``net``, which is made from NAV alone.
    """
    held = market.thesis.held_basket
    whole = basket_side(held)
    rows, base = part.rows, part.base
    gained = part.book.gain[rows].sum(axis=0) / base
    explained = np.nan_to_num(market_gain[rows]).sum(axis=0) / base
    lacks_beta: Bools = np.asarray(np.isnan(market_gain[rows]).any(axis=0))

    def line(
        kind: Line, side: BasketSide, leg: str, ticker: str, members: Sequence[int], own: tuple[str, ...] = ()
    ) -> Contribution:
        total, market_part = float(gained[members].sum()), float(explained[members].sum())
        return Contribution(period, kind, side, leg, ticker, total, market_part, total - market_part, (*flags, *own))

    places = range(len(market.members.members))
    for j, (leg, member) in enumerate(market.members.members):
        is_own = {"not_priced": market.members.columns[j] < 0, "no_beta": lacks_beta[j]}
        own = tuple(flag for flag, holds in is_own.items() if holds)
        yield line("name", leg.side, leg.name, member.ticker, [j], own)
    for leg in market.thesis.legs:
        yield line("leg", leg.side, leg.name, "", [j for j in places if market.members.members[j][0].name == leg.name])
    for side in market.thesis.sides:
        yield line("side", side, "", "", [j for j in places if market.members.members[j][0].side == side])
    yield line("gross", whole, held, "", list(places))
    paid: tuple[tuple[Line, float], ...] = (
        ("cost", -float(part.book.cost[rows].sum()) / base),
        ("borrow", -float(part.book.borrow[rows].sum()) / base),
        ("cash", float(part.book.interest[rows].sum()) / base),
    )
    for kind, value in paid:
        yield Contribution(period, kind, whole, held, "", value, 0.0, value, flags)
    net = float(part.nav[-1]) / base - 1.0
    market_part = float(explained.sum())
    yield Contribution(period, "net", whole, held, "", net, market_part, net - market_part, flags)
