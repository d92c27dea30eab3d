"""Prices from Yahoo; the only importer of yfinance.

Each ticker is one ``Ticker.history`` call in a small pool of our own: ``yfinance.download`` starts one
thread a ticker, reports its failures to a log only, and calls every one of them *possibly delisted*.
"""

import datetime as dt
import logging
import re
import threading
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from screener.prices.until import last_on
from screener.records.prices import Bars, Dates, Floats, Missing, PriceAnswer
from screener.records.problem import Problem

if TYPE_CHECKING:
    import pandas as pd

THREADS = 4
TIMEOUT_S = 10
# Anything else would change the address that is asked.
_SYMBOL = re.compile(r"[A-Z0-9^][A-Z0-9.^=&-]{0,31}", re.ASCII)
_HONG_KONG = re.compile(r"0*(\d{1,5})\.HK")


def symbol(ticker: str) -> str:
    """Return the name Yahoo knows a ticker by: stripped, upper case, Hong Kong with four digits.

    Examples
    --------
    >>> symbol(" nvda "), symbol("700.HK"), symbol("09992.HK")
    ('NVDA', '0700.HK', '9992.HK')
    """
    name = ticker.strip().upper()
    hong_kong = _HONG_KONG.fullmatch(name)
    return f"{hong_kong.group(1).zfill(4)}.HK" if hong_kong else name


class Yahoo:
    """Daily prices as Yahoo has them now.

    Parameters
    ----------
    cache_folder : Path
        A folder of our own for yfinance's time zones and cookies; its default one is shared with every
        other program, and one broken file in it makes every download fail.
    """

    def __init__(self, cache_folder: Path) -> None:
        self._cache_folder = cache_folder

    @property
    def name(self) -> str:
        """``yahoo``."""
        return "yahoo"

    def daily(self, tickers: tuple[str, ...], start_on: dt.date, until_at: dt.datetime) -> PriceAnswer:
        """Return the bars of ``tickers`` from ``start_on`` to the date at ``until_at`` in UTC.

        Every ticker that does not come is missing, with Yahoo's own error as the reason. After the first
        refusal for asking too often, the tickers not yet asked for are not asked for. The running session's
        bar is among the bars; the panel drops it by its closing instant.
        """
        past_on = last_on(until_at)
        client = _client(self._cache_folder)
        limited = threading.Event()

        def ask(ticker: str) -> tuple[Bars | Missing, tuple[Problem, ...]]:
            if limited.is_set():
                return Missing(ticker, "not asked: Yahoo refuses more requests; wait, then run again"), ()
            if not _SYMBOL.fullmatch(symbol(ticker)):
                return Missing(ticker, "not a symbol that Yahoo could know"), ()
            try:
                # An end after today keeps yfinance from remembering an empty or failed answer.
                frame = client.Ticker(symbol(ticker)).history(
                    start=start_on,
                    end=past_on + dt.timedelta(days=1),
                    auto_adjust=False,
                    actions=True,
                    timeout=TIMEOUT_S,
                )
            except Exception as error:  # noqa: BLE001 - yfinance raises dozens of types; each one is a reason
                if type(error).__name__ == "YFRateLimitError":
                    limited.set()
                told = " ".join(str(error).split()).partition(" See https://")[0][:200]
                return Missing(ticker, f"{type(error).__name__}: {told}"), ()
            return _answer(ticker, frame, start_on, past_on)

        asked = tuple(dict.fromkeys(tickers))
        pool = ThreadPoolExecutor(THREADS, thread_name_prefix="yahoo")
        try:
            # The first one alone: threads that make yfinance's cache files together find each other's database locked.
            answers = [*map(ask, asked[:1]), *pool.map(ask, asked[1:])]
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
        found = [answer for answer, _ in answers]
        return PriceAnswer(
            self.name,
            tuple(answer for answer in found if isinstance(answer, Bars)),
            tuple(answer for answer in found if isinstance(answer, Missing)),
            tuple(problem for _, problems in answers for problem in problems),
        )


def _client(cache_folder: Path) -> Any:
    import yfinance  # noqa: PLC0415 - half a second, and only this source needs it

    # Both come back on import, and both tell a user nothing that the reasons do not.
    logging.getLogger("yfinance").setLevel(logging.CRITICAL + 1)
    warnings.filterwarnings("ignore", module=r"yfinance(\.|$)")
    yfinance.set_tz_cache_location(str(cache_folder))
    # Hidden, every failure ends as "possibly delisted".
    yfinance.config.debug.hide_exceptions = False
    return yfinance


def _answer(
    ticker: str, frame: "pd.DataFrame", start_on: dt.date, past_on: dt.date
) -> tuple[Bars | Missing, tuple[Problem, ...]]:
    """Return the usable rows of one answer, and one Problem for those left out."""
    if not len(frame) or "Close" not in frame.columns:
        return Missing(ticker, f"Yahoo has no prices from {start_on} to {past_on}"), ()
    # The index is midnight in the exchange's own zone: its date is the session's.
    session_on: Dates = np.array([moment.date() for moment in frame.index], dtype="datetime64[D]")
    close = _prices(frame, "Close")
    adj_close = _prices(frame, "Adj Close")
    in_range = (session_on >= np.datetime64(start_on)) & (session_on <= np.datetime64(past_on))
    priced = np.isfinite(close) | np.isfinite(adj_close)
    first_seen = np.zeros(len(session_on), dtype=np.bool_)
    first_seen[np.unique(session_on, return_index=True)[1]] = True
    kept = np.flatnonzero(in_range & priced & first_seen)
    kept = kept[np.argsort(session_on[kept], kind="stable")]
    left_out = int((~(priced & first_seen)).sum())
    problems: tuple[Problem, ...] = ()
    if left_out:
        message = f"{left_out} rows of {ticker} have no price above zero or a date that came before"
        problems = (Problem(f"yahoo:{ticker}", 0, 0, "P112", "warning", message, hint="they were left out"),)
    if not len(kept):
        return Missing(ticker, f"Yahoo has no usable price from {start_on} to {past_on}"), problems
    return Bars(ticker, session_on[kept], close[kept], adj_close[kept], "split_adjusted"), problems


def _prices(frame: "pd.DataFrame", column: str) -> Floats:
    """Return one column with everything that is no price as NaN."""
    if column not in frame.columns:
        return np.full(len(frame), np.nan)
    values = frame[column].to_numpy(dtype=np.float64, na_value=np.nan)
    prices: Floats = np.where(np.isfinite(values) & (values > 0), values, np.nan)
    return prices
