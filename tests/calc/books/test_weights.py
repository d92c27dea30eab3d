import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.calc.books.weights import capped, hedge_ratio, inverse_volatility, target_weights
from screener.calc.response.composition import BasketShape
from screener.records.book_rules import BookRules

NAN = np.nan
PAIR = BasketShape(np.array([0, 0, 1]), np.array([1.0, 3.0, 1.0]), np.ones(2), np.array([1.0, -1.0]))
SHORT = BasketShape(np.array([0, 0, 1]), np.array([1.0, 3.0, 1.0]), np.array([0.0, 1.0]), np.ones(2))
# Two long legs at 60:40 of three and one, two short legs at 1:3 of two and two.
BROAD = BasketShape(
    np.array([0, 0, 0, 1, 2, 2, 3, 3]),
    np.array([1.0, 1.0, 2.0, 5.0, 1.0, 1.0, 4.0, 1.0]),
    np.array([60.0, 40.0, 1.0, 3.0]),
    np.array([1.0, 1.0, -1.0, -1.0]),
)


def there(text):
    return np.array([letter == "x" for letter in text])


def weights_of(shape, present, rules=None, **known):
    return target_weights(shape, present, rules or BookRules(), **known).weights


def slow_cap(weights, most):
    """Fill one side's names like vessels under one lid: raise the scale step by step, name by name."""
    total, held = sum(weights), [w for w in weights if w > 0]
    if not held:
        return list(weights)
    lid = max(most, total / len(held))
    open_names = {j for j, w in enumerate(weights) if w > 0}
    level = [0.0] * len(weights)
    left = total
    while open_names and left > 1e-15:
        share = {j: weights[j] / sum(weights[k] for k in open_names) for j in open_names}
        # How much can be poured in before the next name meets the lid.
        pour = min([left] + [(lid - level[j]) / share[j] for j in open_names])
        for j in open_names:
            level[j] += pour * share[j]
        left -= pour
        open_names = {j for j in open_names if lid - level[j] > 1e-15}
    return level


def test_members_share_their_leg_and_legs_their_side_by_their_own_weights():
    expected = [0.6 / 4, 0.6 / 4, 0.6 / 2, 0.4, -0.25 / 2, -0.25 / 2, -0.75 * 0.8, -0.75 * 0.2]

    np.testing.assert_allclose(weights_of(BROAD, there("xxxxxxxx")), expected, rtol=1e-14)


@pytest.mark.parametrize(
    ("present", "expected"),
    [
        # What a leg lacks goes to its other members.
        ("x.xxxxxx", [0.2, 0.0, 0.4, 0.4, -0.125, -0.125, -0.6, -0.15]),
        # An empty leg's weight goes to the side's other legs.
        ("...xxxxx", [0.0, 0.0, 0.0, 1.0, -0.125, -0.125, -0.6, -0.15]),
        ("xxxxx...", [0.15, 0.15, 0.3, 0.4, -1.0, 0.0, 0.0, 0.0]),
        # An empty side means flat.
        ("xxxx....", [0.0] * 8),
        ("....xxxx", [0.0] * 8),
        ("........", [0.0] * 8),
    ],
)
def test_what_cannot_be_bought_goes_to_the_others_and_an_empty_side_means_flat(present, expected):
    found = target_weights(BROAD, there(present), BookRules())

    np.testing.assert_allclose(found.weights, expected, rtol=1e-14)
    assert found.hedge == 1.0


@pytest.mark.parametrize("gross", [0.5, 1.0, 2.0, 3.0])
def test_gross_is_long_plus_short_exposure_and_one_side_alone_is_held_at_100_percent(gross):
    spread, one = (weights_of(shape, there("xxx"), BookRules(gross=gross)) for shape in (PAIR, SHORT))

    np.testing.assert_allclose(spread, [gross / 8, 3 * gross / 8, -gross / 2], rtol=1e-14)
    assert one.tolist() == [0.0, 0.0, 1.0]


def test_a_basket_wants_nothing_of_a_member_it_does_not_hold():
    assert weights_of(SHORT, there("xx.")).tolist() == [0.0, 0.0, 0.0]


def test_inverse_volatility_by_hand():
    # Leg 0: 1/0.01 and 3/0.03 are alike. Side by side with a leg whose only name has any volatility at all.
    found = weights_of(PAIR, there("xxx"), BookRules(weighting="inverse_vol"), volatility=np.array([0.01, 0.03, 0.5]))

    np.testing.assert_allclose(found, [0.5, 0.5, -1.0], rtol=1e-14)


def test_a_member_without_a_volatility_counts_as_the_most_volatile_available_one_of_its_leg():
    volatility = np.array([0.01, 0.04, NAN, NAN, NAN, 0.02, NAN, NAN])
    # Leg 0: 1/0.01, 1/0.04 and 2/0.04 are 4 : 1 : 2. Leg 2: alike. Leg 3 knows none: by their own weights.
    expected = [0.6 * 4 / 7, 0.6 / 7, 0.6 * 2 / 7, 0.4, -0.125, -0.125, -0.6, -0.15]

    found = weights_of(BROAD, there("xxxxxxxx"), BookRules(weighting="inverse_vol"), volatility=volatility)

    np.testing.assert_allclose(found, expected, rtol=1e-14)
    # Without the most volatile one the next stands in: 1/0.01 and 2/0.01.
    found = weights_of(BROAD, there("x.xxxxxx"), BookRules(weighting="inverse_vol"), volatility=volatility)
    np.testing.assert_allclose(found[:3], [0.2, 0.0, 0.4], rtol=1e-14)


def test_the_unit_of_volatility_changes_no_weight():
    rng = np.random.default_rng(1)
    volatility = rng.uniform(0.005, 0.05, 8)
    volatility[[2, 6]] = NAN
    rules = BookRules(weighting="inverse_vol")

    daily, yearly = (weights_of(BROAD, there("xxxxxxxx"), rules, volatility=volatility * unit) for unit in (1.0, 15.9))

    np.testing.assert_allclose(daily, yearly, rtol=1e-12)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000))
def test_factors_agree_with_a_loop_over_members(seed):
    rng = np.random.default_rng(seed)
    legs = rng.integers(0, 3, 7)
    volatility = np.where(rng.random((5, 7)) < 0.4, NAN, rng.uniform(0.005, 0.05, (5, 7)))
    available = rng.random((5, 7)) < 0.6

    found = inverse_volatility(volatility, available, legs)

    for row in range(5):
        for j in range(7):
            peers = [
                volatility[row, k]
                for k in range(7)
                if legs[k] == legs[j] and available[row, k] and math.isfinite(volatility[row, k])
            ]
            if not available[row, j]:
                assert math.isfinite(found[row, j])
            elif not peers:
                assert found[row, j] == 1.0
            else:
                own = volatility[row, j] if math.isfinite(volatility[row, j]) else max(peers)
                assert found[row, j] == pytest.approx(1 / own, rel=1e-14)


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 12), st.floats(0.01, 1.0))
def test_a_cap_agrees_with_pouring_and_keeps_the_sum(seed, n, most):
    rng = np.random.default_rng(seed)
    weights = rng.uniform(0.0, 1.0, n) ** 3 * (rng.random(n) < 0.8)
    total = weights.sum()
    weights = weights / total if total > 0 else weights

    found = capped(weights, most)

    np.testing.assert_allclose(found, slow_cap(weights.tolist(), most), atol=1e-12)
    assert found.sum() == pytest.approx(weights.sum(), abs=1e-12)
    n_held = np.count_nonzero(weights)
    if n_held:
        assert found.max() <= max(most, 1 / n_held) + 1e-12
        assert (found > 0).tolist() == (weights > 0).tolist()


@pytest.mark.parametrize(
    ("weights", "most", "expected"),
    [
        ([0.7, 0.2, 0.1], 0.5, [1 / 2, 1 / 3, 1 / 6]),
        # What the first gives up lifts the second above the cap as well.
        ([0.6, 0.3, 0.1], 0.4, [0.4, 0.4, 0.2]),
        ([0.25, 0.75], 0.75, [0.25, 0.75]),
        # Nobody can meet it: equal weights, over those that are held.
        ([0.7, 0.2, 0.1], 0.3, [1 / 3, 1 / 3, 1 / 3]),
        ([0.7, 0.0, 0.3], 0.4, [0.5, 0.0, 0.5]),
        ([0.7, 0.0, 0.3], 0.5, [0.5, 0.0, 0.5]),
        ([1.0], 0.1, [1.0]),
        ([0.0, 0.0], 0.4, [0.0, 0.0]),
    ],
)
def test_caps_by_hand(weights, most, expected):
    np.testing.assert_allclose(capped(np.array(weights), most), expected, atol=1e-14)


def test_a_cap_that_nothing_reaches_changes_nothing():
    weights = np.array([0.3, 0.3, 0.4])

    assert capped(weights, 0.4).tolist() == weights.tolist()


def test_a_cap_is_of_the_side_over_all_its_legs_and_a_leg_alone_has_none():
    rules = BookRules(max_weight_pct=30.0, gross=1.0)

    found = weights_of(BROAD, there("xxxxxxxx"), rules)

    # Long: 0.4 is cut to 0.3 and 0.15, 0.15, 0.3 share 0.7; then 0.3 is over as well and 0.15, 0.15 share 0.4.
    # Short: 0.6 is cut to 0.3; 0.125, 0.125, 0.15 share 0.7.
    short = [-0.7 * 5 / 16, -0.7 * 5 / 16, -0.3, -0.7 * 6 / 16]
    np.testing.assert_allclose(found, np.array([0.2, 0.2, 0.3, 0.3, *short]) / 2, rtol=1e-14)
    free = target_weights(BROAD, there("xxxxxxxx"), rules, has_cap=False).weights
    np.testing.assert_allclose(free, weights_of(BROAD, there("xxxxxxxx")) / 2, rtol=1e-14)


def test_a_cap_comes_after_inverse_volatility_and_before_the_hedge():
    rules = BookRules(weighting="inverse_vol", hedge="beta", max_weight_pct=60.0)
    # 1/0.01 : 3/0.06 is 2 : 1, capped at 0.6 : 0.4; long beta 0.6 x 1 + 0.4 x 2 = 1.4 against 0.7.
    found = target_weights(
        PAIR,
        there("xxx"),
        rules,
        volatility=np.array([0.01, 0.06, 0.02]),
        betas=np.array([1.0, 2.0, 0.7]),
    )

    # The one short name is all its side has: the cap cannot be met, and the hedge is no part of it.
    np.testing.assert_allclose(found.weights, [0.6, 0.4, -2.0], rtol=1e-14)
    assert found.hedge == pytest.approx(2.0, rel=1e-14)


@pytest.mark.parametrize(
    ("long_betas", "short_beta", "expected"),
    [
        ([1.0, 1.0], 1.0, 1.0),
        # 0.25 x 2 + 0.75 x 0.4 = 0.8.
        ([2.0, 0.4], 0.5, 1.6),
        ([2.0, 0.4], 1.6, 0.5),
        # Kept between a third and three.
        ([2.0, 2.0], 0.5, 3.0),
        ([0.1, 0.1], 1.0, 1 / 3),
        # An unknown one is taken for its side's mean, which leaves the others'.
        ([NAN, 1.2], 1.0, 1.2),
        ([1.4, NAN], 1.0, 1.4),
        # No ratio without two positive betas.
        ([NAN, NAN], 1.0, NAN),
        ([1.0, 1.0], NAN, NAN),
        ([1.0, 1.0], -0.5, NAN),
        ([1.0, 1.0], 0.0, NAN),
        ([1.5, -0.5], 1.0, NAN),
        ([-1.0, -1.0], -1.0, NAN),
    ],
)
def test_hedge_ratios_by_hand(long_betas, short_beta, expected):
    found = target_weights(PAIR, there("xxx"), BookRules(hedge="beta"), betas=np.array([*long_betas, short_beta]))

    assert found.hedge == pytest.approx(expected, rel=1e-14, nan_ok=True)
    # Dollars where there is no ratio; the long side never changes.
    scale = 1.0 if math.isnan(expected) else expected
    np.testing.assert_allclose(found.weights, [0.25, 0.75, -scale], rtol=1e-14)


def test_an_empty_side_has_no_ratio():
    assert math.isnan(hedge_ratio(np.array([0.5, 0.5, 0.0]), np.ones(3)))
    assert math.isnan(hedge_ratio(np.array([0.0, 0.0, -1.0]), np.ones(3)))
    assert math.isnan(hedge_ratio(np.zeros(3), np.ones(3)))


def test_a_flat_book_and_a_one_sided_one_ask_for_no_hedge():
    rules, betas = BookRules(hedge="beta"), np.array([1.0, 1.0, 2.0])

    assert target_weights(PAIR, there("xx."), rules, betas=betas).hedge == 1.0
    assert target_weights(SHORT, there("xxx"), rules, betas=betas).hedge == 1.0


def test_a_member_that_is_not_held_lends_its_beta_to_nobody():
    betas = np.array([50.0, 1.0, 1.0])

    assert target_weights(PAIR, there(".xx"), BookRules(hedge="beta"), betas=betas).hedge == 1.0


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.5, 3.0))
def test_the_betas_of_both_sides_offset_wherever_the_ratio_is_inside_its_bounds(seed, gross):
    rng = np.random.default_rng(seed)
    betas = rng.uniform(0.6, 1.6, 8)

    found = target_weights(BROAD, there("xxxxxxxx"), BookRules(hedge="beta", gross=gross), betas=betas)

    assert float(found.weights @ betas) == pytest.approx(0.0, abs=1e-13)
    assert found.weights[found.weights > 0].sum() == pytest.approx(gross / 2, rel=1e-13)
    assert -found.weights[found.weights < 0].sum() == pytest.approx(gross / 2 * found.hedge, rel=1e-13)


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 10_000),
    st.sampled_from(["equal", "inverse_vol"]),
    st.sampled_from(["dollar", "beta"]),
    st.sampled_from([None, 5.0, 40.0, 70.0]),
    st.sampled_from([BROAD, PAIR, SHORT]),
)
def test_many_decisions_at_once_are_each_decision_by_itself(seed, weighting, hedge, most, shape):
    rng = np.random.default_rng(seed)
    size = (2, 3, len(shape.leg_of))
    present = rng.random(size) < 0.7
    volatility = np.where(rng.random(size) < 0.2, NAN, rng.uniform(0.005, 0.05, size))
    betas = np.where(rng.random(size) < 0.2, NAN, rng.normal(1.0, 0.5, size))
    rules = BookRules(weighting=weighting, hedge=hedge, max_weight_pct=most, gross=1.5)

    def at(*place):
        return target_weights(
            shape,
            present[place],
            rules,
            volatility=volatility[place] if weighting == "inverse_vol" else None,
            betas=betas[place] if hedge == "beta" else None,
        )

    found = at(slice(None))

    for place in np.ndindex(2, 3):
        alone = at(*place)
        np.testing.assert_allclose(found.weights[place], alone.weights, rtol=1e-13, atol=1e-16)
        np.testing.assert_allclose(found.hedge[place], alone.hedge, rtol=1e-13)
        assert (found.weights[place] != 0).tolist() in (
            (present[place] & shape.holds).tolist(),
            [False] * len(shape.leg_of),
        )


def test_what_is_given_is_left_as_it_was():
    present, volatility, betas = there("xxxxxxxx"), np.full(8, 0.01), np.full(8, 1.1)
    volatility[2] = betas[3] = NAN
    before = present.copy(), volatility.copy(), betas.copy()

    target_weights(
        BROAD,
        present,
        BookRules(weighting="inverse_vol", hedge="beta", max_weight_pct=30.0),
        volatility=volatility,
        betas=betas,
    )

    for ours, theirs in zip((present, volatility, betas), before, strict=True):
        np.testing.assert_array_equal(ours, theirs)
