"""How often the interval of a ranking that knows nothing covers zero, and how often chance is said to be beaten.

120 weekly decisions, 30 names with one market and t(5) noise of their own, horizons of 5, 21 and 63 sessions.
"""

from collections import Counter

import numpy as np
import pytest

from screener.calc.screen.track_record import track_record

HORIZONS = (5, 21, 63)
N_DATES, N_NAMES, STEP, LAG = 120, 30, 5, 1
HISTORY = 130
SIDES = np.repeat([1, -1], 15)
# New each week, slow, the same for ever, and made of the prices before.
RANKINGS = ("new", "slow", "fixed", "momentum")


def market(rng):
    """Return forward returns of 120 decisions over each horizon, and what each name gained over 126 sessions before."""
    n_sessions = HISTORY + STEP * N_DATES + LAG + HORIZONS[-1]
    common = 0.008 * rng.standard_t(5, (n_sessions, 1))
    own = rng.uniform(0.01, 0.02, N_NAMES) * rng.standard_t(5, (n_sessions, N_NAMES))
    level = np.cumsum(rng.uniform(0.5, 1.8, N_NAMES) * common + own, axis=0)
    rows = HISTORY + STEP * np.arange(N_DATES)
    forward = np.stack([level[rows + LAG + h] - level[rows + LAG] for h in HORIZONS], axis=2)
    return forward, level[rows] - level[rows - 126]


def ranking(kind, past, rng):
    if kind == "momentum":
        return past * SIDES
    shocks = rng.standard_normal((N_DATES, N_NAMES))
    keeps = {"new": 0.0, "slow": 0.95, "fixed": 1.0}[kind]
    score = shocks.copy()
    for t in range(1, N_DATES):
        score[t] = keeps * score[t - 1] + np.sqrt(1 - keeps**2) * shocks[t]
    return score


def counted(kind, seeds):
    """Count intervals that cover zero, of coefficient and spread, and p of at most 5 %, by group and horizon."""
    found: Counter[tuple[str, str, int]] = Counter()
    for seed in seeds:
        rng = np.random.default_rng([20261125, seed])
        forward, past = market(rng)
        score = ranking(kind, past, rng)
        # Some names list during the first half.
        for j in range(0, N_NAMES, 4):
            score[: rng.integers(0, N_DATES // 2), j] = np.nan
        for row in track_record(score, forward, SIDES, np.full(N_NAMES, -1), HORIZONS, STEP, leg_names=()):
            place = row.group, row.horizon_sessions
            found["ic", *place] += row.ic_ci_low <= 0.0 <= row.ic_ci_high
            found["spread", *place] += row.top_minus_bottom_ci_low <= 0.0 <= row.top_minus_bottom_ci_high
            found["p", *place] += row.p_random <= 0.05
    return found


@pytest.mark.parametrize("kind", RANKINGS)
def test_an_interval_of_nothing_covers_zero(kind):
    found = counted(kind, range(20))

    for group in ("all", "long", "short"):
        for horizon in HORIZONS:
            # Of 20 at 95 %, fewer than 15 once in 3,000 times.
            assert found["ic", group, horizon] >= 15
            assert found["spread", group, horizon] >= 15
            # Of 20 at 5 %, more than 6 once in 30,000 times.
            assert found["p", group, horizon] <= 6


@pytest.mark.soak
@pytest.mark.parametrize("kind", RANKINGS)
def test_an_interval_of_nothing_covers_zero_in_91_to_98_of_100(kind):
    n = 200
    found = counted(kind, range(n))
    print(kind, {" ".join(map(str, key)): count / n for key, count in sorted(found.items())})

    for horizon in HORIZONS:
        assert 0.91 <= found["ic", "all", horizon] / n <= 0.98
        # Three standard errors about 5 %.
        assert found["p", "all", horizon] / n <= 0.096
