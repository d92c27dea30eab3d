"""How often an effect planted on event days that share nothing is found, beside the effect that the sample states."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from null_markets.calendar_nulls import TESTS, batches
from null_markets.calendars import EventCalendar
from null_markets.markets import NOISE_SD, Noise, NullMarkets, normal_noise, null_markets, scores
from scipy import stats
from statsmodels.stats.power import TTestPower

from screener.calc.inference.event_tests import SIGNIFICANCE
from screener.records.event_model import ESTIMATION
from screener.records.prices import Floats
from screener.records.study import Score
from screener.records.thesis import Window

# The effect of one spread, decimal, from its scores without one.
Effect = Callable[[Score], float]


@dataclass(frozen=True, slots=True)
class Found:
    """Spreads in which an effect planted on day 0 of every event was found.

    Parameters
    ----------
    n : int
        Spreads simulated.
    stated : float
        Median of the smallest detectable effects that the spreads stated before the effect was planted, decimal.
    found : dict
        Test to the number of spreads with p < 0.05 and the effect's sign.
    """

    calendar: str
    window: Window
    n: int
    stated: float
    found: dict[str, int]

    def share_pct(self, test: str) -> float:
        """Return the finds of a test in percent."""
        return 100.0 * self.found[test] / self.n


def found(
    calendar: EventCalendar, window: Window, effect: Effect, n: int, seed: int, *, noise: Noise = normal_noise
) -> Found:
    """Plant an effect on every event day of n spreads and count the finds of each test."""
    rng = np.random.default_rng([seed, window.n_sessions, *calendar.name.encode()])
    counts = dict.fromkeys(TESTS, 0)
    stated: list[float] = []
    for size in batches(n):
        markets = null_markets(calendar, size, rng, noise=noise)
        without = scores(markets, calendar, (window,))[0]
        effects = np.array([effect(each) for each in without])
        stated.extend(each.mde for each in without if each.mde is not None)
        for each in scores(planted(markets, calendar, effects), calendar, (window,))[0]:
            for test in TESTS:
                p: float | None = getattr(each, test)
                counts[test] += p is not None and p < SIGNIFICANCE and (each.excess or 0.0) > 0.0
    return Found(calendar.name, window, n, float(np.median(stated)), counts)


def planted(markets: NullMarkets, calendar: EventCalendar, effects: Floats) -> NullMarkets:
    """Add each spread's effect, decimal, to its return on every day 0."""
    returns = markets.returns.copy()
    returns[calendar.day0] += effects
    return NullMarkets(returns, markets.market)


def car_sd(window: Window) -> float:
    """Return the standard deviation of a CAR of the simulated spreads, decimal, over draws of the benchmark too.

    The prediction error of :mod:`screener.calc.response.linear_fit`, its last term at its mean for a normal benchmark:
    E[(sum x - L xbar)^2 / Sxx] = (L + L^2 / M) / (M - 3).
    """
    length, m = window.n_sessions, ESTIMATION.n_sessions
    return NOISE_SD * math.sqrt((length + length**2 / m) * (1.0 + 1.0 / (m - 3.0)))


def textbook_power(effect: float, window: Window, n_event_days: int) -> float:
    """Return how often a t test across event days finds an effect, by the noncentral t."""
    power = TTestPower().power(
        effect_size=effect / car_sd(window), nobs=n_event_days, alpha=SIGNIFICANCE, alternative="two-sided"
    )
    return float(power)


def textbook_detectable(window: Window, n_event_days: int) -> float:
    """Return the effect, decimal, that a t test across event days finds four times in five, by the noncentral t."""
    size = TTestPower().solve_power(nobs=n_event_days, alpha=SIGNIFICANCE, power=0.80, alternative="two-sided")
    return float(size) * car_sd(window)


def power_at_own_statement(n_event_days: int) -> float:
    """Return how often the t test finds the effect that each sample stated for itself.

    With u = sd / sigma of the sample, the effect is max((t(.975) + t(.80)) u, 2.80) sigma / sqrt(K) and is found when
    the mean, normal about it, exceeds t(.975) u sigma / sqrt(K). The first alone would be found 80 % of the time
    exactly; the second lifts the effect of samples that happen to be quiet.
    """
    dof = n_event_days - 1
    critical = float(stats.t.ppf(1.0 - SIGNIFICANCE / 2.0, dof))
    # Midpoints of equally likely spreads: sd^2 is chi-squared over its degrees of freedom.
    u = np.sqrt(stats.chi2.ppf((np.arange(20_000) + 0.5) / 20_000, dof) / dof)
    effect = np.maximum(_multiple(dof) * u, 2.80)
    return float(stats.norm.cdf(effect - critical * u).mean())


def median_statement(window: Window, n_event_days: int) -> float:
    """Return the median of the effects, decimal, that samples state for themselves: that of the median spread."""
    dof = n_event_days - 1
    u = math.sqrt(stats.chi2.ppf(0.5, dof) / dof)
    return float(max(_multiple(dof) * u, 2.80) * car_sd(window) / math.sqrt(n_event_days))


def implied_power(effect: float, stated: float, n_event_days: int) -> float:
    """Return how often samples whose median smallest detectable effect is ``stated`` should find another effect.

    The median sample's spread, which the statement comes from, lies below the true one.
    """
    dof = n_event_days - 1
    sd = stated * math.sqrt(n_event_days) / (_multiple(dof) * math.sqrt(stats.chi2.ppf(0.5, dof) / dof))
    return float(TTestPower().power(effect / sd, nobs=n_event_days, alpha=SIGNIFICANCE, alternative="two-sided"))


def _multiple(dof: int) -> float:
    """Return t(.975) + t(.80)."""
    return float(stats.t.ppf(1.0 - SIGNIFICANCE / 2.0, dof)) + float(stats.t.ppf(0.80, dof))
