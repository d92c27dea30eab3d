"""The only importer of yfinance: one question asked, one answer or one reason."""

import datetime as dt
import json
import logging
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import yfinance
from yfinance.data import YfData
from yfinance.exceptions import YFPricesMissingError, YFRateLimitError

from screener.prices.finished import QUOTE_DELAY
from screener.prices.span import rows
from screener.prices.yahoo.refusals import EmptyError, NoPricesError, RateLimitedError
from screener.prices.yahoo.session import PacedSession
from screener.prices.yahoo.statements import ITEMS, quarters_of
from screener.prices.yahoo.symbols import symbol
from screener.prices.yahoo.wire import Answer, Ask, without_rows
from screener.records.fetching import FetchSettings
from screener.records.income_fetch import IncomeFetched, IncomeReceived
from screener.records.prices import YAHOO, Actions, Bars, Dates, Fetched, FetchOutcome, Floats, Received

if TYPE_CHECKING:
    import pandas as pd

_BAD_REQUEST = 400
# Midnight of the day after tomorrow lies ahead in every zone, and yfinance remembers no answer whose end does.
_END_AFTER = dt.timedelta(days=2)
_STATEMENTS = "https://query2.finance.yahoo.com/ws/fundamentals-timeseries/v1/finance/timeseries/"


class Client:
    """yfinance set up for one run.

    Parameters
    ----------
    cache_folder : Path
        A folder of our own for its time zones and cookies.
    settings : FetchSettings
    fetched_at : datetime
        Aware; the instant that the run speaks for.
    """

    def __init__(self, cache_folder: Path, settings: FetchSettings, fetched_at: dt.datetime) -> None:
        # Both come back on import, and both tell a user nothing that the reasons do not.
        logging.getLogger("yfinance").setLevel(logging.CRITICAL + 1)
        warnings.filterwarnings("ignore")
        yfinance.set_tz_cache_location(str(cache_folder))
        # Hidden, every failure ends as "possibly delisted".
        yfinance.config.debug.hide_exceptions = False
        self._session = PacedSession(settings)
        self._fetched_at = fetched_at

    @property
    def is_reached(self) -> bool:
        """Whether any host of Yahoo has answered anything in this run."""
        return self._session.is_reached

    def slow_down(self) -> None:
        """Ask half as fast from here on."""
        self._session.slow_down()

    def forget(self) -> None:
        """Drop the answers yfinance remembers, failed ones among them; a retry would be told the same again."""
        YfData.cache_get.cache_clear()

    def answer(self, ask: Ask) -> Answer:
        """Ask for one ticker's whole span up to now, and say which of the five ways it ended."""
        self._session.forget_status()
        try:
            if ask.kind == "statements":
                return IncomeFetched(ask.ticker, FetchOutcome.OK, received=self._income(ask))
            return Fetched(ask.ticker, FetchOutcome.OK, received=self._received(ask))
        except NoPricesError as error:
            return without_rows(ask, error.outcome, str(error))
        except Exception as error:  # noqa: BLE001 - yfinance raises dozens of types; each one is a reason
            found = _translated(error, self._session.last_status)
            return without_rows(ask, found.outcome, str(found))

    def _income(self, ask: Ask) -> IncomeReceived:
        """Ask for four items of the quarterly income statements, with yfinance's cookie and crumb.

        Its own ``get_income_stmt`` asks for a hundred items in an address that some proxies drop, asks twice more
        after any failure, loses the currency, cannot tell an unknown symbol from a broken answer, and breaks on one
        point that is null.
        """
        name = symbol(ask.ticker)
        span = (dt.datetime.combine(day, dt.time(), dt.UTC) for day in (ask.from_on, self._fetched_at.date()))
        starts_at, ends_at = (int(midnight.timestamp()) for midnight in span)
        answer = YfData(session=self._session).get(
            _STATEMENTS + quote(name, safe=""),
            params={
                "symbol": name,
                "type": ",".join(ITEMS),
                "period1": starts_at,
                "period2": ends_at + int(_END_AFTER.total_seconds()),
            },
        )
        if answer.status_code >= _BAD_REQUEST:
            raise NoPricesError(f"HTTP {answer.status_code}")
        return IncomeReceived(ask.ticker, YAHOO, self._fetched_at, quarters_of(answer.text, name))

    def _received(self, ask: Ask) -> Received:
        name = symbol(ask.ticker)
        ticker = yfinance.Ticker(name, session=self._session)
        frame = ticker.history(
            start=ask.from_on, end=self._fetched_at.date() + _END_AFTER, auto_adjust=False, actions=True, keepna=True
        )
        meta: dict[str, Any] = ticker.history_metadata
        answered = str(meta.get("symbol", name))
        if symbol(answered) != name:
            raise NoPricesError(f"answered with the prices of {answered[:40]}")
        if not len(frame):
            raise EmptyError(f"no row from {ask.from_on} on")
        bars = _bars(ask, frame)
        running_on = _running_session(meta, self._fetched_at)
        if running_on is not None:
            bars = rows(bars, bars.session_on < running_on)
        return Received(
            bars,
            YAHOO,
            self._fetched_at,
            ask.from_on,
            currency=str(meta.get("currency") or ""),
            exchange=str(meta.get("exchangeName") or ""),
        )


def _running_session(meta: dict[str, Any], at: dt.datetime) -> np.datetime64 | None:
    """Return the date of the session that Yahoo itself says is not over yet: its hours may not be the calendar's."""
    try:
        period = meta["currentTradingPeriod"]["regular"]
        opens, ends = (_instant(period[name]) for name in ("start", "end"))
        zone = ZoneInfo(meta["exchangeTimezoneName"])
    except (KeyError, TypeError, ValueError, ZoneInfoNotFoundError):
        return None
    return np.datetime64(opens.astimezone(zone).date()) if at < ends + QUOTE_DELAY else None


def _instant(value: Any) -> dt.datetime:
    """Return an instant that yfinance leaves as seconds or makes a timestamp of."""
    if hasattr(value, "to_pydatetime"):
        instant: dt.datetime = value.to_pydatetime()
        return instant
    return dt.datetime.fromtimestamp(int(value), dt.UTC)


def _translated(error: Exception, status: int) -> NoPricesError:
    """Return what an exception of yfinance means, after a request for data that had this status."""
    told = " ".join(str(error).split()).partition(" See https://")[0][:200]
    if isinstance(error, YFRateLimitError):
        return RateLimitedError(told)
    if status >= _BAD_REQUEST:
        return NoPricesError(f"HTTP {status}")
    if isinstance(error, YFPricesMissingError):
        return EmptyError("Yahoo knows the symbol and has no row for it")
    if isinstance(error, json.JSONDecodeError):
        return NoPricesError("the answer is not JSON")
    return NoPricesError(f"{type(error).__name__}: {told}")


def _bars(ask: Ask, frame: "pd.DataFrame") -> Bars:
    """Return the rows as received, dates unique and in order."""
    # The index is midnight in the exchange's own zone: its date is the session's.
    dates: Dates = np.array([moment.date() for moment in frame.index], dtype="datetime64[D]")
    session_on, first = np.unique(dates, return_index=True)
    kept = session_on >= np.datetime64(ask.from_on)
    session_on, first = session_on[kept], first[kept]
    dividend, split = (_column(frame, name)[first] for name in ("Dividends", "Stock Splits"))
    paid, parted = np.nan_to_num(dividend) != 0, np.nan_to_num(split) != 0
    return Bars(
        ask.ticker,
        session_on,
        _column(frame, "Close")[first],
        _column(frame, "Adj Close")[first],
        "split_adjusted",
        open=_column(frame, "Open")[first],
        high=_column(frame, "High")[first],
        low=_column(frame, "Low")[first],
        volume=_column(frame, "Volume")[first],
        actions=Actions(session_on[paid], dividend[paid], session_on[parted], split[parted]),
    )


def _column(frame: "pd.DataFrame", name: str) -> Floats:
    if name not in frame.columns:
        return np.full(len(frame), np.nan)
    values: Floats = frame[name].to_numpy(dtype=np.float64, na_value=np.nan)
    return values
