"""Simulated spreads that know nothing of their events, and the engine's answer at every session."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from null_markets.calendars import EventCalendar

from screener.calc.inference.scoring import Sample, score
from screener.calc.response.every_session import every_session
from screener.calc.response.masked_sessions import masked_sessions
from screener.records.event_model import DEFAULT_MODEL, EventModel
from screener.records.prices import Floats, Integers
from screener.records.study import Score
from screener.records.thesis import Window

WINDOWS = (Window(-1, 1), Window(0, 5), Window(0, 20))

# Residual standard deviation of a spread, decimal per session.
NOISE_SD = 0.015
_MARKET_SD = 0.01
# Sessions on which an event may move prices more than others do.
_MOVED = Window(-1, 5)

Noise = Callable[[np.random.Generator, tuple[int, ...]], Floats]


def t5_noise(rng: np.random.Generator, shape: tuple[int, ...]) -> Floats:
    """Draw Student's t with 5 degrees of freedom, scaled to variance 1."""
    return np.asarray(rng.standard_t(5, shape) * np.sqrt(3.0 / 5.0))


def normal_noise(rng: np.random.Generator, shape: tuple[int, ...]) -> Floats:
    """Draw standard normal numbers."""
    return rng.standard_normal(shape)


def moved_sessions(calendar: EventCalendar) -> Integers:
    """Return the rows of sessions -1..5 around every event, each once."""
    around = (calendar.day0[:, None] + np.arange(_MOVED.start, _MOVED.end + 1)).ravel()
    return np.unique(around[(around >= 0) & (around < calendar.n_sessions)])


@dataclass(frozen=True, slots=True)
class NullMarkets:
    """N spreads as one asset each, with one benchmark; the first session has no return.

    Parameters
    ----------
    returns : array of shape (T, N), decimal per session
    market : array of shape (T, 1), decimal per session
    """

    returns: Floats
    market: Floats


def null_markets(
    calendar: EventCalendar,
    n: int,
    rng: np.random.Generator,
    *,
    variance_ratio: float = 1.0,
    noise: Noise = t5_noise,
) -> NullMarkets:
    """Simulate spreads: a constant, a market beta of their own and noise; no event has an effect.

    Parameters
    ----------
    variance_ratio : float
        Variance of the noise on sessions -1..5 around an event over that on other sessions.
    """
    market = rng.normal(0.0003, _MARKET_SD, (calendar.n_sessions, 1))
    shocks = noise(rng, (calendar.n_sessions, n)) * NOISE_SD
    shocks[moved_sessions(calendar)] *= np.sqrt(variance_ratio)
    returns = 0.0001 + market * rng.uniform(-0.5, 1.0, n) + shocks
    market[0], returns[0] = np.nan, np.nan
    return NullMarkets(returns, market)


def scores(
    markets: NullMarkets,
    calendar: EventCalendar,
    windows: tuple[Window, ...] = WINDOWS,
    *,
    model: EventModel = DEFAULT_MODEL,
) -> list[list[Score]]:
    """Score every spread around the calendar's events.

    Returns
    -------
    list of W lists of N Score

    Notes
    -----
    A study fits a basket in two passes at every session; the sums used here give the same numbers to 1e-10 of their
    standard deviation, in a tenth of the time.
    """
    estimation, masked = markets.returns, None
    if model.masks_events:
        masked = masked_sessions(calendar.day0[calendar.day0 >= 0], calendar.n_sessions)
        estimation = np.where(masked[:, None], np.nan, markets.returns)
    every = every_session(markets.returns, estimation, markets.market, windows, model)
    return [
        [
            score(
                Sample(
                    basket="spread",
                    side="spread",
                    period="all",
                    window=window,
                    car=every.car[:, j, w],
                    scar=every.scar[:, j, w],
                    event_rows=calendar.used(window),
                    n_events=len(calendar.day0),
                    is_primary=True,
                    masked=masked,
                )
            )
            for j in range(markets.returns.shape[1])
        ]
        for w, window in enumerate(windows)
    ]
