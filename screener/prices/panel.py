"""All prices on one set of sessions: those of the benchmark's exchange."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from screener.errors import PriceError
from screener.prices.until import last_on
from screener.records.prices import Bars, Bools, Coverage, Dates, Floats, PriceAnswer, PricePanel
from screener.sessions.calendar import ExchangeSessions
from screener.sessions.listings import Exchanges

SessionsOf = Callable[[str], ExchangeSessions]

UNKNOWN_EXCHANGE = "unknown_exchange"
PRICE_RETURN_ONLY = "price_return_only"
SPLITS_NOT_APPLIED = "splits_not_applied"
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
    flag : str
        ``price_return_only`` when the levels leave dividends out.
    """

    session_on: Dates
    level: Floats
    flag: str


@dataclass(frozen=True, slots=True)
class _Column:
    """One ticker on the panel's T sessions."""

    level: Floats
    closed: Bools
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
    before the first print and from the first missing print after the last one. Prints of dates that are no
    row move the level of the next row: nothing is lost, two sessions' returns become one.

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
        Its tickers are those with at least one print, in the order asked. Levels are adjusted closes, or
        closes for a ticker whose adjusted closes are all blank, which ``coverage`` flags as
        ``price_return_only``.

    Raises
    ------
    PriceError
        The benchmark has no price, or no known exchange: there are no rows to lay anything on.
    """
    tickers = tuple(dict.fromkeys((*asked, benchmark)))
    calendars = _Calendars(exchanges, sessions_of, until_at)
    bars = {each.ticker: each for each in answer.bars}
    reasons = {each.ticker: each.reason for each in answer.missing}
    rows = _rows(benchmark, bars, reasons, calendars, start_on)
    columns: dict[str, _Column] = {}
    coverage: list[Coverage] = []
    for ticker in tickers:
        exchange = exchanges.of(ticker)
        if exchange is None:
            coverage.append(Coverage(ticker, "", 0, None, None, UNKNOWN_EXCHANGE))
            continue
        if ticker not in bars:
            reason = reasons.get(ticker, NOT_ANSWERED)
            coverage.append(Coverage(ticker, exchange.mic, 0, None, None, reason))
            continue
        prints = _prints(bars[ticker], calendars.of(exchange.mic), calendars)
        printed = rows.session_on[np.isin(rows.session_on, prints.session_on)]
        if not len(printed):
            reason = SPLITS_NOT_APPLIED if prints.flag == SPLITS_NOT_APPLIED else NO_PRINT_IN_RANGE
            coverage.append(Coverage(ticker, exchange.mic, 0, None, None, reason))
            continue
        columns[ticker] = _column(prints, rows, calendars.of(exchange.mic))
        first_on, final_on = (moment.astype(object) for moment in (printed[0], printed[-1]))
        coverage.append(Coverage(ticker, exchange.mic, len(printed), first_on, final_on, prints.flag))
    priced = tuple(columns)
    return PricePanel(
        source=answer.source,
        mic=rows.mic,
        session_on=rows.session_on,
        closes_at=rows.closes_at,
        tickers=priced,
        level=np.column_stack([columns[ticker].level for ticker in priced]),
        closed=np.column_stack([columns[ticker].closed for ticker in priced]),
        closes_early=np.array([columns[ticker].closes_early for ticker in priced], dtype=np.bool_),
        coverage=tuple(coverage),
        problems=answer.problems,
    )


class _Calendars:
    """Sessions of each exchange, asked for once."""

    def __init__(self, exchanges: Exchanges, sessions_of: SessionsOf, until_at: dt.datetime) -> None:
        self.exchanges = exchanges
        self.past_on = np.datetime64(last_on(until_at), "D")
        self.until_at = np.datetime64(until_at.astimezone(dt.UTC).replace(tzinfo=None), "us")
        self._sessions_of = sessions_of
        self._known: dict[str, ExchangeSessions] = {}

    def of(self, mic: str) -> ExchangeSessions:
        if mic not in self._known:
            self._known[mic] = self._sessions_of(mic)
        return self._known[mic]


def _rows(
    benchmark: str,
    bars: dict[str, Bars],
    reasons: dict[str, str],
    calendars: _Calendars,
    start_on: dt.date,
) -> ExchangeSessions:
    """Return the benchmark's sessions between its first and last print in range."""
    exchange = calendars.exchanges.of(benchmark)
    if exchange is None:
        raise PriceError(f"the benchmark {benchmark} has no known exchange; add its suffix to exchanges.csv")
    if benchmark not in bars:
        reason = reasons.get(benchmark, "the source did not answer for it")
        raise PriceError(
            f"no prices of the benchmark {benchmark}: {reason}; name another benchmark, or another --source"
        )
    known = calendars.of(exchange.mic)
    prints = _prints(bars[benchmark], known, calendars)
    in_range = np.isin(known.session_on, prints.session_on) & (known.session_on >= np.datetime64(start_on))
    printed = np.flatnonzero(in_range)
    if not len(printed):
        raise PriceError(
            f"the benchmark {benchmark} has no price from {start_on} to {calendars.past_on}; name an earlier"
            " start, another benchmark, or another --source"
        )
    rows = slice(int(printed[0]), int(printed[-1]) + 1)
    return ExchangeSessions(exchange.mic, known.session_on[rows], known.closes_at[rows], known.opens_at[rows])


def _prints(bars: Bars, own: ExchangeSessions, calendars: _Calendars) -> _Prints:
    """Return the levels of one listing on dates that were over by ``until_at``."""
    flag = ""
    levels = bars.adj_close
    if np.isnan(levels).all():
        levels, flag = bars.close, PRICE_RETURN_ONLY
        if bars.basis == "as_traded":
            # The ratio of two closes across a split is no return.
            levels, flag = np.full(len(levels), np.nan), SPLITS_NOT_APPLIED
    place = np.searchsorted(own.session_on, bars.session_on)
    at = np.minimum(place, len(own.session_on) - 1)
    is_session = own.session_on[at] == bars.session_on
    # A print of a date that is no session by calendar has no closing instant: the date itself must be over.
    over = np.where(is_session, own.closes_at[at] <= calendars.until_at, bars.session_on < calendars.past_on)
    kept = over & np.isfinite(levels) & (levels > 0)
    return _Prints(bars.session_on[kept], levels[kept], flag)


def _column(prints: _Prints, rows: ExchangeSessions, own: ExchangeSessions) -> _Column:
    place = np.searchsorted(prints.session_on, rows.session_on)
    at = np.minimum(place, len(prints.session_on) - 1)
    printed = prints.session_on[at] == rows.session_on
    level = np.where(printed, prints.level[at], np.nan)
    shut = ~printed & ~np.isin(rows.session_on, own.session_on)
    # Each shut row takes the level of the last row that is not shut; before the first row stands the last
    # print of an earlier date, if there is one.
    before = int(place[0]) - 1
    padded = np.concatenate([[prints.level[before] if before >= 0 else np.nan], level])
    source = np.where(shut, 0, np.arange(1, len(level) + 1))
    level = padded[np.maximum.accumulate(source)]
    return _Column(level, shut & np.isfinite(level), _closes_early(rows, own))


def _closes_early(rows: ExchangeSessions, own: ExchangeSessions) -> bool:
    """Tell whether the listing's usual close is at or before the usual open of the panel's exchange."""
    _, here, there = np.intersect1d(rows.session_on, own.session_on, assume_unique=True, return_indices=True)
    if not len(here):
        return False
    head_start_s = (own.closes_at[there] - rows.opens_at[here]).astype(np.int64)
    return bool(np.median(head_start_s) <= 0)
