import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.calc.selection.bootstrap import stationary_rows, stationary_variance
from screener.calc.selection.reality_check import p_values, reality_check


def variants(seed, n_sessions=250, n_variants=12, common=0.5, echo=0.0):
    """Return worthless variants that share a part of their returns, with Student's t noise of five degrees."""
    rng = np.random.default_rng(seed)
    noise = rng.standard_t(5, (n_sessions, n_variants + 1))
    for t in range(1, n_sessions):
        noise[t] += echo * noise[t - 1]
    return 0.01 * (math.sqrt(common) * noise[:, :1] + math.sqrt(1 - common) * noise[:, 1:])


def omega_of(returns, mean_block):
    return np.sqrt(stationary_variance(returns, mean_block))


def slow_p_values(excess, omega, rows):
    """Follow the two papers draw by draw, variant by variant."""
    n, n_variants = excess.shape
    mean = [sum(excess[:, k].tolist()) / n for k in range(n_variants)]
    bound = [-math.sqrt(omega[k] ** 2 / n * 2 * math.log(math.log(n))) for k in range(n_variants)]
    recentred = {
        "lower": [max(m, 0.0) for m in mean],
        "consistent": [m if m >= bound[k] else 0.0 for k, m in enumerate(mean)],
        "upper": mean,
    }
    white = math.sqrt(n) * max(mean)
    hansen = max(0.0, *(math.sqrt(n) * m / omega[k] for k, m in enumerate(mean)))
    counts = {"white": 0, "lower": 0, "consistent": 0, "upper": 0}
    for row in rows:
        drawn = [sum(excess[t, k] for t in row) / n for k in range(n_variants)]
        counts["white"] += math.sqrt(n) * max(drawn[k] - mean[k] for k in range(n_variants)) >= white
        for rule, g in recentred.items():
            largest = max(math.sqrt(n) * (drawn[k] - g[k]) / omega[k] for k in range(n_variants))
            counts[rule] += max(0.0, largest) >= hansen
    return tuple((1 + count) / (1 + len(rows)) for count in counts.values())


def test_two_variants_and_three_histories_by_hand():
    # Means 1 and -1; omega 2 and 1, so sqrt(4) m / omega is 1 and -2.
    excess = np.array([[3.0, -1.0], [1.0, 1.0], [1.0, -1.0], [-1.0, -3.0]])
    rows = np.array([[0, 1, 2, 3], [0, 0, 0, 0], [1, 1, 1, 1]])
    # Means drawn: (1, -1), (3, -1), (1, 1). Less the real ones: (0, 0), (2, 0), (0, 2), against 1: two of three.
    # Upper, in units of omega / 2: (0, 0), (2, 0), (0, 4), against 1: two of three.
    # Lower, second variant not recentred: (0, -2), (2, -2), (0, 2): two. -2 is below -sqrt(2 log log 4) = -0.81, so the
    # consistent rule doesn't recentre it either.
    assert p_values(excess, np.array([2.0, 1.0]), rows) == (0.75, 0.75, 0.75, 0.75)
    # With omega (2, 4), t is 1 and -0.5: recentred by the consistent rule, (0, 0), (2, 0), (0, 1), where 1 ties and
    # counts; lower (0, -0.5), (2, -0.5), (0, 0.5).
    assert p_values(excess, np.array([2.0, 4.0]), rows) == (0.75, 0.5, 0.75, 0.75)


def test_a_history_as_good_as_the_real_one_counts():
    excess = np.array([[3.0, -1.0], [1.0, 1.0], [1.0, -1.0], [-1.0, -3.0]])

    # Means drawn (2, 0), so (1, 1) above the real ones: as much as the best mean; in units of omega / 2 (1, 0.5).
    assert p_values(excess, np.array([2.0, 4.0]), np.array([[0, 0, 1, 1]])) == (1.0, 1.0, 1.0, 1.0)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(8, 40), st.integers(1, 5), st.floats(-0.01, 0.01))
def test_it_agrees_with_the_published_steps(seed, n_sessions, n_variants, drift):
    excess = variants(seed, n_sessions, n_variants) + drift * np.arange(n_variants)
    rows = stationary_rows(n_sessions, 3.0, 20, seed=seed)
    omega = omega_of(excess, 3.0)

    assert p_values(excess, omega, rows) == pytest.approx(slow_p_values(excess, omega, rows), rel=1e-12)


@pytest.fixture(scope="module")
def arch():
    return pytest.importorskip("arch.bootstrap", reason="needs arch, an oracle")


def arch_rows(arch, n_sessions, block, n_draws, seed):
    bootstrap = arch.StationaryBootstrap(block, np.arange(n_sessions), seed=seed)
    return np.array([position[0] for position, _ in bootstrap.bootstrap(n_draws)])


def arch_p(arch, excess, block, n_draws, seed, **options):
    """Return arch's lower, consistent and upper p; it reads losses."""
    spa = arch.SPA(np.zeros(len(excess)), -excess, block_size=block, reps=n_draws, seed=seed, **options)
    spa.compute()
    return spa.pvalues.to_numpy()


@pytest.mark.parametrize("drift", [-0.0003, 0.0, 0.0006])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_on_the_same_histories_it_agrees_with_arch_exactly(arch, seed, drift):
    excess = variants(seed) * np.linspace(0.5, 3.0, 12) + drift * np.linspace(-2.0, 1.0, 12)
    rows, omega = arch_rows(arch, 250, 6, 400, seed), omega_of(excess, 6.0)
    assert excess.mean(axis=0).max() > 0.0

    check, *spa = p_values(excess, omega, rows)

    # The share of larger draws is theirs, ours counts the real history too.
    np.testing.assert_allclose(spa, (1 + 400 * arch_p(arch, excess / omega, 6, 400, seed)) / 401, rtol=1e-12)
    assert check == pytest.approx((1 + 400 * arch_p(arch, excess, 6, 400, seed)[2]) / 401, rel=1e-12)


def test_arch_and_ours_share_the_variance(arch):
    excess = variants(4, echo=0.3)
    spa = arch.SPA(np.zeros(250), -excess, block_size=6, reps=10, seed=1)
    spa.compute()

    np.testing.assert_allclose(stationary_variance(excess, 6.0), spa._loss_diff_var, rtol=1e-10)


def test_arch_does_not_studentise_what_it_compares(arch):
    excess = variants(5) * np.linspace(0.5, 3.0, 12)
    p = arch_p(arch, excess, 6, 200, 1)

    np.testing.assert_array_equal(p, arch_p(arch, excess, 6, 200, 1, studentize=False))
    assert np.abs(p - arch_p(arch, excess / omega_of(excess, 6.0), 6, 200, 1)).max() > 0.05


def test_on_histories_of_its_own_it_agrees_with_arch_as_far_as_chance_allows(arch):
    excess = variants(6) + 0.0018
    ours = reality_check(excess, mean_block_sessions=6.0, n_draws=4_000)
    theirs = arch_p(arch, excess / omega_of(excess, 6.0), 6, 2_000, 3)

    # The standard error of a share of 2,000 is 1.1 % at most.
    np.testing.assert_allclose([ours.p_spa_lower, ours.p_spa_consistent, ours.p_spa_upper], theirs, atol=0.045)
    assert ours.p_reality_check == pytest.approx(arch_p(arch, excess, 6, 2_000, 3)[2], abs=0.045)
    assert 0.02 < ours.p_spa_consistent < 0.5


def test_it_names_the_best_variant_by_each_measure():
    returns = variants(7, n_variants=4)
    returns -= returns.mean(axis=0)
    returns[:, 1] = returns[:, 1] * 8.0 + 0.002
    returns[:, 3] += 0.001

    found = reality_check(returns, n_draws=50, mean_block_sessions=5.0)

    assert (found.best, found.best_by_mean) == (3, 1)
    assert found.mean == pytest.approx(0.002, rel=1e-9)
    assert found.statistic == pytest.approx(math.sqrt(250) * 0.001 / omega_of(returns, 5.0)[3], rel=1e-9)
    assert (found.n_variants, found.n_left_out, found.n_sessions, found.n_draws) == (4, 0, 250, 50)
    assert found.mean_block_sessions == 5.0


def test_a_truly_good_variant_is_found_among_worthless_ones():
    returns = variants(8, n_sessions=1_000, n_variants=100)
    # A Sharpe ratio of 0.2 a session.
    returns[:, 42] += 0.2 * returns[:, 42].std()

    found = reality_check(returns, n_draws=400)

    assert (found.best, found.best_by_mean) == (42, 42)
    assert max(found.p_reality_check, found.p_spa_upper) < 0.01


def test_one_wild_and_bad_variant_blinds_the_reality_check_but_not_the_spa():
    returns = variants(9, n_sessions=1_000, n_variants=20)
    returns[:, 4] += 0.15 * returns[:, 4].std()
    returns[:, 7] = 30.0 * returns[:, 7] - 0.05

    found = reality_check(returns, n_draws=400)

    assert found.best == 4
    assert found.p_reality_check > 0.2
    assert found.p_spa_consistent < 0.02


def test_bad_variants_weigh_on_the_upper_p_only():
    good = variants(10, n_sessions=500, n_variants=1) + 0.0011
    bad = variants(11, n_sessions=500, n_variants=200, common=0.0) - 0.02
    alone, among = reality_check(good), reality_check(np.hstack([good, bad]))

    assert among.p_spa_consistent == pytest.approx(alone.p_spa_consistent, abs=1e-12)
    assert among.p_spa_upper > 3 * alone.p_spa_upper


def test_when_no_variant_earned_anything_spa_has_nothing_to_reject():
    returns = variants(12, n_sessions=200, n_variants=5)
    returns -= returns.mean(axis=0) + 1e-4

    found = reality_check(returns, n_draws=100)

    assert found.statistic < 0.0
    assert (found.p_spa_lower, found.p_spa_consistent, found.p_spa_upper) == (1.0, 1.0, 1.0)
    assert found.p_reality_check > 0.5


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.integers(60, 150), st.integers(1, 8))
def test_p_values_are_ordered_and_bounded_and_inputs_stay(seed, n_sessions, n_variants):
    returns = variants(seed, n_sessions, n_variants)
    before = returns.copy()

    found = reality_check(returns, n_draws=99)

    assert 0.01 <= found.p_spa_lower <= found.p_spa_consistent <= found.p_spa_upper <= 1.0
    assert 0.01 <= found.p_reality_check <= 1.0
    np.testing.assert_array_equal(returns, before)


def p_of(found):
    return found.p_reality_check, found.p_spa_lower, found.p_spa_consistent, found.p_spa_upper


def test_the_order_and_the_unit_of_variants_change_nothing():
    returns = variants(13) + 0.0004
    order = np.random.default_rng(1).permutation(12)
    plain, shuffled = reality_check(returns), reality_check(returns[:, order])

    assert p_of(shuffled) == p_of(plain)
    assert order[shuffled.best] == plain.best
    assert p_of(reality_check(returns * 1e4)) == p_of(plain)
    # Leverage of single variants moves means, not studentised means.
    levered = reality_check(returns * np.linspace(1.0, 5.0, 12))
    assert p_of(levered)[1:] == p_of(plain)[1:]
    assert levered.p_reality_check != plain.p_reality_check


def test_the_same_variants_twice_cost_nothing():
    returns = variants(14) + 0.0004

    assert p_of(reality_check(np.hstack([returns, returns, returns]))) == p_of(reality_check(returns))


def test_the_benchmark_is_taken_off():
    returns, benchmark = variants(15), variants(16)[:, 0]
    beside = reality_check(np.column_stack([returns, benchmark, benchmark + 0.001]), benchmark, n_draws=100)

    assert p_of(beside) == p_of(reality_check(returns - benchmark[:, None], n_draws=100))
    # The benchmark itself and what moves with it are no variants.
    assert (beside.n_variants, beside.n_left_out) == (12, 2)


def test_what_cannot_be_compared_is_left_out_and_counted():
    returns = variants(17) + 0.0004
    holed = np.insert(returns, [0, 5], 0.0, axis=1)
    holed[9, 0] = np.nan
    assert np.ptp(holed[:, 6]) == 0.0
    plain, found = reality_check(returns), reality_check(holed)

    assert p_of(found) == p_of(plain)
    assert (found.n_variants, found.n_left_out) == (12, 2)
    np.testing.assert_array_equal(holed[:, found.best], returns[:, plain.best])


@pytest.mark.parametrize(
    "returns",
    [variants(18, n_sessions=59), np.zeros((100, 3)), np.full((100, 2), np.nan), np.empty((100, 0)), np.empty((0, 3))],
    ids=["short", "flat", "missing", "no variant", "no session"],
)
def test_without_enough_to_compare_there_is_no_p(returns):
    found = reality_check(returns)

    assert all(math.isnan(p) for p in p_of(found))
    assert math.isnan(found.statistic)
    assert (found.best, found.best_by_mean, found.n_draws) == (-1, -1, 0)
    assert found.n_variants + found.n_left_out == returns.shape[1]
    assert found.n_sessions == len(returns)


def rejections(n_simulations, n_sessions, n_variants, n_draws, **kind):
    """Return the shares of worthless families with p at most 0.05: reality check, SPA lower, consistent, upper."""
    p = [
        p_of(reality_check(variants(seed, n_sessions, n_variants, **kind), n_draws=n_draws))
        for seed in range(n_simulations)
    ]
    return (np.array(p) <= 0.05).mean(axis=0)


def test_one_in_twenty_families_of_worthless_variants_is_rejected():
    shares = rejections(200, 200, 20, 199)

    # Of 200 at 5 %, more than 20 or fewer than 2 come up less than once in 200 times.
    assert shares.max() <= 0.10
    assert shares.min() >= 0.01


@pytest.mark.soak
@pytest.mark.parametrize("kind", [{"common": 0.5}, {"common": 0.0}, {"common": 0.5, "echo": 0.1}], ids=str)
def test_one_in_twenty_families_of_worthless_variants_is_rejected_in_full(kind):
    shares = rejections(1_000, 500, 50, 499, **kind)

    print(kind, shares)
    assert shares[0] == pytest.approx(0.05, abs=0.021)
    # The noise of omega in 500 sessions lets the best of variants that share nothing pass a little too often.
    assert (shares[1:] >= 0.03).all()
    assert (shares[2:] <= (0.105 if kind["common"] == 0.0 else 0.08)).all()


@pytest.mark.soak
def test_over_ten_years_one_in_twenty_families_is_rejected_by_the_spa_too():
    shares = rejections(500, 2_500, 50, 299, common=0.0)

    print(shares)
    assert shares[[0, 2, 3]] == pytest.approx(0.05, abs=0.03)
