"""Pairs of a name and an event day whose residuals are correlated: how often each test rejects when nothing happens.

One date: 20 names. Several dates: 20 names on each of K dates that share no session. Windows of 6 sessions, 250
estimation sessions, t5 residuals with one common factor, variance in the event window that of other sessions or three
times it.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from null_markets.markets import t5_noise

from screener.calc.inference.event_tests import SIGNIFICANCE, event_test
from screener.calc.inference.student import two_sided_p
from screener.calc.pair_tests.battery import all_tests
from screener.calc.pair_tests.bmp import bmp
from screener.calc.pair_tests.cross_section import t_cross_section
from screener.calc.pair_tests.patell import patell
from screener.calc.pair_tests.sample import PairSample, pair_sample
from screener.records.event_model import EventModel
from screener.records.pair_test import PairTest
from screener.records.prices import Floats, Integers
from screener.records.thesis import Window

N_NAMES = 20
WINDOW = Window(0, 5)
MODEL = EventModel(estimation=Window(-250, -1), min_returns=250)

_BLOCK = MODEL.estimation.n_sessions + WINDOW.n_sessions
_MARKET_SD, _NOISE_SD = 0.01, 0.02

Tests = Callable[[PairSample], tuple[PairTest, ...]]


@dataclass(frozen=True, slots=True)
class Cell:
    """One column of the table: how alike the names are, and how volatile the event window is."""

    correlation: float
    variance_ratio: float


ONE_DATE_CELLS = tuple(Cell(rho, ratio) for rho in (0.0, 0.2) for ratio in (1.0, 3.0))


@dataclass(frozen=True, slots=True)
class Clustered:
    """Returns of N names around K dates, laid end to end.

    Parameters
    ----------
    returns : array of shape (K * 256, N), decimal per session
    market : array of shape (K * 256, 1), decimal per session
    day0 : array of shape (K,), int
    """

    returns: Floats
    market: Floats
    day0: Integers

    def sample(self, units: Floats) -> PairSample:
        """Return every pair of a unit and a date; units are columns of returns."""
        n_units = units.shape[1]
        rows, columns = np.repeat(self.day0, n_units), np.tile(np.arange(n_units), len(self.day0))
        return pair_sample(units, units, self.market, rows, columns, WINDOW, MODEL)

    @property
    def baskets(self) -> Floats:
        """The equal-weight basket, and the first half of the names less the second half, shape (K * 256, 2)."""
        half = N_NAMES // 2
        spread = self.returns[:, :half].mean(axis=1) - self.returns[:, half:].mean(axis=1)
        return np.stack([self.returns.mean(axis=1), spread], axis=1)


def clustered(rng: np.random.Generator, n_dates: int, cell: Cell) -> Clustered:
    """Simulate names that nothing happens to, with one common residual factor."""
    n_rows = n_dates * _BLOCK
    day0 = np.arange(n_dates) * _BLOCK + MODEL.estimation.n_sessions
    common, own = t5_noise(rng, (n_rows, 1)), t5_noise(rng, (n_rows, N_NAMES))
    residuals = _NOISE_SD * (np.sqrt(cell.correlation) * common + np.sqrt(1.0 - cell.correlation) * own)
    residuals[(day0[:, None] + np.arange(WINDOW.n_sessions)).ravel()] *= np.sqrt(cell.variance_ratio)
    market = rng.normal(0.0, _MARKET_SD, (n_rows, 1))
    return Clustered(market * rng.uniform(0.5, 1.5, N_NAMES) + residuals, market, day0.astype(np.int64))


def one_date_sizes(cell: Cell, n: int, seed: int) -> dict[str, float]:
    """Return the rejections in percent of every pair test, and of the basket as one asset, on one date."""
    rng = np.random.default_rng([seed, 1, int(10 * cell.correlation), int(cell.variance_ratio)])
    rejected: Counter[str] = Counter()
    for _ in range(n):
        drawn = clustered(rng, 1, cell)
        tests = all_tests(drawn.sample(drawn.returns))
        rejected.update({each.test: each.p is not None and each.p < SIGNIFICANCE for each in tests})
        basket = drawn.sample(drawn.baskets[:, :1])
        rejected["basket"] += two_sided_p(float(basket.scar[0]), float(basket.dof[0])) < SIGNIFICANCE
    return {test: 100.0 * count / n for test, count in rejected.items()}


def table_tests(sample: PairSample) -> tuple[PairTest, ...]:
    """Return the tests that the table states on several dates; ranking every pair of 40 dates takes long."""
    return t_cross_section(sample), patell(sample), bmp(sample)


def many_dates_sizes(
    n_dates: int, variance_ratio: float, n: int, seed: int, tests: Tests = table_tests
) -> dict[str, float]:
    """Return the rejections in percent on K dates with correlation 0.2, across pairs and across event days.

    Keys are ``pairs TEST``, ``events TEST`` (the equal-weight basket) and ``long-short bmp``; across event days
    ``t_cross_section`` and ``bmp`` are the engine's own.
    """
    rng = np.random.default_rng([seed, n_dates, int(variance_ratio)])
    rejected: Counter[str] = Counter()
    for _ in range(n):
        drawn = clustered(rng, n_dates, Cell(0.2, variance_ratio))
        basket, spread = (drawn.sample(drawn.baskets[:, [unit]]) for unit in (0, 1))
        pairs = {f"pairs {each.test}": each.p for each in tests(drawn.sample(drawn.returns))}
        events = {f"events {each.test}": each.p for each in tests(basket)}
        headline = {
            "events t_cross_section": event_test(basket.car, 0.0, 1.0).p,
            "events bmp": event_test(basket.scar, 0.0, 1.0).p,
            "long-short bmp": event_test(spread.scar, 0.0, 1.0).p,
        }
        found = pairs | events | headline
        rejected.update({test: p is not None and p < SIGNIFICANCE for test, p in found.items()})
    return {test: 100.0 * count / n for test, count in rejected.items()}
