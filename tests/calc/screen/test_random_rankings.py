from collections import Counter
from itertools import permutations

import numpy as np
import pytest
from scipy.stats import spearmanr

from screener.calc.screen.random_ranks import RandomRankings
from screener.calc.screen.rank_correlation import rank_agreement

ONE_SIDE = np.ones(6, dtype=np.int64)


def test_a_random_ranking_is_a_permutation_of_each_side():
    sides = np.array([1, -1, 1, 1, -1, -1, 1])
    found = RandomRankings(sides, 50).relabellings

    assert (np.sort(found, axis=1) == np.arange(7)).all()
    assert (sides[found] == sides).all()
    assert len({tuple(row) for row in found.tolist()}) > 40


def test_among_known_names_every_permutation_is_as_likely():
    known = np.array([True, False, True, True, False, False])
    found = Counter(map(tuple, RandomRankings(ONE_SIDE, 6_000).among(known).tolist()))

    assert set(found) == set(permutations([0, 2, 3]))
    # 1,000 each; the standard deviation is 29.
    assert all(abs(count - 1_000) < 120 for count in found.values())


def test_a_name_more_or_less_changes_only_who_leads_to_it():
    rankings = RandomRankings(ONE_SIDE, 100)
    whole = rankings.among(np.ones(6, dtype=bool))
    without = rankings.among(np.array([True] * 5 + [False]))

    changed = whole[:, :5] != without
    assert (changed.sum(axis=1) <= 1).all()
    assert (whole[:, :5][changed] == 5).all()


def test_the_mean_coefficient_is_that_of_ranking_each_name_as_its_other():
    rng = np.random.default_rng(3)
    score, forward = rng.standard_normal((2, 12, 9))
    score[:5, 2] = np.nan
    forward[8:, 6] = np.nan
    score[10] = np.nan
    rankings = RandomRankings(np.array([1, 1, 1, 1, 1, -1, -1, -1, -1]), 20)
    found = rankings.mean_ics(rank_agreement(score, forward))

    for draw in range(20):
        ics = []
        for s, f in zip(score, forward, strict=True):
            known = np.isfinite(s) & np.isfinite(f)
            if known.any():
                given = rankings.among(known)[draw]
                ics.append(spearmanr(s[given], f[known]).statistic)
        assert found[draw] == pytest.approx(np.mean(ics), rel=1e-12)


def test_one_seed_gives_the_same_rankings():
    first, again, other = (RandomRankings(ONE_SIDE, 10, seed).relabellings for seed in (1, 1, 2))

    np.testing.assert_array_equal(first, again)
    assert (first != other).any()
