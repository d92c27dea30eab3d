"""Simulated prices: one factor model, fixed by each ticker's name, with effects planted on purpose.

What is planted follows the thesis and the events asked for, so these prices confirm any thesis: they show the engine
at work and say nothing about a market.

For listing i on a session of date t::

    r_it = a_i + b_i m_t + e_it + planted_it
    m_t  = 0.0003 + 0.01 z_t on sessions of New York, and 0 on any other date
    e_it = s_i z_it

with a_i uniform in -0.0001..0.0001, b_i in 0.6..1.6, s_i in 0.01..0.025, and a first level in 20..200. The
tickers in :data:`MARKET` have b = 1 and no e: they are the market. Those in :data:`INDEX_LIKE` have
b in 0.9..1.2 and s = 0.003. Levels are total returns: no dividends, so ``close`` equals ``adj_close``.

The draws z belong to calendar dates counted from :data:`FIRST_ON`, not to positions in an array, so that
neither the range asked for nor the other tickers change a value. They come from numpy's PCG64 seeded with
the SHA-256 of the name, as raw 64-bit words, whose stream numpy promises to keep (that of its normal
generator it does not). Each z is the sum of twelve 16-bit uniforms less six (Irwin-Hall): mean 0, variance
1, nearly normal up to 3 standard deviations, bounded by 6. There is no logarithm in it, so all machines make
the same bits.
"""

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from screener.prices.until import last_on
from screener.records.prices import Bars, Dates, Floats, Missing, PriceAnswer
from screener.sessions.calendar import ExchangeSessions
from screener.sessions.listings import Exchanges

FIRST_ON = dt.date(2015, 1, 1)
MARKET = frozenset({"SPY", "VOO", "IVV", "VTI", "^GSPC"})
INDEX_LIKE = frozenset(
    {"QQQ", "^IXIC", "^NDX", "IWM", "RSP", "DIA", "XLK", "SMH", "SOXX", "IGV", "ACWI", "URTH", "EEM", "EFA"}
)

MARKET_MIC = "XNYS"
MARKET_DRIFT = 0.0003
MARKET_SD = 0.01
# A sum of planted and drawn losses never takes more than this in one session: prices stay positive.
WORST_RETURN = -0.95

_WORDS_PER_DRAW = 3
_UNIFORMS_PER_DRAW = 12
# A change of the model changes this text, so that no two models share a number.
_MODEL = "thesis-screener simulated market 1"

SessionsBetween = Callable[[str, dt.date, dt.date], ExchangeSessions]


@dataclass(frozen=True, slots=True)
class Plant:
    """An effect planted into one ticker's returns.

    Parameters
    ----------
    ticker : str
    session_on : date
        The first session that gets a return; a date that is no session means the next one.
    returns : tuple of float
        Added, as decimals, on that session and the ones after it. What would fall before the listing or
        after the end asked for has no session to fall on.
    """

    ticker: str
    session_on: dt.date
    returns: tuple[float, ...]


class SimulatedMarket:
    """A price source that knows any ticker whose exchange is known.

    Parameters
    ----------
    exchanges : Exchanges
        Where each ticker trades; a ticker of no known exchange is missing.
    sessions_between : callable
        Returns the sessions of a MIC between two dates.
    plants : tuple of Plant
        Effects added on top; several on one session add up.
    noiseless : bool
        Leave the names' own noise out: market, drift and plants only, for what an estimate should find.

    Notes
    -----
    There are no prices before :data:`FIRST_ON`, whatever start is asked for.
    """

    def __init__(
        self,
        exchanges: Exchanges,
        sessions_between: SessionsBetween,
        plants: tuple[Plant, ...] = (),
        *,
        noiseless: bool = False,
    ) -> None:
        self._exchanges = exchanges
        self._sessions_between = sessions_between
        self._plants = plants
        self._noiseless = noiseless

    @property
    def name(self) -> str:
        """``simulated``."""
        return "simulated"

    def daily(self, tickers: tuple[str, ...], start_on: dt.date, until_at: dt.datetime) -> PriceAnswer:
        """Return the bars of ``tickers`` from ``start_on`` to the date at ``until_at`` in UTC."""
        past_on = last_on(until_at)
        asked = tuple(dict.fromkeys(tickers))
        if past_on < max(start_on, FIRST_ON):
            reason = f"simulated prices begin on {FIRST_ON}; nothing lies between {start_on} and {past_on}"
            return PriceAnswer(self.name, (), tuple(Missing(ticker, reason) for ticker in asked))
        calendars: dict[str, Dates] = {}
        market = _market(self._sessions_of(MARKET_MIC, past_on, calendars), past_on)
        bars: list[Bars] = []
        missing: list[Missing] = []
        for ticker in asked:
            exchange = self._exchanges.of(ticker)
            if exchange is None:
                missing.append(Missing(ticker, "no known exchange: add its suffix to exchanges.csv"))
                continue
            session_on = self._sessions_of(exchange.mic, past_on, calendars)
            planted = self._planted(ticker, session_on)
            level = _levels(ticker, session_on, market, planted, noiseless=self._noiseless)
            from_on = np.datetime64(start_on, "D")
            first = int(np.searchsorted(session_on, from_on))
            if first == len(session_on):
                missing.append(Missing(ticker, f"no session from {from_on} to {past_on}"))
                continue
            kept = level[first:]
            bars.append(Bars(ticker, session_on[first:], kept, kept, "split_adjusted"))
        return PriceAnswer(self.name, tuple(bars), tuple(missing))

    def _sessions_of(self, mic: str, past_on: dt.date, calendars: dict[str, Dates]) -> Dates:
        if mic not in calendars:
            calendars[mic] = self._sessions_between(mic, FIRST_ON, past_on).session_on
        return calendars[mic]

    def _planted(self, ticker: str, session_on: Dates) -> Floats:
        planted = np.zeros(len(session_on))
        for plant in self._plants:
            if plant.ticker != ticker:
                continue
            first = int(np.searchsorted(session_on, np.datetime64(plant.session_on, "D")))
            returns = np.array(plant.returns[: len(session_on) - first], dtype=np.float64)
            planted[first : first + len(returns)] += returns
        return planted


def _market(session_on: Dates, past_on: dt.date) -> Floats:
    """Return the market's return on every calendar date from FIRST_ON on: 0 where New York is closed."""
    returns = np.zeros((past_on - FIRST_ON).days + 1)
    days = _days(session_on)
    returns[days] = MARKET_DRIFT + MARKET_SD * _draws(_generator("market factor"), len(returns))[days]
    return returns


def _levels(ticker: str, session_on: Dates, market: Floats, planted: Floats, *, noiseless: bool) -> Floats:
    generator = _generator(f"ticker {ticker}")
    first, drift, beta, noise = (float(word) / 2.0**64 for word in generator.random_raw(4))
    alpha, loading, noise_sd = 0.0002 * drift - 0.0001, 0.6 + beta, 0.010 + 0.015 * noise
    if ticker in MARKET:
        alpha, loading, noise_sd = 0.0, 1.0, 0.0
    elif ticker in INDEX_LIKE:
        alpha, loading, noise_sd = 0.0, 0.9 + 0.3 * beta, 0.003
    if noiseless:
        noise_sd = 0.0
    days = _days(session_on)
    draws = _draws(generator, len(market))[days]
    returns: Floats = alpha + loading * market[days] + noise_sd * draws + planted
    growth = np.cumprod(1.0 + np.maximum(returns, WORST_RETURN), dtype=np.float64)
    return np.asarray(growth * (20.0 + 180.0 * first), dtype=np.float64)


def _days(session_on: Dates) -> NDArray[np.int64]:
    return (session_on - np.datetime64(FIRST_ON, "D")).astype(np.int64)


def _generator(what: str) -> np.random.PCG64:
    digest = hashlib.sha256(f"{_MODEL}: {what}".encode()).digest()
    return np.random.PCG64(int.from_bytes(digest, "big"))


def _draws(generator: np.random.PCG64, count: int) -> Floats:
    """Return ``count`` draws of mean 0 and variance 1; the first ones do not depend on ``count``."""
    words = generator.random_raw(count * _WORDS_PER_DRAW).astype("<u8")
    parts = words.view("<u2").reshape(count, _UNIFORMS_PER_DRAW).sum(axis=1, dtype=np.int64)
    # A 16-bit part p stands for the uniform (p + 1/2) / 65536.
    draws: Floats = (parts + _UNIFORMS_PER_DRAW / 2) / 65536.0 - _UNIFORMS_PER_DRAW / 2
    return draws
