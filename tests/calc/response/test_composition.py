import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.calc.response.composition import BasketShape, usability
from screener.records.event_model import EventModel
from screener.records.thesis import Window

NAN = np.nan
ALL = np.ones(5, dtype=bool)

# Two long legs of 60 and 40, one short leg; members 0, 1 in the first, 2 in the second, 3, 4 in the third.
SPREAD = BasketShape(
    leg_of=np.array([0, 0, 1, 2, 2]),
    weight=np.array([1.0, 3.0, 1.0, 1.0, 1.0]),
    leg_weight=np.array([60.0, 40.0, 1.0]),
    leg_sign=np.array([1.0, 1.0, -1.0]),
)
LONG = BasketShape(SPREAD.leg_of, SPREAD.weight, np.array([60.0, 40.0, 0.0]), np.ones(3))
LEG = BasketShape(SPREAD.leg_of, SPREAD.weight, np.array([60.0, 0.0, 0.0]), np.ones(3))


def mask(text):
    return np.array([letter == "x" for letter in text])


def test_a_leg_is_the_weighted_mean_of_its_members():
    returns = np.array([[0.01, 0.05, 9.0, 9.0, 9.0]])

    np.testing.assert_allclose(LEG.series(returns, ALL), [(1 * 0.01 + 3 * 0.05) / 4], rtol=1e-14)


def test_a_side_is_the_weighted_mean_of_its_legs_and_the_spread_is_long_less_short():
    returns = np.array([[0.01, 0.05, -0.02, 0.03, 0.01]])
    chips = (0.01 + 3 * 0.05) / 4
    long = 0.6 * chips + 0.4 * -0.02

    np.testing.assert_allclose(LONG.series(returns, ALL), [long], rtol=1e-14)
    np.testing.assert_allclose(SPREAD.series(returns, ALL), [long - 0.02], rtol=1e-14)


def test_weights_are_renormalised_each_session_over_the_members_present():
    returns = np.array(
        [
            [0.01, 0.05, -0.02, 0.03, 0.01],
            [NAN, 0.05, -0.02, 0.03, 0.01],  # the other member takes the whole leg
            [NAN, NAN, -0.02, 0.03, 0.01],  # the other leg takes the whole side
            [0.01, 0.05, -0.02, NAN, 0.01],
            [0.01, 0.05, -0.02, NAN, NAN],  # no short side at all
            [NAN, NAN, NAN, 0.03, 0.01],
        ]
    )
    full = 0.6 * 0.04 - 0.4 * 0.02

    expected = [full - 0.02, 0.6 * 0.05 - 0.4 * 0.02 - 0.02, -0.02 - 0.02, full - 0.01, NAN, NAN]
    np.testing.assert_allclose(SPREAD.series(returns, ALL), expected, rtol=1e-13)
    np.testing.assert_allclose(LONG.series(returns, ALL)[4:], [full, NAN], rtol=1e-13)


def test_a_member_that_is_not_used_never_counts_though_it_has_a_return():
    returns = np.array([[0.01, 0.05, -0.02, 0.03, 0.01]])

    np.testing.assert_allclose(LEG.series(returns, mask("x....")), [0.01], rtol=1e-14)


def test_member_weights_by_hand():
    np.testing.assert_allclose(SPREAD.member_weights(ALL), [0.15, 0.45, 0.4, -0.5, -0.5], rtol=1e-14)
    np.testing.assert_allclose(SPREAD.member_weights(mask(".xx.x")), [0, 0.6, 0.4, 0, -1.0], rtol=1e-14)
    np.testing.assert_allclose(SPREAD.member_weights(mask("xx...")), [0.25, 0.75, 0, 0, 0], rtol=1e-14)
    np.testing.assert_allclose(LONG.member_weights(ALL), [0.15, 0.45, 0.4, 0, 0], rtol=1e-14)


def test_half_the_weight_counts_exactly_and_less_does_not():
    shape = BasketShape(np.zeros(4, dtype=int), np.array([2.0, 1.0, 1.0, 1.0]), np.ones(1), np.ones(1))
    valid = np.array([mask("xxx."), mask("xxx."), mask("xxxx")])
    used = np.array([mask("x..."), mask(".x.."), mask("x...")])

    np.testing.assert_allclose(shape.weight_share(used, valid), [0.5, 0.25, 0.4], rtol=1e-15)
    assert shape.has_enough(used, valid).tolist() == [True, False, False]


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 1, 0], [1, 2, 0]])
def test_half_the_weight_counts_however_decimal_weights_round(order):
    weights = np.array([0.1, 0.2, 0.3])[order]
    shape = BasketShape(np.zeros(3, dtype=int), weights, np.ones(1), np.ones(1))
    used = (weights == 0.3)[None, :]

    assert shape.has_enough(used, np.ones((1, 3), dtype=bool)).all()
    assert shape.has_enough(~used, np.ones((1, 3), dtype=bool)).all()


def test_the_smaller_side_of_a_spread_decides():
    valid = np.tile(ALL, (4, 1))
    used = np.array([mask("xxxx."), mask("xxx.."), mask("x..xx"), mask(".xxxx")])
    # Long: member 1 is three quarters of the first leg, which is 60 % of the side.
    long_share = [1.0, 1.0, 0.6 / 4, 0.6 * 3 / 4 + 0.4]
    short_share = [0.5, 0.0, 1.0, 1.0]

    np.testing.assert_allclose(SPREAD.weight_share(used, valid), np.minimum(long_share, short_share), rtol=1e-14)
    assert SPREAD.has_enough(used, valid).tolist() == [True, False, False, True]


def test_a_named_member_without_prices_counts_in_the_denominator_and_an_expired_one_does_not():
    used = np.array([mask("x...."), mask("x....")])
    valid = np.array([mask("xx..."), mask("x....")])

    np.testing.assert_allclose(LEG.weight_share(used, valid), [0.25, 1.0], rtol=1e-15)


def test_a_side_without_any_valid_member_has_no_weight():
    used = valid = np.array([mask("xxx..")])

    assert SPREAD.weight_share(used, valid).tolist() == [0.0]
    assert LONG.weight_share(used, valid).tolist() == [1.0]


def test_a_leg_without_a_valid_member_is_not_asked_for():
    used = valid = np.array([mask("..x..")])

    assert LONG.weight_share(used, valid).tolist() == [1.0]


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.0, 0.6))
def test_weights_agree_with_a_loop_over_sides_legs_and_members(seed, missing):
    rng = np.random.default_rng(seed)
    n_legs = int(rng.integers(1, 5))
    leg_of = np.concatenate([np.arange(n_legs), rng.integers(0, n_legs, 5)])
    shape = BasketShape(
        leg_of,
        rng.uniform(0.5, 3.0, len(leg_of)),
        rng.uniform(0.5, 3.0, n_legs) * (rng.random(n_legs) < 0.9),
        rng.choice([1.0, -1.0], n_legs),
    )
    used = rng.random(len(leg_of)) > missing

    expected = np.zeros(len(leg_of))
    for sign in (1.0, -1.0):
        legs = [
            g for g in range(n_legs) if shape.leg_sign[g] == sign and shape.leg_weight[g] > 0 and any(used[leg_of == g])
        ]
        side_total = sum(shape.leg_weight[g] for g in legs)
        for g in legs:
            names = [j for j in range(len(leg_of)) if leg_of[j] == g and used[j]]
            leg_total = sum(shape.weight[j] for j in names)
            for j in names:
                expected[j] = sign * shape.leg_weight[g] / side_total * shape.weight[j] / leg_total
    np.testing.assert_allclose(shape.member_weights(used), expected, rtol=1e-12, atol=1e-15)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_the_order_of_the_members_changes_nothing(seed):
    rng = np.random.default_rng(seed)
    returns = np.where(rng.random((20, 5)) < 0.2, NAN, rng.normal(0, 0.02, (20, 5)))
    used, valid = rng.random((20, 5)) < 0.6, np.ones((20, 5), dtype=bool)
    order = rng.permutation(5)
    turned = BasketShape(SPREAD.leg_of[order], SPREAD.weight[order], SPREAD.leg_weight, SPREAD.leg_sign)

    np.testing.assert_allclose(
        turned.series(returns[:, order], used[0, order]), SPREAD.series(returns, used[0]), rtol=1e-12, atol=1e-16
    )
    np.testing.assert_allclose(turned.weight_share(used[:, order], valid), SPREAD.weight_share(used, valid), rtol=1e-12)


def slow_usability(returns, estimation, windows, reach, least):
    n, members = returns.shape
    has_history = np.zeros((n, members), dtype=bool)
    has_window = np.ones((n, members), dtype=bool)
    is_over = np.zeros((n, len(windows)), dtype=bool)
    for t in range(n):
        for w, window in enumerate(windows):
            is_over[t, w] = 0 <= t + window.start and t + window.end <= n - 1
        for j in range(members):
            have = sum(np.isfinite(estimation[u, j]) for u in range(t + reach.start, t + reach.end + 1) if 0 <= u < n)
            has_history[t, j] = have >= least
            for w, window in enumerate(windows):
                if is_over[t, w]:
                    for u in range(t + window.start, t + window.end + 1):
                        has_window[t, j] &= np.isfinite(returns[u, j])
    return has_history, has_window, is_over


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 10_000),
    st.sampled_from(
        [
            (Window(0, 2),),
            (Window(-1, 1), Window(0, 3), Window(0, 8)),
            (Window(0, 8), Window(-3, -1)),
            (Window(2, 4),),
        ]
    ),
)
def test_usability_agrees_with_an_explicit_loop(seed, windows):
    rng = np.random.default_rng(seed)
    returns = np.where(rng.random((60, 3)) < rng.uniform(0.0, 0.15), NAN, rng.normal(0, 0.01, (60, 3)))
    estimation = np.where(rng.random((60, 3)) < 0.1, NAN, returns)
    reach = Window(-20, -5)

    found = usability(returns, estimation, windows, EventModel(estimation=reach, min_returns=12))

    has_history, has_window, is_over = slow_usability(returns, estimation, windows, reach, 12)
    np.testing.assert_array_equal(found.has_history, has_history)
    np.testing.assert_array_equal(found.has_window, has_window)
    np.testing.assert_array_equal(found.is_over, is_over)
    np.testing.assert_array_equal(found.usable, has_history & has_window)


def test_the_composition_waits_for_no_window_that_is_not_over():
    returns = np.full((40, 1), 0.01)
    returns[35] = NAN
    windows = (Window(0, 2), Window(0, 10))

    whole = usability(returns, returns, windows, EventModel(estimation=Window(-10, -2), min_returns=5))
    early = usability(returns[:34], returns[:34], windows, EventModel(estimation=Window(-10, -2), min_returns=5))

    # At row 30 the short window is over at row 32, the long one only at row 40, which never comes here.
    assert whole.has_window[30, 0]
    assert early.has_window[30, 0]
    # At row 28 the long window is over and holds the gap; three sessions earlier nobody could know.
    assert not whole.has_window[28, 0]
    assert early.has_window[28, 0]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(25, 59))
def test_usability_is_known_once_the_longest_window_is_over(seed, t):
    rng = np.random.default_rng(seed)
    returns = np.where(rng.random((60, 3)) < 0.05, NAN, rng.normal(0, 0.01, (60, 3)))
    windows, reach = (Window(-1, 1), Window(0, 8)), Window(-20, -5)

    whole = usability(returns, returns, windows, EventModel(estimation=reach, min_returns=12))
    cut = usability(returns[:t], returns[:t], windows, EventModel(estimation=reach, min_returns=12))

    np.testing.assert_array_equal(cut.has_history, whole.has_history[:t])
    np.testing.assert_array_equal(cut.usable[: t - 8], whole.usable[: t - 8])


def test_inputs_are_left_as_they_were():
    rng = np.random.default_rng(3)
    returns = np.where(rng.random((20, 5)) < 0.2, NAN, rng.normal(0, 0.02, (20, 5)))
    before = returns.copy()

    usability(returns, returns, (Window(0, 2),))
    SPREAD.series(returns, ALL)

    np.testing.assert_array_equal(returns, before)
