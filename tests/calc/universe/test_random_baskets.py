import math

import numpy as np
import pytest

from screener.calc.response.composition import BasketShape
from screener.calc.universe.random_baskets import SEED, _draws, random_baskets

NAN = np.nan

# Two long legs of 60 and 40, one short leg; members 0, 1 in the first (1 to 3), 2 in the second, 3, 4 in the third.
SPREAD = BasketShape(
    leg_of=np.array([0, 0, 1, 2, 2]),
    weight=np.array([1.0, 3.0, 1.0, 1.0, 1.0]),
    leg_weight=np.array([60.0, 40.0, 1.0]),
    leg_sign=np.array([1.0, 1.0, -1.0]),
)
# One leg of two equal members.
PAIR = BasketShape(np.array([0, 0]), np.ones(2), np.ones(1), np.ones(1))


def studentised(values):
    n = len(values)
    mean = math.fsum(values) / n
    sd = math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (n - 1))
    return mean, mean / (sd / math.sqrt(n))


def spread_by_hand(car):
    """All five members, on one event day."""
    return 0.6 * (car[0] + 3 * car[1]) / 4 + 0.4 * car[2] - (car[3] + car[4]) / 2


def test_own_and_random_baskets_are_weighted_by_leg_member_and_side():
    rng = np.random.default_rng(1)
    car, own = rng.normal(0, 0.02, (7, 30)), rng.normal(0.01, 0.02, (7, 5))
    eligible = np.arange(3, 30)

    found = random_baskets(SPREAD, np.ones((7, 5), dtype=bool), own, car, eligible, n_baskets=200)

    excess, t = studentised([spread_by_hand(row) for row in own])
    assert found.n_event_days == 7
    assert (found.excess, found.t) == pytest.approx((excess, t), rel=1e-12)
    drawn = [studentised([spread_by_hand(row[names]) for row in car]) for names in _draws(eligible, 5, 200, SEED)]
    np.testing.assert_allclose(found.random_excess, [each[0] for each in drawn], rtol=1e-11, atol=1e-15)
    np.testing.assert_allclose(found.random_t, [each[1] for each in drawn], rtol=1e-11)
    assert found.p == (1 + sum(abs(each[1]) >= abs(t) for each in drawn)) / 201


def test_draws_are_distinct_eligible_and_the_same_each_time():
    eligible = np.array([2, 3, 5, 7, 11, 13, 17, 19])

    draws = _draws(eligible, 4, 300, SEED)

    assert draws.shape == (300, 4)
    assert set(draws.ravel()) == set(eligible)
    assert all(len(set(basket)) == 4 for basket in draws)
    np.testing.assert_array_equal(draws, _draws(eligible, 4, 300, SEED))
    # Every name comes up about equally often: 1,200 places over 8 names are 150 each, give or take 12.
    assert np.all(np.abs(np.bincount(draws.ravel(), minlength=20)[eligible] - 150) < 50)


def test_what_one_name_lacks_on_an_event_day_goes_to_the_others():
    own = np.array([[0.01, 0.03], [NAN, 0.05], [0.02, NAN], [0.00, 0.02], [0.01, 0.02], [0.03, 0.03]])

    found = random_baskets(PAIR, np.ones((6, 2), dtype=bool), own, own, np.arange(0))

    # Half the weight is enough.
    excess, t = studentised([0.02, 0.05, 0.02, 0.01, 0.015, 0.03])
    assert (found.n_event_days, found.excess, found.t) == pytest.approx((6, excess, t), rel=1e-12)


def test_an_event_day_with_less_than_half_the_weight_on_a_side_is_left_out():
    rng = np.random.default_rng(2)
    own = rng.normal(0, 0.02, (8, 5))
    own[0, [1, 2]] = NAN  # long: a quarter of the leg of 60, nothing of the leg of 40
    own[1, [3, 4]] = NAN  # no short side
    own[2, 3] = NAN  # half the short side

    found = random_baskets(SPREAD, np.ones((8, 5), dtype=bool), own, own, np.arange(0))

    short_of_two = 0.6 * (own[2, 0] + 3 * own[2, 1]) / 4 + 0.4 * own[2, 2] - own[2, 4]
    excess, t = studentised([short_of_two, *(spread_by_hand(row) for row in own[3:])])
    assert (found.n_event_days, found.excess, found.t) == pytest.approx((6, excess, t), rel=1e-12)


def test_a_member_outside_its_span_is_not_asked_for_in_either():
    rng = np.random.default_rng(3)
    own, car = rng.normal(0, 0.02, (6, 2)), rng.normal(0, 0.02, (6, 9))
    valid = np.ones((6, 2), dtype=bool)
    valid[:3, 0] = False

    found = random_baskets(PAIR, valid, own, car, np.arange(9), n_baskets=40)

    excess, t = studentised([*own[:3, 1], *own[3:].mean(axis=1)])
    assert (found.excess, found.t) == pytest.approx((excess, t), rel=1e-12)
    drawn = _draws(np.arange(9), 2, 40, SEED)
    expected = [studentised([*car[:3, b], *car[3:, [a, b]].mean(axis=1)])[1] for a, b in drawn]
    np.testing.assert_allclose(found.random_t, expected, rtol=1e-11)


def test_the_place_of_a_member_without_prices_stays_empty():
    rng = np.random.default_rng(4)
    own, car = rng.normal(0, 0.02, (6, 2)), rng.normal(0, 0.02, (6, 9))
    own[:, 0] = NAN

    found = random_baskets(PAIR, np.ones((6, 2), dtype=bool), own, car, np.arange(9), n_baskets=40)

    expected = [studentised(car[:, b])[1] for _, b in _draws(np.arange(9), 2, 40, SEED)]
    np.testing.assert_allclose(found.random_t, expected, rtol=1e-11)


def test_baskets_with_fewer_than_five_event_days_are_not_counted():
    rng = np.random.default_rng(5)
    own, car = rng.normal(0, 0.02, (6, 2)), rng.normal(0, 0.02, (6, 8))
    car[:2, :4] = NAN

    found = random_baskets(PAIR, np.ones((6, 2), dtype=bool), own, car, np.arange(8), n_baskets=500)

    both_short = sum(a < 4 and b < 4 for a, b in _draws(np.arange(8), 2, 500, SEED))
    assert 0 < both_short < 500
    assert len(found.random_t) == len(found.random_excess) == 500 - both_short
    assert found.p == (1 + sum(abs(found.random_t) >= abs(found.t))) / (1 + 500 - both_short)


def test_a_response_that_no_random_basket_has_gets_the_smallest_p_there_is():
    rng = np.random.default_rng(6)
    own, car = rng.normal(0.5, 0.001, (12, 2)), rng.normal(0, 0.02, (12, 50))

    assert random_baskets(PAIR, np.ones((12, 2), dtype=bool), own, car, np.arange(50)).p == 1 / 1_001


@pytest.mark.parametrize("n_event_days", [0, 1, 4])
def test_below_five_event_days_there_is_no_statistic(n_event_days):
    rng = np.random.default_rng(7)
    own, car = rng.normal(0, 1, (n_event_days, 2)), rng.normal(0, 1, (n_event_days, 20))

    found = random_baskets(PAIR, np.ones((n_event_days, 2), dtype=bool), own, car, np.arange(20), n_baskets=10)

    assert math.isnan(found.t)
    assert math.isnan(found.p)
    assert len(found.random_t) == 0
    assert found.n_event_days == n_event_days
    assert math.isnan(found.excess) == (n_event_days == 0)


def test_a_universe_of_fewer_strangers_than_members_draws_nothing():
    rng = np.random.default_rng(8)
    own, car = rng.normal(0, 1, (9, 5)), rng.normal(0, 1, (9, 6))

    found = random_baskets(SPREAD, np.ones((9, 5), dtype=bool), own, car, np.arange(4))

    assert math.isfinite(found.t)
    assert math.isnan(found.p)
    assert len(found.random_t) == 0


def test_a_basket_that_is_itself_random_is_rejected_a_twentieth_of_the_time():
    rng = np.random.default_rng(9)
    valid, rejected = np.ones((10, 2), dtype=bool), 0
    for _ in range(200):
        # What all names share on an event day is in the random baskets too.
        car = rng.standard_t(4, (10, 60)) + rng.normal(0, 1, (10, 1))
        rejected += random_baskets(PAIR, valid, car[:, :2], car, np.arange(2, 60), n_baskets=99).p <= 0.05

    assert rejected / 200 == pytest.approx(0.05, abs=0.05)
