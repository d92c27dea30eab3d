"""One event calendar shifted around the ring for many names at once, each with holes of its own."""

import math
from dataclasses import dataclass

import numpy as np

from screener.calc.inference.placebo import TIE
from screener.calc.universe.normal_scale import normal_scale
from screener.records.prices import Bools, Floats, Integers
from screener.records.study import MIN_EVENT_DAYS

# With fewer shifts no p below 5 % is possible.
MIN_SHIFTS = 19

# Event days that differ by less than this share of the name's largest CAR are alike: what is left is rounding.
_ALIKE = 1e-12
# A sum of squares that is not this many times its own rounding is added up again without a transform.
_SAFE = 1e10
# Names done at once: 32 of 3,000 sessions are 0.8 MB an array, so that those in use stay in a core's cache.
_TILE = 32


@dataclass(frozen=True, slots=True)
class JointShifts:
    """N names on all T shifts of one calendar; column 0 is the real one.

    Parameters
    ----------
    t : array of shape (N, T)
        mean / (sd / sqrt n) over the n event days on which the name can be scored, the mean less ``ring_mean``, sd with
        n - 1; NaN where the shift is not valid.
    n : array of shape (N, T)
        Those event days; 0 where the shift is not valid.
    ring_mean : array of shape (N,), decimal
        Mean CAR over the ring's sessions at which the name can be scored; NaN without any.
    """

    t: Floats
    n: Floats
    ring_mean: Floats

    @property
    def z(self) -> Floats:
        """Statistics of all names and shifts on one scale, shape (N, T): t on the normal scale, n - 1 dof."""
        return normal_scale(self.t, np.maximum(self.n - 1.0, 1.0))

    @property
    def valid(self) -> Bools:
        """Shifts that count, shape (N, T)."""
        return np.isfinite(self.t)

    @property
    def n_shifts(self) -> Integers:
        """Valid shifts of each name, the real calendar not counted, shape (N,)."""
        return np.asarray(self.valid[:, 1:].sum(axis=1))

    @property
    def p(self) -> Floats:
        """Placebo p of each name, two-sided, shape (N,); NaN where the real calendar is not valid.

        Notes
        -----
        p = (1 + #{s: abs(z(s)) >= abs(z(0))}) / (1 + valid shifts), never 0. For a name that can be scored all around,
        z orders shifts as t does.
        """
        size = np.abs(self.z)
        with np.errstate(invalid="ignore"):
            at_least = (size[:, 1:] >= size[:, :1] * TIE).sum(axis=1)
        return np.where(self.valid[:, 0], (1 + at_least) / (1 + self.n_shifts), np.nan)


def joint_shifts(car: Floats, positions: Integers, correction: float = 1.0) -> JointShifts:
    """Shift the event calendar around the ring, all names together.

    Parameters
    ----------
    car : array of shape (T, N), decimal
        CAR at the ring's sessions; NaN where the name cannot be scored.
    positions : array of shape (K,), int
        Event days as positions in the ring, distinct and increasing. Below 5 no shift is valid.
    correction : float
        What the real calendar's t is multiplied by, see
        :func:`~screener.calc.inference.event_tests.mask_correction`.

    Returns
    -------
    JointShifts
        Full-sample inference: every session of the ring is used, also those after the events.

    Notes
    -----
    For a name that can be scored all around, t and p are those of :mod:`screener.calc.inference.placebo`. A name with
    holes (listed late, halted) takes part in a shift with the event days that fall where it can be scored; a shift
    with fewer than 5 of them, or one on which the name did the same on all of them, is not valid: t would be undefined
    or infinite.

    Counts, sums and sums of squares over the shifted event days are circular correlations with the calendar, made with
    the fast Fourier transform in O(T log T) a name however many events there are. A transform rounds in proportion to
    the largest value of the whole ring, so where a sum of squares could owe 1e-10 of itself to that (a name with one
    huge return, seen from quiet event days) the shift is gathered and added up directly. t agrees with the direct sum
    to 1e-9.
    """
    size, n_names = car.shape
    t = np.full((n_names, max(size, 1)), np.nan)
    n = np.zeros(t.shape)
    ring_mean = np.full(n_names, np.nan)
    calendar = _Calendar.of(positions, size) if len(positions) >= MIN_EVENT_DAYS else None
    for first in range(0, n_names, _TILE):
        names = slice(first, first + _TILE)
        values = np.ascontiguousarray(car[:, names].T)
        scorable = np.isfinite(values)
        known = np.where(scorable, values, 0.0)
        n_scorable = scorable.sum(axis=1)
        ring_mean[names] = known.sum(axis=1) / np.where(n_scorable > 0, n_scorable, np.nan)
        if calendar is not None:
            centred = np.where(scorable, values - ring_mean[names, None], 0.0)
            t[names], n[names] = _statistics(centred, scorable, _ALIKE * np.abs(known).max(axis=1), calendar)
    t[:, 0] *= correction
    return JointShifts(t, n, ring_mean)


def _statistics(centred: Floats, scorable: Bools, alike: Floats, calendar: "_Calendar") -> tuple[Floats, Floats]:
    """Return t and n of every shift, of shape (N, T); not valid where the sd is at most ``alike``, of shape (N,)."""
    n, mean, sd = _moments(centred, scorable, calendar)
    valid = (n >= MIN_EVENT_DAYS) & (sd > alike[:, None])
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(valid, mean / (sd / np.sqrt(n)), np.nan), np.where(valid, n, 0.0)


def _moments(centred: Floats, scorable: Bools, calendar: "_Calendar") -> tuple[Floats, Floats, Floats]:
    """Return count, mean and standard deviation over the event days of every shift, each of shape (N, T)."""
    squares = centred**2
    n = np.rint(calendar.sums(scorable.astype(np.float64)))
    total, total_squares = calendar.sums(centred), calendar.sums(squares)
    rounding = calendar.rounding(centred)[:, None]
    size = np.maximum(n, 2.0)
    mean = np.where(np.abs(total) <= rounding, 0.0, total) / size
    spread = total_squares - total * mean
    sd = np.sqrt(np.maximum(spread, 0.0) / (size - 1.0))
    owed = calendar.rounding(squares)[:, None] + 2.0 * np.abs(mean) * rounding
    # The mean's own rounding must stay as far below its standard error.
    is_lost = (spread < _SAFE * owed) | (sd * np.sqrt(size) < _SAFE * rounding)
    for name in np.flatnonzero((is_lost & (n >= MIN_EVENT_DAYS)).any(axis=1)):
        shifts = np.flatnonzero(is_lost[name] & (n[name] >= MIN_EVENT_DAYS))
        mean[name, shifts], sd[name, shifts] = _gathered(centred[name], scorable[name], calendar.positions, shifts)
    return n, mean, sd


@dataclass(frozen=True, slots=True)
class _Calendar:
    """The transform of an event calendar on a ring of ``size`` sessions.

    Positions are taken from the first event day on, and the ring is continued by the calendar's span, so that the
    length of the transform may be any at or above their sum: primes cost five times as much.
    """

    size: int
    first: int
    span: int
    length: int
    positions: Integers
    transform: np.ndarray

    @classmethod
    def of(cls, positions: Integers, size: int) -> "_Calendar":
        first, span = int(positions[0]), int(positions[-1] - positions[0])
        length = smooth_length(size + span)
        marks = np.zeros(length)
        marks[positions - first] = 1.0
        return cls(size, first, span, length, positions, np.conj(np.fft.rfft(marks)))

    def sums(self, values: Floats) -> Floats:
        """Return the sum over the event days of every shift; ``values`` and result of shape (N, T)."""
        continued = np.concatenate([values, values[:, : self.span]], axis=1)
        product = np.fft.rfft(continued, self.length, axis=1) * self.transform
        found = np.fft.irfft(product, self.length, axis=1)[:, : self.size]
        return np.asarray(np.roll(found, -self.first, axis=1))

    def rounding(self, values: Floats) -> Floats:
        """Bound the error of :meth:`sums`, shape (N,): eps times the transforms' depth times both vectors' lengths."""
        depth = 8.0 * np.finfo(np.float64).eps * math.log2(self.length)
        # What the ring is continued by counts twice at most.
        return np.asarray(depth * math.sqrt(2.0 * len(self.positions)) * np.linalg.norm(values, axis=1))


def _gathered(centred: Floats, scorable: Bools, positions: Integers, shifts: Integers) -> tuple[Floats, Floats]:
    """Return mean and standard deviation of one name on some shifts, in two passes over its event days."""
    at = (positions[:, None] + shifts[None, :]) % len(centred)
    used, values = scorable[at], centred[at]
    n = used.sum(axis=0)
    mean = values.sum(axis=0) / n
    apart = np.where(used, values - mean, 0.0)
    return mean, np.sqrt((apart**2).sum(axis=0) / (n - 1))


def smooth_length(at_least: int) -> int:
    """Return the smallest number from ``at_least`` on without a prime factor above 5.

    Examples
    --------
    >>> smooth_length(2677), smooth_length(3 * 5)
    (2700, 15)
    """
    number = at_least
    while True:
        rest = number
        for factor in (2, 3, 5):
            while rest % factor == 0:
                rest //= factor
        if rest == 1:
            return number
        number += 1
