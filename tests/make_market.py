"""A small builder of real panels and theses: arrays and member lists in, records out."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from typing import Any

import numpy as np

from screener.calc.market import Market, lay_out
from screener.records.book_rules import BookRules
from screener.records.prices import Coverage, Dates, Floats, PricePanel
from screener.records.thesis import Leg, Member, Thesis, Window

BENCHMARK = "SPY"
WINDOWS = (Window(-1, 1), Window(0, 5), Window(0, 20))


def weekdays(n: int, start_on: str = "2018-01-01") -> Dates:
    """Return n sessions, Monday to Friday."""
    first = np.busday_offset(np.datetime64(start_on, "D"), 0, roll="forward")
    return np.asarray(np.busday_offset(first, np.arange(n)), dtype="datetime64[D]")


def date_of(day: np.datetime64) -> dt.date:
    """Return a numpy day as a date."""
    found: dt.date = day.astype("datetime64[D]").astype(object)
    return found


def levels_from(returns: Floats, start: float = 100.0) -> Floats:
    """Return levels of shape (T, N) whose session returns are the rows of ``returns`` from its second on."""
    growth = 1.0 + np.asarray(returns, dtype=float)
    growth[0] = 1.0
    return np.asarray(start * np.cumprod(growth, axis=0))


def random_returns(rng: np.random.Generator, n_sessions: int, n: int, sd: float = 0.015) -> Floats:
    """Return fat-tailed returns that share a market, shape (T, n + 1); the last column is the market."""
    market = rng.standard_t(5, n_sessions) * 0.008
    own = rng.standard_t(5, (n_sessions, n)) * sd
    return np.column_stack([own + market[:, None] * rng.uniform(0.5, 1.8, n), market])


def make_panel(
    levels: Mapping[str, Sequence[float] | Floats],
    *,
    session_on: Dates | None = None,
    start_on: str = "2018-01-01",
    closed: Mapping[str, Collection[int]] | None = None,
    shut: Mapping[str, Collection[int]] | None = None,
    closes_early: Collection[str] = (),
    unpriced: Collection[str] = (),
    source: str = "csv",
    mic: str = "XNYS",
) -> PricePanel:
    """Return a panel from one level series a ticker.

    ``closed`` lists rows at which a listing's exchange is closed and whose level is that of the row before. ``shut``
    lists such rows too; there the row before, a level or none, is carried here, and the panel knows calendars.
    """
    tickers = tuple(levels)
    level = np.column_stack([np.asarray(levels[ticker], dtype=float) for ticker in tickers])
    days = weekdays(len(level), start_on) if session_on is None else session_on
    is_closed = np.zeros(level.shape, dtype=bool)
    for ticker, rows in (closed or {}).items():
        is_closed[list(rows), tickers.index(ticker)] = True
    is_shut = np.zeros(level.shape, dtype=bool)
    for ticker, rows in (shut or {}).items():
        for row in sorted(rows):
            j = tickers.index(ticker)
            level[row, j] = level[row - 1, j] if row else np.nan
            is_shut[row, j] = True
            is_closed[row, j] = np.isfinite(level[row, j])
    coverage = [_coverage(ticker, level[:, j], days, mic) for j, ticker in enumerate(tickers)]
    coverage += [Coverage(ticker, mic, 0, None, None, "no prices") for ticker in unpriced]
    return PricePanel(
        source=source,
        mic=mic,
        session_on=days,
        closes_at=days.astype("datetime64[s]") + np.timedelta64(21, "h"),
        tickers=tickers,
        level=level,
        closed=is_closed,
        closes_early=np.array([ticker in closes_early for ticker in tickers]),
        coverage=tuple(coverage),
        shut=None if shut is None else is_shut,
    )


def make_thesis(
    legs: Mapping[str, Sequence[str | Member]],
    *,
    leg_weights: Mapping[str, float] | None = None,
    opened_on: dt.date = dt.date(2019, 1, 1),
    members_chosen_on: dt.date | None = None,
    windows: tuple[Window, ...] = WINDOWS,
    benchmark: tuple[str, ...] = (BENCHMARK,),
    **settings: Any,
) -> Thesis:
    """Return a thesis from members by leg; a member is a ticker, or a Member with its weight and span.

    ``settings`` are fields of Thesis or of BookRules.
    """
    rules = {each.name: settings.pop(each.name) for each in fields(BookRules) if each.name in settings}
    made = [
        Leg(
            name=name,
            side="long" if name.startswith("long") else "short",
            weight=(leg_weights or {}).get(name, 1.0),
            members=tuple(each if isinstance(each, Member) else Member(each) for each in members),
        )
        for name, members in legs.items()
    ]
    sides = {leg.side for leg in made}
    held = "spread" if len(sides) == 2 else sides.pop()
    return Thesis(
        thesis_id="made",
        title="Made for a test",
        status="active",
        path="made.md",
        text_sha256="0" * 64,
        opened_on=opened_on,
        members_chosen_on=members_chosen_on or opened_on,
        legs=tuple(sorted(made, key=lambda leg: leg.side)),
        benchmark=benchmark,
        windows=windows,
        primary_basket=settings.pop("primary_basket", held),
        primary_window=settings.pop("primary_window", windows[0]),
        rules=BookRules(**rules),
        **settings,
    )


def make_market(
    legs: Mapping[str, Sequence[str | Member]],
    returns: Mapping[str, Sequence[float] | Floats],
    *,
    session_on: Dates | None = None,
    **settings: Any,
) -> Market:
    """Return a thesis laid out on the panel of these session returns; the benchmark's is flat unless given."""
    length = len(next(iter(returns.values())))
    levels = {ticker: levels_from(np.asarray(series, dtype=float)[:, None])[:, 0] for ticker, series in returns.items()}
    levels.setdefault(BENCHMARK, np.full(length, 100.0))
    return lay_out(make_thesis(legs, **settings), make_panel(levels, session_on=session_on))


def _coverage(ticker: str, level: Floats, days: Dates, mic: str) -> Coverage:
    priced = np.flatnonzero(np.isfinite(level))
    if len(priced) == 0:
        return Coverage(ticker, mic, 0, None, None, "no prices")
    return Coverage(ticker, mic, len(priced), date_of(days[priced[0]]), date_of(days[priced[-1]]))
