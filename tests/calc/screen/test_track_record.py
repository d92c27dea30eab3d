import math
from dataclasses import asdict, replace

import numpy as np
import pytest
from scipy.stats import spearmanr

from screener.calc.screen.track_record import track_record

NAN = np.nan
SIDES = np.array([1] * 6 + [-1] * 6)
LEG_OF = np.array([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2])
LEGS = ("long_chips", "short_tutors", "short_ads")
GROUPS = ["all", "long", "short", *LEGS]


def record(score, forward, **more):
    options = {"sides": SIDES, "leg_of": LEG_OF, "leg_names": LEGS} | more
    sides, leg_of = options.pop("sides"), options.pop("leg_of")
    return track_record(score, forward, sides, leg_of, (5, 21)[: forward.shape[2]], 5, **options)


def row_of(rows, group, horizon=5, ranking="screen"):
    (found,) = [r for r in rows if (r.group, r.horizon_sessions, r.ranking) == (group, horizon, ranking)]
    return found


def noise(n_dates, seed=1, n_names=12, n_horizons=2):
    rng = np.random.default_rng(seed)
    return rng.standard_normal((n_dates, n_names)), 0.03 * rng.standard_normal((n_dates, n_names, n_horizons))


def test_there_is_a_row_for_each_group_with_names_and_each_horizon():
    score, forward = noise(20)
    rows = record(score, forward, momentum=score)

    keys = [(r.ranking, r.group, r.horizon_sessions) for r in rows]
    assert keys == [(which, g, h) for which in ("screen", "momentum") for g in GROUPS for h in (5, 21)]
    one_sided = record(score, forward, sides=np.ones(12, dtype=int), leg_of=np.zeros(12, dtype=int))
    assert [r.group for r in one_sided] == ["all"] * 2 + ["long"] * 2 + ["long_chips"] * 2


def test_a_short_names_return_counts_with_its_sign_turned():
    # The higher a long name scores the more it rises, the higher a short one the more it falls.
    score = np.tile(np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5]), (3, 1))
    forward = (SIDES * score / 100)[:, :, None]
    rows = record(score, forward)

    for group in ("all", "long", "short"):
        assert row_of(rows, group).mean_ic == pytest.approx(1.0)
        assert row_of(rows, group).share_positive == 1.0
    # Of 12 the top four are 5, 5.5, 6, 6.5 and the bottom four 1, 1.5, 2, 2.5; of a side's six, two and two.
    assert row_of(rows, "all").top_minus_bottom == pytest.approx(0.04)
    assert row_of(rows, "long").top_minus_bottom == pytest.approx(0.04)
    assert row_of(rows, "short").top_minus_bottom == pytest.approx(0.04)
    turned = record(-score, forward)
    assert row_of(turned, "short").mean_ic == pytest.approx(-1.0)
    assert row_of(turned, "short").share_positive == 0.0
    assert row_of(turned, "short").p_random == 1.0


def test_figures_are_means_over_the_decisions_with_five_names_or_more():
    score, forward = noise(30, n_horizons=1)
    score[:8, 0] = NAN
    score[:4, 1] = NAN
    forward[25:] = NAN
    found = row_of(record(score, forward), "long")

    # Four of six names on the first 4 decisions are too few; then five, then six.
    assert found.n_dates == 21
    assert found.n_names_mean == pytest.approx((4 * 5 + 17 * 6) / 21)
    ics = []
    for s, f in zip(score[4:25, :6], forward[4:25, :6, 0], strict=True):
        known = np.isfinite(s)
        ics.append(spearmanr(s[known], f[known]).statistic)
    assert found.mean_ic == pytest.approx(np.mean(ics), rel=1e-12)
    assert found.ic_sd == pytest.approx(np.std(ics, ddof=1), rel=1e-12)
    assert found.share_positive == np.mean(np.array(ics) > 0)
    assert found.ic_ci_low < found.mean_ic < found.ic_ci_high
    assert found.top_minus_bottom_ci_low < found.top_minus_bottom < found.top_minus_bottom_ci_high


def test_a_group_of_too_few_names_says_so():
    found = row_of(record(*noise(20)), "short_ads")

    assert found.n_dates == 0
    left = {k: v for k, v in asdict(found).items() if k not in ("ranking", "group", "horizon_sessions", "n_dates")}
    assert set(left.values()) == {None}


def test_names_of_neither_side_take_part_in_nothing():
    score, forward = noise(20)
    sides = np.append(SIDES[:-1], 0)
    without = record(score, forward, sides=sides)
    score[:, -1], forward[:, -1] = 99.0, 99.0

    assert record(score, forward, sides=sides) == without
    assert row_of(without, "all").n_names_mean == 11


def test_a_planted_signal_is_found_at_its_size():
    rng = np.random.default_rng(5)
    n_names, n_dates, strength = 40, 150, 0.3
    sides = np.repeat([1, -1], 20)
    score = rng.standard_normal((n_dates, n_names))
    own = strength * score + math.sqrt(1 - strength**2) * rng.standard_normal((n_dates, n_names))
    forward = np.stack([0.05 * sides * own, 0.05 * rng.standard_normal((n_dates, n_names))], axis=2)
    rows = record(score, forward, sides=sides, leg_of=np.full(n_names, -1))

    # Spearman's correlation of normals with correlation r is 6 / pi arcsin(r / 2).
    expected = 6 / math.pi * math.asin(strength / 2)
    for group in ("all", "long", "short"):
        found = row_of(rows, group)
        assert found.mean_ic == pytest.approx(expected, abs=0.05)
        assert found.ic_ci_low > 0.0
        assert found.top_minus_bottom_ci_low > 0.0
        assert found.p_random == 1 / 201
    # It is gone at the longer horizon: by four standard errors of a mean over 150 decisions on 40 names.
    assert abs(row_of(rows, "all", 21).mean_ic) < 4 / math.sqrt(150 * 39)


def test_against_momentum_the_same_decisions_are_compared():
    score, forward = noise(40, n_horizons=1)
    momentum, _ = noise(40, seed=9)
    momentum[:10] = NAN
    rows = record(score, forward, momentum=momentum)
    alone = record(score, forward)

    found, base = row_of(rows, "all"), row_of(rows, "all", ranking="momentum")
    signed = forward[10:, :, 0] * SIDES
    ours, theirs = (
        [spearmanr(a, b).statistic for a, b in zip(one[10:], signed, strict=True)] for one in (score, momentum)
    )
    assert base.n_dates == 30
    assert base.mean_ic == pytest.approx(np.mean(theirs), rel=1e-12)
    assert base.ic_above_momentum is None
    assert found.ic_above_momentum == pytest.approx(np.mean(ours) - np.mean(theirs), rel=1e-12)
    assert found.ic_above_momentum_ci_low < found.ic_above_momentum < found.ic_above_momentum_ci_high
    plain = replace(found, ic_above_momentum=None, ic_above_momentum_ci_low=None, ic_above_momentum_ci_high=None)
    assert plain == row_of(alone, "all")


def test_the_order_of_the_names_does_not_matter_but_to_chance():
    score, forward = noise(30)
    shuffled = np.random.default_rng(0).permutation(12)
    rows = record(score, forward)
    moved = record(score[:, shuffled], forward[:, shuffled], sides=SIDES[shuffled], leg_of=LEG_OF[shuffled])

    for one, other in zip(rows, moved, strict=True):
        for name, value in asdict(one).items():
            if name != "p_random" and isinstance(value, float):
                assert asdict(other)[name] == pytest.approx(value, rel=1e-9, abs=1e-12), name


def test_decisions_whose_horizon_is_not_over_change_nothing():
    score, forward = noise(60)
    later = noise(9, seed=3)
    longer = np.concatenate([score, np.full((9, 12), NAN)]), np.concatenate([forward, np.full((9, 12, 2), NAN)])
    ranked = np.concatenate([score, later[0]]), longer[1]

    assert record(*longer) == record(score, forward)
    # Ranked they have a turnover, and nothing else yet.
    for one, other in zip(record(*ranked), record(score, forward), strict=True):
        assert replace(one, turnover=None) == replace(other, turnover=None)


def test_without_decisions_there_is_nothing_to_say():
    rows = record(np.empty((0, 12)), np.empty((0, 12, 2)), momentum=np.empty((0, 12)))

    assert all(row.n_dates == 0 and row.mean_ic is None and row.p_random is None for row in rows)
