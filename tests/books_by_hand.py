"""Forty sessions of steps for prices: a thesis's books on them, and what they say by panel row."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from make_market import BENCHMARK, date_of, make_panel, make_thesis, weekdays

from screener.calc.books.all_books import BookResults, run_books
from screener.calc.market import Market, lay_out
from screener.records.performance import Performance
from screener.records.prices import Floats
from screener.records.thesis import Member

NAN = float("nan")
N = 40
LAST = N - 1
# Decided at row 0, on the first of February and of March (rows 16 and 36), traded at the next close.
DAYS = weekdays(N, "2022-01-10")
DATES = [date_of(day) for day in DAYS]
Steps = Sequence[tuple[int, float]]


def steps(*changes: tuple[int, float]) -> Floats:
    """Return a value for each session: NaN until the first change, then what the last one set."""
    values = np.full(N, NAN)
    for row, value in changes:
        values[row:] = value
    return values


def lay_out_steps(
    legs: Mapping[str, Sequence[str | Member]],
    prices: Mapping[str, Steps],
    *,
    has_close: bool = True,
    shut: Mapping[str, Collection[int]] | None = None,
    **settings: Any,
) -> Market:
    """Return a thesis without costs, opened at row 4, on prices by steps.

    A member without steps stands at 100, one with none of them is not priced. A close is half a level.
    In ``shut`` are the rows on which a name's exchange is closed by calendar: no print, the level before is carried.
    """
    tickers = {member if isinstance(member, str) else member.ticker for leg in legs.values() for member in leg}
    given: dict[str, Steps] = dict.fromkeys(sorted(tickers), ((0, 100.0),))
    given |= {BENCHMARK: ((0, 1.0),)} | dict(prices)
    levels = {ticker: steps(*changes) for ticker, changes in given.items() if changes}
    rules = {"cost_bps": 0.0, "borrow_bps_per_year": 0.0, "opened_on": DATES[4]} | settings
    panel = make_panel(levels, session_on=DAYS, shut=shut)
    close = np.where(panel.closed, NAN, 0.5 * panel.level)
    return lay_out(make_thesis(legs, **rules), replace(panel, close=close if has_close else None))


def run(legs: Mapping[str, Sequence[str | Member]], prices: Mapping[str, Steps], **settings: Any) -> BookResults:
    """Run the books of :func:`lay_out_steps`."""
    return run_books(lay_out_steps(legs, prices, **settings))


def nav_of(results: BookResults, basket: str = "spread") -> Floats:
    """Return a basket's value at each close, NaN before its first trade."""
    nav = np.full(N, NAN)
    for point in results.equity:
        if (point.basket, point.period) == (basket, "all"):
            nav[DATES.index(point.session_on)] = point.value
    return nav


def assert_nav(results: BookResults, *changes: tuple[int, float], basket: str = "spread") -> None:
    """Compare a basket's value with steps."""
    np.testing.assert_allclose(nav_of(results, basket), steps(*changes), rtol=1e-12)


def said(results: BookResults) -> list[tuple[str, str, int, int, int]]:
    """Return each finding's ticker, check, first row, last row and number of sessions."""
    return [
        (each.ticker, each.check, DATES.index(each.session_on), DATES.index(each.until_on), each.n_sessions)
        for each in results.affected
    ]


def words(results: BookResults) -> list[str]:
    """Return each finding's message."""
    return [each.message for each in results.affected]


def row_of(results: BookResults, basket: str, period: str = "all") -> Performance:
    """Return a basket's performance over a period."""
    return next(row for row in results.performance if (row.basket, row.period) == (basket, period))


def contributions_of(results: BookResults) -> list[tuple[str, str, float]]:
    """Return side, ticker and contribution of each name over all sessions, to twelve places."""
    return [
        (line.side, line.ticker, round(line.contribution, 12))
        for line in results.attribution
        if (line.line, line.period) == ("name", "all")
    ]
