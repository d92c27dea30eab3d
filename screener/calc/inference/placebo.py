"""What any day gave: the whole event calendar shifted around a ring of sessions."""

import math
from dataclasses import dataclass

import numpy as np

from screener.records.prices import Floats, Integers
from screener.records.study import MIN_EVENT_DAYS

_ROUNDING = 1e-14
# A shift that repeats the real calendar must count as equal though its sums round differently.
TIE = 1.0 - 1e-9
_BAND = (0.025, 0.975)


@dataclass(frozen=True, slots=True)
class Placebo:
    """The event days' mean against every circular shift of their calendar.

    Parameters
    ----------
    p : float
        Share of shifts at least as extreme, the real calendar counted; never below 1 / T.
    ring_mean : float
        Mean CAR over the ring.
    sd : float
        Standard deviation of the placebo means over all shifts but the real one.
    n : int
        Shifts, T - 1.
    n_effective : float
        (T - 1) / L: windows of L sessions that share none.
    """

    p: float
    ring_mean: float
    sd: float
    n: int
    n_effective: float


def ring_rows(car: Floats) -> Integers:
    """Return the sessions of the ring: those at which the basket can be scored.

    Parameters
    ----------
    car : array of shape (T,)
        CAR at every session; NaN where the basket cannot be scored.

    Returns
    -------
    array of int
        Rows of ``car`` in order. Sessions inside that cannot be scored are left out of the ring.
    """
    return np.flatnonzero(np.isfinite(car)).astype(np.int64)


def shifted_means(ring: Floats, positions: Integers) -> tuple[Floats, Floats]:
    """Return mean and standard deviation across event days for every circular shift.

    Parameters
    ----------
    ring : array of shape (T,)
        CAR at the ring's sessions.
    positions : array of shape (K,), int
        Event days as positions in the ring.

    Returns
    -------
    means, sds : array of shape (T,)
        Row s is the calendar moved s sessions later, modulo T; row 0 is the real one. ``sds`` with K - 1, NaN for
        K = 1.
    """
    size = len(ring)
    values = ring[(positions[None, :] + np.arange(size)[:, None]) % size]
    if len(positions) < 2:
        return values.mean(axis=1), np.full(size, np.nan)
    return values.mean(axis=1), values.std(axis=1, ddof=1)


def shift_statistics(ring: Floats, positions: Integers, correction: float = 1.0) -> Floats:
    """Return the placebo statistic of every shift.

    Parameters
    ----------
    ring, positions
        See :func:`shifted_means`.
    correction : float
        What the real calendar's statistic is multiplied by, see
        :func:`~screener.calc.inference.event_tests.mask_correction`.

    Returns
    -------
    array of shape (T,)
        t(s) = (mean CAR(s) - ring mean) / (sd(s) / sqrt K) from 5 event days on; the centred mean below.

    Notes
    -----
    Dividing by each shift's own standard deviation keeps the size when event days are more volatile than others:
    a raw mean rejects 15 to 17 % of true nulls then.
    """
    return _statistics(ring, len(positions), correction, *shifted_means(ring, positions))


def _statistics(ring: Floats, n_event_days: int, correction: float, means: Floats, sds: Floats) -> Floats:
    centred = means - ring.mean()
    # A mean that is the ring's own must be 0, not what rounding left of it.
    centred = np.where(np.abs(centred) <= _ROUNDING * np.abs(ring).max(initial=0.0), 0.0, centred)
    if n_event_days < MIN_EVENT_DAYS:
        return centred
    centred[0] *= correction
    with np.errstate(divide="ignore", invalid="ignore"):
        statistics = centred / (sds / math.sqrt(n_event_days))
    return np.where(sds > 0.0, statistics, np.where(centred == 0.0, 0.0, np.copysign(np.inf, centred)))


def placebo_band(ring: Floats, positions: Integers, correction: float = 1.0) -> tuple[float, float]:
    """Return between which values the mean over event days lies in 95 of 100 shifts of the calendar.

    Parameters
    ----------
    ring : array of shape (T,), decimal
        T >= 2.
    positions : array of shape (K,), int
    correction : float
        See :func:`shift_statistics`.

    Returns
    -------
    low, high : float, decimal
        Outside them the placebo's p is about 5 % or less.

    Notes
    -----
    From 5 event days on: ring mean + t sd(0) / (sqrt(K) correction), t the 2.5 % and 97.5 % quantiles of the statistics
    of all shifts, so that event days may be more volatile than others: quantiles of raw means are left 16 % of the time
    when their standard deviation is half as large again. Below: those quantiles, which take event days to be as
    volatile as any.
    """
    means, sds = shifted_means(ring, positions)
    if len(positions) < MIN_EVENT_DAYS:
        low, high = np.quantile(means[1:], _BAND)
    else:
        statistics = _statistics(ring, len(positions), correction, means, sds)[1:]
        edges = np.quantile(statistics[np.isfinite(statistics)], _BAND)
        low, high = ring.mean() + edges * sds[0] / (math.sqrt(len(positions)) * correction)
    return float(low), float(high)


def placebo(ring: Floats, positions: Integers, n_window_sessions: int, correction: float = 1.0) -> Placebo:
    """Shift the event calendar around the ring.

    Parameters
    ----------
    ring : array of shape (T,)
        CAR at the ring's sessions, see :func:`ring_rows`.
    positions : array of shape (K,), int
        Event days as positions in the ring, distinct, K >= 1.
    n_window_sessions : int
        L.
    correction : float
        See :func:`shift_statistics`.

    Returns
    -------
    Placebo
        Full-sample inference: every session of the ring is used, also those after the events.

    Notes
    -----
    p = (1 + #{s in 1..T-1: abs(t(s)) >= abs(t(0))}) / T. No window around an event is excluded: that leaves nothing
    when events are many. Shifting the calendar as a whole keeps its clusters. Over all T shifts the placebo means
    average to the ring mean exactly.
    """
    size = len(ring)
    means, sds = shifted_means(ring, positions)
    statistics = np.abs(_statistics(ring, len(positions), correction, means, sds))
    at_least = statistics[1:] >= statistics[0] * TIE
    return Placebo(
        p=(1 + int(at_least.sum())) / size,
        ring_mean=float(ring.mean()),
        sd=float(means[1:].std(ddof=1)) if size > 2 else math.nan,
        n=size - 1,
        n_effective=(size - 1) / n_window_sessions,
    )
