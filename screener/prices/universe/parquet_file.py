"""A universe of daily prices out of one Parquet file."""

import datetime as dt
from pathlib import Path

import numpy as np

from screener.errors import PriceError
from screener.prices.universe.arrow_rows import opened
from screener.prices.universe.level_matrix import LevelMatrix
from screener.records.prices import Bools, Missing
from screener.records.universe import LeftOutReason, Universe
from screener.sessions.calendar import ExchangeSessions, SessionsOf
from screener.sessions.instants import utc_instant
from screener.sessions.listings import Exchange, Exchanges

SOURCE = "parquet"
NO_USABLE_ROW = "no_usable_row"


def read_parquet(
    path: Path,
    benchmark: str,
    exchanges: Exchanges,
    sessions_of: SessionsOf,
    start_on: dt.date,
    until_at: dt.datetime,
) -> Universe:
    """Read every name of a Parquet file.

    Parameters
    ----------
    path : Path
        One row a name and date, in any order, with the columns ``ticker`` (text), ``date`` (a date, or a timestamp of
        which the date is taken) and ``adj_close`` (float32 or float64), or ``close`` where there is no ``adj_close``.
    benchmark : str
        The sessions of its exchange are the rows, from its first print in the span to its last.
    exchanges : Exchanges
        Names of another exchange, or of none that is known, are left out and listed: they have other sessions.
    sessions_of : callable
        Returns the sessions of a MIC, at least from ``start_on`` to ``until_at``.
    start_on : date
    until_at : datetime
        Aware. A session counts when its close is at or before this instant.

    Returns
    -------
    Universe
        Names in order of their ticker. Levels are float32 where the file is: it holds no more digits, and a return
        made from them is off by 1e-7 at most.

    Raises
    ------
    UsageError
        pyarrow is not installed, or there is no such file.
    PriceError
        It is no Parquet file, lacks a column or has one of another type, or has no price of the benchmark.

    Notes
    -----
    The file is read twice, the first time for its tickers only, and never held whole. In memory are N x T levels, one
    part of 262,144 rows, and what the decoder keeps of the row group it is in: 12,419 names on 2,911 sessions in
    float32 are 145 MB, and all else stays below 150 MB.
    """
    exchange = exchanges.of(benchmark)
    if exchange is None:
        raise PriceError(f"the benchmark {benchmark} has no known exchange; add its suffix to exchanges.csv")
    sessions = _between(sessions_of(exchange.mic), start_on, until_at)
    with opened(path) as rows:
        tickers = sorted(rows.tickers())
        if benchmark not in tickers:
            raise PriceError(f"{path} has no row of the benchmark {benchmark}; name another in the note's 'benchmark'")
        refusals = [_refusal(exchanges.of(ticker), exchange) for ticker in tickers]
        matrix = LevelMatrix(sessions.session_on, refusals, np.float32 if rows.is_float32 else np.float64)
        for part in rows.parts({ticker: j for j, ticker in enumerate(tickers)}):
            matrix.add(*part)
        has_dividends = rows.has_dividends
    printed = np.flatnonzero(np.isfinite(matrix.level[:, tickers.index(benchmark)]))
    if not len(printed):
        raise PriceError(f"{path} has no price of the benchmark {benchmark} from {start_on} to {until_at.date()}")
    first, last = int(printed[0]), int(printed[-1])
    matrix.cut(first, last)

    is_priced: Bools = np.asarray(np.isfinite(matrix.level).any(axis=0))
    priced = tuple(ticker for ticker, kept in zip(tickers, is_priced, strict=True) if kept)
    missing = [
        Missing(ticker, NO_USABLE_ROW if refusal is None else refusal.value)
        for ticker, refusal, kept in zip(tickers, refusals, is_priced, strict=True)
        if not kept
    ]
    return Universe(
        source=SOURCE,
        mic=exchange.mic,
        session_on=sessions.session_on[first : last + 1],
        closes_at=sessions.closes_at[first : last + 1],
        tickers=priced,
        level=matrix.level if is_priced.all() else matrix.level[:, is_priced],
        closed=None,
        closes_early=np.zeros(len(priced), dtype=np.bool_),
        unpriced=tuple(missing),
        n_rows=matrix.n_rows,
        left_out=matrix.left_out,
        price_return_only=frozenset() if has_dividends else frozenset(priced),
    )


def _between(own: ExchangeSessions, start_on: dt.date, until_at: dt.datetime) -> ExchangeSessions:
    """Return the sessions from a date on that were over at an instant."""
    kept = (own.session_on >= np.datetime64(start_on, "D")) & (own.closes_at <= utc_instant(until_at))
    if not kept.any():
        raise PriceError(f"no session of {own.mic} was over from {start_on} to {until_at.date()}")
    return ExchangeSessions(own.mic, own.session_on[kept], own.closes_at[kept], own.opens_at[kept])


def _refusal(listed: Exchange | None, wanted: Exchange) -> LeftOutReason | None:
    if listed is None:
        return LeftOutReason.EXCHANGE_UNKNOWN
    return None if listed.mic == wanted.mic else LeftOutReason.EXCHANGE_DIFFERS
