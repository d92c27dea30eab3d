"""All prices on one set of sessions: those of the benchmark's exchange."""

import datetime as dt
import functools
from dataclasses import dataclass

import numpy as np

from screener.errors import PriceError
from screener.prices.session_dates import matches, over_by
from screener.prices.total_return import SPLITS_NOT_APPLIED, total_return
from screener.records.prices import Bars, Bools, Coverage, Dates, Floats, PriceAnswer, PricePanel
from screener.sessions.calendar import ExchangeSessions, SessionsOf
from screener.sessions.instants import utc_instant
from screener.sessions.listings import Exchanges

UNKNOWN_EXCHANGE = "unknown_exchange"
NO_PRINT_IN_RANGE = "no_print_in_range"
NOT_ANSWERED = "not_answered"


@dataclass(frozen=True, slots=True)
class _Prints:
    """What one listing printed, as one series of levels.

    Parameters
    ----------
    session_on : array of shape (P,), datetime64[D]
    level : array of shape (P,)
        Positive and finite.
    close, volume : array of shape (P,)
        NaN where the source gives none.
    flag : str
        ``price_return_only`` when the levels leave dividends out.
    """

    session_on: Dates
    level: Floats
    close: Floats
    volume: Floats
    flag: str


@dataclass(frozen=True, slots=True)
class _Market:
    """One exchange seen from the panel's T rows.

    Parameters
    ----------
    sessions : ExchangeSessions
    shut : array of shape (T,)
        The exchange is closed by calendar on the row's date.
    closes_early : bool
        Its usual close is at or before the usual open of the panel's exchange.
    """

    sessions: ExchangeSessions
    shut: Bools
    closes_early: bool


@dataclass(frozen=True, slots=True)
class _Column:
    """One ticker on the panel's T rows: levels, closes, volumes, and where it has a print of the row's own date.

    ``shut`` are the closed days of its exchange, ``closed`` those of them that carry a level.
    """

    level: Floats
    close: Floats
    volume: Floats
    closed: Bools
    shut: Bools
    printed: Bools
    closes_early: bool


def build_panel(
    answer: PriceAnswer,
    asked: tuple[str, ...],
    benchmark: str,
    exchanges: Exchanges,
    sessions_of: SessionsOf,
    start_on: dt.date,
    until_at: dt.datetime,
) -> PricePanel:
    """Lay the bars of an answer on the sessions of the benchmark's exchange.

    The rows run from the later of ``start_on`` and the benchmark's first print to its last print on a
    session closed by ``until_at``. In the row of date d stands a listing's print of that same date, if its
    own exchange had closed by ``until_at``. Without one, a date on which the listing's exchange is closed by
    calendar carries the row before and sets ``closed``; on any other date the level is NaN. So it is NaN
    before the first print and from the first missing print after the last one. ``shut`` is set on every date on
    which the exchange is closed, also after a missing print, where there is nothing to carry. Prints of dates
    that are no row move the level of the next row: nothing is lost, two sessions' returns become one.

    A row uses no print of a later date: with an earlier ``until_at`` all rows but the last are the same. In
    the last row, listings that close after the benchmark (a New York listing under a Seoul benchmark) are
    still open and NaN.

    Parameters
    ----------
    answer : PriceAnswer
    asked : tuple of str
        Tickers wanted; the benchmark is added when it is not among them, repetitions are dropped.
    benchmark : str
        Its exchange's sessions are the rows.
    exchanges : Exchanges
        A ticker it does not know is not priced, with reason ``unknown_exchange``.
    sessions_of : callable
        Returns the sessions of a MIC, at least from ``start_on`` to ``until_at``.
    start_on : date
    until_at : datetime
        Aware. A session counts when its close is at or before this instant.

    Returns
    -------
    PricePanel
        Its tickers are those with at least one print, in the order asked. Levels are those of
        :func:`~screener.prices.total_return.total_return`, whose flag ``coverage`` gives as the reason.

    Raises
    ------
    PriceError
        The benchmark has no price, or no known exchange: there are no rows to lay anything on.
    """
    until = utc_instant(until_at)
    bars = {each.ticker: each for each in answer.bars}
    reasons = {each.ticker: each.reason for each in answer.missing}
    known = functools.cache(sessions_of)
    rows = _rows(benchmark, bars, reasons, exchanges, known, start_on, until)
    market_of = functools.cache(lambda mic: _market(known(mic), rows))
    columns: dict[str, _Column] = {}
    coverage: list[Coverage] = []
    for ticker in dict.fromkeys((*asked, benchmark)):
        exchange = exchanges.of(ticker)
        if exchange is None:
            coverage.append(Coverage(ticker, "", 0, None, None, UNKNOWN_EXCHANGE))
        elif ticker not in bars:
            reason = reasons.get(ticker, NOT_ANSWERED)
            coverage.append(Coverage(ticker, exchange.mic, 0, None, None, reason))
        else:
            market = market_of(exchange.mic)
            prints = _prints(bars[ticker], market.sessions, until)
            column = _column(prints, rows, market)
            if column is not None:
                columns[ticker] = column
            coverage.append(_coverage(ticker, exchange.mic, prints, column, rows))
    return PricePanel(
        source=answer.source,
        mic=rows.mic,
        session_on=rows.session_on,
        closes_at=rows.closes_at,
        tickers=tuple(columns),
        level=np.column_stack([column.level for column in columns.values()]),
        closed=np.column_stack([column.closed for column in columns.values()]),
        closes_early=np.array([column.closes_early for column in columns.values()], dtype=np.bool_),
        coverage=tuple(coverage),
        problems=answer.problems,
        findings=answer.findings,
        close=np.column_stack([column.close for column in columns.values()]),
        volume=np.column_stack([column.volume for column in columns.values()]),
        shut=np.column_stack([column.shut for column in columns.values()]),
    )


def _rows(
    benchmark: str,
    bars: dict[str, Bars],
    reasons: dict[str, str],
    exchanges: Exchanges,
    sessions_of: SessionsOf,
    start_on: dt.date,
    until: np.datetime64,
) -> ExchangeSessions:
    """Return the benchmark's sessions between its first and last print in range."""
    exchange = exchanges.of(benchmark)
    if exchange is None:
        raise PriceError(f"the benchmark {benchmark} has no known exchange; add its suffix to exchanges.csv")
    if benchmark not in bars:
        reason = reasons.get(benchmark, "the source did not answer for it")
        raise PriceError(
            f"no prices of the benchmark {benchmark}: {reason}; name another benchmark, or another --source"
        )
    own = sessions_of(exchange.mic)
    prints = _prints(bars[benchmark], own, until)
    in_range = _among(own.session_on, prints.session_on) & (own.session_on >= np.datetime64(start_on, "D"))
    printed = np.flatnonzero(in_range)
    if not len(printed):
        raise PriceError(
            f"the benchmark {benchmark} has no price from {start_on} to {until.astype('datetime64[D]')}; "
            "name an earlier start, another benchmark, or another --source"
        )
    span = slice(int(printed[0]), int(printed[-1]) + 1)
    return ExchangeSessions(exchange.mic, own.session_on[span], own.closes_at[span], own.opens_at[span])


def _market(own: ExchangeSessions, rows: ExchangeSessions) -> _Market:
    _, here, there = np.intersect1d(rows.session_on, own.session_on, assume_unique=True, return_indices=True)
    head_start_s = (own.closes_at[there] - rows.opens_at[here]).astype(np.int64)
    closes_early = bool(len(head_start_s)) and bool(np.median(head_start_s) <= 0)
    return _Market(own, ~_among(rows.session_on, own.session_on), closes_early)


def _prints(bars: Bars, own: ExchangeSessions, until: np.datetime64) -> _Prints:
    """Return the levels of one listing on the dates that were over by ``until``."""
    made = total_return(bars)
    kept = over_by(bars.session_on, own, until) & np.isfinite(made.level)
    volume = np.full(len(kept), np.nan) if bars.volume is None else bars.volume
    return _Prints(bars.session_on[kept], made.level[kept], bars.close[kept], volume[kept], made.flag)


def _column(prints: _Prints, rows: ExchangeSessions, market: _Market) -> _Column | None:
    """Return one ticker on the rows, or None when it has no print on any of them."""
    place, printed = matches(prints.session_on, rows.session_on)
    if not printed.any():
        return None
    level = np.full(len(printed), np.nan)
    level[printed] = prints.level[place[printed]]
    close, volume = np.full((2, len(printed)), np.nan)
    close[printed] = prints.close[place[printed]]
    volume[printed] = prints.volume[place[printed]]
    shut = market.shut & ~printed
    # Each shut row takes the level of the last row that is not shut; before the first row stands the last
    # print of an earlier date, if there is one.
    before = prints.level[place[0] - 1] if place[0] > 0 else np.nan
    source = np.maximum.accumulate(np.where(shut, 0, np.arange(1, len(level) + 1)))
    level = np.concatenate([[before], level])[source]
    return _Column(level, close, volume, shut & np.isfinite(level), shut, printed, market.closes_early)


def _coverage(ticker: str, mic: str, prints: _Prints, column: _Column | None, rows: ExchangeSessions) -> Coverage:
    if column is None:
        reason = SPLITS_NOT_APPLIED if prints.flag == SPLITS_NOT_APPLIED else NO_PRINT_IN_RANGE
        return Coverage(ticker, mic, 0, None, None, reason)
    printed = rows.session_on[column.printed]
    first_on, final_on = (moment.astype(object) for moment in (printed[0], printed[-1]))
    return Coverage(ticker, mic, len(printed), first_on, final_on, prints.flag)


def _among(dates: Dates, known: Dates) -> Bools:
    return matches(known, dates)[1]
