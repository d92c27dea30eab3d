"""Splits and dividends that explain what changed, with hand-made numbers."""

import math

import numpy as np
import pytest
from compared_answers import change, day, kinds, only
from invented_answers import actions, closes, sessions

NONE = actions()


# -- split


def test_a_split_explains_every_price_before_it() -> None:
    held = closes([100.0, 104.0, 108.0], actions=NONE, volume=np.array([10.0, 11.0, 12.0]))
    fresh = closes([25.0, 26.0, 27.0, 28.0], actions=actions(splits={3: 4.0}), volume=np.array([40.0, 44, 48, 50]))
    found = change(held, fresh)
    assert only(found, "split") == (day(0), day(2), 3)
    assert found.revisions[0].ratio == 0.25
    assert (found.n_new, found.superseded.tolist()) == (1, sessions(3).tolist())
    assert f"4 on {day(3)}" in found.revisions[0].message


def test_a_reverse_split_and_volumes_rounded_to_shares() -> None:
    held = closes([2.0, 2.1, 2.2], actions=NONE, volume=np.array([1_234.0, 55.0, 7.0]))
    fresh = closes([20.0, 21.0, 22.0], actions=actions(splits={3: 0.1}), volume=np.array([123.0, 5.0, 1.0]))
    assert only(change(held, fresh), "split") == (day(0), day(2), 3)


def test_a_spin_off_booked_as_an_odd_split() -> None:
    held = closes([100.0, 101.0, 102.0], actions=NONE)
    fresh = closes([75.61, 76.36, 77.12, 80.0], actions=actions(splits={3: 1.323}))  # 1 : 1.3226, to the cent
    assert only(change(held, fresh), "split") == (day(0), day(2), 3)


def test_a_split_booked_late_rescales_up_to_its_date() -> None:
    held = closes([100.0] * 10 + [25.0] * 20, actions=NONE)
    fresh = closes([25.0] * 30, actions=actions(splits={10: 4.0}))
    assert only(change(held, fresh), "split") == (day(0), day(9), 10)


def test_two_splits_multiply() -> None:
    held = closes([120.0] * 10 + [40.0] * 10, actions=NONE)
    fresh = closes([20.0] * 21, actions=actions(splits={10: 3.0, 20: 2.0}))
    found = change(held, fresh)
    assert only(found, "split") == (day(0), day(19), 20)
    assert found.revisions[0].ratio == pytest.approx(1 / 6)


def test_a_split_listed_before_its_prices_is_told_and_then_a_revision() -> None:
    held = closes([100.0] * 10 + [25.0] * 10, actions=NONE)
    listed = closes([100.0] * 10 + [25.0] * 10, actions=actions(splits={10: 4.0}))
    first = change(held, listed)
    assert only(first, "split") == (day(10), day(10), 0)
    assert "booked late, no price rescaled" in first.revisions[0].message
    then = change(listed, closes([25.0] * 20, actions=actions(splits={10: 4.0})))
    assert only(then, "revision") == (day(0), day(9), 10)
    assert "constant factor of 0.25" in then.revisions[0].message


def test_a_split_does_not_excuse_another_factor() -> None:
    held = closes([100.0] * 10, actions=NONE)
    found = change(held, closes([20.0] * 10 + [25.0], actions=actions(splits={10: 4.0})))
    assert only(found, "revision") == (day(0), day(9), 10)
    assert found.revisions[0].ratio == pytest.approx(0.8)


def test_prices_as_traded_move_in_adjusted_closes_only() -> None:
    held = closes([100.0, 104.0], "as_traded", actions=NONE)
    fresh = closes([100.0, 104.0, 26.0], "as_traded", adj_close=[25.0, 26.0, 26.0], actions=actions(splits={2: 4.0}))
    assert only(change(held, fresh), "split") == (day(0), day(1), 2)


def test_dividends_before_a_split_are_divided_without_a_word() -> None:
    held = closes([100.0] * 3, actions=actions({1: 0.205}), adj_close=[99.795, 100, 100])
    split = actions({1: 0.05125}, {3: 4.0})
    found = change(held, closes([25.0] * 4, actions=split, adj_close=[24.94875, 25, 25, 25]))
    assert only(found, "split") == (day(0), day(2), 3)
    assert [row.value for row in found.actions_superseded] == [0.205]
    assert sorted(row.value for row in found.actions_written) == [0.05125, 4.0]


# -- dividend


def test_a_dividend_rescales_adjusted_closes_only() -> None:
    held = closes([100.0] * 5, actions=NONE)
    fresh = closes([100.0] * 6, adj_close=[99.0] * 5 + [100.0], actions=actions({5: 1.0}))
    found = change(held, fresh)
    assert only(found, "dividend") == (day(0), day(4), 5)
    assert found.revisions[0].ratio == pytest.approx(0.99)


def test_a_dividend_rounded_to_the_cent_still_explains() -> None:
    held = closes([100.0] * 5, actions=NONE)
    fresh = closes([100.0] * 6, adj_close=[99.793] * 5 + [100.0], actions=actions({5: 0.21}))  # 0.207 in truth
    assert only(change(held, fresh), "dividend") == (day(0), day(4), 5)


def test_a_dividend_of_another_size_does_not_explain() -> None:
    held = closes([100.0] * 10, actions=NONE)
    fresh = closes([100.0] * 11, adj_close=[99.0] * 10 + [100.0], actions=actions({10: 0.7}))
    assert only(change(held, fresh), "revision") == (day(0), day(9), 10)


def test_a_dividend_whose_adjustment_is_still_to_come() -> None:
    held = closes([100.0] * 5, actions=NONE)
    found = change(held, closes([100.0] * 6, actions=actions({5: 1.0})))
    assert (kinds(found), found.written.tolist(), len(found.actions_written)) == ([], [5], 1)


def test_a_dividend_that_went_or_changed_is_a_revision() -> None:
    held = closes([100.0] * 10, adj_close=[99.0] * 5 + [100.0] * 5, actions=actions({5: 1.0}))
    gone = change(held, closes([100.0] * 10, actions=NONE))
    assert kinds(gone) == ["revision", "revision"]
    assert [each.ratio for each in gone.revisions] == [pytest.approx(1 / 0.99), pytest.approx(math.nan, nan_ok=True)]
    assert f"the dividend of 1 on {day(5)} is no longer listed" in gone.revisions[1].message
    changed = change(held, closes([100.0] * 10, adj_close=[98.0] * 5 + [100.0] * 5, actions=actions({5: 2.0})))
    assert kinds(changed) == ["revision", "revision"]
    assert "became 2" in changed.revisions[1].message


def test_actions_that_become_known_are_no_change_of_the_past() -> None:
    known = actions({2: 1.0}, {4: 4.0})
    adjusted = [24.75, 24.75, 25.0, 25.0, 25.0, 25.0]
    found = change(closes([25.0] * 6, adj_close=adjusted), closes([25.0] * 6, adj_close=adjusted, actions=known))
    assert (kinds(found), len(found.actions_written), len(found.written)) == ([], 2, 0)


def test_actions_no_longer_given_are_told_once() -> None:
    found = change(closes([10.0] * 3, actions=actions({1: 1.0, 2: 1.0})), closes([10.0] * 3))
    assert kinds(found) == ["revision"]
    assert "no longer given" in found.revisions[0].message
    assert len(found.actions_superseded) == 2
