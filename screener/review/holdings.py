"""Real holdings beside the thesis: what became of each, how much of the whole it is, and what cannot be said."""

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from screener.calc.books.book_plan import BookPlan
from screener.calc.holdings_pnl import gross_weights, known_closes, span_profit
from screener.calc.market import Market
from screener.calc.numbers import finite
from screener.records.position import Position, PositionRow
from screener.records.prices import Floats
from screener.records.thesis import Leg, Member, Side
from screener.report.spoken import counted
from screener.review.weeks import week_of
from screener.sessions.listings import Exchanges

# Prices double in weeks now and then, but not within the day on which somebody bought.
FAR_FROM_CLOSE = 2.0
Key = tuple[Side, str]


def holdings(
    positions: Sequence[Position], market: Market, plan: BookPlan, as_of: dt.date, exchanges: Exchanges
) -> tuple[tuple[PositionRow, ...], tuple[str, ...]]:
    """Return the holdings of one thesis at the last close.

    Parameters
    ----------
    positions : sequence of Position
        Of the thesis of ``market``.
    market : Market
        Only its listings have prices; a listing that the note does not name has none here.
    plan : BookPlan
        Of what the thesis holds; its last trade has the targets.
    as_of : date
        Week and month are those of this day, so far.
    exchanges : Exchanges
        They say in which currency a listing is quoted.

    Returns
    -------
    rows : tuple of PositionRow
        In the order given. Lots of one ticker share its target by their shares.
    lines : tuple of str
        What could not be said and why, and what looks wrong.
    """
    desk = _Desk(market, _closes(market), as_of, exchanges)
    rows = [_row(each, desk) for each in positions]
    targets = _targets(market, plan)
    weighed = _weighed(rows, targets)
    return tuple(weighed), tuple(_lines(weighed, desk, targets))


@dataclass(frozen=True, slots=True)
class _Desk:
    """What every holding is looked up in; ``closes`` has shape (T, N)."""

    market: Market
    closes: Floats
    as_of: dt.date
    exchanges: Exchanges

    def closes_of(self, ticker: str) -> Floats | None:
        column = self.market.panel.column(ticker)
        return None if column is None or not np.isfinite(self.closes[:, column]).any() else self.closes[:, column]

    def currency_of(self, ticker: str) -> str:
        listing = self.exchanges.of(ticker)
        return "" if listing is None else listing.currency

    def is_other_currency(self, held: Position) -> bool:
        return self.currency_of(held.ticker) not in ("", held.currency)

    def named(self, ticker: str) -> list[tuple[Leg, Member]]:
        return [(leg, member) for leg, member in self.market.members.members if member.ticker == ticker]

    def leg_of(self, held: Position) -> str:
        """Return the leg that names a ticker now, on the side on which it is held; empty if none does."""
        found = [
            leg.name
            for leg, member in self.named(held.ticker)
            if leg.side == side_of(held) and member.is_valid_on(self.as_of)
        ]
        return found[0] if found else ""

    def cost_over_close(self, held: Position) -> float:
        """Return cost over the last close up to the day of opening; NaN where the two cannot be compared."""
        closes = self.closes_of(held.ticker)
        row = int(np.searchsorted(self.market.panel.session_on, np.datetime64(held.opened_on), side="right")) - 1
        if closes is None or row < 0 or self.is_other_currency(held) or not closes[row] > 0.0:
            return math.nan
        return held.cost / float(closes[row])


def side_of(held: Position) -> Side:
    """Return the side on which something is held."""
    return "long" if held.shares > 0.0 else "short"


def _closes(market: Market) -> Floats:
    panel = market.panel
    if panel.close is None:
        return np.full(panel.level.shape, np.nan)
    return known_closes(panel.close, panel.days_shut)


def _row(held: Position, desk: _Desk) -> PositionRow:
    leg, closes = desk.leg_of(held), desk.closes_of(held.ticker)
    ratio = desk.cost_over_close(held)
    flags = {
        "not_in_thesis": not leg,
        "not_priced": closes is None,
        "price_ended": closes is not None and not math.isfinite(closes[-1]),
        "other_currency": desk.is_other_currency(held),
        "cost_far_from_close": not _is_near(ratio),
    }
    row = PositionRow(held, leg, side_of(held), flags=tuple(flag for flag, is_set in flags.items() if is_set))
    return row if closes is None or flags["other_currency"] else _valued(row, closes, desk)


def _valued(row: PositionRow, closes: Floats, desk: _Desk) -> PositionRow:
    held, days = row.position, desk.market.panel.session_on
    _, monday, _ = week_of(desk.as_of)
    week, month, opening = (
        finite(span_profit(closes, days, held.shares, held.cost, held.opened_on, from_on))
        for from_on in (monday, desk.as_of.replace(day=1), None)
    )
    close = finite(closes[-1])
    value = None if close is None else finite(held.shares * close)
    return replace(row, close=close, value=value, week=week, month=month, opening=opening)


def _is_near(ratio: float) -> bool:
    return not math.isfinite(ratio) or 1.0 / FAR_FROM_CLOSE <= ratio <= FAR_FROM_CLOSE


def _targets(market: Market, plan: BookPlan) -> Mapping[Key, float] | None:
    """Return what the last trade gave each ticker of a side, signed as held, over NAV; None before any trade."""
    if not plan.trades:
        return None
    targets: dict[Key, float] = defaultdict(float)
    for (leg, member), weight in zip(market.members.members, plan.trades[-1].weights.tolist(), strict=True):
        targets[leg.side, member.ticker] += weight
    return targets


def _weighed(rows: Sequence[PositionRow], targets: Mapping[Key, float] | None) -> list[PositionRow]:
    """Give each row its weight among holdings of its currency, and its target among the same names."""
    values = [math.nan if row.value is None else row.value for row in rows]
    weights = gross_weights(values, [row.position.currency for row in rows])
    own: list[float] = []
    for row, weight in zip(rows, weights.tolist(), strict=True):
        lots = sum(abs(each.position.shares) for each in rows if _key(each) == _key(row) and each.value is not None)
        whole = math.nan if targets is None or math.isnan(weight) else targets.get(_key(row), 0.0)
        own.append(whole * abs(row.position.shares) / lots if lots else math.nan)
    shares = gross_weights(own, [row.position.currency for row in rows])
    return [
        replace(row, weight=finite(weight), target=finite(share))
        for row, weight, share in zip(rows, weights.tolist(), shares.tolist(), strict=True)
    ]


def _key(row: PositionRow) -> Key:
    return row.side, row.position.ticker


def _lines(rows: Sequence[PositionRow], desk: _Desk, targets: Mapping[Key, float] | None) -> Iterator[str]:
    for row in rows:
        yield from (f"{row.position.ticker}: {line}" for line in _row_lines(row, desk))
    yield from _weight_lines(rows)
    if rows and targets is None:
        yield "The model portfolio has not traded yet, so nothing has a target"
    held = {_key(row) for row in rows}
    left = [ticker for (side, ticker), weight in (targets or {}).items() if weight and (side, ticker) not in held]
    if rows and left:
        yield f"Not held, so left out of the targets: {', '.join(left)}"


def _row_lines(row: PositionRow, desk: _Desk) -> Iterator[str]:
    held, last = row.position, desk.market.panel.data_as_of
    if "not_in_thesis" in row.flags:
        yield f"held {row.side}, {_where_named(row, desk)}"
    if "not_priced" in row.flags:
        has_asked = bool(desk.named(held.ticker))
        yield "the source gave no closes" if has_asked else "no prices were asked for, since the note does not name it"
    elif "price_ended" in row.flags:
        yield f"no close in the last sessions up to {last}, so its value is not known"
    if "other_currency" in row.flags:
        listed = desk.currency_of(held.ticker)
        yield f"cost is in {held.currency} and the listing is quoted in {listed}; write cost and currency in {listed}"
    if "cost_far_from_close" in row.flags:
        ratio = desk.cost_over_close(held)
        yield (
            f"cost {held.cost:g} is {ratio:.3g} times the close of {held.opened_on}: check cost and shares: "
            "a split, or pence?"
        )
    if row.close is not None and row.opening is None:
        yield f"opened on {held.opened_on}, after the last close of {last}: no profit yet"


def _where_named(row: PositionRow, desk: _Desk) -> str:
    """Say where the note has a ticker that it does not name on that side now."""
    named = desk.named(row.position.ticker)
    if not named:
        return "and the note does not name it"
    others = [leg.name for leg, member in named if member.is_valid_on(desk.as_of)]
    if others:
        return f"and the note has it in {', '.join(others)}"
    return f"and no span of it in {', '.join(dict.fromkeys(leg.name for leg, _ in named))} covers {desk.as_of}"


def _weight_lines(rows: Sequence[PositionRow]) -> Iterator[str]:
    currencies = sorted({row.position.currency for row in rows})
    if len(currencies) > 1:
        yield (
            f"Holdings in {' and '.join(currencies)} cannot be weighed against each other without exchange rates: "
            "weights and targets are within each currency"
        )
    unknown = list(dict.fromkeys(row.position.ticker for row in rows if row.value is None))
    if unknown:
        names = counted(len(unknown), "holding")
        yield f"Weights leave out {names} without a value: {', '.join(unknown)}"
