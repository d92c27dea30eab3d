import itertools
import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.calc.books.sharpe import sharpe_per_session
from screener.calc.selection.overfitting import overfitting
from screener.errors import CodeError


def variants(seed, n_sessions=120, n_variants=4, common=0.5):
    rng = np.random.default_rng(seed)
    noise = rng.standard_t(5, (n_sessions, n_variants + 1))
    return 0.01 * (math.sqrt(common) * noise[:, :1] + math.sqrt(1 - common) * noise[:, 1:])


def slow_overfitting(returns, n_blocks):
    """Pick and rank one split at a time: pbo, median logit, share of losses, mean Sharpe in and out of sample."""
    size = len(returns) // n_blocks
    kept = returns[len(returns) - size * n_blocks :]
    blocks = [kept[b * size : (b + 1) * size] for b in range(n_blocks)]
    n_variants = returns.shape[1]
    below, logits, losses, inside, outside = [], [], [], [], []
    for chosen in itertools.combinations(range(n_blocks), n_blocks // 2):
        picked_in = np.concatenate([blocks[b] for b in chosen])
        left = np.concatenate([blocks[b] for b in range(n_blocks) if b not in chosen])
        sharpe_in, sharpe_out = (
            [column.mean() / column.std(ddof=1) for column in half.T] for half in (picked_in, left)
        )
        best = sharpe_in.index(max(sharpe_in))
        rank = sorted(sharpe_out).index(sharpe_out[best]) + 1
        middle = Fraction(n_variants + 1, 2)
        below.append(1.0 if rank < middle else 0.5 if rank == middle else 0.0)
        logits.append(math.log(rank / (n_variants + 1 - rank)))
        losses.append(sharpe_out[best] < 0)
        inside.append(sharpe_in[best])
        outside.append(sharpe_out[best])
    return [np.mean(below), np.median(logits), np.mean(losses), np.mean(inside), np.mean(outside)]


def figures(found):
    return [
        found.pbo,
        found.median_logit,
        found.probability_of_loss,
        found.in_sample_sharpe,
        found.out_of_sample_sharpe,
    ]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(60, 130), st.integers(2, 7), st.sampled_from([2, 4, 6, 8]))
def test_it_agrees_with_one_split_at_a_time(seed, n_sessions, n_variants, n_blocks):
    returns = variants(seed, max(n_sessions, 60 + n_blocks), n_variants)

    found = overfitting(returns, n_blocks)

    np.testing.assert_allclose(figures(found), slow_overfitting(returns, n_blocks), rtol=1e-9, atol=1e-13)
    assert found.n_splits == math.comb(n_blocks, n_blocks // 2)
    assert (found.n_blocks, found.n_variants, found.n_left_out) == (n_blocks, n_variants, 0)
    assert found.n_sessions == len(returns) // n_blocks * n_blocks


def test_more_splits_than_are_scored_at_once_change_nothing():
    returns = variants(1, 240, 5)

    # 924 splits.
    np.testing.assert_allclose(figures(overfitting(returns, 12)), slow_overfitting(returns, 12), rtol=1e-9)


def test_ten_blocks_have_252_splits():
    assert overfitting(variants(2, 500)).n_splits == 252


@pytest.mark.parametrize("seed", [3, 4, 5])
@pytest.mark.parametrize("n_variants", [5, 6])
def test_it_agrees_with_ffn_but_for_the_median_itself(seed, n_variants):
    ffn = pytest.importorskip("ffn", reason="needs ffn, an oracle")
    returns = variants(seed, 240, n_variants)
    oracle = ffn.calc_prob_backtest_overfitting(pd.DataFrame(returns), n_blocks=8, full_output=True)
    at_median = float((oracle["logits"].abs() < 1e-12).mean())
    assert (at_median > 0.0) == (n_variants == 5)

    found = overfitting(returns, 8)

    assert found.median_logit == pytest.approx(oracle["logits"].median(), abs=1e-12)
    assert found.pbo == pytest.approx(oracle["pbo"] - at_median / 2, abs=1e-12)


def good_in(is_good):
    """Return a variant over 4 blocks of 20 sessions: mean 0.01 where it is good, -0.01 where not, deviation 0.01."""
    wave = np.tile([0.01, -0.01], 10)
    return np.concatenate([wave + (0.01 if good else -0.01) for good in is_good])


def test_four_blocks_by_hand():
    # A is good in blocks 0 and 1, B in 2 and 3, C always a bit: mean 0.004 with the same wave.
    returns = np.column_stack([good_in([1, 1, 0, 0]), good_in([0, 0, 1, 1]), np.tile([0.014, -0.006], 40)])

    found = overfitting(returns, 4)

    # Splits {0,1} and {2,3}: A and B win with a mean of 0.01 and are last outside: logit ln(1/3), a loss. The other
    # four have one good and one bad block of A and B, mean 0 each, so C wins inside and is first outside: ln 3.
    assert found.pbo == pytest.approx(2 / 6, rel=1e-12)
    assert found.median_logit == pytest.approx(math.log(3), rel=1e-12)
    assert found.probability_of_loss == pytest.approx(2 / 6, rel=1e-12)
    # Over 40 sessions C's variance is 0.01^2 x 40 / 39, as are A's and B's within their halves.
    unit = math.sqrt(39 / 40)
    assert found.in_sample_sharpe == pytest.approx((2 * 1.0 + 4 * 0.4) / 6 * unit, rel=1e-9)
    assert found.out_of_sample_sharpe == pytest.approx((2 * -1.0 + 4 * 0.4) / 6 * unit, rel=1e-9)


def test_what_is_best_in_one_half_and_worst_in_the_other_is_overfitted_for_certain():
    returns = np.column_stack([good_in([1, 1, 0, 0]), good_in([0, 0, 1, 1])])

    assert overfitting(returns, 2).pbo == 1.0
    assert overfitting(returns, 2).probability_of_loss == 1.0


def test_a_truly_good_variant_is_not_overfitted():
    returns = variants(6, 1_000, 50)
    returns[:, 17] += 0.25 * returns[:, 17].std()

    found = overfitting(returns)

    assert found.pbo == 0.0
    assert found.probability_of_loss == 0.0
    assert found.out_of_sample_sharpe > 0.15


@pytest.mark.parametrize("n_variants", [2, 3, 10])
def test_picking_among_worthless_variants_is_as_good_as_a_coin(n_variants):
    found = [overfitting(variants(seed, 120, n_variants), 6) for seed in range(300)]

    # The splits of one history hang together: the deviation of one pbo is about 0.25.
    assert np.mean([each.pbo for each in found]) == pytest.approx(0.5, abs=4 * 0.25 / math.sqrt(300))
    assert np.mean([each.in_sample_sharpe for each in found]) > 0.02
    assert np.mean([each.out_of_sample_sharpe for each in found]) == pytest.approx(0.0, abs=0.02)


@pytest.mark.soak
@pytest.mark.parametrize("n_variants", [2, 3, 50])
def test_picking_among_worthless_variants_is_as_good_as_a_coin_in_full(n_variants):
    pbo = [overfitting(variants(seed, 500, n_variants)).pbo for seed in range(1_000)]

    print(n_variants, np.mean(pbo), np.std(pbo))
    assert np.mean(pbo) == pytest.approx(0.5, abs=4 * np.std(pbo) / math.sqrt(1_000))


def test_the_oldest_sessions_that_fill_no_block_are_not_used():
    returns = variants(7, 120)
    longer = np.vstack([np.full((9, 4), 50.0), returns])

    assert overfitting(longer) == overfitting(returns)
    # Not even to see whether a variant is known there.
    longer[:9] = np.nan
    assert overfitting(longer) == overfitting(returns)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 8), st.floats(1e-3, 1e3))
def test_the_order_of_variants_and_of_blocks_and_the_unit_change_nothing(seed, n_variants, scale):
    rng = np.random.default_rng(seed)
    returns = variants(seed, 120, n_variants)
    before = returns.copy()
    plain = figures(overfitting(returns, 6))

    np.testing.assert_allclose(figures(overfitting(returns[:, rng.permutation(n_variants)], 6)), plain, rtol=1e-9)
    blocks = returns.reshape(6, 20, n_variants)
    np.testing.assert_allclose(
        figures(overfitting(blocks[rng.permutation(6)].reshape(120, -1), 6)), plain, rtol=1e-9, atol=1e-14
    )
    np.testing.assert_allclose(
        figures(overfitting(blocks[:, rng.permutation(20)].reshape(120, -1), 6)), plain, rtol=1e-9, atol=1e-14
    )
    np.testing.assert_allclose(figures(overfitting(returns * scale, 6)), plain, rtol=1e-9, atol=1e-14)
    np.testing.assert_array_equal(returns, before)


def test_the_same_variant_twice_is_one_try():
    returns = variants(8, 120, 5)
    twice = np.hstack([returns, returns[:, [1, 1, 3]]])

    found, plain = overfitting(twice), overfitting(returns)

    assert figures(found) == figures(plain)
    assert (found.n_variants, found.n_left_out) == (5, 3)


def test_a_negative_zero_makes_no_other_variant():
    returns = variants(9, 120, 3)
    returns[::2, 1] = 0.0
    signed = np.where(returns[:, 1] == 0.0, -0.0, returns[:, 1])

    assert overfitting(np.column_stack([returns, signed])).n_variants == 3


def test_equal_sharpe_ratios_out_of_sample_share_their_mean_rank():
    # The second is twice the first: their ratios tie everywhere, the third is best in no half.
    first = good_in([1, 1, 1, 1])
    returns = np.column_stack([first, 2.0 * first, good_in([0, 0, 0, 0])])

    found = overfitting(returns, 2)

    # The first is picked; ranks 2 and 3 of three are shared: 2.5 of 4.
    assert found.median_logit == pytest.approx(math.log(2.5 / 1.5), rel=1e-9)
    assert found.pbo == 0.0


def test_a_half_in_which_a_variant_is_not_invested_has_a_sharpe_of_zero():
    late = np.concatenate([np.zeros(40), good_in([1, 1, 0, 0])[:40]])
    losing = good_in([0, 0, 0, 0])

    found = overfitting(np.column_stack([late, losing]), 2)

    # Both times the late one is picked: with 0 and with 1 x sqrt(39 / 40), and the other half is the other way round.
    assert found.pbo == 0.0
    assert found.probability_of_loss == 0.0
    assert found.in_sample_sharpe == pytest.approx(0.5 * math.sqrt(39 / 40), rel=1e-9)
    assert found.out_of_sample_sharpe == pytest.approx(0.5 * math.sqrt(39 / 40), rel=1e-9)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("level", [0.0, 1e-4, 1 / 3e3])
def test_a_half_without_movement_is_seen_however_it_rounds(seed, level):
    invested = np.abs(variants(seed, 40, 1)[:, 0])
    late = np.concatenate([np.full(40, level), invested])

    found = overfitting(np.column_stack([late, -1.0 - variants(seed, 80, 1)[:, 0]]), 2)

    assert found.in_sample_sharpe == pytest.approx(sharpe_per_session(invested) / 2, rel=1e-9)


@pytest.mark.parametrize("level", [1e-5, 0.3, -2.0])
def test_a_large_level_does_not_wash_the_variance_out(level):
    returns = variants(10, 120, 3) * 1e-4 + level

    np.testing.assert_allclose(figures(overfitting(returns, 4)), slow_overfitting(returns, 4), rtol=1e-6)


def test_the_sharpe_ratio_is_the_books_own():
    # Two halves and two variants: the better one of the first half is seen in the second, and the other way round.
    returns = variants(11, 80, 2)
    halves = [[sharpe_per_session(column) for column in half.T] for half in (returns[:40], returns[40:])]

    assert overfitting(returns, 2).in_sample_sharpe == pytest.approx(np.mean([max(h) for h in halves]), rel=1e-12)


def test_what_cannot_be_compared_is_left_out_and_counted():
    returns = variants(12, 120, 4)
    holed = np.insert(returns, [0, 2], 0.0, axis=1)
    holed[-1, 0] = np.nan

    found = overfitting(holed)

    assert figures(found) == figures(overfitting(returns))
    assert (found.n_variants, found.n_left_out) == (4, 2)


@pytest.mark.parametrize(
    ("returns", "n_blocks"),
    [
        (variants(13, 59), 2),
        (variants(13, 100), 60),
        (variants(13, 120, 1), 10),
        (np.repeat(variants(13, 120, 1), 3, axis=1), 10),
        (np.full((120, 3), np.nan), 10),
        (np.empty((120, 0)), 10),
        (np.empty((0, 3)), 10),
    ],
    ids=["short", "short blocks", "one", "one thrice", "missing", "no variant", "no session"],
)
def test_without_enough_to_compare_there_is_no_figure(returns, n_blocks):
    found = overfitting(returns, n_blocks)

    assert all(math.isnan(figure) for figure in figures(found))
    assert found.n_splits == 0
    assert found.n_variants + found.n_left_out == returns.shape[1]


@pytest.mark.parametrize("n_blocks", [-2, 0, 1, 5])
def test_blocks_that_make_no_halves_are_a_mistake(n_blocks):
    with pytest.raises(CodeError):
        overfitting(variants(14), n_blocks)
