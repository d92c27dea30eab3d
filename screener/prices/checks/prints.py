"""What all checks of one ticker look at: its prints that were over by an instant."""

import datetime as dt
from dataclasses import dataclass

import numpy as np

from screener.prices.session_dates import matches, over_by
from screener.prices.span import between
from screener.prices.total_return import TotalReturn, total_return
from screener.records.prices import Bars, Bools, Dates, Finding, Floats
from screener.sessions.calendar import ExchangeSessions


@dataclass(frozen=True, slots=True)
class Prints:
    """The prints of one ticker up to an instant, and its exchange's sessions up to it.

    Parameters
    ----------
    bars : Bars
        Only rows over by the instant, with the dividends and splits up to the last of them.
    made : TotalReturn
        Made from ``bars``.
    session_on : array of shape (P,), datetime64[D]
        Dates with a level.
    price : array of shape (P,)
        Close there, adjusted close where no row has a close.
    move : array of shape (P - 1,)
        Log total return from each print to the next.
    volume : array of shape (P,) or None
    open_on : array of shape (S,), datetime64[D], or None
        Sessions of the exchange that were over by the instant; None when the exchange is not known.
    on_session : array of shape (P,)
        The exchange was open; True where that is not known.
    """

    bars: Bars
    made: TotalReturn
    session_on: Dates
    price: Floats
    move: Floats
    volume: Floats | None
    open_on: Dates | None
    on_session: Bools

    def finding(self, check: str, session_on: np.datetime64, until_on: np.datetime64, n: int, message: str) -> Finding:
        """Return a finding about this ticker."""
        return Finding(self.bars.ticker, check, session_on.astype(object), until_on.astype(object), n, message)


def prints_of(bars: Bars, sessions: ExchangeSessions | None, until: np.datetime64) -> Prints:
    """Return the prints of ``bars`` that were over by ``until``; without sessions, those up to its date in UTC."""
    if sessions is None:
        over = bars.session_on <= until.astype("datetime64[D]")
    else:
        over = over_by(bars.session_on, sessions, until)
    bars = _first_rows(bars, int(np.count_nonzero(over)))
    made = total_return(bars)
    printed = np.isfinite(made.level)
    session_on = bars.session_on[printed]
    price = price_of(bars)[printed]
    move = np.diff(np.log(made.level[printed]))
    volume = None if bars.volume is None else bars.volume[printed]
    on_session = np.ones(len(session_on), dtype=np.bool_)
    if sessions is None or not len(sessions.session_on):
        return Prints(bars, made, session_on, price, move, volume, None, on_session)
    known = (session_on >= sessions.session_on[0]) & (session_on <= sessions.session_on[-1])
    on_session = matches(sessions.session_on, session_on)[1] | ~known
    open_on = sessions.session_on[sessions.closes_at <= until]
    return Prints(bars, made, session_on, price, move, volume, open_on, on_session)


def price_of(bars: Bars) -> Floats:
    """Return the series that open, high and low go with: closes, or adjusted closes where there is none."""
    return bars.adj_close if np.isnan(bars.close).all() else bars.close


def _first_rows(bars: Bars, count: int) -> Bars:
    """Return the first rows and the actions up to the last of them: rows increase, so they are those over."""
    last_on = bars.session_on[count - 1] if count else np.datetime64("NaT", "D")
    return between(bars, np.datetime64(dt.date.min, "D"), last_on)
