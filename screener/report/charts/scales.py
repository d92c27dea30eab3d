"""From figures to places on the page, and where the round figures lie between two of them."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

_ROUND = (1, 2, 5)
# Rounding of the last digits must not push a tick off the end of its axis.
_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight or a logarithmic axis.

    Parameters
    ----------
    low, high : float
        Figures at the two ends; ``low < high``, both above 0 on a logarithmic axis.
    start, end : float
        Places of ``low`` and ``high``.
    is_log : bool
    """

    low: float
    high: float
    start: float
    end: float
    is_log: bool = False

    def at(self, value: float) -> float:
        """Return the place of a figure.

        Examples
        --------
        >>> Scale(0, 10, 100, 200).at(2.5), Scale(1, 100, 0, 50, is_log=True).at(10)
        (125.0, 25.0)
        """
        low, high, here = (math.log(each) for each in (self.low, self.high, value)) if self.is_log else (
            self.low, self.high, value
        )  # fmt: skip
        return self.start + (self.end - self.start) * (here - low) / (high - low)


def scale_over(values: Iterable[float], start: float, end: float, *, is_log: bool = False, room: float = 0.0) -> Scale:
    """Return the scale that holds all values.

    Parameters
    ----------
    values : iterable of float
        At least one.
    start, end : float
    is_log : bool
        Straight all the same where a value is 0 or below.
    room : float
        Share of the span left free at either end. A span of nothing is widened around its one value.
    """
    known = list(values)
    low, high = min(known), max(known)
    is_log = is_log and low > 0.0
    if is_log:
        factor = (high / low) ** room if high > low else 1.1
        return Scale(low / factor, high * factor, start, end, is_log=True)
    margin = room * (high - low) if high > low else max(0.1 * abs(high), 1e-3)
    return Scale(low - margin, high + margin, start, end)


def ticks(scale: Scale, most: int) -> tuple[float, ...]:
    """Return round figures inside a scale: 1, 2 or 5 times a power of ten apart, at most ``most``."""
    if scale.is_log:
        return log_ticks(scale.low, scale.high, most)
    return linear_ticks(scale.low, scale.high, most)


def linear_ticks(low: float, high: float, most: int) -> tuple[float, ...]:
    """Return the multiples of the smallest round step of which at most ``most`` lie from ``low`` to ``high``.

    Examples
    --------
    >>> linear_ticks(0, 1, 6), linear_ticks(-3, 12, 4)
    ((0.0, 0.2, 0.4, 0.6, 0.8, 1.0), (0.0, 5.0, 10.0))
    """
    power = math.floor(math.log10((high - low) / most)) - 1
    while True:
        for mantissa in _ROUND:
            found = _multiples(low, high, mantissa, power)
            if len(found) <= most:
                return found
        power += 1


def log_ticks(low: float, high: float, most: int) -> tuple[float, ...]:
    """Return round figures from ``low`` to ``high`` for a logarithmic axis.

    Examples
    --------
    >>> log_ticks(0.9, 30, 6), log_ticks(0.5, 20000, 6), log_ticks(0.9, 1.3, 6)
    ((1.0, 2.0, 5.0, 10.0, 20.0), (1.0, 10.0, 100.0, 1000.0, 10000.0), (0.9, 1.0, 1.1, 1.2, 1.3))
    """
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for mantissas in (_ROUND, (1,)):
        found = [float(f"{mantissa}e{power}") for power in powers for mantissa in mantissas]
        inside = tuple(each for each in found if low * (1.0 - _TOLERANCE) <= each <= high * (1.0 + _TOLERANCE))
        if len(inside) <= most:
            return inside if len(inside) >= 3 else linear_ticks(low, high, most)
    return inside[:: math.ceil(len(inside) / most)]


def _multiples(low: float, high: float, mantissa: int, power: int) -> tuple[float, ...]:
    # Read as text, a multiple is the nearest number to what its label says.
    step = float(f"{mantissa}e{power}")
    first, last = math.ceil(low / step - _TOLERANCE), math.floor(high / step + _TOLERANCE)
    return tuple(float(f"{mantissa * n}e{power}") for n in range(first, last + 1))
