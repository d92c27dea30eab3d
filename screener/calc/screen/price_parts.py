"""Parts of the score that prices alone give, at chosen sessions; each is known at the close of its session."""

import numpy as np

from screener.records.prices import Floats, Integers

# Twelve months less the last, in which prices tend to turn (Jegadeesh 1990).
MOMENTUM_FROM, MOMENTUM_TO = 252, 21
LIQUIDITY_SESSIONS = 21
_MIN_TRADED = 5


def relative_momentum(level: Floats, benchmark: Floats, rows: Integers) -> Floats:
    """Return what each name gained over the benchmark from 252 to 21 sessions before.

    Parameters
    ----------
    level : array of shape (T, J)
        Total-return level; NaN where there is no print.
    benchmark : array of shape (T,)
    rows : array of shape (R,), int

    Returns
    -------
    array of shape (R, J), decimal
        (L(t-21) / L(t-252)) - (B(t-21) / B(t-252)); NaN where a name had no print within 5 sessions up to either end,
        or the sessions do not reach back so far. Row r uses sessions up to ``rows[r]`` - 21.

    References
    ----------
    Jegadeesh and Titman (1993), Returns to buying winners and selling losers, J. Finance 48(1); the skipped month:
    Jegadeesh (1990), J. Finance 45(3).
    """
    known, market = carried(level), carried(benchmark[:, None])
    first, last = rows - MOMENTUM_FROM, rows - MOMENTUM_TO
    with np.errstate(invalid="ignore", divide="ignore"):
        own = known[np.maximum(last, 0)] / known[np.maximum(first, 0)]
        other = market[np.maximum(last, 0)] / market[np.maximum(first, 0)]
    return np.where((first >= 0)[:, None], own - other, np.nan)


def carried(level: Floats, most_sessions: int = 5) -> Floats:
    """Carry each print forward over at most ``most_sessions`` - 1 sessions without one; shape (T, J)."""
    place = np.arange(len(level))[:, None]
    last = np.maximum.accumulate(np.where(np.isfinite(level), place, -most_sessions), axis=0)
    found = np.take_along_axis(level, np.maximum(last, 0), axis=0)
    return np.where(place - last < most_sessions, found, np.nan)


def dollar_volume(close: Floats, volume: Floats, rows: Integers) -> Floats:
    """Return the median traded value of each name over the last 21 sessions.

    Parameters
    ----------
    close, volume : array of shape (T, J)
        On one scale, so that their product is what was traded; NaN where not known.
    rows : array of shape (R,), int

    Returns
    -------
    array of shape (R, J), in the closes' currency
        NaN with fewer than 5 sessions of both. Row r uses sessions up to ``rows[r]``.
    """
    # Rows of nothing stand before the first session.
    traded = np.vstack([np.full((LIQUIDITY_SESSIONS, close.shape[1]), np.nan), close * volume])
    spans = np.sort(traded[rows[:, None] + np.arange(1, LIQUIDITY_SESSIONS + 1)], axis=1)
    n = np.isfinite(spans).sum(axis=1, keepdims=True)
    # NaN is sorted last, so the middle of what is known is that of the first n.
    low, high = (np.take_along_axis(spans, np.maximum(place, 0), axis=1) for place in ((n - 1) // 2, n // 2))
    found = (low + high)[:, 0] / 2.0
    return np.where(n[:, 0] >= _MIN_TRADED, found, np.nan)
