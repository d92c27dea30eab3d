"""Markets with an effect planted on their event days: it is found as often as samples of that size say."""

import math

import pytest
from null_markets.calendars import apart
from null_markets.markets import normal_noise, t5_noise
from null_markets.planted_effects import (
    Found,
    found,
    median_statement,
    power_at_own_statement,
    textbook_detectable,
    textbook_power,
)
from scipy import stats
from statsmodels.stats.power import TTestPower

from screener.calc.inference.event_tests import smallest_detectable_effect
from screener.records.thesis import Window

SEED = 20261124
PLANTED = 0.02
# A count outside these bounds comes up less than once in 500,000 runs if the share is what is expected.
TAIL = 1e-6

# The first two stand for all where time is short.
SAMPLES = [(5, Window(-1, 1)), (15, Window(0, 5)), (5, Window(0, 5)), (15, Window(-1, 1))]


def assert_finds(seen: Found, expected: float) -> None:
    """The t test finds what is expected; BMP does within 4 points and the placebo within 6, beside chance."""
    for test, slack in (("p_event", 0.0), ("p_bmp_event", 0.04), ("p_placebo", 0.06)):
        low = stats.binom.ppf(TAIL, seen.n, max(expected - slack, 0.0))
        high = stats.binom.ppf(1.0 - TAIL, seen.n, min(expected + slack, 1.0))

        assert low <= seen.found[test] <= high, test


def assert_finds_two_percent(n_event_days: int, window: Window, n: int) -> None:
    seen = found(apart(n_event_days), window, lambda _: PLANTED, n, SEED)

    assert_finds(seen, textbook_power(PLANTED, window, n_event_days))


def assert_finds_what_it_states(n_event_days: int, window: Window, n: int) -> None:
    seen = found(apart(n_event_days), window, lambda row: row.mde, n, SEED)

    assert_finds(seen, power_at_own_statement(n_event_days))
    # The median spread of n samples has a standard error of about sd / sqrt(2 (K - 1)) * 1.25 / sqrt(n).
    error = 1.25 / math.sqrt(2.0 * (n_event_days - 1.0) * n)
    assert seen.stated == pytest.approx(median_statement(window, n_event_days), rel=5.0 * error + 0.01)


@pytest.mark.parametrize(("n_event_days", "window"), SAMPLES[:2])
def test_two_percent_is_found_as_often_as_the_noncentral_t_says(n_event_days, window):
    assert_finds_two_percent(n_event_days, window, 200)


@pytest.mark.soak
@pytest.mark.parametrize(("n_event_days", "window"), SAMPLES)
def test_two_percent_is_found_as_often_as_the_noncentral_t_says_in_full(n_event_days, window):
    assert_finds_two_percent(n_event_days, window, 2_000)


@pytest.mark.parametrize(("n_event_days", "window"), SAMPLES[:2])
def test_the_effect_a_sample_states_is_found_at_least_four_times_in_five(n_event_days, window):
    assert_finds_what_it_states(n_event_days, window, 200)


@pytest.mark.soak
@pytest.mark.parametrize(("n_event_days", "window"), SAMPLES)
def test_the_effect_a_sample_states_is_found_at_least_four_times_in_five_in_full(n_event_days, window):
    assert_finds_what_it_states(n_event_days, window, 2_000)


@pytest.mark.soak
@pytest.mark.parametrize("noise", [normal_noise, t5_noise])
@pytest.mark.parametrize(("n_event_days", "window"), SAMPLES)
def test_the_effect_that_theory_calls_detectable_is_found_four_times_in_five(n_event_days, window, noise):
    effect = textbook_detectable(window, n_event_days)

    seen = found(apart(n_event_days), window, lambda _: effect, 2_000, SEED, noise=noise)

    assert seen.share_pct("p_event") == pytest.approx(80.0, abs=4.0)


def test_what_samples_state_is_never_found_less_than_four_times_in_five():
    assert all(0.80 <= power_at_own_statement(k) <= 0.86 for k in (5, 6, 8, 15, 40, 200))


def test_the_multiples_of_five_and_fifteen_event_days_are_the_published_ones():
    def ours(n: int) -> float:
        return smallest_detectable_effect(math.sqrt(n), n, 1.0, 0.0)

    def theirs(n: int) -> float:
        size = TTestPower().solve_power(nobs=n, alpha=0.05, power=0.80, alternative="two-sided")
        return float(size) * math.sqrt(n)

    assert ours(5) == pytest.approx(3.717, abs=5e-4)
    assert theirs(5) == pytest.approx(3.761, abs=5e-4)
    assert ours(15) == pytest.approx(3.013, abs=5e-4)
    assert theirs(15) == pytest.approx(3.013, abs=1e-3)
