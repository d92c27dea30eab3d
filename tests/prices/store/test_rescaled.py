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


def test_a_split_listed_before_its_prices_is_told_and_then_applied() -> None:
    held = closes([100.0] * 10 + [25.0] * 10, actions=NONE)
    listed = closes([100.0] * 10 + [25.0] * 10, actions=actions(splits={10: 4.0}))
    first = change(held, listed)
    assert only(first, "split") == (day(10), day(10), 0)
    assert "booked late, no price rescaled" in first.revisions[0].message
    applied = closes([25.0] * 20, actions=actions(splits={10: 4.0}))
    assert only(change(listed, applied), "split") == (day(0), day(9), 10)
    assert kinds(change(listed, listed)) == kinds(change(applied, applied)) == []


def test_a_split_applied_twice_is_a_revision() -> None:
    applied = closes([25.0] * 20, actions=actions(splits={10: 4.0}))
    twice = change(applied, closes([6.25] * 10 + [25.0] * 10, actions=actions(splits={10: 4.0})))
    assert only(twice, "revision") == (day(0), day(9), 10)
    assert "constant factor of 0.25" in twice.revisions[0].message


def test_events_of_a_running_session_are_applied_once_whatever_came_first() -> None:
    before = closes([100.0] * 5, actions=NONE)
    events = actions({5: 0.25}, {5: 4.0})
    unscaled = closes([100.0] * 5, actions=events)
    # 1 - 0.25 / 25 = 0.99
    running = closes([25.0] * 5, adj_close=[24.75] * 5, actions=events)
    over = closes([25.0] * 6, adj_close=[24.75] * 5 + [25.0], actions=events)
    assert kinds(change(before, running)) == kinds(change(unscaled, running)) == ["split", "dividend"]
    assert kinds(change(unscaled, over)) == ["split", "dividend"]
    assert kinds(change(before, unscaled)) == kinds(change(running, over)) == []


def test_of_two_splits_since_the_later_may_be_to_come() -> None:
    held = closes([120.0] * 10, actions=NONE)
    listed = actions(splits={11: 2.0, 13: 3.0})
    found = change(held, closes([60.0] * 13 + [20.0], actions=listed))
    assert only(found, "split") == (day(0), day(9), 10)
    assert (found.revisions[0].ratio, found.revisions[0].message) == (0.5, f"rescaled for the split 2 on {day(11)}")
    then = change(closes([60.0] * 13 + [20.0], actions=listed), closes([20.0] * 14, actions=listed))
    assert only(then, "split") == (day(0), day(12), 13)


def test_of_two_dividends_since_the_later_may_be_to_come() -> None:
    held = closes([100.0] * 10, actions=NONE)
    listed = actions({11: 0.2, 13: 1.0})
    found = change(held, closes([100.0] * 14, adj_close=[99.8] * 11 + [100.0] * 3, actions=listed))
    assert only(found, "dividend") == (day(0), day(9), 10)
    assert found.revisions[0].ratio == pytest.approx(0.998)
    assert found.revisions[0].message.endswith(f"the dividend of {day(11)}")


def test_an_event_with_no_price_to_show_it_is_not_told_again_and_again() -> None:
    unknown = [math.nan] * 5
    listed = closes([100.0] * 5, adj_close=unknown, actions=actions({5: 1.0}))
    assert kinds(change(listed, listed)) == []


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


@pytest.mark.parametrize(
    ("paid", "divided", "splits"),
    [
        (0.4, 0.1, {3: 4.0}),
        (0.4, 0.05, {3: 4.0, 4: 2.0}),
        (0.4, 0.2, {3: 4.0, 4: 2.0}),
    ],
)
def test_dividends_may_be_divided_after_their_splits_are_known(paid: float, divided: float, splits: dict) -> None:
    held = closes([25.0] * 5, actions=actions({1: paid}, splits))
    found = change(held, closes([25.0] * 5, actions=actions({1: divided}, splits)))
    assert (kinds(found), [row.value for row in found.actions_superseded]) == ([], [paid])


def test_a_dividend_divided_by_something_else_is_a_revision() -> None:
    held = closes([25.0] * 5, actions=actions({1: 0.4}, {3: 4.0}))
    assert kinds(change(held, closes([25.0] * 5, actions=actions({1: 0.2}, {3: 4.0})))) == ["revision"]


def test_tiny_dividends_are_divided_to_the_last_decimal_shown() -> None:
    held = closes([30.0] * 3, actions=actions({1: 0.000022}))
    # A third is 0.00000733, shown with six decimals.
    found = change(held, closes([10.0] * 4, actions=actions({1: 0.000007}, {3: 3.0})))
    assert only(found, "split") == (day(0), day(2), 3)
    # 0.0000236 was shown as 0.000024; ten times it is 0.000236.
    back = change(
        closes([3.0] * 3, actions=actions({1: 0.000024})), closes([30.0] * 4, actions=actions({1: 0.000236}, {3: 0.1}))
    )
    assert only(back, "split") == (day(0), day(2), 3)


@pytest.mark.parametrize("adjusted_too", [True, False])
def test_a_split_of_prices_rounded_to_the_cent(adjusted_too: bool) -> None:
    # 1.03 / 4 = 0.2575 and 1.01 / 4 = 0.2525, to the cent: 1 % off.
    held, fresh = [1.03, 1.01, 1.02, 1.05], [0.26, 0.25, 0.25, 0.26, 0.27]
    given = [{"adj_close": [math.nan] * n} if not adjusted_too else {} for n in (4, 5)]
    found = change(closes(held, actions=NONE, **given[0]), closes(fresh, actions=actions(splits={4: 4.0}), **given[1]))
    assert only(found, "split") == (day(0), day(3), 4)


def test_more_than_rounding_is_a_revision_at_a_split_too() -> None:
    held = closes([1.03] * 6, actions=NONE)
    found = change(held, closes([0.26] * 5 + [0.28, 0.26], actions=actions(splits={6: 4.0})))
    assert kinds(found) == ["split", "revision"]
    assert found.revisions[1].first_on == day(5)


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


def test_a_dividend_listed_before_its_adjustment_is_applied_later() -> None:
    listed = closes([100.0] * 6, actions=actions({5: 1.0}))
    found = change(listed, closes([100.0] * 7, adj_close=[99.0] * 5 + [100.0] * 2, actions=actions({5: 1.0})))
    assert only(found, "dividend") == (day(0), day(4), 5)
    twice = closes([100.0] * 7, adj_close=[98.01] * 5 + [100.0] * 2, actions=actions({5: 1.0}))
    applied = closes([100.0] * 6, adj_close=[99.0] * 5 + [100.0], actions=actions({5: 1.0}))
    assert kinds(change(applied, twice)) == ["revision"]


@pytest.mark.parametrize(("eve", "kind"), [(100.8, "settled"), (102.0, "revision")])
def test_adjusted_closes_settle_with_the_close_before_an_ex_date(eve: float, kind: str) -> None:
    def answer(close: float) -> tuple[list[float], list[float]]:
        factor = 1 - 1 / close
        return [100.0] * 8 + [close, 100.0], [100 * factor] * 8 + [close * factor, 100.0]

    held, fresh = answer(100.0), answer(eve)
    paid = actions({9: 1.0})
    found = change(closes(held[0], adj_close=held[1], actions=paid), closes(fresh[0], adj_close=fresh[1], actions=paid))
    assert only(found, kind) == (day(0), day(8), 9)


def test_adjusted_closes_do_not_settle_with_an_older_close() -> None:
    # The close of session 4, before the ex-date of session 5, is the sixth last: 100 to 100.8.
    paid, was, now = actions({5: 1.0}), 1 - 1 / 100, 1 - 1 / 100.8
    held = closes([100.0] * 10, adj_close=[100 * was] * 5 + [100.0] * 5, actions=paid)
    fresh_closes, adjusted = [100.0] * 4 + [100.8] + [100.0] * 5, [100 * now] * 4 + [100.8 * now] + [100.0] * 5
    assert only(change(held, closes(fresh_closes, adj_close=adjusted, actions=paid)), "revision") == (day(0), day(4), 5)


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


def test_without_dividends_in_the_file_a_dividend_cannot_be_told() -> None:
    held = closes([100.0] * 10, adj_close=[100.0] * 10)
    found = change(held, closes([100.0] * 11, adj_close=[99.0] * 10 + [100.0]))
    assert only(found, "revision") == (day(0), day(9), 10)
    assert found.revisions[0].message == (
        f"adjusted closes before {day(10)} changed by a constant factor of 0.99; "
        "without dividends in the file this cannot be told from a dividend"
    )


@pytest.mark.parametrize("factor", [1.01, 0.99])
def test_what_no_dividend_does_is_not_called_one(factor: float) -> None:
    # Upwards, or with its close, or not from the start.
    held = closes([100.0] * 10, adj_close=[100.0] * 10)
    first = 0 if factor > 1 else 1
    adjusted = [100.0] * first + [100 * factor] * (9 - first) + [100.0] * 2
    assert "cannot be told" not in change(held, closes([100.0] * 11, adj_close=adjusted)).revisions[0].message
    both = [100 * factor] * 9 + [100.0] * 2
    assert "cannot be told" not in change(held, closes(both, adj_close=both)).revisions[0].message
