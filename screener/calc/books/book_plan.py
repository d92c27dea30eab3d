"""One basket of a thesis made ready to be held: its members, its trades and what they cost."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from screener.calc.books.book import Book, Frictions, run_book
from screener.calc.books.holdings import History, Trade, planned_trades
from screener.calc.books.presence import Presence, presence
from screener.calc.market import Market, basket_side
from screener.calc.members import MemberPanel
from screener.records.book_rules import NameRate
from screener.records.prices import Dates, Floats, PricePanel
from screener.records.thesis import Leg, Member


@dataclass(frozen=True, slots=True)
class BookPlan:
    """A basket's book before it is run.

    Parameters
    ----------
    basket : str
        A leg's name, ``long``, ``short`` or ``spread``.
    is_held : bool
        Whether it is what the thesis holds: net of cost and borrow, signed as held.
    presence : Presence
    trades : tuple of Trade
        Empty when the history is one session long: nothing could be traded yet.
    calendar_days : array of shape (T,)
        Since the session before.
    frictions : Frictions
    """

    basket: str
    is_held: bool
    presence: Presence
    trades: tuple[Trade, ...]
    calendar_days: Floats
    frictions: Frictions

    def run(self, frictions: Frictions | None = None) -> Book:
        """Run the book, with other frictions if given."""
        returns = self.presence.returns
        trades = [(trade.row, trade.weights) for trade in self.trades]
        if not trades:
            trades = [(len(returns) - 1, np.zeros(returns.shape[1]))]
        return run_book(returns, trades, self.calendar_days, frictions or self.frictions, self.presence.fillable)


def book_plans(market: Market) -> dict[str, BookPlan]:
    """Return the plan of every basket of the thesis, in its order.

    Notes
    -----
    Legs and sides stand alone at 100 % of NAV, long their own stocks and gross: cost and borrow are only tallied. The
    most that a name may have is of its side, so a leg alone has no cap.
    """
    there = _presence(market)
    return {basket: _plan(market, basket, there) for basket in market.thesis.baskets}


def held_plan(market: Market) -> BookPlan:
    """Return the plan of what the thesis holds."""
    return _plan(market, market.thesis.held_basket, _presence(market))


def calendar_days(session_on: Dates) -> Floats:
    """Return the calendar days since the session before, 0 for the first; shape (T,)."""
    gaps = np.diff(session_on).astype("timedelta64[D]").astype(np.float64)
    return np.concatenate([[0.0], gaps])


def _presence(market: Market) -> Presence:
    closes = member_closes(market.members, market.panel)
    return presence(market.members, market.panel.session_on, market.thesis.rules.delisting, closes)


def member_closes(members: MemberPanel, panel: PricePanel) -> Floats | None:
    """Return each member's closes in its listing's currency, shape (T, J), NaN where there is none or no member.

    None where the panel knows levels alone.
    """
    if panel.close is None:
        return None
    columns = members.columns
    if not (columns >= 0).any():
        return np.full(members.level.shape, np.nan)
    return np.asarray(np.where(columns >= 0, panel.close[:, np.maximum(columns, 0)], np.nan))


def _plan(market: Market, basket: str, there: Presence) -> BookPlan:
    thesis, session_on = market.thesis, market.panel.session_on
    is_held = basket == thesis.held_basket
    is_short_alone = basket_side(basket) == "short"
    has_cap = basket in ("long", "short", "spread")
    trades = planned_trades(
        market.members.shape_of(thesis, basket),
        there.available,
        session_on,
        thesis.rules,
        history_of(market),
        first=market.first,
        has_cap=has_cap,
    )
    if is_short_alone and is_held:
        trades = [Trade(each.decided_row, each.row, -each.weights, each.hedge) for each in trades]
    days = calendar_days(session_on)
    return BookPlan(
        basket,
        is_held,
        there,
        tuple(trades),
        days,
        Frictions(
            cost=_costs(market),
            borrow_per_year=_borrow_rates(market),
            cash_per_year=market.cash_per_year,
            are_charged=is_held,
            borrowed=1.0 if is_short_alone and not is_held else -1.0,
        ),
    )


def history_of(market: Market) -> History:
    """Return what decisions look back on."""
    return History(market.members.estimation, market.regressors, len(market.thesis.benchmark))


def _costs(market: Market) -> float | Floats:
    rules = market.thesis.rules
    if not rules.cost_by_name:
        return rules.cost_bps / 1e4
    own = {rate.ticker: rate.bps for rate in rules.cost_by_name}
    return np.array([own.get(member.ticker, rules.cost_bps) for _, member in market.members.members]) / 1e4


def _borrow_rates(market: Market) -> float | Floats:
    rules, members = market.thesis.rules, market.members.members
    if not rules.borrow_by_name:
        return rules.borrow_bps_per_year / 1e4
    rates = np.full((len(market.panel.session_on), len(members)), rules.borrow_bps_per_year)
    for rate in rules.borrow_by_name:
        _lay(rate, rates, members, market.panel.session_on)
    return rates / 1e4


def _lay(rate: NameRate, rates: Floats, members: Sequence[tuple[Leg, Member]], session_on: Dates) -> None:
    first = 0 if rate.from_on is None else int(np.searchsorted(session_on, np.datetime64(rate.from_on)))
    end = len(session_on)
    if rate.to_on is not None:
        end = int(np.searchsorted(session_on, np.datetime64(rate.to_on), side="right"))
    for j, (_, member) in enumerate(members):
        if member.ticker == rate.ticker:
            rates[first:end, j] = rate.bps
